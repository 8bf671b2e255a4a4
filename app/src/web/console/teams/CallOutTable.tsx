// Call-outs by what they still lack: people, or somebody who is not home.
import { Link } from '@tanstack/react-router';
import { shapeOfState } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { CallOut } from './queries.ts';

export function CallOutTable({ items, none }: { items: readonly CallOut[]; none: string }) {
  const { t } = useI18n();
  if (items.length === 0) return <p className="k-hint">{none}</p>;
  return (
    <div className="c-card c-table-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('teams.column.callOut')}</th>
            <th scope="col">{t('teams.column.state')}</th>
            <th scope="col">{t('teams.column.meet')}</th>
            <th scope="col">{t('teams.column.answers')}</th>
            <th scope="col">{t('teams.column.out')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to="/call-outs/$callOutId" params={{ callOutId: one.id }}>
                  {one.headline}
                </Link>
                <span className="k-hint t-below">
                  {one.number}
                  {one.outdoor ? ` · ${t('teams.outdoor')}` : ''}
                </span>
              </td>
              <td className="c-nowrap">
                <StateMark shape={shapeOfState(one.state.code, false)} label={one.state.label} />
              </td>
              <td>
                <TimeText at={one.meetAt} as="near" />
                <span className="k-hint t-below">{one.meetingPoint}</span>
              </td>
              <td className="c-nowrap">
                {t('teams.answers', {
                  wanted: one.wanted,
                  yes: one.counts.coming + one.counts.present + one.counts.relieved + one.counts.safe,
                  waiting: one.counts.waiting,
                })}
              </td>
              <td className="c-nowrap">
                {one.counts.missing > 0 ? (
                  <StateMark shape="late" label={t('teams.missing', { n: one.counts.missing })} />
                ) : one.stillOut > 0 ? (
                  <StateMark shape="doing" label={t('teams.stillOut', { n: one.stillOut })} />
                ) : (
                  t('teams.allIn')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
