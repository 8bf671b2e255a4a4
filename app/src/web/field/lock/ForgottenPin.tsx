// The PIN is forgotten: what was sealed for the server goes there unread, what was refused is told in words, and only then the phone is
// cleared and begins anew. Nothing is cleared without a network or without the person's own sign-in.
import { useI18n } from '../../kit/i18n.tsx';
import { useSession } from '../../kit/session.tsx';
import { useLock } from './LockProvider.tsx';
import { LockScreen } from './LockScreen.tsx';
import { NotTaken } from './NotTaken.tsx';
import { useSealedSending } from './use-sealed-sending.ts';

export function ForgottenPin({ owner, onBack }: { owner: string; onBack(): void }) {
  const { t } = useI18n();
  const { session } = useSession();
  const { forget } = useLock();
  const { unsent, lost, step, send } = useSealedSending(owner, 'sealed');
  const mine = session.me?.account.id === owner;

  async function sendAll(): Promise<void> {
    if (step.is === 'sending') return;
    const next = await send();
    if (next?.is === 'sent' && next.said.length === 0 && lost === 0) await forget(owner);
  }
  return (
    <LockScreen name="forgotten" title={t('field.forgot.title')}>
      {step.is === 'sent' ? (
        <>
          <p role="status">{t('field.forgot.sent', { n: step.taken })}</p>
          <NotTaken said={step.said} />
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
              if (mine) void sendAll();
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
