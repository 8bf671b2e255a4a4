// The numbers of the three rates: kept counts with what was not counted yet added from its rows. Where nothing is kept, or days wait to
// be counted again, the rows themselves are counted: slower, and the same numbers.
import { endOfCivilDay } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { atoms, type Grouping } from './rate-sql.ts';
import { findMark } from './store-kept.ts';
import { type Counted, countRates, countTurned, type RateFilter } from './store-rates.ts';
import { aspectOf, findStanding, hasStale, sumAspect, sumLeaves } from './store-reading.ts';

/** What the reader may open, to tell whose small numbers are shown. */
export type Sight = {
  /** All of the area asked about is in the reader's sight. */
  whole: boolean;
  sees(group: string): boolean;
};

export async function readCounts(
  tx: Tx,
  filter: RateFilter & { areaKey: string },
  by: Grouping,
  sight: Sight,
): Promise<Counted[]> {
  const mark = await findMark(tx, filter.rule);
  if (mark === undefined || (await hasStale(tx))) return countRates(tx, filter, by);
  // What was kept by a clock that runs ahead of this one was known; the end of a past day stays where it is.
  const until =
    endOfCivilDay(filter.until - 1) === filter.until ? filter.until : Math.max(filter.until, mark);
  const asked = { ...filter, until };
  const { paths, deepest } = await findStanding(tx, filter.areaKey);
  const aspect = aspectOf(filter, by, deepest);
  const kept =
    aspect === 'leaf' ? await sumLeaves(tx, asked, by, paths) : await sumAspect(tx, asked, by, aspect);
  const turned = mark < until ? await countTurned(tx, asked, by, mark) : [];
  const groups = new Map<string, Counted>();
  for (const row of kept) {
    const inSight = sight.whole || sight.sees(row.key) || (aspect === 'leaf' && row.inSight);
    groups.set(row.key, { ...row, inSight });
  }
  for (const row of turned) {
    const known = groups.get(row.key);
    if (!known) groups.set(row.key, { ...row, inSight: sight.whole || row.inSight });
    else {
      for (const atom of atoms) known[atom] += row[atom];
      known.inSight = known.inSight && (sight.whole || sight.sees(row.key) || row.inSight);
    }
  }
  return [...groups.values()].filter((row) => row.filed !== 0).sort((a, b) => (a.key < b.key ? -1 : 1));
}
