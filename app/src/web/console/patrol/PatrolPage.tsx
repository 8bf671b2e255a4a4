// How far the rounds are, by plan and area; every number opens the places behind it. Below, the plans and a new one.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { now } from '../../kit/clock.ts';
import { exactDate, toInputDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { LastFindings } from '../../patrol/LastFindings.tsx';
import type { DueItem, DueState } from '../../patrol/queries.ts';
import { useScope } from '../shell/scope.tsx';
import { NewPlan } from './NewPlan.tsx';
import { PlanTable } from './PlanTable.tsx';
import { type Behind, type Counts, type Overview, useBehind, useOverview, useRecords } from './queries.ts';
import '../../patrol/patrol.css';

const STATES: readonly DueState[] = ['late', 'due', 'done'];

export function PatrolPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const [on, setOn] = useState(() => toInputDate(now()));
  const [behind, setBehind] = useState<Behind & { words: string }>();
  const found = useOverview(area?.id, on || undefined);
  return (
    <div className="c-page">
      <h1 className="c-title">{t('patrol.title')}</h1>
      <section aria-labelledby="patrol-overview">
        <h2 id="patrol-overview" className="c-heading">
          {t('patrol.overview')}
        </h2>
        <p className="k-hint">{t('patrol.overviewLine')}</p>
        <div className="t-form-row">
          <label>
            {t('patrol.on')}
            <input
              type="date"
              className="k-input k-input-short"
              value={on}
              onChange={(event) => {
                setOn(event.target.value);
                setBehind(undefined);
              }}
            />
          </label>
        </div>
        <Unread found={found} />
        {found.data?.plans.length === 0 ? <p>{t('patrol.noPlans')}</p> : null}
        {found.data?.plans.map((one) => (
          <PlanCounts key={one.plan.id} one={one} all={found.data} onOpen={setBehind} />
        ))}
        {behind ? <PlacesBehind key={JSON.stringify(behind)} behind={behind} /> : null}
      </section>
      <section aria-labelledby="patrol-plans">
        <h2 id="patrol-plans" className="c-heading">
          {t('patrol.plans')}
        </h2>
        <PlanTable />
      </section>
      {holdsDuty(me, 'supervise', 'intake') ? <NewPlan /> : null}
    </div>
  );
}

function PlanCounts({
  one,
  all,
  onOpen,
}: {
  one: Overview['plans'][number];
  all: Overview;
  onOpen(behind: Behind & { words: string }): void;
}) {
  const { t } = useI18n();
  const rows: { id: string; name: string; counts: Counts }[] = [
    { ...all.area, counts: one.counts },
    ...one.areas,
  ];
  return (
    <table className="c-table">
      <caption>
        {one.plan.title}
        {one.period ? ` · ${t('patrol.period', one.period)}` : ''}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('patrol.area')}</th>
          {STATES.map((state) => (
            <th key={state} scope="col">
              {t(`patrol.state.${state}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.name}</th>
            {STATES.map((state) => {
              const words = t('patrol.behind', {
                plan: one.plan.title,
                area: row.name,
                state: t(`patrol.state.${state}`),
                n: row.counts[state],
              });
              return (
                <td key={state}>
                  <button
                    type="button"
                    className="k-link"
                    aria-label={words}
                    disabled={row.counts[state] === 0}
                    onClick={() => onOpen({ plan: one.plan.id, area: row.id, state, on: all.on, words })}
                  >
                    {row.counts[state]}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PlacesBehind({ behind: { words, ...query } }: { behind: Behind & { words: string } }) {
  const { t } = useI18n();
  const found = useBehind(query);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <article className="c-card c-card-pad" aria-label={words}>
      <p>{words}</p>
      {found.data.items.length < found.data.total ? (
        <p className="k-hint">{t('patrol.someShown', { n: found.data.items.length })}</p>
      ) : null}
      <ul className="t-items">
        {found.data.items.map((one) => (
          <PlaceLine key={one.place.id} one={one} />
        ))}
      </ul>
    </article>
  );
}

function PlaceLine({ one }: { one: DueItem }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button type="button" className="k-link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {one.place.name}
      </button>{' '}
      <span className="k-hint">
        {one.place.areaName}
        {one.lateSince === null ? '' : ` · ${t('patrol.lateSince', { day: one.lateSince })}`}
      </span>
      <LastFindings
        findings={one.lastFindings}
        link={(caseId, words) => (
          <Link to="/cases/$caseId" params={{ caseId }} className="c-case-link">
            {words}
          </Link>
        )}
      />
      {open ? <Records place={one.place.id} /> : null}
    </li>
  );
}

function Records({ place }: { place: string }) {
  const { t } = useI18n();
  const found = useRecords(place);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.items.length === 0) return <p>{t('patrol.noRecords')}</p>;
  return (
    <ul className="c-history">
      {found.data.items.map((one) => (
        <li key={one.id}>
          {exactDate(t, one.occurredAt, now())} · {one.planTitle} ·{' '}
          {t('patrol.recordVersion', { n: one.version })}
          {one.findings.length === 0 ? ` · ${t('patrol.nothingFound')}` : ''}
          {one.findings.map((finding) => (
            <p key={finding.item}>
              {finding.case ? (
                <Link to="/cases/$caseId" params={{ caseId: finding.case.id }} className="c-case-link">
                  {finding.words} ({finding.case.number})
                </Link>
              ) : (
                finding.words
              )}
            </p>
          ))}
          {one.note ? <p className="k-hint">{one.note}</p> : null}
        </li>
      ))}
    </ul>
  );
}
