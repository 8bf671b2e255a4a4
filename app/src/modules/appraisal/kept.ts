// Keeping the counts of the three rates. A day that is over is counted once, whole; the day that runs, in steps behind the present, so
// that no transaction under way is missed; what came after the last step is added by whoever reads (`rate-reading.ts`). A row that slips
// past a step all the same is there when the day is counted whole.
import { civilDate, endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import type { AppraisalParts } from './ports.ts';
import { type Measure, measureCode, measures } from './rules.ts';
import * as store from './store-kept.ts';

/** The present is counted when it is so long past. */
const BEHIND_MS = 60_000;
/** A step of the running day is due after so long, or after so many rows. */
const STEP_MS = 300_000;
const STEP_ROWS = 500;
/** Days counted again in one run. */
const MOST_STALE = 400;

/** Brings the kept counts up to the present. Gives how many buckets were written. Safe to run beside everything else. */
export async function keepCounts(
  parts: Pick<AppraisalParts, 'db' | 'now'>,
  district: string,
): Promise<number> {
  const system = scopeOf({ kind: 'system', district, reason: 'appraisal' });
  let written = await recountStale(parts, district);
  for (const measure of measures) {
    while (await parts.db.tx(system, (tx) => keepNext(tx, measure, parts.now()))) written += 1;
  }
  return written;
}

/** One day, or one step of the running day. False when there is nothing due. */
async function keepNext(tx: Tx, measure: Measure, now: number): Promise<boolean> {
  const from = (await store.findMark(tx, measure, true)) ?? (await begin(tx, measure));
  if (from === undefined) return false;
  const dayEnd = endOfCivilDay(from);
  const until = Math.min(dayEnd, now - BEHIND_MS);
  if (until <= from) return false;
  if (until === dayEnd) {
    const dayStart = startOfCivilDate(civilDate(from));
    await store.dropBuckets(tx, measure, dayStart, dayEnd);
    await store.addBucket(tx, measure, dayStart, dayEnd);
  } else {
    const due = until - from >= STEP_MS || (await store.countSince(tx, from, STEP_ROWS)) === STEP_ROWS;
    if (!due) return false;
    await store.addBucket(tx, measure, from, until);
  }
  await store.moveMark(tx, measure, until);
  return true;
}

async function begin(tx: Tx, measure: Measure): Promise<number | undefined> {
  const first = await store.firstKnown(tx);
  if (first === undefined) return undefined;
  const from = startOfCivilDate(civilDate(first));
  // Whatever was written late so far is counted with its day now.
  if (measures.length === 1) await store.dropStale(tx, await store.listStale(tx, MOST_STALE));
  await store.startMark(tx, measure, from);
  return store.findMark(tx, measure, true);
}

/** Counts the days again of which rows came late. */
async function recountStale(parts: Pick<AppraisalParts, 'db'>, district: string): Promise<number> {
  const system = scopeOf({ kind: 'system', district, reason: 'appraisal' });
  const stale = await parts.db.read(system, (tx) => store.listStale(tx, MOST_STALE));
  const days = [...new Set(stale.map((one) => one.day))];
  for (const day of days)
    await parts.db.tx(system, async (tx) => {
      await recountDay(tx, day);
      await store.dropStale(
        tx,
        stale.filter((one) => one.day === day),
      );
    });
  return days.length;
}

async function recountDay(tx: Tx, day: string): Promise<void> {
  const from = startOfCivilDate(day);
  for (const measure of measures) {
    const mark = await store.findMark(tx, measure, true);
    // Without a mark, and past it, the day is still to be counted for the first time.
    const until = Math.min(endOfCivilDay(from), mark ?? from);
    if (until <= from) continue;
    await store.dropBuckets(tx, measure, from, until);
    await store.addBucket(tx, measure, from, until);
  }
}

export type KeptCheck = { days: number; faults: string[] };

/** Compares kept counts with the rows: of every aspect the sums of each day on which cases were filed, as of the mark. */
export async function checkKept(tx: Tx): Promise<KeptCheck> {
  const check: KeptCheck = { days: 0, faults: [] };
  for (const measure of measures) {
    const mark = await store.findMark(tx, measure);
    if (mark === undefined || (await store.listStale(tx, 1)).length > 0) continue;
    const days = await store.compareDays(tx, measure, mark);
    check.days += days.filter((day) => day.aspect === 'leaf').length;
    for (const { aspect, day, differs } of days)
      if (differs) check.faults.push(`${measureCode(measure)} ${aspect} ${day}`);
  }
  return check;
}
