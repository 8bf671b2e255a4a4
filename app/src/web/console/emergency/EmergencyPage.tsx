// One emergency: who is uncovered, who has not answered, what happens next. Each side of it is a tab with its own address.
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Suspense } from 'react';
import { shapeOfState } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { CasePane } from '../case/CasePane.tsx';
import { useScope } from '../shell/scope.tsx';
import { type EmergencyView, useEmergency } from './queries.ts';
import { emergencyTabs } from './tabs.ts';

export function EmergencyPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const { emergencyId } = useParams({ from: '/emergencies/$emergencyId' });
  const { tab, action } = useSearch({ from: '/emergencies/$emergencyId' });
  const navigate = useNavigate();
  const found = useEmergency(emergencyId);
  if (found.isPending) return <Loading />;
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const view = found.data;
  if (!view) return null;
  const shown = emergencyTabs.find((one) => one.code === tab);
  const go = (search: { tab?: string | undefined; action?: string | undefined }) =>
    void navigate({ to: '/emergencies/$emergencyId', params: { emergencyId }, search, replace: true });
  return (
    <div className="c-page">
      <p className="c-crumbs">
        <Link to="/emergencies">{t('nav.emergencies')}</Link>
        {holdsDuty(me, 'manage-org', 'supervise', 'intake') ? (
          <>
            {' · '}
            <Link to="/stress" search={{ emergency: view.id }}>
              {t('stress.replayLink')}
            </Link>
          </>
        ) : null}
      </p>
      <h1 className="c-title">{view.headline}</h1>
      <Head view={view} />
      <nav className="k-row e-tabs" aria-label={t('emergency.tabs')}>
        <Tab code={undefined} current={shown?.code} onGo={go} label={t('emergency.tab.command')} />
        {emergencyTabs.map((one) => (
          <Tab key={one.code} code={one.code} current={shown?.code} onGo={go} label={t(one.label)} />
        ))}
      </nav>
      {shown ? (
        <Suspense fallback={<Loading />}>
          <shown.Part view={view} />
        </Suspense>
      ) : (
        <>
          <Reached view={view} />
          <CasePane
            caseId={view.id}
            action={action}
            wide={false}
            onAction={(next) => go({ action: next })}
            onChanged={() => void found.refetch()}
          />
        </>
      )}
    </div>
  );
}

function Tab({
  code,
  current,
  label,
  onGo,
}: {
  code: string | undefined;
  current: string | undefined;
  label: string;
  onGo(search: { tab?: string | undefined }): void;
}) {
  return (
    <button
      type="button"
      className={`k-button ${code === current ? 'k-button-primary' : ''}`}
      aria-current={code === current ? 'page' : undefined}
      onClick={() => onGo({ tab: code })}
    >
      {label}
    </button>
  );
}

function Head({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  return (
    <div className="c-card c-card-pad c-stack">
      <div className="k-row">
        <StateMark shape={shapeOfState(view.state.code, false)} label={view.state.label} />
        <strong>{view.order ? view.level.label : t('emergency.own')}</strong>
        {view.order ? <span>{`${view.order.issuer} ${view.order.document}`}</span> : null}
        {view.endedAt === null ? (
          <span className="k-hint">
            {t('emergency.until')} <TimeText at={view.until} as="near" />
          </span>
        ) : null}
      </div>
      {view.pending ? (
        <p role="status">
          {t('emergency.pending', { what: view.pending.label, by: view.pending.by })}{' '}
          <TimeText at={view.pending.at} as="near" />
          {view.pending.against
            ? ` · ${t('emergency.against', { by: view.pending.against.by, reason: view.pending.against.reason })}`
            : ''}
        </p>
      ) : null}
      {view.releasedAt !== null ? (
        <p>
          {t('emergency.released')} <TimeText at={view.releasedAt} as="near" />
        </p>
      ) : null}
    </div>
  );
}

/** How far the level has reached the duty holders, and where nobody stands. */
function Reached({ view }: { view: EmergencyView }) {
  const { t, locale } = useI18n();
  const last = view.activations.at(-1);
  const count = (state: string) =>
    view.counts.find((one) => one.kind === 'action-card' && one.state === state)?.n ?? 0;
  if (!last) return <p className="k-hint">{t('emergency.callingOut')}</p>;
  return (
    <section className="c-card c-card-pad c-stack" aria-labelledby="emergency-reached">
      <h2 id="emergency-reached" className="c-heading">
        {t('emergency.reached')}
      </h2>
      <p className="k-row">
        {(['card-sent', 'card-answered', 'card-done', 'card-cannot'] as const).map((state) => (
          <Link
            key={state}
            to="/emergencies/$emergencyId"
            params={{ emergencyId: view.id }}
            search={{ tab: 'cards', state }}
          >
            {t(`emergency.cards.${state}`, { n: count(state) })}
          </Link>
        ))}
      </p>
      {last.finishedAt === null ? (
        <p className="k-hint">{t('emergency.callingOut')}</p>
      ) : (
        <p className="k-hint">
          {t('emergency.calledOut', {
            n: last.wanted,
            seconds: Math.max(1, Math.round((last.finishedAt - last.startedAt) / 1000)),
          })}
        </p>
      )}
      {last.uncovered.length > 0 ? (
        <div role="status">
          <p>
            <strong>{t('emergency.uncovered', { n: last.uncovered.length })}</strong>
          </p>
          <ul>
            {last.uncovered.slice(0, 20).map((one) => (
              <li key={`${one.role} ${one.areaId}`}>
                {t('emergency.uncoveredAt', { role: one.label?.[locale] ?? one.role, area: one.areaName })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}
