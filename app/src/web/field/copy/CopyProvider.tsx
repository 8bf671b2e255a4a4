// The copy of the server's things on this phone: brought up to date when the app starts, when the network is back, when others did
// something, and now and then. The pages read it where the server does not answer.
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { MapInfo } from '../../capture/map-info.ts';
import { ApiProblem, fileUrl, get } from '../../kit/api.ts';
import { machineNow, newCommandId, now, randomBytes } from '../../kit/clock.ts';
import { useLive } from '../../kit/live.ts';
import type { PhoneShelf } from '../../sync/dexie-store.ts';
import { type Page, pull } from '../../sync/replica.ts';
import { keepPictures } from './pictures.ts';
import { keepTiles } from './tiles.ts';

/** `full`: the phone has no room for all of it. */
export type CopyState = {
  at: number | null;
  busy: boolean;
  full: boolean;
  leftOut: Page['leftOut'];
  reset: string | null;
};

type Copy = CopyState & { shelf: PhoneShelf | undefined; refresh(): Promise<void> };

const NOTHING: CopyState = { at: null, busy: false, full: false, leftOut: [], reset: null };
const EVERY_MS = 10 * 60_000;
/** News come in groups: one question for all of them, and not from every phone of the district in the same second. */
const GATHER_MS = 2_000;
const SPREAD_MS = 8_000;
const STATE = 'copy-state';
export const MAP_INFO = 'map-info';

const Context = createContext<Copy | undefined>(undefined);

export function useCopy(): Copy {
  const value = useContext(Context);
  if (!value) throw new Error('CopyProvider is missing');
  return value;
}

/** Anywhere from 0 up to 1. */
function share(): number {
  return (randomBytes(1)[0] ?? 0) / 256;
}

export function CopyProvider({ shelf, children }: { shelf: PhoneShelf | undefined; children: ReactNode }) {
  const queries = useQueryClient();
  const [state, setState] = useState<CopyState>(NOTHING);
  const pulling = useRef<Promise<void>>(undefined);

  const refresh = useCallback((): Promise<void> => {
    if (!shelf) return Promise.resolve();
    pulling.current ??= bringUpToDate(shelf, setState)
      .then((changed) => {
        // A page that shows the copy shows the new one; others have asked the server themselves.
        if (changed && !navigator.onLine) void queries.invalidateQueries();
      })
      .finally(() => {
        pulling.current = undefined;
      });
    return pulling.current;
  }, [shelf, queries]);

  useEffect(() => {
    if (!shelf) return;
    let gone = false;
    void shelf.kept<CopyState>(STATE).then((kept) => {
      if (kept && !gone) setState((now) => (now.at === null ? { ...kept, busy: now.busy } : now));
    });
    void refresh();
    const timer = setInterval(() => void refresh(), EVERY_MS);
    const back = () => void refresh();
    const seen = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    addEventListener('online', back);
    document.addEventListener('visibilitychange', seen);
    return () => {
      gone = true;
      clearInterval(timer);
      removeEventListener('online', back);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [shelf, refresh]);

  const soon = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(soon.current), []);
  useLive(() => {
    // The first of a group sets the time: where news never stop, a phone still asks.
    soon.current ??= setTimeout(
      () => {
        soon.current = undefined;
        void refresh();
      },
      GATHER_MS + SPREAD_MS * share(),
    );
  }, shelf !== undefined);

  const value = useMemo<Copy>(() => ({ ...state, shelf, refresh }), [state, shelf, refresh]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** Whether anything on the phone is different now. A network that fails leaves what was there. */
async function bringUpToDate(
  shelf: PhoneShelf,
  tell: (change: (state: CopyState) => CopyState) => void,
): Promise<boolean> {
  tell((state) => ({ ...state, busy: true }));
  try {
    const device = await deviceOf(shelf);
    const pulled = await pull(shelf.replica, (cursor) =>
      get<Page>('/sync/changes', { device, ...(cursor === null ? {} : { cursor }) }),
    );
    const next: CopyState = {
      at: now(),
      busy: false,
      full: false,
      leftOut: pulled.leftOut,
      reset: pulled.reset?.words ?? null,
    };
    await shelf.keep(STATE, next);
    tell(() => next);
    await shelf.keep(MAP_INFO, await get<MapInfo>('/map/info'));
    await keepTiles(shelf, machineNow());
    await keepPictures(shelf, fetchThumb);
    return pulled.changed;
  } catch (error) {
    const full = error instanceof Error && /quota/i.test(`${error.name} ${error.message}`);
    if (!full && !(error instanceof ApiProblem)) console.warn('the copy could not be renewed', error);
    tell((state) => ({ ...state, busy: false, full: full || state.full }));
    return false;
  }
}

/** A small picture; undefined when it is none of this person's any more. */
async function fetchThumb(fileId: string): Promise<Blob | undefined> {
  const answer = await fetch(fileUrl(fileId, 'thumb'), { credentials: 'same-origin' }).catch(() => {
    throw new ApiProblem({ status: 0, code: 'network.offline' });
  });
  return answer.ok ? answer.blob() : undefined;
}

/** A random name that the app gave itself; nothing of the phone. */
async function deviceOf(shelf: PhoneShelf): Promise<string> {
  const known = await shelf.note('device');
  if (known !== undefined) return known;
  const made = newCommandId();
  await shelf.setNote('device', made);
  return made;
}
