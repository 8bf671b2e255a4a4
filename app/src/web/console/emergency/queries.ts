// What the emergency pages read.
import { useQuery } from '@tanstack/react-query';
import type { ActionLevel, Risk } from '../../../kernel/emergency.ts';
import { get } from '../../kit/api.ts';

type Coded<C extends string> = { code: C; label: string };

export type EmergencySummary = {
  id: string;
  number: string;
  version: number;
  area: { id: string; name: string; path: string };
  risk: Coded<Risk>;
  level: Coded<ActionLevel>;
  state: Coded<string>;
  headline: string;
  text: string;
  startedAt: number;
  until: number;
  endedAt: number | null;
  order: { level: string; issuer: string; document: string; at: number } | null;
  warnings: string[];
  releasedAt: number | null;
  pending: {
    what: string;
    label: string;
    by: string;
    at: number;
    against: { by: string; reason: string } | null;
  } | null;
};

export type Activation = {
  turn: number;
  level: ActionLevel;
  wanted: number;
  opened: number;
  uncovered: {
    role: string;
    label?: { 'zh-CN': string; en: string };
    areaId: string | null;
    areaName: string;
  }[];
  startedAt: number;
  finishedAt: number | null;
};

export type EmergencyView = EmergencySummary & {
  activations: Activation[];
  counts: { kind: string; state: string; n: number }[];
};

export type ActionCardRow = {
  id: string;
  version: number;
  state: string;
  title: string;
  unitName: string;
  phone: string | null;
  areaName: string;
  role: string;
  filedAt: number;
  answeredAt: number | null;
};

export type MyCard = {
  id: string;
  number: string;
  version: number;
  state: string;
  emergencyId: string;
  headline: string;
  lines: string[];
  post: string;
  filedAt: number;
  dueAt: number | null;
};

/** While something is in force, pages ask again by themselves: not everything that counts is a case of theirs. */
const EVERY_MS = 10_000;

export const useEmergencies = () =>
  useQuery({
    queryKey: ['emergencies'],
    queryFn: ({ signal }) => get<{ items: EmergencySummary[] }>('/emergencies', {}, signal),
    refetchInterval: EVERY_MS,
  });

export const useEmergency = (id: string) =>
  useQuery({
    queryKey: ['emergencies', id],
    queryFn: ({ signal }) => get<EmergencyView>(`/emergencies/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: EVERY_MS,
  });

export const useCards = (id: string, state: string | undefined) =>
  useQuery({
    queryKey: ['emergencies', id, 'cards', state ?? ''],
    queryFn: ({ signal }) =>
      get<{ items: ActionCardRow[]; more: boolean }>(
        `/emergencies/${encodeURIComponent(id)}/cards`,
        state ? { state } : {},
        signal,
      ),
    refetchInterval: EVERY_MS,
  });

export const useMyEmergencies = () =>
  useQuery({
    queryKey: ['emergencies', 'mine'],
    queryFn: ({ signal }) =>
      get<{ items: EmergencySummary[]; cards: MyCard[] }>('/emergencies/mine', {}, signal),
    refetchInterval: EVERY_MS,
  });
