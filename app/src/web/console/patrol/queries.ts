import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';
import type {
  ChecklistVersion,
  DueItem,
  DueState,
  Period,
  VersionState,
  Words,
} from '../../patrol/queries.ts';

export type Plan = {
  id: string;
  title: string;
  checklist: string;
  areaId: string;
  areaName: string;
  every: 'days' | 'workday' | 'week' | 'month' | 'quarter';
  everyN: number;
  duty: string;
  startsOn: string;
  endsOn: string | null;
  places: { kind: 'areas' | 'assets' | 'features'; values: string[] };
  state: 'running' | 'upcoming' | 'over';
  mayPlan: boolean;
};
export type Counts = Record<DueState, number>;
export type Overview = {
  today: string;
  on: string;
  area: { id: string; name: string };
  plans: {
    plan: Plan;
    period: Period | null;
    counts: Counts;
    areas: { id: string; name: string; counts: Counts }[];
  }[];
};
export type Behind = { plan: string; area: string; state: DueState; on: string };
export type PlanPreview = {
  places: number;
  sample: { id: string; name: string; areaName: string }[];
  next: Period[];
  periodsInAYear: number;
  nobody: { id: string; name: string }[];
};
export type PatrolRecord = {
  id: string;
  planTitle: string;
  placeName: string;
  periodFrom: string;
  version: number;
  note: string;
  occurredAt: number;
  findings: {
    item: string;
    words: string;
    joined: boolean;
    case: { id: string; number: string; closedAt: number | null } | null;
  }[];
};
export type ChecklistHead = {
  code: string;
  title: Words;
  basis: ChecklistVersion['basis'];
  versions: { version: number; state: VersionState; effectiveFrom: string | null; items: number }[];
};
export type Checklist = {
  code: string;
  today: string;
  versions: (ChecklistVersion & { state: VersionState })[];
};
export type Comparison = {
  added: string[];
  removed: string[];
  changed: { code: string; fields: string[] }[];
  about: string[];
};
export type Effect = {
  version: number;
  effectiveOn: string;
  replaces: number | null;
  overtakes: { version: number; effectiveFrom: string }[];
  comparison: Comparison | null;
  faults: { path: string; code: string; message: string }[];
  plans: { id: string; title: string; areaName: string; places: number; waiting: number }[];
};

export function useOverview(area: string | undefined, on: string | undefined) {
  return useQuery({
    queryKey: ['patrol', 'overview', area, on],
    queryFn: ({ signal }) => get<Overview>('/patrol/overview', { area, on }, signal),
  });
}

export function useBehind(query: Behind) {
  return useQuery({
    queryKey: ['patrol', 'places', query],
    queryFn: ({ signal }) => get<{ total: number; items: DueItem[] }>('/patrol/places', query, signal),
  });
}

export function useRecords(place: string) {
  return useQuery({
    queryKey: ['patrol', 'records', place],
    queryFn: ({ signal }) => get<{ items: PatrolRecord[] }>('/patrol/records', { place }, signal),
  });
}

/** The patrols behind a case. */
export function useCasePatrols(caseId: string) {
  return useQuery({
    queryKey: ['patrol', 'case', caseId],
    queryFn: ({ signal }) =>
      get<{ items: PatrolRecord[] }>(`/patrol/cases/${encodeURIComponent(caseId)}`, undefined, signal),
  });
}

export function usePlans() {
  return useQuery({
    queryKey: ['patrol', 'plans'],
    queryFn: ({ signal }) => get<{ items: Plan[] }>('/patrol/plans', undefined, signal),
  });
}

export function useChecklists() {
  return useQuery({
    queryKey: ['patrol', 'checklists'],
    queryFn: ({ signal }) => get<{ items: ChecklistHead[] }>('/patrol/checklists', undefined, signal),
  });
}

export function useChecklist(code: string) {
  return useQuery({
    queryKey: ['patrol', 'checklist', code],
    queryFn: ({ signal }) =>
      get<Checklist>(`/patrol/checklists/${encodeURIComponent(code)}`, undefined, signal),
  });
}

export function useEffectOn(code: string, revision: number, from: string) {
  return useQuery({
    queryKey: ['patrol', 'effect', code, revision, from],
    queryFn: ({ signal }) =>
      get<Effect>(`/patrol/checklists/${encodeURIComponent(code)}/effect`, { from }, signal),
  });
}
