// What the pages read: from the server, and from the copy on the phone where the server does not answer.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReportCategory } from '../capture/categories.ts';
import { type MapInfo, mapInfo } from '../capture/map-info.ts';
import { type PlaceCode, readSpot, type Spot } from '../capture/place.ts';
import { loadReportCategories } from '../capture/report-categories.ts';
import { get } from '../kit/api.ts';
import type { CaseRow, CaseView } from '../kit/api-types.ts';
import { now } from '../kit/clock.ts';
import { useLive } from '../kit/live.ts';
import type { PointTable } from '../kit/map/point-data.ts';
import type { MyPatrols } from '../patrol/queries.ts';
import type { PhoneShelf } from '../sync/dexie-store.ts';
import { MAP_INFO, useCopy } from './copy/CopyProvider.tsx';
import { either } from './copy/either.ts';
import {
  copyOfCase,
  copyOfCategories,
  copyOfPoints,
  copyOfRound,
  copyOfSpot,
  copyOfTransfers,
  copyOfWork,
  type Work,
} from './copy/read-copy.ts';

const MOST_TRANSFERS = 200;

type Reading<T> = {
  queryKey: readonly unknown[];
  ask(signal: AbortSignal): Promise<T>;
  copy(shelf: PhoneShelf): Promise<T | undefined>;
  staleTime?: number;
};

export function useReading<T>({ queryKey, ask, copy, ...more }: Reading<T>) {
  const { shelf } = useCopy();
  return useQuery<T>({
    queryKey,
    ...more,
    queryFn: ({ signal }) =>
      either({
        ask: () => ask(signal),
        copy: async () => (shelf ? copy(shelf) : undefined),
        hasLine: navigator.onLine,
      }),
  });
}

export function useWork() {
  return useReading<Work>({
    queryKey: ['work'],
    ask: (signal) => get<Work>('/work', undefined, signal),
    copy: ({ replica }) => copyOfWork(replica, now()),
  });
}

/** Households to be brought away, in the own places and of the own posts. */
export function useTransferRows() {
  return useReading<{ items: CaseRow[] }>({
    queryKey: ['work', 'transfers'],
    ask: (signal) =>
      get<{ items: CaseRow[] }>(
        '/cases',
        { kind: 'transfer', view: 'all', open: true, sort: 'due', limit: MOST_TRANSFERS },
        signal,
      ),
    copy: ({ replica }) => copyOfTransfers(replica, now()),
  });
}

export function useCase(id: string) {
  return useReading<CaseView>({
    queryKey: ['case', id],
    ask: (signal) => get<CaseView>(`/cases/${encodeURIComponent(id)}`, undefined, signal),
    copy: ({ replica }) => copyOfCase(replica, id, now()),
  });
}

/** The case as it is now, asked anew: for a decision that must not rest on an old page. */
export function useFreshCase(id: string) {
  return useQuery<CaseView>({
    queryKey: ['case', id, 'fresh'],
    staleTime: 0,
    refetchInterval: 30_000,
    queryFn: ({ signal }) => get<CaseView>(`/cases/${encodeURIComponent(id)}`, undefined, signal),
  });
}

export function useRound() {
  return useReading<MyPatrols>({
    queryKey: ['patrol', 'mine'],
    ask: (signal) => get<MyPatrols>('/patrol/mine', undefined, signal),
    copy: ({ replica }) => copyOfRound(replica),
  });
}

export function useReportCategories() {
  return useReading<ReportCategory[]>({
    queryKey: ['categories'],
    staleTime: 600_000,
    ask: loadReportCategories,
    copy: ({ replica }) => copyOfCategories(replica),
  });
}

export function useOpenPoints() {
  return useReading<PointTable>({
    queryKey: ['work', 'points'],
    ask: (signal) => get<PointTable>('/cases/points', { open: true }, signal),
    copy: ({ replica }) => copyOfPoints(replica, now()),
  });
}

export function useMapInfo() {
  return useReading<MapInfo>({
    queryKey: ['map-info'],
    ask: mapInfo,
    copy: (shelf) => shelf.kept<MapInfo>(MAP_INFO),
  });
}

export type SpotCode = PlaceCode & { kind: 'point' | 'asset' };

export const spotEither = (shelf: PhoneShelf | undefined, code: SpotCode, signal?: AbortSignal) =>
  either({
    ask: () => readSpot(code, signal),
    copy: async () => shelf && copyOfSpot(shelf.replica, code, now()),
    hasLine: navigator.onLine,
  });

export function useSpot(code: SpotCode | undefined) {
  const { shelf } = useCopy();
  return useQuery<Spot>({
    queryKey: ['spot', code],
    enabled: code !== undefined,
    retry: false,
    queryFn: ({ signal }) => {
      if (!code) throw new Error('a code that names no spot');
      return spotEither(shelf, code, signal);
    },
  });
}

/** What others do shows here without a tap. */
export function useLiveRefresh(): void {
  const queries = useQueryClient();
  useLive((event) => {
    if (!event.type.startsWith('case.')) return;
    void queries.invalidateQueries({ queryKey: ['work'] });
    const { id } = event.data;
    if (typeof id === 'string') void queries.invalidateQueries({ queryKey: ['case', id] });
  });
}
