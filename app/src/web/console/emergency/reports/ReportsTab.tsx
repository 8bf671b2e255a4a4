// 情况报告 and 交接班 of one emergency: what was known and said, when the next report is due, and who goes on with it.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useI18n } from '../../../kit/i18n.tsx';
import { StateMark } from '../../../kit/StateMark.tsx';
import { Unread } from '../../../kit/States.tsx';
import { TimeText } from '../../../kit/TimeText.tsx';
import { useNow } from '../../../kit/use-now.ts';
import type { EmergencyView } from '../queries.ts';
import '../emergency.css';
import { IncidentHandover } from './IncidentHandover.tsx';
import { type SituationList, useSituations } from './queries.ts';
import { SituationForm } from './SituationForm.tsx';
import { SituationPane } from './SituationPane.tsx';

export function ReportsTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const { open } = useSearch({ from: '/emergencies/$emergencyId' });
  const navigate = useNavigate();
  const found = useSituations(view.id);
  const go = (id: string | undefined) =>
    void navigate({
      to: '/emergencies/$emergencyId',
      params: { emergencyId: view.id },
      search: { tab: 'reports', open: id },
      replace: true,
    });
  return (
    <section className={open ? 'e-pair e-report-pair' : 'c-stack'} aria-label={t('emergency.tab.reports')}>
      <div className="c-stack e-no-print">
        <Unread found={found} />
        {found.data ? <Due list={found.data} /> : null}
        {found.data?.items.length === 0 ? <p className="k-hint">{t('situation.none')}</p> : null}
        <ul className="e-needs">
          {found.data?.items.map((one) => (
            <li key={one.id} className={`e-need${one.id === open ? ' e-need-open' : ''}`}>
              <div className="k-row">
                <button
                  type="button"
                  className="k-link e-need-title"
                  aria-expanded={one.id === open}
                  onClick={() => go(one.id === open ? undefined : one.id)}
                >
                  {one.kind.label} {one.seq === null ? '' : t('situation.seq', { n: one.seq })}
                </button>
                <StateMark
                  shape={one.signedAt === null ? 'todo' : 'done'}
                  label={t(one.signedAt === null ? 'situation.draft' : 'situation.signed')}
                />
                <span className="k-hint">
                  {t('situation.asOf')} <TimeText at={one.asOf} as="near" /> ·{' '}
                  {one.signedTitle ?? one.madeTitle}
                </span>
              </div>
            </li>
          ))}
        </ul>
        {found.data?.mayWrite && found.data.due ? (
          <SituationForm view={view} list={found.data} onMade={go} />
        ) : null}
        <IncidentHandover view={view} />
      </div>
      {open ? <SituationPane key={open} id={open} onClose={() => go(undefined)} /> : null}
    </section>
  );
}

/** What is due next, said before it is late. */
function Due({ list }: { list: SituationList }) {
  const { t } = useI18n();
  const now = useNow();
  if (!list.due) return <p>{t('situation.ended')}</p>;
  const late = list.due.at < now;
  return (
    <p className="k-row" role="status">
      <StateMark
        shape={late ? 'late' : 'todo'}
        label={t(late ? 'situation.late' : 'situation.due', { kind: t(`situation.kind.${list.due.kind}`) })}
      />
      <TimeText at={list.due.at} as="near" />
      <span className="k-hint">{t('situation.every', { n: list.everyMinutes / 60 })}</span>
    </p>
  );
}
