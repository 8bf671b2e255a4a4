// The PIN is forgotten: what was sealed for the server goes there unread, what was refused is told in words, and only then the phone is
// cleared and begins anew. Nothing is cleared without a network or without the person's own sign-in.
import { useEffect, useState } from 'react';
import { machineNow } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { spokenBy } from '../../kit/problem-words.ts';
import { useSession } from '../../kit/session.tsx';
import { createHttpTransport } from '../../sync/http-transport.ts';
import { type SealedEnd, sendSealedWork } from '../../sync/sealed-outbox.ts';
import { useLock } from './LockProvider.tsx';
import { LockScreen } from './LockScreen.tsx';

type Step =
  | { is: 'asking' }
  | { is: 'sending' }
  | { is: 'waits' }
  /** `said`: what the server did not take, in its words. */
  | { is: 'sent'; taken: number; said: string[] };

export function ForgottenPin({ owner, onBack }: { owner: string; onBack(): void }) {
  const { t } = useI18n();
  const { session } = useSession();
  const { door, forget } = useLock();
  const [unsent, setUnsent] = useState({ items: 0, sealed: 0 });
  const [step, setStep] = useState<Step>({ is: 'asking' });
  const mine = session.me?.account.id === owner;
  useEffect(() => {
    void door?.unsent(owner).then(setUnsent);
  }, [door, owner]);

  async function send(): Promise<void> {
    if (!door || step.is === 'sending') return;
    setStep({ is: 'sending' });
    const ends = await sendSealedWork({
      rows: await door.sealedWork(owner),
      photoOf: door.sealedPhoto,
      send: createHttpTransport({ now: machineNow }).send,
      done: door.dropSealed,
    });
    setUnsent(await door.unsent(owner));
    if (ends.some(({ verdict }) => verdict.is === 'later' || verdict.is === 'login'))
      setStep({ is: 'waits' });
    else {
      const said = ends.flatMap((end) => refusalOf(end));
      if (said.length === 0 && unsent.items <= unsent.sealed) await forget(owner);
      else setStep({ is: 'sent', taken: ends.length - said.length, said });
    }
  }
  const lost = Math.max(0, unsent.items - unsent.sealed);
  return (
    <LockScreen name="forgotten" title={t('field.forgot.title')}>
      {step.is === 'sent' ? (
        <>
          <p role="status">{t('field.forgot.sent', { n: step.taken })}</p>
          {step.said.length > 0 ? (
            <ul className="f-list">
              {step.said.map((words) => (
                <li key={words} className="f-card k-error">
                  {words}
                </li>
              ))}
            </ul>
          ) : null}
          {lost > 0 ? <p className="k-error">{t('field.forgot.lost', { n: lost })}</p> : null}
          <button
            type="button"
            className="k-button k-button-danger k-button-wide f-big"
            onClick={() => void forget(owner)}
          >
            {t('field.forgot.clear')}
          </button>
        </>
      ) : (
        <>
          <p>{t('field.forgot.line')}</p>
          <p>{t('field.forgot.sealed', { n: unsent.sealed })}</p>
          {lost > 0 ? <p className="k-error">{t('field.forgot.lost', { n: lost })}</p> : null}
          {mine ? null : <p role="status">{t('field.forgot.needsLine')}</p>}
          {step.is === 'waits' ? (
            <p className="k-error" role="alert">
              {t('field.forgot.waits')}
            </p>
          ) : null}
          <button
            type="button"
            className="k-button k-button-primary k-button-wide f-big"
            aria-disabled={!mine || step.is === 'sending'}
            onClick={() => {
              if (mine) void send();
            }}
          >
            {t(step.is === 'sending' ? 'field.action.sending' : 'field.forgot.send')}
          </button>
        </>
      )}
      <button type="button" className="k-button k-button-wide" onClick={onBack}>
        {t('field.forgot.back')}
      </button>
    </LockScreen>
  );
}

function refusalOf({ verdict }: SealedEnd): string[] {
  if (verdict.is === 'refused') return [spokenBy(verdict.said)];
  if (verdict.is === 'held' && verdict.why === 'conflict' && verdict.said) return [spokenBy(verdict.said)];
  return [];
}
