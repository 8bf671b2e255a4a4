// Asking a point for something.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useItems } from './queries.ts';

export function AskForm({ pointId, onDone }: { pointId: string; onDone(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const items = useItems();
  const [id] = useState(newCommandId);
  const [item, setItem] = useState('');
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const n = amount.trim() === '' ? null : Number(amount);
      await post('/stocks/requests', { id, pointId, item, amount: n, reason }, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['stocks'] });
      toast(t('stocks.askDone'));
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      className="e-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2 className="c-heading">{t('stocks.ask')}</h2>
      <p className="k-hint">{t('stocks.askHint')}</p>
      <Labelled id="ask-item" label={t('stocks.field.item')}>
        <select
          id="ask-item"
          className="k-input"
          value={item}
          onChange={(event) => setItem(event.target.value)}
        >
          <option value="">{t('stocks.choose')}</option>
          {(items.data?.items ?? []).map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}（{one.measure}）
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="ask-amount" label={t('stocks.field.amount')}>
        <input
          id="ask-amount"
          className="k-input"
          inputMode="decimal"
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
      </Labelled>
      <Labelled id="ask-reason" label={t('stocks.askReason')}>
        <input
          id="ask-reason"
          className="k-input"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button type="submit" className="k-button k-button-primary" disabled={busy || item === ''}>
          {t('stocks.askSend')}
        </button>
        <button type="button" className="k-button" onClick={onDone}>
          {t('stocks.cancel')}
        </button>
      </div>
    </form>
  );
}
