// What patrols know already: how often places were looked at, and what was found there. Never who walked, or how far.
import type { Fact, FactPage, FactQuery } from '../../engines/report/facts.ts';
import { civilDate, endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type Behind, behindPatrols, countBehindPatrols, type Looked } from './store-facts.ts';

const over = ({ area, from, to, until }: FactQuery): Behind => ({
  areaPath: area.path,
  from: startOfCivilDate(from),
  before: Math.min(until, endOfCivilDay(startOfCivilDate(to))),
});

const fact = (code: string, looked: Looked): Fact => ({
  code,
  grain: 'period',
  guarded: false,
  async value(tx: Tx, query: FactQuery) {
    const { total, ever } = await countBehindPatrols(tx, looked, over(query));
    return total > 0 || ever ? total : null;
  },
  async records(tx: Tx, query: FactQuery, page: FactPage) {
    const { total } = await countBehindPatrols(tx, looked, over(query));
    const rows = await behindPatrols(tx, looked, over(query), page);
    return {
      total,
      items: rows.map((row) => ({
        id: row.id,
        label: row.place,
        hint: civilDate(row.at),
        link: row.caseId === null ? '/console/patrol' : `/console/cases/${row.caseId}`,
      })),
    };
  },
});

export const patrolFacts: readonly Fact[] = [
  fact('patrol.records', 'records'),
  fact('patrol.findings', 'findings'),
];
