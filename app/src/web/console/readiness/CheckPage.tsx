// One readiness check: how many answered, whom to ring up, musters.
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { shapeOfState } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { CasePane } from '../case/CasePane.tsx';
import { type CheckView, useCheck } from './queries.ts';
import '../drills/drills.css';

export function CheckPage() {
  const { t } = useI18n();
  const { checkId } = useParams({ from: '/readiness/$checkId' });
  const { action } = useSearch({ from: '/readiness/$checkId' });
  const navigate = useNavigate();
  const found = useCheck(checkId);
  if (found.isPending) return <Loading />;
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const view = found.data;
  if (!view) return null;
  return (
    <div className="c-page">
      <p className="c-crumbs">
        <Link to="/drills" search={{ tab: 'readiness' }}>
          {t('drills.tab.readiness')}
        </Link>
      </p>
      <h1 className="c-title">{view.title}</h1>
      <div className="c-card c-card-pad c-stack">
        <div className="k-row">
          <StateMark shape={shapeOfState(view.state.code, false)} label={view.state.label} />
          <span>{view.occasion.label}</span>
          <TimeText at={view.startedAt} as="near" />
          <span className="k-hint">
            {t('readiness.until')} <TimeText at={view.until} as="near" />
          </span>
        </div>
        <p role="status">
          <strong>{t('readiness.answered', { n: view.answered, of: view.asked })}</strong>
        </p>
      </div>
      <div className="d-sides">
        <div className="c-stack d-main">
          <Waiting view={view} />
          <Musters view={view} />
        </div>
        <CasePane
          caseId={view.id}
          action={action}
          wide={false}
          onAction={(next) =>
            void navigate({
              to: '/readiness/$checkId',
              params: { checkId: view.id },
              search: { action: next },
              replace: true,
            })
          }
          onChanged={() => void found.refetch()}
        />
      </div>
    </div>
  );
}

/** Only while it runs, and only for those who ask: whom to ring up. */
function Waiting({ view }: { view: CheckView }) {
  const { t } = useI18n();
  if (view.endedAt !== null) return <p className="k-hint">{t('readiness.over')}</p>;
  if (view.waiting.length === 0) return <p className="k-hint">{t('readiness.nobodyWaits')}</p>;
  return (
    <section className="d-sec" aria-labelledby="readiness-waiting">
      <h2 id="readiness-waiting" className="c-heading">
        {t('readiness.waiting', { n: view.waiting.length })}
      </h2>
      <div className="c-table-scroll">
        <table className="c-table">
          <tbody>
            {view.waiting.map((one) => (
              <tr key={`${one.areaName} ${one.unitName} ${one.title} ${one.card}`}>
                <td>{one.areaName}</td>
                <td>
                  {one.unitName} {one.title}
                </td>
                <td>
                  {one.card === null ? (
                    <span className="k-hint">{t('readiness.sending')}</span>
                  ) : (
                    <Link to="/cases/$caseId" params={{ caseId: one.card }}>
                      {t('readiness.byPhone')}
                    </Link>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Musters({ view }: { view: CheckView }) {
  const { t } = useI18n();
  if (view.musters.length === 0) return null;
  return (
    <section className="d-sec" aria-labelledby="readiness-musters">
      <h2 id="readiness-musters" className="c-heading">
        {t('drills.musters')}
      </h2>
      <ul className="d-plain">
        {view.musters.map((one) => (
          <li key={`${one.calledAt} ${one.arrivedAt} ${one.group.code}`}>
            {one.group.label} <TimeText at={one.calledAt} as="exact" /> ·{' '}
            {t('readiness.mustered', { n: one.arrived, minutes: one.minutes })}
            {one.wanted === null ? '' : ` / ${t('drills.muster.people', { n: one.wanted })}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
