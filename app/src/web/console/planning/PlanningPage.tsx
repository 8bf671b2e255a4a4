// The plans: own drafts and what others share, and a new one.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { exactDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { Empty, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { defaultQuestion } from './defaults.ts';
import { usePlans, useRefresh } from './planning-queries.ts';
import type { PlanHead, PlanKind } from './planning-types.ts';
import './planning.css';

const KINDS: readonly PlanKind[] = ['grids', 'coverage', 'siting', 'circle'];

export function PlanningPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const found = usePlans();
  const { kind: asked } = useSearch({ strict: false }) as { kind?: PlanKind };
  // Stress tests are plans with a page of their own.
  const plans = found.data?.items.filter((one) => KINDS.includes(one.kind));
  return (
    <div className="c-page">
      <h1 className="c-title">{t('planning.title')}</h1>
      {holdsDuty(me, 'manage-org', 'supervise', 'intake') ? <NewPlan /> : null}
      <section aria-labelledby="planning-plans">
        <h2 id="planning-plans" className="c-heading">
          {t('planning.plans')}
        </h2>
        <Unread found={found} />
        {plans?.length === 0 ? <Empty title={t('planning.none')}>{t('planning.noneLine')}</Empty> : null}
        {plans && plans.length > 0 ? <PlanTable plans={firstOf(plans, asked)} /> : null}
      </section>
    </div>
  );
}

/** What somebody came for stands on top. */
const firstOf = (plans: readonly PlanHead[], kind: PlanKind | undefined): readonly PlanHead[] => [
  ...plans.filter((plan) => plan.kind === kind),
  ...plans.filter((plan) => plan.kind !== kind),
];

function PlanTable({ plans }: { plans: readonly PlanHead[] }) {
  const { t } = useI18n();
  return (
    <table className="c-table pl-plans">
      <thead>
        <tr>
          {['name', 'kind', 'area', 'state', 'by', 'changed'].map((column) => (
            <th key={column} scope="col">
              {t(`planning.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {plans.map((plan) => {
          const last = plan.runs[0];
          return (
            <tr key={plan.id}>
              <th scope="row">
                <Link to="/planning/$planId" params={{ planId: plan.id }} className="c-case-link">
                  {plan.name}
                </Link>
              </th>
              <td>{t(`planning.kind.${plan.kind}`)}</td>
              <td>{plan.areaName}</td>
              <td>
                {t(plan.shared ? 'planning.shared' : 'planning.draft')}
                {last ? ` · ${t(`planning.state.${last.state}`)}` : ''}
              </td>
              <td>{plan.createdByName}</td>
              <td>{exactDate(t, plan.changedAt, now())}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function NewPlan() {
  const { t } = useI18n();
  const { kind: asked } = useSearch({ strict: false }) as { kind?: PlanKind };
  const { area: scoped } = useScope();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [id] = useState(newCommandId);
  const [kind, setKind] = useState<PlanKind>(asked ?? 'grids');
  const [areaId, setArea] = useState(scoped?.id ?? '');
  const [areaName, setAreaName] = useState(scoped?.name ?? '');
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function save() {
    setFailure(undefined);
    try {
      const question = defaultQuestion(kind, t);
      const given = name.trim() || `${areaName} ${t(`planning.kind.${kind}`)}`;
      await post('/planning/plans', { id, name: given.slice(0, 60), areaId, question }, { retries: 2 });
      await refresh();
      await navigate({ to: '/planning/$planId', params: { planId: id } });
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <fieldset className="pl-new">
      <legend>{t('planning.new')}</legend>
      <div className="pl-row">
        <label>
          {t('planning.column.kind')}
          <select
            className="k-input"
            value={kind}
            onChange={(event) => setKind(event.target.value as PlanKind)}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`planning.kind.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <div className="pl-area">
          <span aria-hidden="true">{t('planning.column.area')}</span>
          <Lookup
            label={t('planning.column.area')}
            placeholder={t('planning.chooseArea')}
            value={areaId || undefined}
            {...(areaName ? { valueLabel: areaName } : {})}
            find={findAreas}
            onChange={(value, option) => {
              setArea(value ?? '');
              setAreaName(option?.label ?? '');
            }}
          />
        </div>
        <label>
          {t('planning.column.name')}
          <input
            className="k-input"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={!areaId}
          onClick={() => void save()}
        >
          {t('planning.open')}
        </button>
      </div>
      <p className="k-hint">{t(`planning.kindLine.${kind}`)}</p>
      <FormProblem failure={failure} />
    </fieldset>
  );
}
