// Every read of the console, with its key. Live events invalidate by the first word of a key.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get } from '../kit/api.ts';
import type { CaseRow, CaseView, Page } from '../kit/api-types.ts';
import { loadCategories } from '../kit/lookups.ts';

export type WorkList = {
  now: CaseRow[];
  today: CaseRow[];
  later?: CaseRow[];
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

export type ReplayItem = {
  from: number;
  to: number;
  kind: string;
  ms: number;
  units: number;
  late?: boolean;
  name?: string;
};
export type Replay = {
  items: ReplayItem[];
  words: string[];
  due: number;
  at: number;
  totals: Record<string, number>;
};

export type Duplicate = {
  id: string;
  number: string;
  headline: string;
  distanceM: number | null;
  score: number;
  state: string;
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
    queryFn: () => loadCategories(),
  });
}

export type NoticeRow = {
  id: string;
  at: number;
  key: string;
  text: string;
  link: string;
  urgency: 'now' | 'later';
  read: boolean;
};

export function useNotices() {
  return useQuery({
    queryKey: ['notices'],
    queryFn: ({ signal }) =>
      get<{ items: NoticeRow[]; unread: number; next: string | null }>('/notices', { limit: 50 }, signal),
  });
}

/** How many open cases a change of this category concerns. */
export function useOpenWithCategory(category: string | undefined) {
  return useQuery({
    queryKey: ['open-with', category],
    enabled: category !== undefined,
    queryFn: ({ signal }) =>
      get<Page<CaseRow>>('/cases', { view: 'all', open: true, category, limit: 1 }, signal).then(
        (page) => page.total ?? { count: page.items.length, capped: false },
      ),
  });
}
