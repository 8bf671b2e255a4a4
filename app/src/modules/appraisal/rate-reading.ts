// The numbers of the three rates: kept counts with what was not counted yet added from its rows. Where nothing is kept, or days wait to
// be counted again, the rows themselves are counted: slower, and the same numbers.
import { endOfCivilDay } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { findMark } from './store-kept.ts';
import { atoms, type Split } from './store-parts.ts';
import { type Counted, countRates, countTurned, type RateFilter } from './store-rates.ts';
import { aspectOf, findStanding, hasStale, sumAspect, sumLeaves, sumSeen } from './store-reading.ts';

/** What the reader may open, to tell whose small numbers are shown. */
export type Sight = {
  /** All of the area asked about is in the reader's sight. */
  whole: boolean;
  sees(group: string): boolean;
};

type Asked = RateFilter & { areaKey: string };

export async function readCounts(tx: Tx, filter: Asked, by: Split, sight: Sight): Promise<Counted[]> {
  const mark = await usableMark(tx, filter);
  if (mark === undefined) return countRates(tx, filter, by);
  const asked = { ...filter, until: untilOf(filter, mark) };
  const { paths, deepest } = await findStanding(tx, filter.areaKey);
  const aspect = aspectOf(filter, by, deepest);
  const kept =
    aspect === 'leaf' ? await sumLeaves(tx, asked, by, paths) : await sumAspect(tx, asked, by, aspect);
  for (const row of kept)
    row.inSight = sight.whole || sight.sees(row.key) || (aspect === 'leaf' && row.inSight);
  const turned = mark < asked.until ? await countTurned(tx, asked, by, mark) : [];
  for (const row of turned) row.inSight = sight.whole || sight.sees(row.key) || row.inSight;
  return together(kept, turned);
}

/**
 * The same of what lies in the reader's areas or with the reader's units. What one sees for another reason (one filed it, one's unit
 * assists) is not among it.
 */
export async function readSeen(tx: Tx, filter: Asked, by: Split): Promise<Counted[]> {
  const mark = await usableMark(tx, filter);
  if (mark === undefined) return countRates(tx, filter, by, 'seen');
  const asked = { ...filter, until: untilOf(filter, mark) };
  const { paths } = await findStanding(tx, filter.areaKey);
  const kept = await sumSeen(tx, asked, by, paths);
  const turned = mark < asked.until ? await countTurned(tx, asked, by, mark, 'seen') : [];
  return together(kept, turned);
}

/** How far counts are kept; undefined where nothing is, or where days wait to be counted again. */
async function usableMark(tx: Tx, filter: RateFilter): Promise<number | undefined> {
  const mark = await findMark(tx, filter.rule);
  return mark === undefined || (await hasStale(tx)) ? undefined : mark;
}

/** What was kept by a clock that runs ahead of this one was known; the end of a past day stays where it is. */
function untilOf(filter: RateFilter, mark: number): number {
  return endOfCivilDay(filter.until - 1) === filter.until ? filter.until : Math.max(filter.until, mark);
}

function together(kept: readonly Counted[], turned: readonly Counted[]): Counted[] {
  const groups = new Map(kept.map((row) => [row.key, { ...row }]));
  for (const row of turned) {
    const known = groups.get(row.key);
    if (!known) groups.set(row.key, row);
    else {
      for (const atom of atoms) known[atom] += row[atom];
      known.inSight = known.inSight && row.inSight;
    }
  }
  return [...groups.values()].filter((row) => row.filed !== 0).sort((a, b) => (a.key < b.key ? -1 : 1));
}
