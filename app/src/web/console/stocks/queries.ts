// What the pages of supplies read.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';

export type Item = {
  code: string;
  class: 'relief' | 'daily' | 'medical' | 'energy';
  name: string;
  measure: string;
  perPersonDay: number | null;
  needSource: string;
  perThousand: number | null;
  leastSource: string | null;
  goalDays: number | null;
};

export type Mode = 'own' | 'agreed' | 'capacity' | 'household';

export type Line = {
  id: string;
  item: string;
  itemName: string;
  measure: string;
  lot: string;
  expiresOn: string | null;
  mode: Mode;
  supplier: string;
  verifiedOn: string | null;
  pointId: string;
  pointName: string;
  areaName: string;
  onHand: number;
  reserved: number;
  expired: boolean;
  unverified: boolean;
  counts: boolean;
};

export type Point = {
  id: string;
  name: string;
  areaId: string;
  areaName: string;
  address: string;
  keeperTitle: string;
  keeperUnit: string;
  opening: string;
  shared: boolean;
  mine: boolean;
};

export type Movement = {
  id: string;
  lotId: string;
  lot: string;
  itemName: string;
  measure: string;
  kind: string;
  reason: string;
  reverses: string | null;
  reversed: boolean;
  amount: number;
  account: string;
  postedAt: number;
  twoPeople: boolean;
};

export type PointView = Point & { lines: Line[]; movements: Movement[] };

export type Offer = {
  pointId: string;
  pointName: string;
  areaName: string;
  lotId: string;
  amount: number;
  metres: number | null;
  /** What the lender keeps for its own people; null where nobody counted them. */
  keeps: number | null;
};

export type CoverItem = {
  item: string;
  name: string;
  measure: string;
  needSource: string;
  have: number;
  leftOut: number;
  perDay: number | null;
  days: number | null;
  goalDays: number | null;
  least: number | null;
  share: number | null;
  class: Item['class'];
  missing: number;
  loans: Offer[];
};

export type Cover = {
  area: { id: string; name: string };
  people: number | null;
  goalDays: number;
  classes: {
    class: Item['class'];
    items: number;
    short: number;
    share: number | null;
    worst: { item: string; name: string } | null;
  }[];
  items: CoverItem[];
};

type About = { pointName: string; itemName: string; measure: string; lot: string };
export type Proposal = About & {
  id: string;
  kind: 'dispose' | 'count';
  pointId: string;
  amount: number;
  reason: string;
  proposedAt: number;
  mine: boolean;
  decides: boolean;
};
/** What somebody asked a point for. */
export type StockRequest = {
  id: string;
  pointId: string;
  pointName: string;
  itemName: string;
  measure: string;
  amount: number;
  forArea: string;
  reason: string;
  state: 'asked' | 'granted';
  occurredAt: number;
  note: string;
  mine: boolean;
  answers: boolean;
  handsOver: boolean;
};
export type Loan = Omit<About, 'pointName'> & {
  id: string;
  fromName: string;
  toName: string;
  toPoint: string;
  lotId: string;
  amount: number;
  returned: number;
  dueOn: string;
  late: boolean;
  mine: boolean;
};

export type Need = {
  code: string;
  name: string;
  measure: string;
  source: string;
  perPerson: number;
  perDays: number | null;
  amount: number;
};

export type ForEmergency = {
  pointId: string;
  pointName: string;
  lotId: string;
  lot: string;
  itemName: string;
  measure: string;
  reserved: number;
  issued: number;
};

type Items<T> = { items: T[] };

export const useItems = () =>
  useQuery({
    queryKey: ['stocks', 'items'],
    queryFn: ({ signal }) => get<Items<Item>>('/stocks/items', {}, signal),
  });

export const usePoints = () =>
  useQuery({
    queryKey: ['stocks', 'points'],
    queryFn: ({ signal }) => get<Items<Point>>('/stocks/points', {}, signal),
  });

export const usePoint = (id: string) =>
  useQuery({
    queryKey: ['stocks', 'points', id],
    queryFn: ({ signal }) => get<PointView>(`/stocks/points/${encodeURIComponent(id)}`, {}, signal),
  });

export const useLines = (query: {
  areaId?: string | undefined;
  item?: string | undefined;
  expiring?: number;
}) =>
  useQuery({
    queryKey: ['stocks', 'lines', query],
    queryFn: ({ signal }) => get<Items<Line> & { more: boolean }>('/stocks/lines', query, signal),
  });

export const useCover = (areaId: string | undefined, people?: number) =>
  useQuery({
    queryKey: ['stocks', 'cover', areaId, people ?? null],
    enabled: areaId !== undefined,
    queryFn: ({ signal }) => get<Cover>('/stocks/cover', { areaId, people }, signal),
  });

export const useOpen = () =>
  useQuery({
    queryKey: ['stocks', 'open'],
    queryFn: ({ signal }) =>
      get<{ proposals: Proposal[]; loans: Loan[]; requests: StockRequest[] }>('/stocks/open', {}, signal),
  });

export const useNeeds = (people: number, days: number) =>
  useQuery({
    queryKey: ['stocks', 'needs', people, days],
    enabled: people >= 1 && days >= 1,
    queryFn: ({ signal }) => get<Items<Need>>('/stocks/needs', { people, days }, signal),
  });

export const useForEmergency = (emergencyId: string) =>
  useQuery({
    queryKey: ['stocks', 'for', emergencyId],
    queryFn: ({ signal }) => get<Items<ForEmergency>>('/stocks/for-emergency', { emergencyId }, signal),
  });

export type Settings = { alertDays: number[]; mayChange: boolean };
export const useSettings = () =>
  useQuery({
    queryKey: ['stocks', 'settings'],
    queryFn: ({ signal }) => get<Settings>('/stocks/settings', {}, signal),
  });
