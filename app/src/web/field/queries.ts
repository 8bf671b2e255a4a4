import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get } from '../kit/api.ts';
import type { CaseRow, CaseView } from '../kit/api-types.ts';
import { useLive } from '../kit/live.ts';

export type Work = {
  now: CaseRow[];
  today: CaseRow[];
  later?: CaseRow[];
  waiting: CaseRow[];
  done: { today: number };
};

export function useWork() {
  return useQuery({ queryKey: ['work'], queryFn: ({ signal }) => get<Work>('/work', undefined, signal) });
}

export function useCase(id: string) {
  return useQuery({
    queryKey: ['case', id],
    queryFn: ({ signal }) => get<CaseView>(`/cases/${encodeURIComponent(id)}`, undefined, signal),
  });
}

/** What others do shows here without a tap. */
export function useLiveRefresh(): void {
  const queries = useQueryClient();
  useLive((event) => {
    if (!event.type.startsWith('case.')) return;
    void queries.invalidateQueries({ queryKey: ['work'] });
    const { id } = event.data;
    if (typeof id === 'string') void queries.invalidateQueries({ queryKey: ['case', id] });
  });
}
