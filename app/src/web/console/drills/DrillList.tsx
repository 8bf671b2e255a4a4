import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { shapeOfState } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import { NewDrill } from './NewDrill.tsx';
import { type DrillRow, useDrills } from './queries.ts';

/** What waits for somebody stands on top: running, past its day, to be reviewed, then what is planned. */
export function DrillList({ areaId }: { areaId: string }) {
  const { t } = useI18n();
  const { me } = useScope();
  const found = useDrills(areaId);
  const [planning, setPlanning] = useState(false);
  const items = found.data?.items ?? [];
  const now = items.filter(
    (one) => one.late || ['drill-running', 'drill-reviewing'].includes(one.state.code),
  );
  const planned = items.filter((one) => one.state.code === 'drill-planned' && !one.late);
  const done = items.filter((one) => one.closedAt !== null);
  const plans = holdsDuty(me, 'command', 'dispatch', 'intake');
  return (
    <>
      {plans && !planning ? (
        <button type="button" className="k-button k-button-primary d-start" onClick={() => setPlanning(true)}>
          {t('drills.new')}
        </button>
      ) : null}
      {planning ? <NewDrill onClose={() => setPlanning(false)} /> : null}
      <Unread found={found} />
      {now.length > 0 ? <Group id="drills-now" title={t('drills.now')} items={now} /> : null}
      <Group id="drills-planned" title={t('drills.planned')} items={planned} none={t('drills.nonePlanned')} />
      <Group id="drills-done" title={t('drills.done')} items={done} none={t('drills.noneDone')} />
      {found.data?.more ? <p className="k-hint">{t('drills.more', { n: items.length })}</p> : null}
    </>
  );
}

function Group({
  id,
  title,
  items,
  none,
}: {
  id: string;
  title: string;
  items: readonly DrillRow[];
  none?: string;
}) {
  const { t } = useI18n();
  return (
    <section className="d-sec" aria-labelledby={id}>
      <h2 id={id} className="c-heading">
        {title}
      </h2>
      {items.length === 0 ? (
        <p className="k-hint">{none}</p>
      ) : (
        <div className="c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('drills.what')}</th>
                <th scope="col">{t('drills.where')}</th>
                <th scope="col">{t('drills.when')}</th>
                <th scope="col">{t('drills.state')}</th>
                <th scope="col">{t('drills.found')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <Row key={one.id} drill={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ drill }: { drill: DrillRow }) {
  const { t } = useI18n();
  const found =
    drill.findings === 0
      ? t('drills.noFindings')
      : t('drills.findings', { n: drill.findings, open: drill.openFindings });
  return (
    <tr>
      <td>
        <Link to="/drills/$drillId" params={{ drillId: drill.id }}>
          {drill.title}
        </Link>
        <div className="k-hint">
          {drill.scenario.label} · {drill.mode.label}
        </div>
      </td>
      <td>
        {drill.area.name}
        <div className="k-hint">{drill.place}</div>
      </td>
      <td className="c-nowrap">
        <TimeText at={drill.startedAt ?? drill.plannedAt} as="near" />
        {drill.late ? <div className="d-late">{t('drills.late')}</div> : null}
      </td>
      <td className="c-nowrap">
        <StateMark shape={shapeOfState(drill.state.code, drill.late)} label={drill.state.label} />
        {drill.result ? <div className="k-hint">{drill.result.label}</div> : null}
      </td>
      <td>
        {drill.startedAt === null ? '—' : found}
        {drill.musterMinutes === null ? null : (
          <div className="k-hint">{t('drills.musterMedian', { n: drill.musterMinutes })}</div>
        )}
      </td>
    </tr>
  );
}
