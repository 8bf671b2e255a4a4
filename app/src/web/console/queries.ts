// Every read of the console, with its key. Live events invalidate by the first word of a key.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get } from '../kit/api.ts';
import type { CaseRow, CaseState, CaseView, CategoryNode, Page } from '../kit/api-types.ts';

export type WorkList = {
  now: CaseRow[];
  today: CaseRow[];
  waiting: CaseRow[];
  done: { today: number };
  counts: Record<string, number>;
};

export type QueueFilter = {
  view: 'queue' | 'mine' | 'waiting' | 'all';
  state?: string | undefined;
  kind?: string | undefined;
  category?: string | undefined;
  overdue?: boolean | undefined;
  open?: boolean | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  area?: string | undefined;
};

export type Replay = { items: unknown[]; words: string[]; totals: Record<string, number> };

export type Duplicate = {
  id: string;
  number: string;
  headline: string;
  distanceM: number | null;
  score: number;
  state: CaseState;
  filedAt: number;
  joined: number;
};

export function listOf<T>(answer: T[] | { items: T[] } | undefined): T[] {
  if (!answer) return [];
  return Array.isArray(answer) ? answer : answer.items;
}

export function useWork() {
  return useQuery({ queryKey: ['work'], queryFn: ({ signal }) => get<WorkList>('/work', undefined, signal) });
}

export function useQueue(filter: QueueFilter, limit = 50) {
  return useInfiniteQuery({
    queryKey: ['cases', filter, limit],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      get<Page<CaseRow>>('/cases', { ...filter, limit, after: pageParam }, signal),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useCase(id: string | undefined) {
  return useQuery({
    queryKey: ['case', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => get<CaseView>(`/cases/${encodeURIComponent(id ?? '')}`, undefined, signal),
  });
}

export function useReplay(id: string, clock: string | undefined) {
  return useQuery({
    queryKey: ['case', id, 'replay', clock],
    enabled: clock !== undefined,
    queryFn: ({ signal }) =>
      get<Replay>(
        `/cases/${encodeURIComponent(id)}/clocks/${encodeURIComponent(clock ?? '')}/replay`,
        undefined,
        signal,
      ),
  });
}

export function useCategories() {
  return useQuery({
    queryKey: ['categories'],
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) =>
      get<CategoryNode[] | { items: CategoryNode[] }>('/categories', undefined, signal).then(listOf),
  });
}

export type NoticeRow = {
  id: string;
  at: number;
  title?: string;
  words: string;
  caseId?: string | null;
  read?: boolean;
  readAt?: number | null;
  urgency?: string;
};

export function useNotices() {
  return useQuery({
    queryKey: ['notices'],
    queryFn: ({ signal }) =>
      get<{ items: NoticeRow[]; unread?: number; next?: string | null }>('/notices', { limit: 50 }, signal),
  });
}

export function isRead(notice: NoticeRow): boolean {
  return notice.read ?? (notice.readAt !== undefined && notice.readAt !== null);
}
