// Who somebody is today: the posts held and acted for, by date in Asia/Shanghai. And the other way round: who is there for
// a duty at a place.
import type { Actor } from '../../kernel/actor.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type HeldRow, selectHeld, selectPerson, selectPosts } from './post-store.ts';
import './problems.ts';

export type AccountOfPerson = { accountId: string; personId: string; now: number };

/** The actor of an account: its person's posts today. A person who left, or is unknown, holds none. Run it as `system`. */
export async function resolveActor(
  tx: Tx,
  account: AccountOfPerson,
): Promise<Extract<Actor, { kind: 'staff' }>> {
  const today = civilDate(account.now);
  const person = await selectPerson(tx, account.personId);
  const gone = !person || (person.leftOn !== null && person.leftOn <= today);
  const held = gone ? [] : await selectHeld(tx, account.personId, today);
  return actorHolding(tx, account, person?.name ?? '', held);
}

/**
 * The actor as they were at a past instant, whatever they are now: for work that was done then and arrives today. Posts that ended later
 * that same day still count. Run it as `system`.
 */
export async function resolveActorAt(
  tx: Tx,
  account: { accountId: string; personId: string },
  instant: number,
): Promise<Extract<Actor, { kind: 'staff' }>> {
  const person = await selectPerson(tx, account.personId);
  const held = await selectHeld(tx, account.personId, civilDate(instant), instant);
  return actorHolding(tx, account, person?.name ?? '', held);
}

function actorHolding(
  tx: Tx,
  account: { accountId: string; personId: string },
  name: string,
  held: readonly HeldRow[],
): Extract<Actor, { kind: 'staff' }> {
  return {
    kind: 'staff',
    accountId: account.accountId,
    personId: account.personId,
    district: tx.scope.district,
    name,
    posts: held.map(({ postId, title, unitId, areaPath, areaId, duties, acting }) => ({
      postId,
      title,
      unitId,
      areaPath,
      areaId,
      duties,
      acting,
    })),
  };
}

export type MyPost = {
  postId: string;
  title: string;
  unit: { id: string; name: string };
  area: { id: string; name: string; path: string };
  duties: string[];
  acting: boolean;
};

/** The posts part of `Me`, with names. */
export async function describeMe(
  tx: Tx,
  personId: string,
  now: number,
): Promise<{ name: string; posts: MyPost[] }> {
  const person = await selectPerson(tx, personId);
  const held = await selectHeld(tx, personId, civilDate(now));
  return {
    name: person?.name ?? '',
    posts: held.map((row) => ({
      postId: row.postId,
      title: row.title,
      unit: { id: row.unitId, name: row.unitName },
      area: { id: row.areaId, name: row.areaName, path: row.areaPath },
      duties: row.duties,
      acting: row.acting,
    })),
  };
}

export type Holder = {
  postId: string;
  title: string;
  unitId: string;
  unitName: string;
  areaId: string;
  areaPath: string;
  /** Who does the work today: the stand-in while there is one, else the holder. Null for a vacant post. */
  personId: string | null;
  personName: string | null;
  acting: boolean;
};

/** Posts with a duty over a place, nearest area first (then up the territory), held ones only unless `vacant` is asked for.
 * Escalation takes the first: when the grid's post is empty, that is the community's, then the street's. */
export async function findHolders(
  tx: Tx,
  query: { duty: string; areaPath: string; now: number; unitId?: string; vacant?: boolean },
): Promise<Holder[]> {
  const rows = await selectPosts(tx, civilDate(query.now), {
    duty: query.duty,
    above: query.areaPath,
    unitId: query.unitId,
  });
  return rows
    .map((row) => {
      const person = row.acting ?? row.holder;
      return {
        postId: row.id,
        title: row.title,
        unitId: row.unitId,
        unitName: row.unitName,
        areaId: row.areaId,
        areaPath: row.areaPath,
        personId: person?.personId ?? null,
        personName: person?.name ?? null,
        acting: row.acting !== null,
      };
    })
    .filter((holder) => query.vacant === true || holder.personId !== null);
}

/** The posts that hold a duty nearest above a place: the first level at which somebody holds it. */
export async function holdersNear(
  tx: Tx,
  query: { duty: string; areaPath: string; now: number },
): Promise<string[]> {
  const holders = await findHolders(tx, query);
  return holders.filter(({ areaPath }) => areaPath === holders[0]?.areaPath).map(({ postId }) => postId);
}

/** May this actor change the organisation at a place? */
export function managesOrg(actor: Actor, areaPath: string): boolean {
  return actor.kind === 'system' || holdsDutyOver(actor, 'manage-org', areaPath);
}

/** Throws `org.not-yours` unless the actor manages the organisation over every one of the places. */
export function requireOrg(actor: Actor, places: readonly { path: string; name: string }[]): void {
  for (const place of places) {
    if (!managesOrg(actor, place.path)) throw problem('org.not-yours', { area: place.name });
  }
}
