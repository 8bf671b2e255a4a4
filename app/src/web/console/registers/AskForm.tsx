// Asking for what takes two people: one line of why, and then somebody else decides.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { approvalsKey, type Selection } from './register-queries.ts';

type What = { kind: 'export'; selection: Selection } | { kind: 'dispose'; recordId: string };

export function AskForm({ register, what, onDone }: { register: string; what: What; onDone(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [id, setId] = useState(newCommandId);
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function ask(): Promise<void> {
    setFailure(undefined);
    try {
      await post(`/registers/${register}/approvals`, { id, reason, ...what }, { retries: 3 });
      await client.invalidateQueries({ queryKey: approvalsKey });
      toast(t('reg.asked'), { tone: 'good' });
      onDone();
    } catch (error) {
      setId(newCommandId());
      setFailure(error);
    }
  }
  return (
    <form
      className="c-card c-card-pad k-form"
      aria-label={t(`reg.ask.${what.kind}`)}
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <p>{t(`reg.askLine.${what.kind}`)}</p>
      <Labelled id={`ask-${what.kind}`} label={t('reg.reason')} hint={t(`reg.askHint.${what.kind}`)}>
        <input
          id={`ask-${what.kind}`}
          className="k-input"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} fields={[]} />
      <div className="r-actions">
        <button type="submit" className="k-button k-button-primary" disabled={reason.trim().length < 4}>
          {t(`reg.ask.${what.kind}`)}
        </button>
        <button type="button" className="k-button" onClick={onDone}>
          {t('reg.cancel')}
        </button>
      </div>
    </form>
  );
}
