// What the pages of readiness read.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';

type Coded = { code: string; label: string };
type Named = { id: string; name: string };

export type BoardRow = {
  area: Named;
  reach: { check: string | null; at: number | null; asked: number; answered: number; stale: boolean };
  muster: {
    id: string | null;
    kind: string | null;
    at: number | null;
    minutes: number | null;
    arrived: number | null;
    wanted: number | null;
    stale: boolean;
  };
  stock: {
    at: number | null;
    points: { id: string; name: string; countedAt: number | null }[];
    stale: boolean;
  };
  drill: { id: string | null; at: number | null; stale: boolean };
};
export type CheckRow = {
  id: string;
  title: string;
  state: Coded;
  startedAt: number;
  until: number;
  endedAt: number | null;
};
export type Board = {
  area: Named;
  freshDays: { reach: number; muster: number; stock: number; drill: number };
  rows: BoardRow[];
  checks: CheckRow[];
};

export type CheckView = CheckRow & {
  number: string;
  version: number;
  occasion: Coded;
  asked: number;
  answered: number;
  musters: {
    group: Coded;
    calledAt: number;
    arrivedAt: number;
    wanted: number | null;
    arrived: number;
    minutes: number;
  }[];
  waiting: { card: string | null; title: string; unitName: string; areaName: string }[];
};

export type Cover = 'missing' | 'single' | 'backed';
export type Holder = { id: string; label: string };
export type Cell = { cover: Cover; need: number; holders: Holder[] } | null;
export type Backup = {
  area: Named;
  roles: { code: string; label: string; why: string }[];
  rows: { area: Named; cells: Cell[] }[];
  counts: Record<Cover, number>;
  only: { holder: Holder; area: string; roles: { label: string; area: string }[] }[];
};
export type Without = {
  holder: Holder | null;
  losses: { role: Coded; areaId: string; areaName: string; before: Cover; after: Cover; left: number }[];
};

export type Training = {
  area: Named;
  since: string;
  rows: {
    area: Named;
    buildings: number;
    trained: number;
    people: number;
    sessions: number;
    untrained: Named[];
  }[];
};

const KEY = 'readiness';
const ASKING_MS = 10_000;
const read = <T>(path: string, query: Record<string, string>, enabled: boolean) => ({
  queryKey: [KEY, path, query],
  queryFn: ({ signal }: { signal: AbortSignal }) => get<T>(`/readiness${path}`, query, signal),
  enabled,
});

export const useBoard = (areaId: string) => useQuery(read<Board>('', { areaId }, areaId !== ''));
export const useCheck = (id: string) =>
  useQuery({
    queryKey: [KEY, 'check', id],
    queryFn: ({ signal }) => get<CheckView>(`/readiness/checks/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: (query) => (query.state.data?.endedAt === null ? ASKING_MS : false),
  });
export const useBackup = (areaId: string) => useQuery(read<Backup>('/backup', { areaId }, areaId !== ''));
export const useWithout = (areaId: string, holder: string) =>
  useQuery(read<Without>('/backup/without', { areaId, holder }, areaId !== '' && holder !== ''));
export const useTraining = (areaId: string) =>
  useQuery(read<Training>('/training', { areaId }, areaId !== ''));
