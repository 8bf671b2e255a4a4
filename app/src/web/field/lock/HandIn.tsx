// The account was closed while work lay on this phone: what was done before goes to the server without a sign-in, and then the phone is
// cleared. It shows how much there is and never what.
import { useI18n } from '../../kit/i18n.tsx';
import { useLock } from './LockProvider.tsx';
import { NotTaken } from './NotTaken.tsx';
import { useSealedSending } from './use-sealed-sending.ts';

/** `other`: whoever is here now hands in what a colleague left behind on this phone. */
export function HandIn({ owner, other = false }: { owner: string; other?: boolean }) {
  const { t } = useI18n();
  const { forget } = useLock();
  const { unsent, lost, step, send } = useSealedSending(owner, 'hand-in');
  if (unsent.items === 0 && step.is === 'asking') return null;
  return (
    <section className="f-group" aria-labelledby={`hand-in-${owner}`}>
      <h2 id={`hand-in-${owner}`}>{t(other ? 'field.handIn.other' : 'field.handIn.title')}</h2>
      {step.is === 'sent' ? (
        <>
          <p role="status">{t('field.handIn.sent', { n: step.taken })}</p>
          <NotTaken said={step.said} />
          {lost > 0 ? <p className="k-error">{t('field.handIn.lost', { n: lost })}</p> : null}
          <button
            type="button"
            className="k-button k-button-danger k-button-wide f-big"
            onClick={() => void forget(owner)}
          >
            {t(other ? 'field.handIn.otherClear' : 'field.handIn.clear')}
          </button>
        </>
      ) : (
        <>
          <p>{t(other ? 'field.handIn.otherLine' : 'field.handIn.line')}</p>
          {step.is === 'waits' ? (
            <p className="k-error" role="alert">
              {t('field.handIn.waits')}
            </p>
          ) : null}
          {step.is === 'still-open' ? (
            <p className="k-error" role="alert">
              {step.said}
            </p>
          ) : null}
          <button
            type="button"
            className="k-button k-button-wide f-big"
            aria-disabled={step.is === 'sending' || unsent.sealed === 0}
            aria-busy={step.is === 'sending'}
            onClick={() => {
              if (step.is !== 'sending' && unsent.sealed > 0) void send();
            }}
          >
            {t(step.is === 'sending' ? 'field.action.sending' : 'field.handIn.send', { n: unsent.sealed })}
          </button>
          {lost > 0 ? <p className="k-hint">{t('field.handIn.lost', { n: lost })}</p> : null}
        </>
      )}
    </section>
  );
}
