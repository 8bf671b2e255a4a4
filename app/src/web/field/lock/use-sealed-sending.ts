// Sending what only the server can read, from outside the shelf: nobody has to open it for that.
import { useCallback, useEffect, useState } from 'react';
import { machineNow } from '../../kit/clock.ts';
import { spokenBy } from '../../kit/problem-words.ts';
import { createHttpTransport } from '../../sync/http-transport.ts';
import { type SealedEnd, STILL_OPEN, sendSealedWork } from '../../sync/sealed-outbox.ts';
import { useLock } from './LockProvider.tsx';

type Step =
  | { is: 'asking' }
  | { is: 'sending' }
  | { is: 'waits' }
  /** The account is open: its owner signs in and sends as usual. */
  | { is: 'still-open'; said: string }
  /** `said`: what the server did not take, in its words. */
  | { is: 'sent'; taken: number; said: string[] };

export function useSealedSending(owner: string, door: 'sealed' | 'hand-in') {
  const { door: phone } = useLock();
  const [unsent, setUnsent] = useState({ items: 0, sealed: 0 });
  const [step, setStep] = useState<Step>({ is: 'asking' });
  useEffect(() => {
    void phone?.unsent(owner).then(setUnsent);
  }, [phone, owner]);

  const send = useCallback(async (): Promise<Step | undefined> => {
    if (!phone) return undefined;
    setStep({ is: 'sending' });
    const ends = await sendSealedWork({
      rows: await phone.sealedWork(owner),
      photoOf: phone.sealedPhoto,
      send: createHttpTransport({ now: machineNow }).send,
      done: phone.dropSealed,
      door,
    });
    setUnsent(await phone.unsent(owner));
    const next = stepAfter(ends);
    setStep(next);
    return next;
  }, [phone, owner, door]);

  return { unsent, lost: Math.max(0, unsent.items - unsent.sealed), step, send };
}

function stepAfter(ends: readonly SealedEnd[]): Step {
  if (ends.some(({ verdict }) => verdict.is === 'later' || verdict.is === 'login')) return { is: 'waits' };
  for (const { verdict } of ends)
    if (verdict.is === 'refused' && verdict.said.code === STILL_OPEN)
      return { is: 'still-open', said: spokenBy(verdict.said) };
  const said = ends.flatMap(refusalOf);
  return { is: 'sent', taken: ends.length - said.length, said };
}

function refusalOf({ verdict }: SealedEnd): string[] {
  if (verdict.is === 'refused') return [spokenBy(verdict.said)];
  if (verdict.is === 'held' && verdict.why === 'conflict' && verdict.said) return [spokenBy(verdict.said)];
  return [];
}
