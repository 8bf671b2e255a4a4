// 整改清单: whatever a review, a drill, a check, a survey or a count found, with its owner and its day; late ones on top.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { shapeOfState } from '../../kit/case-states.ts';
import { now } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { type BacklogItem, useBacklog } from './queries.ts';

export function BacklogTab({ areaId }: { areaId: string }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(true);
  const found = useBacklog(areaId, open);
  const backlog = found.data;
  return (
    <section className="d-sec" aria-labelledby="backlog">
      <h2 id="backlog" className="c-heading">
        {t('backlog.title')}
      </h2>
      <Unread found={found} />
      {backlog ? (
        <>
          {open ? (
            <p role="status">{t('backlog.counts', { n: backlog.items.length, late: backlog.late })}</p>
          ) : null}
          {backlog.items.length === 0 ? (
            <p className="k-hint">{t(open ? 'backlog.none' : 'backlog.noneDone')}</p>
          ) : (
            <Table items={backlog.items} />
          )}
          {backlog.more ? <p className="k-hint">{t('drills.more', { n: backlog.items.length })}</p> : null}
          <button type="button" className="k-link d-start" onClick={() => setOpen(!open)}>
            {t(open ? 'backlog.showDone' : 'backlog.showOpen')}
          </button>
        </>
      ) : null}
    </section>
  );
}

function Table({ items }: { items: readonly BacklogItem[] }) {
  const { t } = useI18n();
  return (
    <div className="c-table-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('drills.improve.what')}</th>
            <th scope="col">{t('backlog.from')}</th>
            <th scope="col">{t('drills.where')}</th>
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
              </td>
              <td>
                {one.source.label}
                {one.from ? (
                  <div className="k-hint">
                    <From from={one.from} />
                  </div>
                ) : null}
              </td>
              <td>{one.areaName}</td>
              <td>{one.unitName ?? '—'}</td>
              <td className="c-nowrap">
                <StateMark
                  shape={shapeOfState(one.state.code, one.dueAt !== null && one.dueAt < now())}
                  label={one.state.label}
                />
              </td>
              <td className="c-nowrap">
                {one.closedAt !== null ? (
                  <TimeText at={one.closedAt} as="near" />
                ) : one.dueAt === null ? (
                  '—'
                ) : (
                  <TimeText at={one.dueAt} as="near" />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function From({ from }: { from: NonNullable<BacklogItem['from']> }) {
  if (from.kind === 'drill')
    return (
      <Link to="/drills/$drillId" params={{ drillId: from.id }}>
        {from.title}
      </Link>
    );
  if (from.kind === 'emergency')
    return (
      <Link to="/emergencies/$emergencyId" params={{ emergencyId: from.id }} search={{ tab: 'review' }}>
        {from.title}
      </Link>
    );
  return (
    <Link to="/cases/$caseId" params={{ caseId: from.id }}>
      {from.title}
    </Link>
  );
}
