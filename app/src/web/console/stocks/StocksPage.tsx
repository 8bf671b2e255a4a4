// Supplies: what waits for somebody, how long it lasts, what expires, where it lies.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import type { Target } from './acts.ts';
import { CoverTable } from './CoverTable.tsx';
import { LinesTable, SOON_DAYS } from './LinesTable.tsx';
import { NeedsTable } from './NeedsTable.tsx';
import { OpenMatters } from './OpenMatters.tsx';
import { PointForm } from './PointForm.tsx';
import { useLines, usePoints } from './queries.ts';
import { RulesTable } from './RulesTable.tsx';
import { StockDrawer } from './StockForm.tsx';
import './stocks.css';

const NEEDS_PEOPLE = 1000;

export function StocksPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const areaId = area?.id ?? me.posts[0]?.area.id;
  const [target, setTarget] = useState<Target>();
  return (
    <div className="c-page">
      <header>
        <h1 className="c-title">{t('stocks.title')}</h1>
        <p className="k-hint">{t('stocks.line')}</p>
      </header>
      <OpenMatters onAct={setTarget} />
      {areaId ? (
        <section className="c-stack" aria-labelledby="stocks-cover">
          <h2 id="stocks-cover" className="c-heading">
            {t('stocks.cover')}
          </h2>
          <CoverTable areaId={areaId} />
        </section>
      ) : null}
      <Expiring areaId={areaId} />
      <Points />
      <NeedsTable people={NEEDS_PEOPLE} />
      <RulesTable />
      <StockDrawer target={target} onClose={() => setTarget(undefined)} />
    </div>
  );
}

function Expiring({ areaId }: { areaId: string | undefined }) {
  const { t } = useI18n();
  const found = useLines({ areaId, expiring: SOON_DAYS });
  return (
    <section className="c-stack" aria-labelledby="stocks-expiring">
      <h2 id="stocks-expiring" className="c-heading">
        {t('stocks.expiring', { n: SOON_DAYS })}
      </h2>
      <Unread found={found} />
      {found.data?.items.length === 0 ? <p className="k-hint">{t('stocks.expiringNone')}</p> : null}
      {found.data && found.data.items.length > 0 ? <LinesTable lines={found.data.items} withPoint /> : null}
      {found.data?.more ? <p className="c-effect">{t('stocks.more')}</p> : null}
    </section>
  );
}

function Points() {
  const { t } = useI18n();
  const { me } = useScope();
  const [adding, setAdding] = useState(false);
  const found = usePoints();
  const points = found.data?.items ?? [];
  return (
    <section className="c-stack" aria-labelledby="stocks-points">
      <h2 id="stocks-points" className="c-heading">
        {t('stocks.points')}
      </h2>
      {adding ? <PointForm onDone={() => setAdding(false)} /> : null}
      {holdsDuty(me, 'intake', 'dispatch', 'command') && !adding ? (
        <button type="button" className="k-button" onClick={() => setAdding(true)}>
          {t('stocks.addPoint')}
        </button>
      ) : null}
      <Unread found={found} />
      {found.data && points.length === 0 ? (
        <Empty title={t('stocks.noPoints')}>{t('stocks.noPointsLine')}</Empty>
      ) : null}
      {points.length > 0 ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('stocks.column.point')}</th>
                <th scope="col">{t('stocks.column.area')}</th>
                <th scope="col">{t('stocks.column.keeper')}</th>
                <th scope="col">{t('stocks.column.opening')}</th>
                <th scope="col">{t('stocks.column.shared')}</th>
              </tr>
            </thead>
            <tbody>
              {points.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to="/stocks/$pointId" params={{ pointId: one.id }}>
                      {one.name}
                    </Link>
                    <span className="k-hint s-below">{one.address}</span>
                  </td>
                  <td>{one.areaName}</td>
                  <td>
                    {one.keeperUnit} {one.keeperTitle}
                  </td>
                  <td>{one.opening}</td>
                  <td>{t(one.shared ? 'stocks.sharedYes' : 'stocks.sharedNo')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}
