// What the pages of admission read, as the server answers it.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get, post } from '../../kit/api.ts';

export type KnownFact = {
  code: string;
  label: string;
  definition: string;
  grain: 'period' | 'day';
  answer: { state: 'known'; value: number } | { state: 'unknown'; why: string } | null;
  from: string;
  to: string;
};
export type FactHead = Pick<KnownFact, 'code' | 'label' | 'definition' | 'grain'>;
export type RequestRow = {
  id: string;
  kind: 'task' | 'table';
  urgent: boolean;
  unitId: string;
  unitName: string;
  areaId: string;
  areaName: string;
  askedLevel: string;
  title: string;
  purpose: string;
  basis: string;
  peopleBasis: string | null;
  peopleBasisWords: string | null;
  frequency: string;
  startsOn: string;
  endsOn: string;
  renews: string | null;
  askedAt: number;
  dueAt: number;
  late: boolean;
  standing: 'asked' | 'admitted' | 'declined' | 'withdrawn' | 'in-force' | 'upcoming' | 'over';
  decidedAt: number | null;
  decidedUnitName: string | null;
  decisionWords: string | null;
  admittedUntil: string | null;
  endedAt: number | null;
  endedWords: string | null;
  mayDecide: boolean;
  mayEnd: boolean;
  mayWithdraw: boolean;
  mayRenew: boolean;
};
export type Alike = {
  id: string;
  title: string;
  unitName: string;
  frequency: string;
  until: string;
  same: string[];
};
export type RequestView = RequestRow & {
  items: { label: string; how: 'ask' | 'known'; namesPeople: boolean; known: KnownFact | null }[];
  alike: Alike[];
  near: { label: string; fact: string }[];
};
export type RequestState = 'in-force' | 'asked' | 'over' | 'declined';

export function useRequests(state: RequestState, q: string) {
  return useQuery({
    queryKey: ['admission', 'requests', state, q],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      get<{ items: RequestRow[]; mayApply: string[]; mayDecide: boolean; hidden: number }>(
        '/admission/requests',
        { state, q: q || undefined },
        signal,
      ),
  });
}

export function useRequest(id: string) {
  return useQuery({
    queryKey: ['admission', 'request', id],
    queryFn: ({ signal }) =>
      get<RequestView>(`/admission/requests/${encodeURIComponent(id)}`, undefined, signal),
  });
}

export type Check = {
  facts: FactHead[];
  items: { label: string; known: KnownFact | null; near: { code: string; label: string }[] }[];
  alike: Alike[];
};
export function useCheck(areaId: string | undefined, title: string, labels: readonly string[]) {
  return useQuery({
    queryKey: ['admission', 'check', areaId, title, labels],
    enabled: areaId !== undefined,
    placeholderData: keepPreviousData,
    queryFn: () =>
      post<Check>('/admission/check', { areaId, title, items: labels.map((label) => ({ label })) }),
  });
}

export type Finding = {
  id: string;
  unitId: string;
  unitName: string;
  outcome: 'outside' | 'listed' | 'no-request';
  title: string;
  words: string;
  requestId: string | null;
  foundAt: number;
};
export type Flag = {
  id: string;
  unitId: string | null;
  unitName: string | null;
  words: string;
  channel: string;
  flaggedOn: string;
  photos: number;
  finding: Finding | null;
};
export function useFindings() {
  return useQuery({
    queryKey: ['admission', 'findings'],
    queryFn: ({ signal }) =>
      get<{ items: Finding[]; mayDecide: boolean }>('/admission/findings', undefined, signal),
  });
}
export function useFlags(enabled: boolean) {
  return useQuery({
    queryKey: ['admission', 'flags'],
    enabled,
    queryFn: ({ signal }) => get<{ items: Flag[] }>('/admission/flags', { state: 'open' }, signal),
  });
}

export type Burden = {
  from: string;
  to: string;
  final: boolean;
  definitions: { cell: string; label: string; definition: string }[];
  total: Record<string, number>;
  units: { id: string; name: string; numbers: Record<string, number> }[];
};
export type BurdenPeriod = { from: string; to: string };
export function useBurden(period: BurdenPeriod) {
  return useQuery({
    queryKey: ['admission', 'burden', period],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<Burden>('/admission/burden', period, signal),
  });
}
export type BurdenRecords = {
  label: string;
  total: number;
  visible: number;
  items: {
    id: string;
    kind: 'request' | 'finding' | 'report';
    title: string;
    label: string | null;
    fact: string | null;
    unitName: string;
    state: string;
    at: number;
  }[];
};
export function useBurdenRecords(
  period: BurdenPeriod,
  opened: { cell: string; unit?: string | undefined } | undefined,
) {
  return useQuery({
    queryKey: ['admission', 'burden-records', period, opened],
    enabled: opened !== undefined,
    queryFn: ({ signal }) =>
      get<BurdenRecords>('/admission/burden/records', { ...period, ...opened, limit: 100 }, signal),
  });
}
