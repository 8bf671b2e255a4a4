import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { get } from '../../kit/api.ts';
import type { Ground, Plan, PlanHead, Run } from './planning-types.ts';

const POLL_MS = 700;
const waits = (state: string | undefined) => state === 'queued' || state === 'running';

export function usePlans() {
  return useQuery({
    queryKey: ['planning', 'plans'],
    queryFn: ({ signal }) => get<{ items: PlanHead[] }>('/planning/plans', undefined, signal),
  });
}

/** A plan with its runs; asked again and again while one of them is under way. */
export function usePlan(id: string) {
  return useQuery({
    queryKey: ['planning', 'plan', id],
    queryFn: ({ signal }) => get<Plan>(`/planning/plans/${id}`, undefined, signal),
    refetchInterval: (query) => (query.state.data?.runs.some((run) => waits(run.state)) ? POLL_MS : false),
  });
}

export function useRun(id: string | undefined) {
  return useQuery({
    queryKey: ['planning', 'run', id],
    enabled: id !== undefined,
    staleTime: 60_000,
    queryFn: ({ signal }) => get<Run>(`/planning/runs/${id}`, undefined, signal),
    refetchInterval: (query) => (waits(query.state.data?.state) ? POLL_MS : false),
  });
}

export function useGround(areaId: string | undefined) {
  return useQuery({
    queryKey: ['planning', 'ground', areaId],
    enabled: areaId !== undefined,
    staleTime: 60_000,
    queryFn: ({ signal }) => get<Ground>('/planning/ground', { area: areaId }, signal),
  });
}

/** Everything of the workbench is read again. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: ['planning'] }), [client]);
}
