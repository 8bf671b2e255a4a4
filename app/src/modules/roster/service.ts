// The duty roster as people use it: who sits where when, where nobody does, what one shift tells the next.
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import type { ListQuery, ShiftBody } from './contract.ts';
import type { Asking, RosterParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const PLANNING = ['command', 'intake', 'dispatch'] as const;
const DAY_MS = 86_400_000;
const DAYS = 7;

function staffOf({ actor }: Asking) {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor;
}

async function getArea(parts: RosterParts, district: string, areaId: string) {
  const area = (await parts.areaChain(district, areaId)).at(-1);
  if (!area) throw problem('roster.area-unknown', {}, [{ path: 'areaId', code: 'roster-area' }]);
  return area;
}

/** Spans in which nobody sits at the desk: the 24 hours are whole or it is shown. O(shifts). */
export function gapsOf(
  shifts: readonly { beginsAt: number; endsAt: number }[],
  from: number,
  to: number,
): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  let covered = from;
  for (const one of [...shifts].sort((a, b) => a.beginsAt - b.beginsAt)) {
    if (one.beginsAt > covered) gaps.push({ from: covered, to: Math.min(one.beginsAt, to) });
    covered = Math.max(covered, one.endsAt);
  }
  if (covered < to) gaps.push({ from: covered, to });
  return gaps;
}

export async function listRoster(parts: RosterParts, tx: Tx, asking: Asking, query: ListQuery) {
  const actor = staffOf(asking);
  const area = await getArea(parts, actor.district, query.areaId);
  const from = query.from ?? parts.now();
  const to = from + (query.days ?? DAYS) * DAY_MS;
  const items = await store.listShifts(tx, area.id, from, to);
  return {
    area: { id: area.id, name: area.name },
    items,
    gaps: gapsOf(items, from, to),
    now: (await dutyDesk(tx, area.path, parts.now())) ?? null,
  };
}

export async function planShift(parts: RosterParts, tx: Tx, asking: Asking, body: ShiftBody) {
  const actor = staffOf(asking);
  const area = await getArea(parts, actor.district, body.areaId);
  if (!PLANNING.some((duty) => holdsDutyOver(actor, duty, area.path)))
    throw problem('roster.not-yours', { area: area.name });
  if (body.endsAt <= body.beginsAt || body.endsAt - body.beginsAt > DAY_MS)
    throw problem('roster.span', {}, [{ path: 'endsAt', code: 'roster-span' }]);
  if (body.endsAt <= parts.now()) throw problem('roster.over', {}, [{ path: 'endsAt', code: 'roster-over' }]);
  if (body.deskPost === body.leaderPost)
    throw problem('roster.span', {}, [{ path: 'leaderPost', code: 'roster-two' }]);
  for (const path of ['deskPost', 'leaderPost'] as const) {
    const [post] = await selectPosts(tx, civilDate(parts.now()), { ids: [body[path]] });
    if (!post) throw problem('roster.post-unknown', {}, [{ path, code: 'roster-post' }]);
  }
  await store.lockArea(tx, area.id);
  const [other] = (await store.listShifts(tx, area.id, body.beginsAt, body.endsAt)).filter(
    (one) => one.id !== body.id,
  );
  if (other)
    throw problem('roster.overlap', { title: other.deskTitle }, [
      { path: 'beginsAt', code: 'roster-overlap' },
    ]);
  await store.insertShift(tx, { ...body, by: actor.accountId, now: parts.now() });
  const shift = await store.findShift(tx, body.id);
  if (!shift) throw problem('roster.unknown', {});
  return shift;
}

async function getShift(tx: Tx, id: string): Promise<store.ShiftRow> {
  const shift = await store.findShift(tx, id);
  if (!shift) throw problem('roster.unknown', {});
  return shift;
}

export async function strike(parts: RosterParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const shift = await getShift(tx, id);
  if (!PLANNING.some((duty) => holdsDutyOver(actor, duty, shift.areaPath)))
    throw problem('roster.not-yours', { area: shift.areaName });
  // What was is not rewritten.
  if (shift.beginsAt <= parts.now()) throw problem('roster.over', {});
  await store.strikeShift(tx, id, parts.now());
  return { id };
}

/** Said by whoever sat there or led, once: what the next shift must know. */
export async function handOver(parts: RosterParts, tx: Tx, asking: Asking, id: string, words: string) {
  const actor = staffOf(asking);
  const shift = await getShift(tx, id);
  const theirs = actor.posts.some((post) => [shift.deskPost, shift.leaderPost].includes(post.postId));
  if (!theirs) throw problem('roster.not-yours', { area: shift.areaName });
  if (shift.beginsAt > parts.now()) throw problem('roster.not-begun', {});
  if (!(await store.handOver(tx, id, actor.accountId, words, parts.now())))
    throw problem('roster.handed-over', {});
  return getShift(tx, id);
}

/** Who answers for a place at an instant: its own desk, or the nearest above. Undefined where nobody sits: the caller goes up. */
export function dutyDesk(tx: Tx, areaPath: string, at: number): Promise<store.ShiftRow | undefined> {
  return store.findDesk(tx, areaPath, at);
}
