import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';
import type { PlanHead } from '../planning/planning-types.ts';
import type { Comparison, Model, Scenario, StressPlan, StressRun } from './stress-types.ts';

const POLL_MS = 700;
const waits = (state: string | undefined) => state === 'queued' || state === 'running';

export function useScenarios() {
  return useQuery({
    queryKey: ['planning', 'scenarios'],
    queryFn: ({ signal }) => get<{ items: PlanHead[] }>('/planning/plans', { kind: 'stress' }, signal),
    refetchInterval: (query) =>
      query.state.data?.items.some((plan) => plan.runs.some((run) => waits(run.state))) ? 2_000 : false,
  });
}

export function useScenario(id: string) {
  return useQuery({
    queryKey: ['planning', 'plan', id],
    queryFn: ({ signal }) => get<StressPlan>(`/planning/plans/${id}`, undefined, signal),
    refetchInterval: (query) => (query.state.data?.runs.some((run) => waits(run.state)) ? POLL_MS : false),
  });
}

export function useStressRun(id: string | undefined) {
  return useQuery({
    queryKey: ['planning', 'run', id],
    enabled: id !== undefined,
    staleTime: 60_000,
    queryFn: ({ signal }) => get<StressRun>(`/planning/runs/${id}`, undefined, signal),
    refetchInterval: (query) => (waits(query.state.data?.state) ? POLL_MS : false),
  });
}

/** What the district knows of an area, as the test would see it. */
export function useModel(
  areaId: string | undefined,
  asked: Pick<Scenario, 'estimate' | 'recalled' | 'utilities'>,
) {
  const query = {
    area: areaId,
    recalled: asked.recalled ? 'true' : 'false',
    utilities: asked.utilities ? 'true' : 'false',
    ...(asked.estimate === undefined ? {} : { estimate: String(asked.estimate) }),
  };
  return useQuery({
    queryKey: ['planning', 'stress-model', query],
    enabled: areaId !== undefined,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<Model>('/planning/stress/model', query, signal),
  });
}

export function useComparison(a: string | undefined, b: string | undefined) {
  return useQuery({
    queryKey: ['planning', 'stress-comparison', a, b],
    enabled: a !== undefined && b !== undefined && a !== b,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<Comparison>('/planning/stress/comparison', { a, b }, signal),
  });
}
