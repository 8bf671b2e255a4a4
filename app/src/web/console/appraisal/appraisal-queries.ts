// What the appraisal pages read, as the server answers it.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';

export type Cell =
  | 'filed'
  | 'withdrawn'
  | 'belongs'
  | 'excluded'
  | 'counted'
  | 'response-of'
  | 'response-in'
  | 'ended'
  | 'checked'
  | 'solved-of'
  | 'solved-in'
  | 'satisfied-of'
  | 'satisfied-in'
  | 'silent';
export type Share = { part: number; of: number; percent: number | null; small: boolean };
export type RateGroup = {
  key: string;
  label: string;
  areaId?: string;
  withheld: boolean;
  numbers: Record<Cell, number> | null;
  rates: { response: Share; solved: Share; satisfied: Share } | null;
};
export type Rates = {
  asOf: string;
  from: string;
  to: string;
  final: boolean;
  knownUntil: number;
  area: { id: string; name: string };
  by: string;
  rule: { code: string; version: number; title: string; words: string[] };
  rules: { code: string; title: string }[];
  small: number;
  withheld: number;
  total: RateGroup;
  groups: RateGroup[];
};
export type RateFilter = {
  area?: string | undefined;
  unit?: string | undefined;
  category?: string | undefined;
  kind?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  asOf?: string | undefined;
  by?: string | undefined;
  rule?: string | undefined;
};

export function useRates(filter: RateFilter) {
  return useQuery({
    queryKey: ['appraisal', 'rates', filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<Rates>('/appraisal/rates', filter, signal),
  });
}

export type Behind = {
  label: string;
  total: number | null;
  visible: number;
  hidden: number | null;
  why?: string;
  next: number | null;
  items: {
    id: string;
    number: string;
    headline: string;
    state: { code: string; label: string };
    category: { code: string; label: string };
    areaName: string;
    unitName: string;
    filedAt: number;
    excluded: boolean;
  }[];
};

/** Which number was pressed: its cell, and its group unless it was the sum. */
export type Opened = { cell: Cell; key?: string; label: string };

export function useBehind(filter: RateFilter, opened: Opened | undefined) {
  return useInfiniteQuery({
    queryKey: ['appraisal', 'behind', filter, opened?.cell, opened?.key],
    enabled: opened !== undefined,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      get<Behind>(
        '/appraisal/rates/cases',
        // An empty key is a group, too: what lies directly at this level.
        {
          ...filter,
          by: opened?.key === undefined ? undefined : filter.by,
          cell: opened?.cell,
          offset: pageParam,
          key: opened?.key,
        },
        signal,
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export type VisitRow = {
  id: string;
  caseId: string;
  number: string;
  headline: string;
  category: string;
  why: { code: string; label: string };
  endedAt: number;
  dueAt: number;
  late: boolean;
  tries: number;
  mostTries: number;
  lastTryAt: number | null;
};

export function useVisits(state: string) {
  return useQuery({
    queryKey: ['appraisal', 'visits', state],
    queryFn: ({ signal }) => get<{ items: VisitRow[] }>('/appraisal/visits', { state }, signal),
  });
}

export type ExclusionView = {
  id: string;
  grounds: { code: string; label: string };
  words: string;
  evidence: string[];
  unitName: string;
  askedAt: number;
  dueAt: number;
  late: boolean;
  state: { code: string; label: string };
  decidedUnitName: string | null;
  decidedAt: number | null;
  decisionWords: string | null;
  mayDecide: boolean;
};
export type ExclusionRow = ExclusionView & { caseId: string; number: string; headline: string };

export function useExclusions(state: string) {
  return useQuery({
    queryKey: ['appraisal', 'exclusions', state],
    queryFn: ({ signal }) => get<{ items: ExclusionRow[] }>('/appraisal/exclusions', { state }, signal),
  });
}

type SupervisionView = {
  by: string;
  at: number;
  reason: string;
  wants: string;
  within: string;
  round: number;
  late: boolean;
  answer: string | null;
  answeredAt: number | null;
  label: string;
};
export type CaseAppraisal = {
  supervision: {
    current: (SupervisionView & { dueAt: number | null; state: string }) | null;
    ended: (SupervisionView & { words: string; endedAt: number })[];
  };
  visits: {
    id: string;
    why: string;
    state: { code: string; label: string };
    endedAt: number;
    dueAt: number;
    mayCall: boolean;
    tries: {
      at: number;
      unitName: string;
      reached: boolean;
      solved: string | null;
      satisfied: string | null;
      words: string;
    }[];
  }[];
  exclusions: ExclusionView[];
  mayApply: { refusal: string | null; grounds: { value: string; label: string }[] } | null;
  counts: { excluded: boolean } | null;
};

/** Read again with every version of the case, whose steps it tells about. */
export function useCaseAppraisal(id: string, version: number) {
  return useQuery({
    queryKey: ['case', id, 'appraisal', version],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      get<CaseAppraisal>(`/appraisal/cases/${encodeURIComponent(id)}`, undefined, signal),
  });
}
