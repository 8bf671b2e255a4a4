// 联得通、拉得出、用得上、打得赢: by place, each with the day on which it was last shown, and the record behind it.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { shapeOfState } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import { NewCheck } from './NewCheck.tsx';
import { type Board, type BoardRow, useBoard } from './queries.ts';

export function ReadinessTab({ areaId }: { areaId: string }) {
  const { me } = useScope();
  const found = useBoard(areaId);
  const board = found.data;
  return (
    <>
      <Unread found={found} />
      {board ? (
        <>
          <Tests board={board} />
          {holdsDuty(me, 'command', 'dispatch', 'intake') ? <NewCheck /> : null}
          <Checks board={board} />
        </>
      ) : null}
    </>
  );
}

function Tests({ board }: { board: Board }) {
  const { t } = useI18n();
  const { freshDays } = board;
  const stale = board.rows.reduce(
    (sum, row) => sum + [row.reach, row.muster, row.stock, row.drill].filter((one) => one.stale).length,
    0,
  );
  return (
    <section className="d-sec" aria-labelledby="readiness-tests">
      <h2 id="readiness-tests" className="c-heading">
        {t('readiness.tests', { area: board.area.name })}
      </h2>
      <p role="status">{t(stale === 0 ? 'readiness.allFresh' : 'readiness.stale', { n: stale })}</p>
      <p className="k-hint">{t('readiness.freshness', freshDays)}</p>
      <div className="c-table-scroll">
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('drills.where')}</th>
              <th scope="col">{t('readiness.reach')}</th>
              <th scope="col">{t('readiness.muster')}</th>
              <th scope="col">{t('readiness.stock')}</th>
              <th scope="col">{t('readiness.drill')}</th>
            </tr>
          </thead>
          <tbody>
            {board.rows.map((row) => (
              <Row key={row.area.id} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ row }: { row: BoardRow }) {
  const { t } = useI18n();
  const { reach, muster, stock, drill } = row;
  return (
    <tr>
      <th scope="row">{row.area.name}</th>
      <td>
        {reach.check === null ? (
          <Never />
        ) : (
          <Dated at={reach.at} stale={reach.stale}>
            <Link to="/readiness/$checkId" params={{ checkId: reach.check }}>
              {t('readiness.answered', { n: reach.answered, of: reach.asked })}
            </Link>
          </Dated>
        )}
      </td>
      <td>
        {muster.id === null ? (
          <Never />
        ) : (
          <Dated at={muster.at} stale={muster.stale}>
            <Link to="/cases/$caseId" params={{ caseId: muster.id }}>
              {t('readiness.mustered', { n: muster.arrived ?? 0, minutes: muster.minutes ?? 0 })}
            </Link>
          </Dated>
        )}
      </td>
      <td>
        {stock.points.length === 0 ? (
          <span className="k-hint">{t('readiness.noPoints')}</span>
        ) : (
          <Dated at={stock.at} stale={stock.stale}>
            <details>
              <summary>{t('readiness.points', { n: stock.points.length })}</summary>
              <ul className="d-plain">
                {stock.points.map((point) => (
                  <li key={point.id}>
                    <Link to="/stocks/$pointId" params={{ pointId: point.id }}>
                      {point.name}
                    </Link>{' '}
                    {point.countedAt === null ? (
                      t('readiness.neverCounted')
                    ) : (
                      <TimeText at={point.countedAt} as="near" />
                    )}
                  </li>
                ))}
              </ul>
            </details>
          </Dated>
        )}
      </td>
      <td>
        {drill.id === null ? (
          <Never />
        ) : (
          <Dated at={drill.at} stale={drill.stale}>
            <Link to="/drills/$drillId" params={{ drillId: drill.id }}>
              {t('readiness.passed')}
            </Link>
          </Dated>
        )}
      </td>
    </tr>
  );
}

function Never() {
  const { t } = useI18n();
  return <span className="d-late">{t('readiness.never')}</span>;
}

function Dated({ at, stale, children }: { at: number | null; stale: boolean; children: ReactNode }) {
  const { t } = useI18n();
  return (
    <>
      {children}
      <div className={stale ? 'd-late' : 'k-hint'}>
        {at === null ? t('readiness.neverCounted') : <TimeText at={at} as="near" />}
        {stale ? ` · ${t('readiness.again')}` : ''}
      </div>
    </>
  );
}

function Checks({ board }: { board: Board }) {
  const { t } = useI18n();
  return (
    <section className="d-sec" aria-labelledby="readiness-checks">
      <h2 id="readiness-checks" className="c-heading">
        {t('readiness.checks')}
      </h2>
      {board.checks.length === 0 ? (
        <p className="k-hint">{t('readiness.noChecks')}</p>
      ) : (
        <div className="c-table-scroll">
          <table className="c-table">
            <tbody>
              {board.checks.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to="/readiness/$checkId" params={{ checkId: one.id }}>
                      {one.title}
                    </Link>
                  </td>
                  <td className="c-nowrap">
                    <StateMark shape={shapeOfState(one.state.code, false)} label={one.state.label} />
                  </td>
                  <td className="c-nowrap">
                    <TimeText at={one.startedAt} as="near" />
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
