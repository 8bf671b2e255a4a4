// What the board and the replay of an emergency read.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get } from '../../../kit/api.ts';

export type BoardLine = {
  id: string;
  title: string;
  place: string;
  state: string | null;
  dueAt: number | null;
  caseId: string | null;
  note: { key: string; params: Record<string, string | number> } | null;
};
export const columnCodes = [
  'cards',
  'needs',
  'late',
  'transfers',
  'shelters',
  'stocks',
  'closures',
  'next',
] as const;
export type ColumnCode = (typeof columnCodes)[number];
export type BoardColumn = {
  code: ColumnCode;
  n: number;
  counts: Record<string, number>;
  lines: BoardLine[];
};

export type PlacedNeed = {
  id: string;
  lng: number;
  lat: number;
  title: string;
  state: string;
  late: boolean;
  unit: string | null;
};
export type PlacedClosure = { id: string; title: string; line: [number, number][]; late: boolean };
export type PlacedShelter = {
  id: string;
  name: string;
  lng: number;
  lat: number;
  open: boolean;
  inside: number;
  capacity: number;
};
export type PlacedStock = {
  id: string;
  name: string;
  lng: number;
  lat: number;
  items: { name: string; measure: string; left: number }[];
};
export type QuietPlace = {
  areaId: string;
  name: string;
  lng: number;
  lat: number;
  cards: number;
  untold: number;
  gaps: number;
};
/** Everything that stands on the map, now or as it was. */
export type Placed = {
  needs: PlacedNeed[];
  closures: PlacedClosure[];
  shelters: PlacedShelter[];
  stocks: PlacedStock[];
  places: QuietPlace[];
};

export type Board = {
  at: number;
  box: [number, number, number, number] | null;
  mayClose: boolean;
  columns: BoardColumn[];
  teams: { unit: string; name: string; needs: { id: string; title: string; place: string }[] }[];
  map: Placed;
};

export type Side =
  | 'command'
  | 'cards'
  | 'needs'
  | 'transfers'
  | 'closures'
  | 'shelters'
  | 'stocks'
  | 'warnings';
export type StoryEntry = {
  at: number;
  side: Side;
  label: string;
  title: string;
  place: string;
  by: string;
  words: string;
  caseId: string | null;
};
export type Track = {
  id: string;
  kind: 'action-card' | 'relief-need' | 'transfer' | 'closure';
  title: string;
  areaName: string;
  lng: number | null;
  lat: number | null;
  vital: boolean;
  people: number;
  line: [number, number][] | null;
  moments: [at: number, state: string, unit: string | null, goneUp: boolean][];
};
export type ShelterTrack = {
  id: string;
  name: string;
  lng: number | null;
  lat: number | null;
  capacity: number;
  moments: [at: number, inside: number | null][];
};
export type Story = {
  from: number;
  to: number;
  running: boolean;
  entries: StoryEntry[];
  more: boolean;
  tracks: Track[];
  shelters: ShelterTrack[];
  levels: { at: number; level: string; label: string }[];
};

const EVERY_MS = 10_000;

/** `column`: that one with all its records. */
export const useBoard = (id: string, column?: ColumnCode) =>
  useQuery({
    queryKey: ['emergencies', id, 'board', column ?? ''],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      get<Board>(`/emergencies/${encodeURIComponent(id)}/board`, column ? { column } : {}, signal),
    refetchInterval: EVERY_MS,
  });

export const useStory = (id: string) =>
  useQuery({
    queryKey: ['emergencies', id, 'story'],
    queryFn: ({ signal }) => get<Story>(`/emergencies/${encodeURIComponent(id)}/story`, {}, signal),
    staleTime: 30_000,
  });
