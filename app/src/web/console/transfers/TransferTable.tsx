// The list, by what needs somebody now or building by building: who brings them away, until when, where to; whom it means one step further.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { shapeOfState } from '../../kit/case-states.ts';
import { now } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { byBuilding } from './buildings.ts';
import { TransferPeople } from './People.tsx';
import type { Transfer } from './queries.ts';

const LEAVING = ['to-notify', 'notified', 'refused', 'out-of-reach'];
const COLUMNS = 6;

export function TransferTable({ items, running }: { items: readonly Transfer[]; running: boolean }) {
  const { t } = useI18n();
  const [buildings, setBuildings] = useState(false);
  const [opened, setOpened] = useState<string>();
  if (items.length === 0) return <p className="k-hint">{t('transfers.none')}</p>;
  const line = (one: Transfer) => (
    <Line
      key={one.id}
      one={one}
      open={opened === one.id}
      running={running}
      onOpen={() => setOpened(opened === one.id ? undefined : one.id)}
    />
  );
  return (
    <>
      <label className="k-inline">
        <input type="checkbox" checked={buildings} onChange={(event) => setBuildings(event.target.checked)} />
        {t('transfers.byBuilding')}
      </label>
      <div className="tr-wide">
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('transfers.household')}</th>
              <th scope="col">{t('transfers.state')}</th>
              <th scope="col">{t('transfers.people')}</th>
              <th scope="col">{t('transfers.organiser')}</th>
              <th scope="col">{t('transfers.where')}</th>
              <th scope="col">{t('transfers.when')}</th>
            </tr>
          </thead>
          {buildings ? (
            byBuilding(items).map((group) => (
              <tbody key={`${group.areaName}/${group.name}`}>
                <tr>
                  <th scope="rowgroup" colSpan={COLUMNS} className="tr-group">
                    {group.name} <span className="k-hint">{group.areaName}</span>{' '}
                    {t('transfers.groupSum', {
                      doors: group.items.length,
                      people: group.people,
                      arrived: group.arrived,
                    })}
                  </th>
                </tr>
                {group.items.map(line)}
              </tbody>
            ))
          ) : (
            <tbody>{items.map(line)}</tbody>
          )}
        </table>
      </div>
    </>
  );
}

function Line({
  one,
  open,
  running,
  onOpen,
}: {
  one: Transfer;
  open: boolean;
  running: boolean;
  onOpen(): void;
}) {
  const { t } = useI18n();
  const leaving = LEAVING.includes(one.state);
  const done = one.arrivedAt ?? one.notifiedAt;
  return (
    <>
      <tr>
        <td>
          <Link to="/cases/$caseId" params={{ caseId: one.id }}>
            {one.address}
          </Link>
          <span className="k-hint"> {one.areaName}</span>
        </td>
        <td className="c-nowrap">
          <StateMark
            shape={shapeOfState(one.state, one.escalated && one.closedAt === null)}
            label={one.label}
          />
          {one.escalated && one.closedAt === null ? (
            <span className="k-hint"> {t('transfers.escalated')}</span>
          ) : null}
        </td>
        <td className="c-nowrap">
          {one.arrivedPeople === null
            ? t('transfers.planned', { n: one.people })
            : t('transfers.countedOf', { n: one.arrivedPeople, of: one.people })}
          {one.needHelp > 0 ? (
            <span className="k-hint"> {t('transfers.needHelp', { n: one.needHelp })}</span>
          ) : null}{' '}
          <button type="button" className="k-link" aria-expanded={open} onClick={onOpen}>
            {one.named > 0 ? t('transfers.named', { n: one.named }) : t('transfers.who')}
          </button>
        </td>
        <td>{one.organiser ?? t('transfers.nobody')}</td>
        <td>{one.arrivedWhere ?? one.shelter ?? t('transfers.ownPlace')}</td>
        <td className="c-nowrap">
          {done === null ? null : <TimeText at={done} as="near" />}
          {leaving && one.leaveBy !== null ? (
            <span className={one.leaveBy < now() ? 'k-error' : 'k-hint'}>
              {done === null ? '' : ' '}
              {t('transfers.leaveByShort')} <TimeText at={one.leaveBy} as="near" />
            </span>
          ) : null}
          {done === null && one.leaveBy === null ? '—' : null}
        </td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={COLUMNS}>
            <TransferPeople one={one} running={running} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
