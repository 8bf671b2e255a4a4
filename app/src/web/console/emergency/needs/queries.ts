// What the side 需求 of an emergency reads.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { get } from '../../../kit/api.ts';
import type { CaseState, ClockBrief, Lng } from '../../../kit/api-types.ts';
import { useLive } from '../../../kit/live.ts';

type Coded = { code: string; label: string };

export type Need = {
  id: string;
  number: string;
  version: number;
  state: CaseState;
  clock: ClockBrief | null;
  nextAction: { name: string; label: string } | null;
  what: Coded;
  vital: boolean;
  amount: number;
  delivered: number;
  measure: string;
  text: string;
  address: string;
  areaName: string;
  point: Lng | null;
  channel: Coded;
  asked: boolean;
  unit: string | null;
  suggested: { unit: string; name: string | null; metres: number | null; load: number; at: number } | null;
  matched: { unit: string; name: string | null; at: number; reason: string | null } | null;
  filedAt: number;
  closedAt: number | null;
};

export type NeedTeam = { unit: string; name: string; above: boolean; load: number };

export type NeedList = {
  items: Need[];
  span: number;
  teams: NeedTeam[];
  mayReport: boolean;
  mayDecide: boolean;
};

const EVERY_MS = 10_000;
/** News of many cases at once is one reading. */
const TOGETHER_MS = 1_500;

export const useNeeds = (id: string) =>
  useQuery({
    queryKey: ['emergencies', id, 'needs'],
    queryFn: ({ signal }) => get<NeedList>(`/emergencies/${encodeURIComponent(id)}/needs`, {}, signal),
    refetchInterval: EVERY_MS,
  });

/** Reads an emergency's pages anew soon after something happened to a case. */
export function useLiveEmergency(id: string): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useLive((event) => {
    if (event.type === 'notice.new' || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ['emergencies', id] });
    }, TOGETHER_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
