// One drill: its script with what became of each line, who signed up, musters, what observers saw, and what is to be improved.
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { shapeOfState } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { CasePane } from '../case/CasePane.tsx';
import { ImprovementList } from './ImprovementList.tsx';
import { Observers } from './Observers.tsx';
import { type DrillView, useDrill } from './queries.ts';
import { ScriptPart } from './ScriptPart.tsx';
import { SignUps } from './SignUps.tsx';
import './drills.css';

export function DrillPage() {
  const { t } = useI18n();
  const { drillId } = useParams({ from: '/drills/$drillId' });
  const { action } = useSearch({ from: '/drills/$drillId' });
  const navigate = useNavigate();
  const found = useDrill(drillId);
  if (found.isPending) return <Loading />;
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const view = found.data;
  if (!view) return null;
  const changed = () => void found.refetch();
  return (
    <div className="c-page">
      <p className="c-crumbs">
        <Link to="/drills" search={{ tab: undefined }}>
          {t('nav.drills')}
        </Link>
      </p>
      <h1 className="c-title">{view.title}</h1>
      <Head view={view} />
      <div className="d-sides">
        <div className="c-stack d-main">
          <ScriptPart view={view} onChanged={changed} />
          <Musters view={view} />
          <SignUps view={view} onChanged={changed} />
          <Observers view={view} onChanged={changed} />
          <section className="d-sec" aria-labelledby="drill-improvements">
            <h2 id="drill-improvements" className="c-heading">
              {t('drills.improvements')}
            </h2>
            <ImprovementList items={view.improvements} none={t('drills.noImprovements')} />
          </section>
        </div>
        <CasePane
          caseId={view.id}
          action={action}
          wide={false}
          onAction={(next) =>
            void navigate({
              to: '/drills/$drillId',
              params: { drillId: view.id },
              search: { action: next },
              replace: true,
            })
          }
          onChanged={changed}
        />
      </div>
    </div>
  );
}

function Head({ view }: { view: DrillView }) {
  const { t } = useI18n();
  return (
    <div className="c-card c-card-pad c-stack">
      <p className="d-exercise">{t('drills.isExercise')}</p>
      <div className="k-row">
        <StateMark shape={shapeOfState(view.state.code, view.late)} label={view.state.label} />
        <strong>{view.scenario.label}</strong>
        <span>{view.mode.label}</span>
        <span>
          {view.area.name} · {view.place}
        </span>
        <TimeText at={view.startedAt ?? view.plannedAt} as="near" />
        {view.result ? <strong>{view.result.label}</strong> : null}
      </div>
      <p>{view.aim}</p>
      <p className="k-hint">
        {view.plan ? (
          <Link to="/preparedness/$documentId" params={{ documentId: view.plan.id }}>
            {t('drills.tries', { plan: view.plan.title, n: view.plan.version })}
          </Link>
        ) : (
          t('drills.triesNone')
        )}
        {view.stressRun ? (
          <>
            {' · '}
            <Link to="/stress/$planId" params={{ planId: view.stressRun.id }}>
              {t('drills.quotes', { run: view.stressRun.title })}
            </Link>
          </>
        ) : null}
      </p>
      {view.moved.map((one) => (
        <p key={one.to} className="k-hint">
          {t('drills.moved', { reason: one.reason })} <TimeText at={one.from} as="near" /> →{' '}
          <TimeText at={one.to} as="near" />
        </p>
      ))}
    </div>
  );
}

function Musters({ view }: { view: DrillView }) {
  const { t } = useI18n();
  if (view.startedAt === null) return null;
  return (
    <section className="d-sec" aria-labelledby="drill-musters">
      <h2 id="drill-musters" className="c-heading">
        {t('drills.musters')}
      </h2>
      {view.musters.length === 0 ? (
        <p className="k-hint">{t('drills.noMusters')}</p>
      ) : (
        <div className="c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('drills.muster.group')}</th>
                <th scope="col">{t('drills.muster.called')}</th>
                <th scope="col">{t('drills.muster.took')}</th>
                <th scope="col">{t('drills.muster.came')}</th>
              </tr>
            </thead>
            <tbody>
              {view.musters.map((one) => (
                <tr key={`${one.group.code} ${one.calledAt} ${one.arrivedAt}`}>
                  <td>{one.group.label}</td>
                  <td className="c-nowrap">
                    <TimeText at={one.calledAt} as="exact" />
                  </td>
                  <td>{t('drills.minutes', { n: one.minutes })}</td>
                  <td>
                    {one.wanted === null
                      ? t('drills.muster.people', { n: one.arrived })
                      : t('drills.muster.of', { n: one.arrived, of: one.wanted })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
