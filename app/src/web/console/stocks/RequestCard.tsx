// What somebody asked a point for: the keeper sets it aside or says why not, hands it over; who asked can take it back.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { shown } from './amounts.ts';
import type { StockRequest } from './queries.ts';

export function RequestCard({ one }: { one: StockRequest }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function tell(what: string, body: unknown = {}): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(`/stocks/requests/${encodeURIComponent(one.id)}/${what}`, body, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['stocks'] });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const answer = (granted: boolean) => void tell('answer', { granted, note });
  return (
    <article className="c-card c-card-pad c-stack">
      <p>
        <strong>
          {t(`stocks.request.${one.state}`, {
            area: one.forArea,
            what: `${one.itemName} ${shown(one.amount)} ${one.measure}`,
          })}
        </strong>{' '}
        <Link to="/stocks/$pointId" params={{ pointId: one.pointId }}>
          {one.pointName}
        </Link>
      </p>
      <p className="k-hint">
        {one.reason} · <TimeText at={one.occurredAt} as="near" />
        {one.note === '' ? '' : ` · ${one.note}`}
      </p>
      {one.answers ? (
        <>
          <Labelled id={`stock-request-${one.id}`} label={t('stocks.requestNote')}>
            <input
              id={`stock-request-${one.id}`}
              className="k-input"
              maxLength={200}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Labelled>
          <div className="k-row">
            <button
              type="button"
              className="k-button k-button-primary"
              disabled={busy}
              onClick={() => answer(true)}
            >
              {t('stocks.requestGrant')}
            </button>
            <button type="button" className="k-button" disabled={busy} onClick={() => answer(false)}>
              {t('stocks.requestRefuse')}
            </button>
          </div>
        </>
      ) : null}
      {one.handsOver ? (
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy}
          onClick={() => void tell('hand-over')}
        >
          {t('stocks.requestHandOver')}
        </button>
      ) : null}
      {one.mine ? (
        <button type="button" className="k-button" disabled={busy} onClick={() => void tell('withdraw')}>
          {t('stocks.requestWithdraw')}
        </button>
      ) : null}
      {!one.answers && !one.handsOver && !one.mine ? (
        <p className="k-hint">{t('stocks.requestOthers')}</p>
      ) : null}
      <FormProblem failure={failure} />
    </article>
  );
}
