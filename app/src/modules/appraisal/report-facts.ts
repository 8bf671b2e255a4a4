// What appraisal knows already about cases. Administrative closure, checked results and residents' own words are different facts.
import type { Fact, FactQuery } from '../../engines/report/facts.ts';
import { endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import { type Cell, rateRules } from './rules.ts';
import { countBehind, listBehind, type RateFilter } from './store-rates.ts';

const rule = rateRules[0] as (typeof rateRules)[number];

const filterOf = ({ area, from, to, until }: FactQuery): RateFilter => ({
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
    value: async (tx, query) => (await countBehind(tx, filterOf(query), { cell })).total,
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
