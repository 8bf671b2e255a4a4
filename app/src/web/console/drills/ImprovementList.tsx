import { Link } from '@tanstack/react-router';
import { shapeOfState } from '../../kit/case-states.ts';
import { now } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { Improvement } from './queries.ts';

/** What is to be improved, by whom, by when. */
export function ImprovementList({ items, none }: { items: readonly Improvement[]; none: string }) {
  const { t } = useI18n();
  if (items.length === 0) return <p className="k-hint">{none}</p>;
  return (
    <div className="c-table-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('drills.improve.what')}</th>
            <th scope="col">{t('drills.improve.who')}</th>
            <th scope="col">{t('drills.state')}</th>
            <th scope="col">{t('drills.improve.due')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to="/cases/$caseId" params={{ caseId: one.id }}>
                  {one.headline}
                </Link>
                <div className="k-hint">{one.number}</div>
              </td>
              <td>{one.unitName ?? '—'}</td>
              <td className="c-nowrap">
                <StateMark
                  shape={shapeOfState(one.state.code, one.dueAt !== null && one.dueAt < now())}
                  label={one.state.label}
                />
              </td>
              <td className="c-nowrap">{one.dueAt === null ? '—' : <TimeText at={one.dueAt} as="near" />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
