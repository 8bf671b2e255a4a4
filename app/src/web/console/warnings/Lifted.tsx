// The issuer lifted the warning: written off with the number of that document. What we relayed ends with it.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { fromInputDateTime, toInputDateTime } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import type { WarningView } from './queries.ts';

export function Lifted({ view }: { view: WarningView }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [id] = useState(newCommandId);
  const [documentNumber, setDocument] = useState('');
  const [sentAt, setSent] = useState(() => toInputDateTime(now()));
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setFailure(undefined);
    try {
      const at = Math.min(fromInputDateTime(sentAt) ?? now(), now());
      await post(`/warnings/${view.id}/end`, { id, documentNumber, text, sentAt: at }, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['warnings'] });
    } catch (error) {
      setFailure(error);
    }
  }
  if (!open)
    return (
      <div>
        <button type="button" className="k-button" onClick={() => setOpen(true)}>
          {t('warning.lift')}
        </button>
      </div>
    );
  return (
    <fieldset className="e-form">
      <legend>{t('warning.lift')}</legend>
      <p className="k-hint">{t('warning.liftHint', { issuer: view.issuer })}</p>
      <Labelled id="lift-document" label={t('warning.liftDocument')}>
        <input
          id="lift-document"
          className="k-input"
          maxLength={80}
          value={documentNumber}
          onChange={(event) => setDocument(event.target.value)}
        />
      </Labelled>
      <Labelled id="lift-sent" label={t('warning.liftSent')}>
        <input
          id="lift-sent"
          type="datetime-local"
          className="k-input"
          value={sentAt}
          onChange={(event) => setSent(event.target.value)}
        />
      </Labelled>
      <Labelled id="lift-text" label={t('warning.liftText')}>
        <input
          id="lift-text"
          className="k-input"
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={documentNumber.trim().length < 2 || text.trim().length < 2}
        onClick={() => void send()}
      >
        {t('warning.liftNow')}
      </button>
    </fieldset>
  );
}
