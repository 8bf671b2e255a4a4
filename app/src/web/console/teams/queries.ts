// What the pages of teams and call-outs read.
import { useQuery } from '@tanstack/react-query';
import type { CallOutTask } from '../../../kernel/emergency.ts';
import { get } from '../../kit/api.ts';

export type Standing = 'none' | 'over' | 'soon' | 'ok' | 'for-good';
type Coded<C extends string = string> = { code: C; label: string };

export type Certificate = {
  id: string;
  name: string;
  kind: string;
  until: string | null;
  standing: Standing;
};

export type Agreement = {
  id: string;
  name: string;
  organisation: string | null;
  work: string;
  headcount: number | null;
  withinMinutes: number | null;
  until: string | null;
  standing: Standing;
  reviewOn: string | null;
  review: Standing;
  desk: string | null;
  area: string;
};

export type Team = {
  id: string;
  name: string;
  area: { id: string; name: string };
  sort: Coded;
  skills: CallOutTask[];
  skillsShown: string;
  headcount: number | null;
  musterPoint: string | null;
  leader: string;
  organisation: string;
  insured: { until: string | null; standing: Standing };
  trained: { until: string | null; standing: Standing };
  redFaults: ('insured' | 'trained')[];
  members: number;
  certificates: { valid: number; over: number; soon: number };
  agreements: Agreement[];
  equipmentOut: number;
};

export type Equipment = {
  lotId: string;
  lot: string;
  itemName: string;
  measure: string;
  amount: number;
  since: number;
  pointId: string;
  pointName: string;
};

export type TeamPage = Team & {
  people: { id: string; volunteer: string; name: string; does: string; certificates: Certificate[] }[];
  equipment: Equipment[];
};

export type TeamList = {
  red: string[];
  items: Team[];
  agreements: Agreement[];
  due: { certificates: Certificate[]; insurance: string[]; agreements: string[] };
};

export const stands = ['waiting', 'coming', 'present', 'relieved', 'missing', 'safe', 'not-coming'] as const;
export type Stand = (typeof stands)[number];

export type CallOut = {
  id: string;
  number: string;
  version: number;
  headline: string;
  area: { id: string; name: string };
  state: Coded;
  task: Coded<CallOutTask>;
  emergencyId: string | null;
  wanted: number;
  meetAt: number;
  meetingPoint: string;
  safety: string;
  outdoor: boolean;
  red: boolean;
  maxHours: number;
  counts: Record<Stand, number>;
  stillOut: number;
  hours: number;
  heads: { at: number; people: number } | null;
  filedAt: number;
  closedAt: number | null;
};

export type RollLine = {
  id: string;
  version: number;
  state: Coded;
  team: string | null;
  who: string | null;
  volunteerId: string | null;
  byApp: boolean;
  people: number;
  fit: boolean;
  cameAt: number | null;
  leftAt: number | null;
};
export type CallOutPage = CallOut & { roll: RollLine[] | null };

const EVERY_MS = 10_000;

export const useTeams = (areaId: string | undefined) =>
  useQuery({
    queryKey: ['teams', areaId ?? ''],
    queryFn: ({ signal }) => get<TeamList>('/teams', { areaId }, signal),
  });

export const useTeam = (id: string) =>
  useQuery({
    queryKey: ['teams', 'one', id],
    queryFn: ({ signal }) => get<TeamPage>(`/teams/${encodeURIComponent(id)}`, {}, signal),
  });

export const useCallOuts = (query: { open?: '1' | '0'; emergencyId?: string | undefined }) =>
  useQuery({
    queryKey: ['call-outs', query],
    queryFn: ({ signal }) => get<{ items: CallOut[] }>('/call-outs', query, signal),
    refetchInterval: EVERY_MS,
  });

export const useCallOut = (id: string) =>
  useQuery({
    queryKey: ['call-outs', 'one', id],
    queryFn: ({ signal }) => get<CallOutPage>(`/call-outs/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: EVERY_MS,
  });
