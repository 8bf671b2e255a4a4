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
import { ApiProblem, call, uploadFile } from '../../kit/api.ts';
import type { Uploaded } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { bodyOf, type OutboxItem, pauseAfter, verdictOf } from './outbox.ts';
import { dropItem, listItems, saveItem } from './store.ts';

export type Sent<T> =
  | { status: 'sent'; answer: T }
  | { status: 'kept' }
  | { status: 'refused'; problem: ApiProblem };

type Outbox = {
  items: readonly OutboxItem[];
  online: boolean;
  sending: boolean;
  /** Writes it down, sends it, and says what became of it. A refusal goes back to the form and is not kept. */
  submit<T>(item: Omit<OutboxItem, 'owner' | 'tries'>): Promise<Sent<T>>;
  sendAll(): Promise<void>;
  drop(id: string): Promise<void>;
};

const Context = createContext<Outbox | undefined>(undefined);

export function useOutbox(): Outbox {
  const value = useContext(Context);
  if (!value) throw new Error('OutboxProvider is missing');
  return value;
}

async function sendPhotos(item: OutboxItem): Promise<OutboxItem> {
  let current = item;
  for (const photo of item.photos) {
    if (photo.ref || !photo.blob) continue;
    const done = await uploadFile<Uploaded>(photo.blob, 'photo.jpg');
    const photos = current.photos.map((one) => {
      if (one.key !== photo.key) return one;
      const { blob: _sent, ...rest } = one;
      return { ...rest, ref: done.claim ? `${done.id}.${done.claim}` : done.id };
    });
    current = { ...current, photos };
    await saveItem(current).catch(() => undefined);
  }
  return current;
}

export function OutboxProvider({ owner, children }: { owner: string; children: ReactNode }) {
  const { t } = useI18n();
  const [items, setItems] = useState<readonly OutboxItem[]>([]);
  const [online, setOnline] = useState(() => navigator.onLine);
  const [sending, setSending] = useState(false);
  const flying = useRef(new Set<string>());
  const known = useRef(items);
  const words = useRef(t);
  words.current = t;

  const update = useCallback((change: (list: readonly OutboxItem[]) => readonly OutboxItem[]) => {
    known.current = change(known.current);
    setItems(known.current);
  }, []);

  const deliver = useCallback(
    async <T,>(item: OutboxItem): Promise<Sent<T>> => {
      flying.current.add(item.id);
      setSending(true);
      let current = item;
      try {
        current = await sendPhotos(item);
        const answer = await call<T>('POST', item.path, { body: bodyOf(current), retries: 1 });
        await dropItem(item.id).catch(() => undefined);
        update((list) => list.filter((one) => one.id !== item.id));
        setOnline(true);
        return { status: 'sent', answer };
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        if (error.offline) setOnline(false);
        const refused =
          verdictOf(error) === 'refused'
            ? { refused: { code: error.code, words: problemWords(words.current, error) } }
            : {};
        const next: OutboxItem = { ...current, tries: current.tries + 1, ...refused };
        await saveItem(next).catch(() => undefined);
        update((list) => list.map((one) => (one.id === item.id ? next : one)));
        return verdictOf(error) === 'refused' ? { status: 'refused', problem: error } : { status: 'kept' };
      } finally {
        flying.current.delete(item.id);
        setSending(flying.current.size > 0);
      }
    },
    [update],
  );

  const sendAll = useCallback(async () => {
    // In the order of the hours: a later step of a case rests on the earlier one.
    for (const item of known.current) {
      if (item.refused || flying.current.has(item.id)) continue;
      const sent = await deliver(item);
      if (sent.status === 'kept') return;
    }
  }, [deliver]);

  const submit = useCallback(
    async <T,>(given: Omit<OutboxItem, 'owner' | 'tries'>): Promise<Sent<T>> => {
      if (flying.current.has(given.id)) return { status: 'kept' };
      const item: OutboxItem = { ...given, owner, tries: 0 };
      // A full shelf must not stop what the network could take.
      await saveItem(item).catch(() => undefined);
      update((list) => [...list.filter((one) => one.id !== item.id), item]);
      const sent = await deliver<T>(item);
      if (sent.status === 'refused') {
        await dropItem(item.id).catch(() => undefined);
        update((list) => list.filter((one) => one.id !== item.id));
      }
      return sent;
    },
    [owner, deliver, update],
  );

  const drop = useCallback(
    async (id: string) => {
      await dropItem(id);
      update((list) => list.filter((one) => one.id !== id));
    },
    [update],
  );

  useEffect(() => {
    let gone = false;
    void listItems(owner).then((list) => {
      if (gone) return;
      update(() => list);
      void sendAll();
    });
    return () => {
      gone = true;
    };
  }, [owner, update, sendAll]);

  useEffect(() => {
    const back = () => {
      setOnline(true);
      void sendAll();
    };
    const away = () => setOnline(false);
    const seen = () => {
      if (document.visibilityState === 'visible') void sendAll();
    };
    addEventListener('online', back);
    addEventListener('offline', away);
    document.addEventListener('visibilitychange', seen);
    return () => {
      removeEventListener('online', back);
      removeEventListener('offline', away);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [sendAll]);

  const waiting = items.some((item) => !item.refused);
  const tries = items.reduce((most, item) => Math.max(most, item.tries), 0);
  useEffect(() => {
    if (!waiting || sending) return;
    const timer = setTimeout(() => void sendAll(), pauseAfter(tries));
    return () => clearTimeout(timer);
  }, [waiting, sending, tries, sendAll]);

  const value = useMemo<Outbox>(
    () => ({ items, online, sending, submit, sendAll, drop }),
    [items, online, sending, submit, sendAll, drop],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
