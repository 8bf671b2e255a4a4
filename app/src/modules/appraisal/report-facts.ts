// What appraisal knows already about cases. Administrative closure, checked results and residents' own words are different facts.
import type { Fact, FactQuery } from '../../engines/report/facts.ts';
import { endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { readCounts, readSeen } from './rate-reading.ts';
import { type Cell, rateRules } from './rules.ts';
import { type Atoms, cellsFrom } from './store-parts.ts';
import { countBehind, listBehind, type RateFilter } from './store-rates.ts';

const rule = rateRules[0] as (typeof rateRules)[number];

/** A fact is one number; what is withheld of it is decided by who asks. */
const BLIND = { whole: false, sees: () => false };

const filterOf = ({ area, from, to, until }: FactQuery): RateFilter & { areaKey: string } => ({
  until,
  filedFrom: startOfCivilDate(from),
  filedBefore: endOfCivilDay(startOfCivilDate(to)),
  areaKey: area.key,
  rule,
});

function cellFact(cell: Cell): Fact {
  return {
    code: `cases.${cell}`,
    grain: 'period',
    guarded: true,
    async value(tx, query) {
      const groups = await readCounts(tx, filterOf(query), 'area', BLIND);
      return groups.reduce((sum, group) => sum + cellsFrom(rule, group)[cell], 0);
    },
    async records(tx, query, page) {
      const filter = filterOf(query);
      const { visible } = await countBehind(tx, filter, { cell });
      const rows = await listBehind(tx, filter, { cell }, page);
      return {
        total: visible,
        items: rows.map((row) => ({
          id: row.id,
          label: row.headline,
          hint: row.number,
          link: `/console/cases/${row.id}`,
        })),
      };
    },
  };
}

const CELLS = ['filed', 'ended', 'checked', 'response-in', 'solved-in', 'satisfied-in', 'silent'] as const;
export const caseFacts: readonly Fact[] = CELLS.map(cellFact);

/** What was filed within a time and what became of it, for a reader: of an area that is the reader's whole, or of what of it is. */
export async function seenCounts(
  tx: Tx,
  now: number,
  asked: {
    area: { key: string; path: string };
    filedFrom: number;
    filedBefore: number;
    by: 'area' | 'area-month';
  },
): Promise<({ key: string } & Atoms)[]> {
  const { area, filedFrom, filedBefore, by } = asked;
  const filter = { until: now + 1, filedFrom, filedBefore, areaKey: area.key, rule };
  const { reach, sees = [] } = tx.scope;
  const whole = reach === 'system' || sees.some((prefix) => area.path.startsWith(prefix));
  return whole ? readCounts(tx, filter, by, BLIND) : readSeen(tx, filter, by);
}
