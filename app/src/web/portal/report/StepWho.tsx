import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Steps } from '../Shell.tsx';
import { readPhone } from './draft.ts';
import type { StepProps } from './StepWhat.tsx';

export function StepWho({
  draft,
  change,
  sending,
  failure,
  onSend,
  uploading,
}: StepProps & { onSend(): void; uploading: boolean }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const id = useId();
  const [wrong, setWrong] = useState(false);
  function send(event: FormEvent): void {
    event.preventDefault();
    if (draft.phone.trim() !== '' && !readPhone(draft.phone)) {
      setWrong(true);
      document.getElementById(`${id}-phone`)?.focus();
      return;
    }
    onSend();
  }
  return (
    <form className="p-form" noValidate onSubmit={send}>
      <section className="p-block">
        <label className="p-label" htmlFor={`${id}-phone`}>
          {t('portal.who.phone')} <span className="k-optional">{t('kit.optional')}</span>
        </label>
        <input
          id={`${id}-phone`}
          className="k-input"
          type="tel"
          inputMode="tel"
          autoComplete="tel-national"
          maxLength={20}
          value={draft.phone}
          aria-invalid={wrong || undefined}
          aria-describedby={`${id}-privacy${wrong ? ` ${id}-phone-error` : ''}`}
          onChange={(event) => {
            setWrong(false);
            change({ phone: event.target.value });
          }}
        />
        {wrong ? (
          <p className="k-error" id={`${id}-phone-error`} role="alert">
            {t('portal.who.phoneWrong')}
          </p>
        ) : null}
      </section>
      <section className="p-block">
        <label className="p-label" htmlFor={`${id}-name`}>
          {t('portal.who.name')} <span className="k-optional">{t('kit.optional')}</span>
        </label>
        <input
          id={`${id}-name`}
          className="k-input"
          autoComplete="name"
          maxLength={40}
          value={draft.name}
          placeholder={t('portal.who.nameExample')}
          onChange={(event) => change({ name: event.target.value })}
        />
      </section>
      <section className="p-block p-notice" id={`${id}-privacy`}>
        <h2>{t('portal.privacy.title')}</h2>
        <ul>
          {['why', 'who', 'never', 'long'].map((key) => (
            <li key={key}>{t(`portal.privacy.${key}`)}</li>
          ))}
        </ul>
      </section>
      <section className="p-block" aria-label={t('portal.who.check')}>
        <p className="p-summary">
          {t('portal.who.summary', {
            text: draft.text.trim(),
            place: [draft.place?.address, draft.detail].filter(Boolean).join(' '),
          })}
        </p>
      </section>
      {uploading ? <p role="status">{t('portal.who.uploading')}</p> : null}
      {failure ? (
        <p className="k-form-problem" role="alert">
          {failure}
        </p>
      ) : null}
      <Steps>
        <button
          type="button"
          className="k-button"
          onClick={() => void navigate({ to: '/report', search: { step: 'where' } })}
        >
          {t('portal.back')}
        </button>
        <button type="submit" className="k-button k-button-primary" aria-disabled={sending}>
          {t(sending ? 'portal.who.sending' : 'portal.who.send')}
        </button>
      </Steps>
    </form>
  );
}
