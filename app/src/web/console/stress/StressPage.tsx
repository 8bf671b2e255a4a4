// Stress tests: the saved scenarios and a new one, by itself or from an emergency of the past.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { civil, exactDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { Empty, ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { type EmergencyView, useEmergency } from '../emergency/queries.ts';
import { useRefresh } from '../planning/planning-queries.ts';
import type { PlanHead } from '../planning/planning-types.ts';
import { useScope } from '../shell/scope.tsx';
import { newScenario, scenarioOf } from './scenario-defaults.ts';
import { useScenarios } from './stress-queries.ts';
import { HAZARDS, type Hazard, type Scenario } from './stress-types.ts';
import '../planning/planning.css';
import './stress.css';

export function StressPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const { emergency } = useSearch({ from: '/stress' });
  const found = useScenarios();
  const mayPlan = holdsDuty(me, 'manage-org', 'supervise', 'intake');
  return (
    <div className="c-page">
      <h1 className="c-title">{t('stress.title')}</h1>
      <p className="k-hint">{t('stress.line')}</p>
      {mayPlan && emergency ? <FromEmergency id={emergency} /> : null}
      {mayPlan && !emergency ? <NewScenario /> : null}
      <section aria-labelledby="stress-scenarios">
        <h2 id="stress-scenarios" className="c-heading">
          {t('stress.scenarios')}
        </h2>
        <Unread found={found} />
        {found.data?.items.length === 0 ? (
          <Empty title={t('stress.none')}>{t('stress.noneLine')}</Empty>
        ) : null}
        {found.data && found.data.items.length > 0 ? <ScenarioTable plans={found.data.items} /> : null}
      </section>
    </div>
  );
}

function ScenarioTable({ plans }: { plans: readonly PlanHead[] }) {
  const { t } = useI18n();
  return (
    <table className="c-table">
      <thead>
        <tr>
          {['name', 'area', 'state', 'by', 'changed'].map((column) => (
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
                <Link to="/stress/$planId" params={{ planId: plan.id }} className="c-case-link">
                  {plan.name}
                </Link>
              </th>
              <td>{plan.areaName}</td>
              <td>
                {t(plan.shared ? 'planning.shared' : 'planning.draft')}
                {last ? ` · ${t(`planning.state.${last.state}`)}` : ` · ${t('stress.notRun')}`}
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

function FromEmergency({ id }: { id: string }) {
  const found = useEmergency(id);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <NewScenario emergency={found.data} />;
}

function NewScenario({ emergency }: { emergency?: EmergencyView | undefined }) {
  const { t } = useI18n();
  const { area: scoped } = useScope();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [id] = useState(newCommandId);
  const [kind, setKind] = useState<Hazard>('rainstorm');
  const from = emergency?.area ?? scoped;
  const [areaId, setArea] = useState(from?.id ?? '');
  const [areaName, setAreaName] = useState(from?.name ?? '');
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const scenario = (): Scenario =>
    emergency
      ? scenarioOf({
          id: emergency.id,
          risk: emergency.risk.code,
          startedAt: emergency.startedAt,
          endedAt: emergency.endedAt,
          hourOfDay: Number(civil(emergency.startedAt).time.slice(0, 2)),
        })
      : newScenario(kind);
  async function save() {
    setFailure(undefined);
    try {
      const input = scenario();
      const given =
        name.trim() ||
        (emergency
          ? t('stress.replayName', { name: emergency.headline })
          : `${areaName} ${t(`stress.hazard.${kind}`)}`);
      const body = { id, name: given.slice(0, 60), areaId, question: { kind: 'stress', input } };
      await post('/planning/plans', body, { retries: 2 });
      await refresh();
      await navigate({ to: '/stress/$planId', params: { planId: id } });
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <fieldset className="pl-new">
      <legend>{emergency ? t('stress.replay') : t('stress.new')}</legend>
      {emergency ? <p>{t('stress.replayLine', { name: emergency.headline })}</p> : null}
      <div className="pl-row">
        {emergency ? null : (
          <label>
            {t('stress.hazard')}
            <select
              className="k-input"
              value={kind}
              onChange={(event) => setKind(event.target.value as Hazard)}
            >
              {HAZARDS.map((one) => (
                <option key={one} value={one}>
                  {t(`stress.hazard.${one}`)}
                </option>
              ))}
            </select>
          </label>
        )}
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
          {t('stress.open')}
        </button>
      </div>
      <FormProblem failure={failure} />
    </fieldset>
  );
}
