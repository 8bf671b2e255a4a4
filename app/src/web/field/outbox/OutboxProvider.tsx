// The engine of offline work for the screens: works on the shelf that was unlocked, listens to the network and the clock, and shows
// what became of everything.
import { createRandom } from '@renlin/core/random';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { ApiProblem, get } from '../../kit/api.ts';
import { ahead, machineNow, newCommandId } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { useSession } from '../../kit/session.tsx';
import type { PhoneShelf } from '../../sync/dexie-store.ts';
import { createSync, type Sync, type SyncStatus } from '../../sync/engine.ts';
import { FORMS_RELEASE } from '../../sync/forms-release.ts';
import { createHttpTransport } from '../../sync/http-transport.ts';
import type { Item } from '../../sync/item.ts';
import { createMemoryStore } from '../../sync/memory-store.ts';
import type { Store } from '../../sync/ports.ts';
import { sealingStore } from '../../sync/sealed-outbox.ts';
import type { ServerKey } from '../../sync/sealing.ts';
import { createServerKey } from '../../sync/server-key.ts';
import { carryOver } from './old-outbox.ts';
import { newItemOf, type OutboxEntry, type OutboxItem, problemOf, shownItems } from './outbox.ts';

export type Sent<T> =
  | { status: 'sent'; answer: T }
  | { status: 'kept' }
  | { status: 'refused'; problem: ApiProblem };

type Outbox = {
  items: readonly OutboxItem[];
  /** Everything of the last days, with how it ended. */
  all: readonly Item[];
  online: boolean;
  sending: boolean;
  /** Writes it down, sends it, and says what became of it. A refusal goes back to the form and is not kept. */
  submit<T>(entry: OutboxEntry): Promise<Sent<T>>;
  /** Was it handed over before? What is found as a draft then is a leftover, and sending it again would be the old one. */
  knows(id: string): Promise<boolean>;
  sendAll(): Promise<void>;
  drop(id: string): Promise<void>;
  /** The person's decision about work that is held. */
  decide: Pick<Sync, 'again' | 'goOn' | 'withoutPhotos'>;
};

const Context = createContext<Outbox | undefined>(undefined);
const NOTHING: SyncStatus = { items: [], sending: false, signedOut: false, online: true };
/** Timers longer than this are set anew: a phone that slept must not oversleep. */
const LONGEST_TIMER_MS = 60_000;

export function useOutbox(): Outbox {
  const value = useContext(Context);
  if (!value) throw new Error('OutboxProvider is missing');
  return value;
}

/** The store of a shelf, which also seals for the server; without a shelf memory, which the page says. */
function storeOf(owner: string, shelf: PhoneShelf | undefined, skewMs: () => number): Store {
  if (!shelf) return createMemoryStore();
  const serverKey = createServerKey(shelf, () => get<ServerKey>('/sync/key'), machineNow);
  void serverKey.renew();
  return sealingStore({
    store: shelf.store,
    sealed: shelf.sealed,
    account: owner,
    keyOf: serverKey.key,
    skewMs,
  });
}

/** The engine of one owner, started. */
async function openSync(owner: string, shelf: PhoneShelf | undefined): Promise<Sync> {
  const store = storeOf(owner, shelf, () => sync.skew() ?? 0);
  await carryOver(owner, store, shelf).catch(() => undefined);
  // What this opening has heard is newer than what an earlier one wrote down.
  const skew = ahead() ?? Number(await shelf?.note('skew').catch(() => undefined));
  const sync = createSync({
    owner,
    store,
    transport: createHttpTransport({ now: machineNow }),
    clock: { now: machineNow },
    random: createRandom(newCommandId()),
    ids: { next: newCommandId },
    formsVersion: FORMS_RELEASE,
    ...(Number.isFinite(skew) ? { skewMs: skew } : {}),
    heard: ahead,
  });
  await sync.start();
  let noted: number | undefined;
  const note = () => {
    const now = sync.skew();
    if (now === noted || now === undefined) return;
    noted = now;
    void shelf?.setNote('skew', String(now)).catch(() => undefined);
  };
  note();
  sync.subscribe(note);
  return sync;
}

export function OutboxProvider({
  owner,
  shelf,
  children,
}: {
  owner: string;
  shelf: PhoneShelf | undefined;
  children: ReactNode;
}) {
  const { t } = useI18n();
  const { reload } = useSession();
  const [sync, setSync] = useState<Sync>();
  const opening = useRef<Promise<Sync>>(undefined);
  const [hasLine, setHasLine] = useState(() => navigator.onLine);

  useEffect(() => {
    let gone = false;
    const opened = openSync(owner, shelf);
    opening.current = opened;
    void opened.then((made) => {
      if (gone) {
        made.stop();
        return;
      }
      setSync(made);
      void made.pump();
    });
    return () => {
      gone = true;
      void opened.then((made) => made.stop());
      setSync(undefined);
    };
  }, [owner, shelf]);

  const status = useSyncExternalStore(
    useCallback((listener: () => void) => sync?.subscribe(listener) ?? (() => undefined), [sync]),
    () => sync?.status() ?? NOTHING,
  );

  // A session that ended shows on its next question; the shell asks to sign in and comes back here.
  useEffect(() => {
    if (status.signedOut) void reload();
  }, [status.signedOut, reload]);

  useEffect(() => {
    const back = () => {
      setHasLine(true);
      void sync?.wake().then(() => sync.pump());
    };
    const away = () => setHasLine(false);
    const seen = () => {
      if (document.visibilityState === 'visible') void sync?.pump();
    };
    addEventListener('online', back);
    addEventListener('offline', away);
    document.addEventListener('visibilitychange', seen);
    return () => {
      removeEventListener('online', back);
      removeEventListener('offline', away);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [sync]);

  useEffect(() => {
    const at = status.sending ? null : (sync?.nextAt() ?? null);
    if (!sync || at === null) return;
    const wait = Math.min(Math.max(0, at - machineNow()), LONGEST_TIMER_MS);
    const timer = setTimeout(() => void sync.pump(), wait + 50);
    return () => clearTimeout(timer);
  }, [sync, status]);

  const submit = useCallback(
    async <T,>(entry: OutboxEntry): Promise<Sent<T>> => {
      const engine = await opening.current;
      if (!engine) throw new Error('the outbox is not open');
      await engine.submit(newItemOf(entry));
      const item = await engine.attempt(entry.id);
      if (!item) return { status: 'kept' };
      if (item.state === 'accepted' || item.state === 'merged')
        return { status: 'sent', answer: item.answer as T };
      if (item.state === 'rejected' || (item.state === 'held' && item.why === 'conflict')) {
        await engine.drop(item.id);
        return { status: 'refused', problem: problemOf(item.said) };
      }
      // Only memory holds it: the form stays open, and the next press tries again.
      if (item.unkept)
        return {
          status: 'refused',
          problem: new ApiProblem({ status: 507, code: 'phone.full', title: t('field.unsent.full') }),
        };
      return { status: 'kept' };
    },
    [t],
  );
  const sendAll = useCallback(async () => {
    const engine = await opening.current;
    await engine?.wake();
    await engine?.pump();
  }, []);
  const drop = useCallback(async (id: string) => {
    await (await opening.current)?.drop(id);
  }, []);

  const knows = useCallback(async (id: string) => (await opening.current)?.find(id) !== undefined, []);
  const decide = useMemo<Outbox['decide']>(() => {
    const settle = async (choose: (engine: Sync) => Promise<void>) => {
      const engine = await opening.current;
      if (!engine) return;
      await choose(engine);
      await engine.pump();
    };
    return {
      again: (id, version) => settle((engine) => engine.again(id, version)),
      goOn: (id) => settle((engine) => engine.goOn(id)),
      withoutPhotos: (id) => settle((engine) => engine.withoutPhotos(id)),
    };
  }, []);

  const value = useMemo<Outbox>(
    () => ({
      all: status.items,
      decide,
      knows,
      items: shownItems(status.items, (why) => t(`field.unsent.why.${why}`)),
      online: hasLine && status.online,
      sending: status.sending,
      submit,
      sendAll,
      drop,
    }),
    [status, hasLine, t, submit, sendAll, drop, decide, knows],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
