// Photos while something is being reported: made smaller, sent in the background, tried again, and known by name until the form leaves.
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, uploadFile } from '../kit/api.ts';
import type { Uploaded } from '../kit/api-types.ts';
import { newCommandId } from '../kit/clock.ts';
import { useI18n } from '../kit/i18n.tsx';
import { problemWords } from '../kit/problem-words.ts';
import { shrinkPhoto } from './shrink-photo.ts';

export type CapturedPhoto = {
  key: string;
  thumb: string;
  state: 'preparing' | 'sending' | 'done' | 'failed';
  fraction: number;
  /** What a form names the uploaded file by: its id, for residents with the claim behind a dot. */
  ref?: string;
  words?: string;
  /** Failed for want of a network: it goes by itself when that is back. */
  waits?: boolean;
  /** Kept until it has arrived. */
  blob?: Blob;
};

export type Photos = {
  items: readonly CapturedPhoto[];
  busy: boolean;
  add(files: readonly File[]): void;
  retry(key: string): void;
  remove(key: string): void;
  clear(): void;
  /** Waits until nothing is under way, then gives the list. */
  settled(): Promise<readonly CapturedPhoto[]>;
};

function isMoving(item: CapturedPhoto): boolean {
  return item.state === 'preparing' || item.state === 'sending';
}

/** What of a photo may be written down for a reload: one that has not arrived needs its blob, which only some stores can hold. */
export function arrived(items: readonly CapturedPhoto[]): CapturedPhoto[] {
  return items.flatMap(({ blob: _blob, words: _words, waits: _waits, ...item }) => (item.ref ? [item] : []));
}

export function usePhotos(options: {
  max: number;
  initial?: readonly CapturedPhoto[];
  onChange?: (items: readonly CapturedPhoto[]) => void;
}): Photos {
  const { t } = useI18n();
  const [items, setItems] = useState<readonly CapturedPhoto[]>(options.initial ?? []);
  const known = useRef(items);
  const waiting = useRef<((list: readonly CapturedPhoto[]) => void)[]>([]);
  const told = useRef(options.onChange);
  told.current = options.onChange;
  const words = useRef(t);
  words.current = t;

  const update = useCallback((change: (list: readonly CapturedPhoto[]) => readonly CapturedPhoto[]) => {
    const next = change(known.current);
    known.current = next;
    setItems(next);
    told.current?.(next);
    if (!next.some(isMoving)) for (const done of waiting.current.splice(0)) done(next);
  }, []);

  const patch = useCallback(
    (key: string, part: Partial<CapturedPhoto>) =>
      update((list) => list.map((one) => (one.key === key ? { ...one, ...part } : one))),
    [update],
  );

  const send = useCallback(
    async (key: string, blob: Blob) => {
      try {
        const done = await uploadFile<Uploaded>(blob, 'photo.jpg', (fraction) => patch(key, { fraction }));
        patch(key, { state: 'done', fraction: 1, ref: done.claim ? `${done.id}.${done.claim}` : done.id });
      } catch (error) {
        const waits = error instanceof ApiProblem && error.offline;
        patch(key, { state: 'failed', words: problemWords(words.current, error), waits });
      }
    },
    [patch],
  );

  const { max } = options;
  const add = useCallback(
    (files: readonly File[]) => {
      const room = Math.max(0, max - known.current.length);
      const fresh = files.slice(0, room).map((file) => ({ key: newCommandId(), file }));
      update((list) => [
        ...list,
        ...fresh.map(({ key }): CapturedPhoto => ({ key, thumb: '', state: 'preparing', fraction: 0 })),
      ]);
      for (const { key, file } of fresh) {
        void shrinkPhoto(file).then(({ blob, thumb }) => {
          patch(key, { blob, thumb, state: 'sending' });
          return send(key, blob);
        });
      }
    },
    [max, update, patch, send],
  );

  const retry = useCallback(
    (key: string) => {
      const item = known.current.find((one) => one.key === key);
      if (!item?.blob) return;
      patch(key, { state: 'sending', fraction: 0 });
      void send(key, item.blob);
    },
    [patch, send],
  );

  // A photo that stayed behind goes by itself when the network is back.
  useEffect(() => {
    const again = () => {
      for (const item of known.current) if (item.state === 'failed' && item.blob) retry(item.key);
    };
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [retry]);

  const remove = useCallback(
    (key: string) => update((list) => list.filter((one) => one.key !== key)),
    [update],
  );
  const clear = useCallback(() => update(() => []), [update]);
  const settled = useCallback(
    () =>
      known.current.some(isMoving)
        ? new Promise<readonly CapturedPhoto[]>((resolve) => waiting.current.push(resolve))
        : Promise.resolve(known.current),
    [],
  );
  return { items, busy: items.some(isMoving), add, retry, remove, clear, settled };
}
