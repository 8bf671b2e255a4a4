// What the pages of visits read, in the console and on the phone.
import { useQuery } from '@tanstack/react-query';
import { get } from '../kit/api.ts';

export type VisitState =
  | 'planned'
  | 'offered'
  | 'accepted'
  | 'declined'
  | 'opted-out'
  | 'visited'
  | 'not-home'
  | 'refused';

export type VisitTarget = {
  id: string;
  campaign: { id: string; title: string };
  kind: 'household' | 'firm';
  label: string;
  areaName: string;
  post: { id: string; title: string; unitName: string };
  state: VisitState;
  version: number;
  offered: number[];
  chosenAt: number | null;
  visitedAt: number | null;
  caseIds: string[];
  mine: boolean;
  /** For the resident; only who visits has it. */
  code: string | null;
};

export type Campaign = {
  id: string;
  title: string;
  purpose: string;
  areaId: string;
  areaName: string;
  startsOn: string;
  endsOn: string;
  closedAt: number | null;
  counts: { state: VisitState; n: number }[];
  total: number;
  needs: number;
  mayPlan: boolean;
};

export function useMyVisits() {
  return useQuery({
    queryKey: ['visits', 'mine'],
    queryFn: ({ signal }) => get<{ items: VisitTarget[] }>('/visits/mine', undefined, signal),
  });
}

export function useCampaigns() {
  return useQuery({
    queryKey: ['visits', 'campaigns'],
    queryFn: ({ signal }) => get<{ items: Campaign[] }>('/visits/campaigns', undefined, signal),
  });
}

export function useCampaign(id: string, state: VisitState | undefined) {
  return useQuery({
    queryKey: ['visits', 'campaign', id, state],
    queryFn: ({ signal }) =>
      get<Campaign & { targets: VisitTarget[] }>(
        `/visits/campaigns/${encodeURIComponent(id)}`,
        { state },
        signal,
      ),
  });
}
