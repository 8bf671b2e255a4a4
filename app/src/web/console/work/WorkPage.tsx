import { Link } from '@tanstack/react-router';
import type { CaseRow } from '../../kit/api-types.ts';
import { ClockText } from '../../kit/ClockBar.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { many } from '../../kit/many.ts';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useWork, type WorkList } from '../queries.ts';
import { useScope } from '../shell/scope.tsx';

const GROUPS = ['now', 'today', 'later', 'waiting'] as const;

/** What needs me now, today, and what I am waiting for; each line with its one next step. */
export function WorkPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const work = useWork();
  return (
    <div className="c-page c-work">
      <h1 className="c-title">{t('work.title', { name: me.account.name })}</h1>
      <Unread found={work} />
      {work.data ? <Groups work={work.data} /> : null}
    </div>
  );
}

function rowsOf(work: WorkList, group: (typeof GROUPS)[number]): readonly CaseRow[] {
  return work[group] ?? [];
}

function Groups({ work }: { work: WorkList }) {
  const { t } = useI18n();
  const nothing = GROUPS.every((group) => rowsOf(work, group).length === 0);
  return (
    <>
      {nothing ? (
        <section className="c-card c-work-clear">
          <p className="k-panel-title">{t('work.clear')}</p>
          <p>{t('work.doneToday', { n: many(work.done.today) })}</p>
          <p>
            <Link to="/queue">{t('work.seeQueue')}</Link>
          </p>
        </section>
      ) : null}
      {GROUPS.map((group) =>
        rowsOf(work, group).length === 0 ? null : (
          <section key={group} className="c-card" aria-labelledby={`work-${group}`}>
            <header className="c-card-head">
              <h2 id={`work-${group}`}>{t(`work.${group}`)}</h2>
              <span className="k-hint">
                {t('work.count', {
                  n: group === 'waiting' ? many(work.counts.waiting ?? 0) : rowsOf(work, group).length,
                })}
              </span>
              <span className="k-hint c-card-line">{t(`work.${group}.line`)}</span>
            </header>
            <ul className="c-work-list">
              {rowsOf(work, group).map((row) => (
                <WorkLine key={row.id} row={row} waiting={group === 'waiting'} />
              ))}
            </ul>
          </section>
        ),
      )}
      {nothing ? null : <p className="k-hint">{t('work.doneToday', { n: many(work.done.today) })}</p>}
    </>
  );
}

function WorkLine({ row, waiting }: { row: CaseRow; waiting: boolean }) {
  const { t } = useI18n();
  return (
    <li className="c-work-line">
      <StateMark shape={row.state.shape} label={row.state.label} />
      <div className="c-work-what">
        <Link to="/cases/$caseId" params={{ caseId: row.id }} className="c-case-link">
          {row.headline}
        </Link>
        <span className="k-hint">
          {row.areaName}
          {row.address ? ` · ${row.address}` : ''}
          {row.category?.label ? ` · ${row.category.label}` : ''} · <TimeText at={row.filedAt} />
          {row.joined > 1 ? ` · ${t('case.joined', { n: row.joined })}` : ''}
        </span>
      </div>
      <span className="c-work-clock">{row.clock ? <ClockText clock={row.clock} withDue /> : null}</span>
      <span className="c-work-next">
        {waiting ? (
          <span className="k-hint">{row.holder ? t('work.with', { unit: row.holder.unitName }) : ''}</span>
        ) : row.nextAction ? (
          <Link
            to="/cases/$caseId"
            params={{ caseId: row.id }}
            search={{ action: row.nextAction.name }}
            className="k-button"
            aria-label={`${row.nextAction.label}: ${row.headline}`}
          >
            {row.nextAction.label}
          </Link>
        ) : null}
      </span>
    </li>
  );
}
