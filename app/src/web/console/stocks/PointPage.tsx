// One stock point: who keeps it, what lies there, what moved.
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { AskForm } from './AskForm.tsx';
import type { Target } from './acts.ts';
import { shown } from './amounts.ts';
import { LinesTable } from './LinesTable.tsx';
import { type Movement, type PointView, usePoint } from './queries.ts';
import { StockDrawer } from './StockForm.tsx';
import './stocks.css';

export function PointPage() {
  const { t } = useI18n();
  const { pointId } = useParams({ from: '/stocks/$pointId' });
  const found = usePoint(pointId);
  const [target, setTarget] = useState<Target>();
  const [asking, setAsking] = useState(false);
  if (found.isPending) return <Loading />;
  if (!found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const point = found.data;
  return (
    <div className="c-page">
      <p className="c-crumbs">
        <Link to="/stocks">{t('nav.stocks')}</Link>
      </p>
      <header className="s-head">
        <div>
          <h1 className="c-title">{point.name}</h1>
          <p className="k-hint">
            {point.areaName} · {point.address}
          </p>
          <p className="k-hint">
            {t('stocks.keptBy', { who: `${point.keeperUnit} ${point.keeperTitle}` })} · {point.opening} ·{' '}
            {t(point.shared ? 'stocks.sharedYes' : 'stocks.sharedNo')}
          </p>
        </div>
        <div className="k-row">
          {point.mine ? (
            <button
              type="button"
              className="k-button k-button-primary"
              onClick={() => setTarget({ of: 'point', pointId })}
            >
              {t('stocks.act.receipt')}
            </button>
          ) : null}
          <button type="button" className="k-button" onClick={() => setAsking(true)}>
            {t('stocks.ask')}
          </button>
          <Link className="k-button" to="/stocks/$pointId/sheet" params={{ pointId }}>
            {t('stocks.sheet')}
          </Link>
          <Link className="k-button" to="/stocks/$pointId/labels" params={{ pointId }}>
            {t('stocks.labels')}
          </Link>
        </div>
      </header>
      {asking ? <AskForm pointId={pointId} onDone={() => setAsking(false)} /> : null}
      {point.mine ? null : <p className="k-hint">{t('stocks.notMine')}</p>}
      <section className="c-stack" aria-labelledby="stocks-lines">
        <h2 id="stocks-lines" className="c-heading">
          {t('stocks.lines')}
        </h2>
        {point.lines.length === 0 ? <p className="k-hint">{t('stocks.nothingHere')}</p> : null}
        {point.lines.length > 0 ? (
          <LinesTable
            lines={point.lines}
            withPoint={false}
            onAct={point.mine ? (line) => setTarget({ of: 'line', ...line }) : undefined}
          />
        ) : null}
      </section>
      <Movements point={point} onAct={setTarget} />
      <StockDrawer target={target} onClose={() => setTarget(undefined)} />
    </div>
  );
}

const CORRECTED = new Set(['receipt', 'issue', 'return', 'reserve', 'release', 'transfer']);

function Movements({ point, onAct }: { point: PointView; onAct(target: Target): void }) {
  const { t } = useI18n();
  // As a stock card reads: what came to hand and what left it.
  const rows = point.movements.filter((one) => one.account === 'on-hand');
  return (
    <section className="c-stack" aria-labelledby="stocks-movements">
      <h2 id="stocks-movements" className="c-heading">
        {t('stocks.movements')}
      </h2>
      {rows.length === 0 ? <p className="k-hint">{t('stocks.noMovements')}</p> : null}
      {rows.length > 0 ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('stocks.column.when')}</th>
                <th scope="col">{t('stocks.column.move')}</th>
                <th scope="col">{t('stocks.column.item')}</th>
                <th scope="col" className="s-number">
                  {t('stocks.column.change')}
                </th>
                <th scope="col">{t('stocks.column.reason')}</th>
                {point.mine ? <th scope="col">{t('stocks.column.act')}</th> : null}
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={`${one.id} ${one.lotId}`}>
                  <td>
                    <TimeText at={one.postedAt} as="near" />
                  </td>
                  <td>{moveWords(one, t)}</td>
                  <td>
                    {one.itemName} {one.lot}
                  </td>
                  <td className="s-number">
                    {one.amount > 0 ? '+' : '−'}
                    {shown(Math.abs(one.amount))} {one.measure}
                  </td>
                  <td>{one.reason}</td>
                  {point.mine ? (
                    <td>
                      {CORRECTED.has(one.kind) && one.reverses === null && !one.reversed ? (
                        <button
                          type="button"
                          className="k-link"
                          onClick={() => onAct({ of: 'movement', ...one, pointId: point.id })}
                        >
                          {t(one.kind === 'issue' ? 'stocks.returnOrReverse' : 'stocks.act.reverse')}
                        </button>
                      ) : null}
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

function moveWords(one: Movement, t: (key: string) => string): string {
  const word = t(`stocks.move.${one.kind}`);
  if (one.reverses !== null) return `${word} · ${t('stocks.reversal')}`;
  if (one.reversed) return `${word} · ${t('stocks.reversed')}`;
  return one.twoPeople ? `${word} · ${t('stocks.byTwo')}` : word;
}
