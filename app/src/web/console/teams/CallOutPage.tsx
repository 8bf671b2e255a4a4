// One call-out: how many said yes, are there, are home; the roll for its organiser; and what comes next.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { CasePane } from '../case/CasePane.tsx';
import { stands, useCallOut, type CallOutPage as View } from './queries.ts';
import { Roll } from './Roll.tsx';
import './teams.css';

export function CallOutPage() {
  const { t } = useI18n();
  const { callOutId } = useParams({ from: '/call-outs/$callOutId' });
  const { action } = useSearch({ from: '/call-outs/$callOutId' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const found = useCallOut(callOutId);
  if (found.isPending) return <Loading />;
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const view = found.data;
  if (!view) return null;
  const changed = () => {
    void client.invalidateQueries({ queryKey: ['call-outs'] });
    void client.invalidateQueries({ queryKey: ['case', callOutId] });
  };
  return (
    <div className="c-page">
      <p className="c-crumbs">
        <Link to="/teams">{t('nav.teams')}</Link>
        {view.emergencyId ? (
          <Link
            to="/emergencies/$emergencyId"
            params={{ emergencyId: view.emergencyId }}
            search={{ tab: 'call-outs' }}
          >
            {t('nav.emergencies')}
          </Link>
        ) : null}
      </p>
      <h1 className="c-title">{view.headline}</h1>
      <Head view={view} />
      {view.roll ? (
        <Roll view={{ ...view, roll: view.roll }} onChanged={changed} />
      ) : (
        <p className="k-hint">{t('teams.rollHidden')}</p>
      )}
      <CasePane
        caseId={view.id}
        action={action}
        wide={false}
        onAction={(next) =>
          void navigate({
            to: '/call-outs/$callOutId',
            params: { callOutId },
            search: { action: next },
            replace: true,
          })
        }
        onChanged={changed}
      />
    </div>
  );
}

function Head({ view }: { view: View }) {
  const { t } = useI18n();
  return (
    <section className="c-card c-card-pad c-stack" aria-label={t('teams.counts')}>
      <ul className="t-counts">
        <li>
          <strong>{view.wanted}</strong> {t('teams.wanted')}
        </li>
        {stands.map((stand) => (
          <li key={stand} className={stand === 'missing' && view.counts.missing > 0 ? 't-alarm' : undefined}>
            <strong>{view.counts[stand]}</strong> {t(`teams.stand.${stand}`)}
          </li>
        ))}
      </ul>
      <p>
        <TimeText at={view.meetAt} as="exact" /> {view.meetingPoint} ·{' '}
        {t('teams.longest', { hours: view.maxHours })}
        {view.outdoor ? ` · ${t('teams.outdoor')}` : ''}
      </p>
      {view.red ? (
        <p className="k-error" role="status">
          {t('teams.redRule')}
        </p>
      ) : null}
      {view.heads ? (
        <p className="k-hint">
          {t('teams.heads', { people: view.heads.people })} <TimeText at={view.heads.at} as="near" />
        </p>
      ) : null}
      {view.closedAt === null ? null : <p>{t('teams.hours', { hours: view.hours })}</p>}
    </section>
  );
}
