// How far the rounds are, by plan and area; every number opens the places behind it. Below, the plans and a new one.
import { useState } from 'react';
import { now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { periodWords } from '../../patrol/patrol-words.ts';
import type { DueState } from '../../patrol/queries.ts';
import { useScope } from '../shell/scope.tsx';
import { NewPlan } from './NewPlan.tsx';
import { type Opened, PlacesBehind } from './PlacesBehind.tsx';
import { PlanTable } from './PlanTable.tsx';
import { type Counts, type Overview, useOverview } from './queries.ts';
import '../../patrol/patrol.css';

const STATES: readonly DueState[] = ['late', 'due', 'done'];

export function PatrolPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const [on, setOn] = useState(() => toInputDate(now()));
  const [opened, setOpened] = useState<Opened>();
  const found = useOverview(area?.id, on || undefined);
  return (
    <div className="c-page">
      <header className="t-page-head">
        <div>
          <h1 className="c-title">{t('patrol.overview')}</h1>
          <p className="k-hint">{t('patrol.overviewLine')}</p>
        </div>
        <label className="t-labelled">
          <span className="k-label">{t('patrol.on')}</span>
          <input
            type="date"
            className="k-input k-input-short"
            value={on}
            onChange={(event) => setOn(event.target.value)}
          />
        </label>
      </header>
      <Unread found={found} />
      {found.data?.plans.length === 0 ? <Empty title={t('patrol.noPlans')} /> : null}
      {found.data && found.data.plans.length > 0 ? (
        <div className="c-card t-scroll">
          <CountsTable all={found.data} onOpen={setOpened} />
        </div>
      ) : null}
      <PlacesBehind opened={opened} onClose={() => setOpened(undefined)} />
      <section aria-labelledby="patrol-plans" className="t-section">
        <h2 id="patrol-plans" className="c-heading">
          {t('patrol.plans')}
        </h2>
        <PlanTable />
      </section>
      {holdsDuty(me, 'supervise', 'intake') ? <NewPlan /> : null}
    </div>
  );
}

function CountsTable({ all, onOpen }: { all: Overview; onOpen(opened: Opened): void }) {
  const { t } = useI18n();
  return (
    <table className="c-table t-counts">
      <thead>
        <tr>
          <th scope="col">{t('patrol.planOrArea')}</th>
          <th scope="col">{t('patrol.thisPeriod')}</th>
          {STATES.map((state) => (
            <th key={state} scope="col" className="t-count">
              {t(`patrol.state.${state}`)}
            </th>
          ))}
        </tr>
      </thead>
      {all.plans.map((one) => (
        <PlanCounts key={one.plan.id} one={one} all={all} onOpen={onOpen} />
      ))}
    </table>
  );
}

function PlanCounts({
  one,
  all,
  onOpen,
}: {
  one: Overview['plans'][number];
  all: Overview;
  onOpen(opened: Opened): void;
}) {
  const { t } = useI18n();
  const [wide, setWide] = useState(false);
  const numbers = (area: { id: string; name: string }, counts: Counts) =>
    STATES.map((state) => (
      <td key={state} className="t-count">
        {counts[state] === 0 ? (
          <span className="k-hint">0</span>
        ) : (
          <button
            type="button"
            className="k-link"
            aria-label={wordsOf(area.name, state, counts[state])}
            onClick={() =>
              onOpen({
                query: { plan: one.plan.id, area: area.id, state, on: all.on },
                words: wordsOf(area.name, state, counts[state]),
              })
            }
          >
            {counts[state]}
          </button>
        )}
      </td>
    ));
  const wordsOf = (area: string, state: DueState, n: number): string =>
    t('patrol.behind', { plan: one.plan.title, area, state: t(`patrol.state.${state}`), n });
  return (
    <tbody>
      <tr>
        <th scope="row">
          {one.areas.length > 0 ? (
            <button
              type="button"
              className="t-open"
              aria-expanded={wide}
              aria-label={t('patrol.byArea', { plan: one.plan.title })}
              onClick={() => setWide(!wide)}
            >
              <span aria-hidden="true">{wide ? '▾' : '▸'}</span> {one.plan.title}
            </button>
          ) : (
            one.plan.title
          )}{' '}
          <span className="k-hint">{all.area.name}</span>
        </th>
        <td>{one.period ? periodWords(t, one.period, now()) : ''}</td>
        {numbers(all.area, one.counts)}
      </tr>
      {wide
        ? one.areas.map((row) => (
            <tr key={row.id} className="t-below">
              <th scope="row">{row.name}</th>
              <td />
              {numbers(row, row.counts)}
            </tr>
          ))
        : null}
    </tbody>
  );
}
