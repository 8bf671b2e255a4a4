// What the side 转移安置 of an emergency reads.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';

export type Transfer = {
  id: string;
  number: string;
  state: string;
  label: string;
  address: string;
  areaName: string;
  people: number;
  needHelp: number;
  why: string;
  shelter: string | null;
  /** The address up to its building; empty where it names none. */
  building: string;
  organiser: string | null;
  leaveBy: number | null;
  /** How many people are known by record. */
  named: number;
  notifiedAt: number | null;
  arrivedAt: number | null;
  arrivedPeople: number | null;
  arrivedWhere: string | null;
  escalated: boolean;
  closedAt: number | null;
};

export type Entry = {
  id: string;
  slipId: string;
  transferId: string;
  outcome: string;
  people: number | null;
  place: string | null;
  words: string;
  occurredAt: number;
  enteredAt: number;
};

export type TransferList = {
  releasedAt: number | null;
  sums: { state: string; label: string; households: number; people: number; arrived: number }[];
  listed: number;
  arrived: number;
  items: Transfer[];
  more: boolean;
  doubles: Entry[];
};

export type Shelter = {
  id: string;
  name: string;
  areaId: string;
  areaName: string;
  address: string;
  lng: number | null;
  lat: number | null;
  everydayUse: string;
  functions: string[];
  conversion: string;
  drilledOn: string | null;
  drilledMinutes: number | null;
  keeperPost: string;
  keeperTitle: string;
  keeperUnit: string;
  conversionMinutes: number;
  capacity: number;
  careCapacity: number;
  stepFree: boolean;
  open: boolean;
  mine: boolean;
  inside: number;
  insideCare: number;
  allocated: number;
  room: number;
  over: number;
  countedAt: number | null;
};

const EVERY_MS = 10_000;

export const useTransfers = (emergencyId: string, state: string | undefined) =>
  useQuery({
    queryKey: ['emergencies', emergencyId, 'transfers', state ?? ''],
    queryFn: ({ signal }) =>
      get<TransferList>(
        `/emergencies/${encodeURIComponent(emergencyId)}/transfers`,
        state ? { state } : {},
        signal,
      ),
    refetchInterval: EVERY_MS,
  });

export const useShelters = () =>
  useQuery({
    queryKey: ['shelters'],
    queryFn: ({ signal }) => get<{ items: Shelter[] }>('/shelters', {}, signal),
    refetchInterval: EVERY_MS,
  });
