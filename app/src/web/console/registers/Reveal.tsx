// What is masked is shown for a written reason.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { recordsKey } from './register-queries.ts';

export type Revealed = { shown: Record<string, string>; watermark: { name: string; at: number } };

export function Reveal({
  code,
  id,
  fields,
  onRevealed,
}: {
  code: string;
  id: string;
  fields: readonly string[];
  onRevealed(found: Revealed): void;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function reveal(): Promise<void> {
    setFailure(undefined);
    try {
      onRevealed(await post<Revealed>(`/registers/${code}/records/${id}/reveal`, { fields, reason }));
      await client.invalidateQueries({ queryKey: [...recordsKey(code), 'views'] });
    } catch (error) {
      setFailure(error);
    }
  }
  if (!open)
    return (
      <button type="button" className="k-button" onClick={() => setOpen(true)}>
        {t('reg.reveal')}
      </button>
    );
  return (
    <form
      className="c-card c-card-pad k-form"
      aria-label={t('reg.reveal')}
      onSubmit={(event) => {
        event.preventDefault();
        void reveal();
      }}
    >
      <p>{t('reg.revealLine')}</p>
      <Labelled id={`reveal-reason-${id}`} label={t('reg.reason')} hint={t('reg.reasonHint')}>
        <input
          id={`reveal-reason-${id}`}
          className="k-input"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} fields={[]} />
      <div className="r-actions">
        <button type="submit" className="k-button k-button-primary" disabled={reason.trim().length < 4}>
          {t('reg.revealNow')}
        </button>
        <button type="button" className="k-button" onClick={() => setOpen(false)}>
          {t('reg.cancel')}
        </button>
      </div>
    </form>
  );
}
