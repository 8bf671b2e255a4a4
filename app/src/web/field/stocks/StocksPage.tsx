// Stock points on a phone, with and without a network: scan a label and count what lies there, or ask the point for something. What was
// written down waits in the outbox with its own hour.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApiProblem } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import { Heading } from '../Shell.tsx';
import { type NearLine, type NearPoint, useNearPoints } from './queries.ts';
import { numberTyped } from './typed.ts';

export type StocksSearch = { point?: string | undefined; lot?: string | undefined };

export function StocksPage() {
  const { t } = useI18n();
  const { point: pointId, lot } = useSearch({ strict: false }) as StocksSearch;
  const found = useNearPoints();
  if (found.isPending) return <Loading />;
  if (!found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const point = found.data.find((one) => one.id === pointId);
  const line = point?.lines.find((one) => one.id === lot);
  if (point && line) return <CountPart key={line.id} point={point} line={line} />;
  if (point) return <PointPart point={point} unknownLot={lot !== undefined} />;
  return (
    <div className="f-page">
      <Heading>{t('field.stocks.title')}</Heading>
      {pointId === undefined ? null : <p className="k-error">{t('field.stocks.notNear')}</p>}
      {found.data.length === 0 ? <p>{t('field.stocks.none')}</p> : <p>{t('field.stocks.line')}</p>}
      <ul className="f-list">
        {found.data.map((one) => (
          <li key={one.id}>
            <Link to="/stocks" search={{ point: one.id } as never} className="f-card">
              <span className="f-card-title">{one.name}</span>
              <span>{one.address}</span>
              <span>{one.opening}</span>
              <span>{t('field.stocks.lots', { n: one.lines.length })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PointPart({ point, unknownLot }: { point: NearPoint; unknownLot: boolean }) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  return (
    <div className="f-page">
      <Heading>{point.name}</Heading>
      <Link to="/stocks" className="k-link">
        {t('field.stocks.all')}
      </Link>
      <p>
        {point.address} · {point.opening} · {t('field.stocks.keeper', { who: point.keeper })}
      </p>
      {unknownLot ? <p className="k-error">{t('field.stocks.lotUnknown')}</p> : null}
      {asking ? (
        <AskPart point={point} onClose={() => setAsking(false)} />
      ) : (
        <button type="button" className="k-button k-button-primary f-big" onClick={() => setAsking(true)}>
          {t('field.stocks.ask')}
        </button>
      )}
      <section className="f-group" aria-labelledby="stocks-here">
        <h2 id="stocks-here">{t('field.stocks.here')}</h2>
        <p className="k-hint">{t('field.stocks.scanHint')}</p>
        <ul className="f-list">
          {point.lines.map((line) => (
            <li key={line.id}>
              <Link to="/stocks" search={{ point: point.id, lot: line.id } as never} className="f-card">
                <span className="f-card-title">{line.itemName}</span>
                <LotWords line={line} />
              </Link>
            </li>
          ))}
        </ul>
        {point.lines.length === 0 ? <p>{t('field.stocks.empty')}</p> : null}
      </section>
    </div>
  );
}

function LotWords({ line }: { line: NearLine }) {
  const { t } = useI18n();
  return (
    <>
      <span>{t('field.stocks.lot', { lot: line.lot })}</span>
      <span>
        {line.expiresOn === null
          ? t('field.stocks.noDate')
          : t('field.stocks.until', { day: line.expiresOn })}
        {line.expired ? ` · ● ${t('field.stocks.expired')}` : ''}
      </span>
    </>
  );
}

type Done = 'sent' | 'waits' | 'kept';

/** Writes a record down and says what became of it. */
function useRecord(title: string) {
  const { submit } = useOutbox();
  const queries = useQueryClient();
  const [id] = useState(newCommandId);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Done>();
  const [problem, setProblem] = useState<ApiProblem>();
  async function send(body: Record<string, unknown>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const sent = await submit<{ waits?: boolean }>({
        id,
        kind: 'record',
        path: '/stocks/field-records',
        body: { ...body, commandId: id },
        photos: [],
        title,
        at: now(),
      });
      if (sent.status === 'refused') setProblem(sent.problem);
      else setDone(sent.status === 'kept' ? 'kept' : sent.answer.waits ? 'waits' : 'sent');
      void queries.invalidateQueries({ queryKey: ['stocks'] });
    } finally {
      setBusy(false);
    }
  }
  return { busy, done, problem, send };
}

function CountPart({ point, line }: { point: NearPoint; line: NearLine }) {
  const { t } = useI18n();
  const [seen, setSeen] = useState('');
  const { busy, done, problem, send } = useRecord(t('field.stocks.countTitle', { item: line.itemName }));
  const amount = numberTyped(seen);
  const back = (
    <Link to="/stocks" search={{ point: point.id } as never} className="k-button">
      {t('field.stocks.back')}
    </Link>
  );
  if (done)
    return (
      <div className="f-page">
        <Heading>{t(done === 'kept' ? 'field.action.kept' : 'field.stocks.counted')}</Heading>
        {done === 'waits' ? <p>{t('field.stocks.countWaits')}</p> : null}
        <div className="f-buttons">{back}</div>
      </div>
    );
  return (
    <form
      className="f-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (amount === undefined) return;
        void send({
          what: 'count',
          pointId: point.id,
          lotId: line.id,
          seen: amount,
          reason: t('field.stocks.countReason'),
        });
      }}
    >
      <Heading>{line.itemName}</Heading>
      <p>{point.name}</p>
      <div className="f-card">
        <LotWords line={line} />
      </div>
      <label className="f-group">
        <span className="f-label">{t('field.stocks.seen', { measure: line.measure })}</span>
        <input
          className="k-input"
          inputMode="decimal"
          value={seen}
          onChange={(event) => setSeen(event.target.value)}
        />
      </label>
      <p className="k-hint">{t('field.stocks.countHint')}</p>
      <FormProblem failure={problem} />
      <div className="f-buttons">
        <button
          type="submit"
          className="k-button k-button-primary f-big"
          disabled={busy || amount === undefined}
        >
          {t('field.stocks.countSend')}
        </button>
        {back}
      </div>
    </form>
  );
}

function AskPart({ point, onClose }: { point: NearPoint; onClose(): void }) {
  const { t } = useI18n();
  const [item, setItem] = useState('');
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const { busy, done, problem, send } = useRecord(t('field.stocks.askTitle', { point: point.name }));
  const n = numberTyped(amount);
  if (done)
    return (
      <div className="f-card" role="status">
        <p className="f-card-title">{t(done === 'kept' ? 'field.action.kept' : 'field.stocks.asked')}</p>
        <button type="button" className="k-button" onClick={onClose}>
          {t('field.stocks.back')}
        </button>
      </div>
    );
  return (
    <form
      className="f-group"
      onSubmit={(event) => {
        event.preventDefault();
        if (n !== undefined) void send({ what: 'ask', pointId: point.id, item, amount: n, reason });
      }}
    >
      <label className="f-group">
        <span className="f-label">{t('field.stocks.what')}</span>
        <select className="k-input" value={item} onChange={(event) => setItem(event.target.value)}>
          <option value="">{t('field.stocks.choose')}</option>
          {point.items.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}（{one.measure}）
            </option>
          ))}
        </select>
      </label>
      <label className="f-group">
        <span className="f-label">{t('field.stocks.howMuch')}</span>
        <input
          className="k-input"
          inputMode="decimal"
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
      </label>
      <label className="f-group">
        <span className="f-label">{t('field.stocks.why')}</span>
        <input
          className="k-input"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <FormProblem failure={problem} />
      <div className="f-buttons">
        <button
          type="submit"
          className="k-button k-button-primary f-big"
          disabled={busy || item === '' || n === undefined || n === 0 || reason.trim().length < 2}
        >
          {t('field.stocks.askSend')}
        </button>
        <button type="button" className="k-button" onClick={onClose}>
          {t('field.stocks.cancel')}
        </button>
      </div>
    </form>
  );
}
