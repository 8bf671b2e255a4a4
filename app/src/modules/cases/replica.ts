// The cases that somebody needs at hand where there is no network, the most needed first.
import type { Actor } from '../../kernel/actor.ts';
import { seenPaths } from '../../kernel/actor.ts';
import type { Tx } from '../../platform/db/db.ts';
import { queueBranches, waitingBranches } from './queue.ts';
import { listIds, listStamps } from './replica-store.ts';
import { filedBy } from './store.ts';

/** Why a case is wanted; in the order in which they are taken when there is not room for all. */
const WANTED_RULES = ['work', 'area', 'unit', 'filed'] as const;
export type WantedRule = (typeof WANTED_RULES)[number];

export type Wanted = {
  /** In the order of need, each case once, under the first rule that names it. */
  cases: { id: string; rule: WantedRule }[];
  /** The queues of the day as ids, in their own order. */
  queue: string[];
  waiting: string[];
};

/** What one filed stays at hand for so long after it was closed. */
const CLOSED_MS = 3 * 86_400_000;
/** Of what one filed the newest are looked at. */
const MOST_FILED = 1000;

/** By the person's posts now. At most `most` of each rule are looked at. The scope of `tx` must be the actor's own. */
export async function wantedCases(
  tx: Tx,
  actor: Extract<Actor, { kind: 'staff' }>,
  now: number,
  most: number,
): Promise<Wanted> {
  const open = { openOnly: true };
  const units = [...new Set(actor.posts.map((post) => post.unitId))];
  const queue = await listIds(tx, queueBranches(actor), {}, most);
  const waiting = await listIds(tx, waitingBranches(actor), {}, most);
  const byRule: Record<WantedRule, string[]> = {
    work: queue,
    area: await listIds(
      tx,
      seenPaths(actor.posts).map((path) => ({ path })),
      open,
      most,
    ),
    unit: await listIds(
      tx,
      units.flatMap((unit) => [{ unit }, { assist: unit }]),
      open,
      most,
    ),
    filed: await listIds(
      tx,
      [{ filedBy: actor.accountId }],
      { openSince: now - CLOSED_MS, ids: await filedBy(tx, actor.accountId, MOST_FILED) },
      most,
    ),
  };
  const seen = new Set<string>();
  const cases = WANTED_RULES.flatMap((rule) =>
    byRule[rule].flatMap((id) => {
      if (seen.has(id)) return [];
      seen.add(id);
      return [{ id, rule }];
    }),
  );
  return { cases, queue, waiting };
}

/** For each visible case a word that changes with whatever its page shows, but for what the passing of time alone changes. */
export type CaseStamp = { id: string; stamp: string };

export async function caseStamps(tx: Tx, ids: readonly string[], now: number): Promise<CaseStamp[]> {
  const rows = await listStamps(tx, ids, now);
  return rows.map(({ id, version, late, around }) => ({ id, stamp: `${version}.${late ? 1 : 0}.${around}` }));
}
