// What appraisal knows already about cases. Administrative closure, checked results and residents' own words are different facts.
import type { Fact, FactQuery } from '../../engines/report/facts.ts';
import { endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import { readCounts } from './rate-reading.ts';
import { cellsFrom } from './rate-sql.ts';
import { type Cell, rateRules } from './rules.ts';
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
