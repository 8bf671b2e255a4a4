// 叫应: a warning has reached a place when a person there answered. First its commanders are called; nobody answers in time, then whoever is on
// duty for it; then the commanders above. Notices that went out and screens that were opened count for nothing.
import { listNodes } from '../../engines/tree/tree.ts';
import { type Actor, holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { type PostRow, selectPosts } from '../org/public.ts';
import { dutyDesk } from '../roster/public.ts';
import * as calls from './call-store.ts';
import type { AnswerBody } from './contract.ts';
import type { Asking, WarningsParts } from './parts.ts';
import * as store from './store.ts';
import { topmost } from './topmost.ts';
import './problems.ts';

const MINUTE = 60_000;
/** Minutes in which a place answers before the next rung is called: ours, not of a standard. */
const ANSWER_MINUTES = { red: 5, orange: 10, yellow: 15, blue: 30, none: 30 } as const;
const LAST_RUNG = 2;
const RECORDING = ['command', 'dispatch', 'intake', 'hotline'] as const;

type Place = { id: string; name: string; path: string };

/** Places that must answer: those with a commander of their own, and the topmost ones of the warning, whoever sits there. */
async function placesOf(tx: Tx, areas: readonly store.WarningArea[], commanders: readonly PostRow[]) {
  const held = new Set(commanders.map((post) => post.areaId));
  const tops = new Set((await topmost(tx, areas)).map((one) => one.id));
  return areas.filter((area) => held.has(area.id) || tops.has(area.id));
}

/** Calls the commanders of the warned places, and tells the desk on duty and the commanders above. */
export async function callPlaces(
  parts: WarningsParts,
  tx: Tx,
  warning: store.WarningRow,
  areas: readonly store.WarningArea[],
): Promise<void> {
  const commanders = await selectPosts(tx, civilDate(parts.now()), { duty: 'command' });
  const places = await placesOf(tx, areas, commanders);
  const asked: { place: Place; post: string; rung: number }[] = [];
  const told = new Set<string>();
  for (const place of places) {
    const own = commanders.filter((post) => post.areaId === place.id).map((post) => post.id);
    for (const post of own) asked.push({ place, post, rung: 0 });
    const shift = await dutyDesk(tx, place.path, parts.now());
    for (const post of shift ? [shift.deskPost, shift.leaderPost] : []) told.add(post);
    for (const post of commanders)
      if (post.areaPath !== place.path && place.path.startsWith(post.areaPath)) told.add(post.id);
    // Nobody to call first: the next rung is called at once.
    if (own.length === 0)
      asked.push(...(await rungOf(parts, tx, place, commanders, 1)).map((one) => ({ ...one, place })));
  }
  const called = new Set(asked.map((one) => one.post));
  await ring(parts, tx, warning, asked);
  const others = [...told].filter((post) => !called.has(post));
  if (others.length > 0)
    await parts.notify.toPosts(tx, others, {
      key: 'notice.warning-told',
      params: { event: warning.event, issuer: warning.issuer },
      link: `/console/warnings/${warning.id}`,
      urgency: 'now',
    });
}

/** Who is called at a rung: the desk and the leader on duty, then the commanders of the nearest place above. An empty rung gives way to the next. */
async function rungOf(
  parts: WarningsParts,
  tx: Tx,
  place: Place,
  commanders: readonly PostRow[],
  rung: number,
): Promise<{ post: string; rung: number }[]> {
  if (rung === 1) {
    const shift = await dutyDesk(tx, place.path, parts.now());
    if (shift) return [shift.deskPost, shift.leaderPost].map((post) => ({ post, rung: 1 }));
  }
  const above = commanders.filter(
    (post) => post.areaPath !== place.path && place.path.startsWith(post.areaPath),
  );
  const nearest = Math.max(0, ...above.map((post) => post.areaPath.length));
  return above
    .filter((post) => post.areaPath.length === nearest)
    .map((post) => ({ post: post.id, rung: LAST_RUNG }));
}

async function ring(
  parts: WarningsParts,
  tx: Tx,
  warning: store.WarningRow,
  asked: readonly { place: Place; post: string; rung: number }[],
): Promise<number> {
  if (asked.length === 0) return 0;
  const rows = asked.map(({ place, post, rung }) => ({
    ...{ id: parts.ids.next(), warningId: warning.id, areaId: place.id, postId: post, rung },
    calledAt: parts.now(),
  }));
  const added = new Set(await calls.insertCalls(tx, rows));
  const posts = [...new Set(rows.filter((one) => added.has(one.id)).map((one) => one.postId))];
  if (posts.length > 0)
    await parts.notify.toPosts(tx, posts, {
      key: 'notice.warning',
      params: { event: warning.event, issuer: warning.issuer },
      link: `/console/warnings/${warning.id}`,
      urgency: 'now',
    });
  return added.size;
}

/** Calls the next rung of every place that has not answered in time; gives how many were called. */
export async function climbDistrict(parts: WarningsParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'warning-ladder' };
  return parts.db.tx(scopeOf(actor), async (tx) => {
    let called = 0;
    for (const id of await calls.listCalled(tx, parts.now())) called += await climb(parts, tx, id);
    return called;
  });
}

async function climb(parts: WarningsParts, tx: Tx, id: string): Promise<number> {
  const warning = await store.findWarning(tx, id);
  if (!warning) return 0;
  const areas = await store.listAreas(tx, id);
  const commanders = await selectPosts(tx, civilDate(parts.now()), { duty: 'command' });
  const rows = await calls.listCalls(tx, id);
  const asked: { place: Place; post: string; rung: number }[] = [];
  for (const [areaId, own] of Map.groupBy(rows, (one) => one.areaId)) {
    const place = areas.find((one) => one.id === areaId);
    const last = own.at(-1);
    if (!place || !last || own.some((one) => one.answeredAt !== null) || last.rung >= LAST_RUNG) continue;
    if (parts.now() < last.calledAt + within(warning)) continue;
    for (const one of await rungOf(parts, tx, place, commanders, last.rung + 1))
      asked.push({ ...one, place });
  }
  return ring(parts, tx, warning, asked);
}

const within = (warning: Pick<store.WarningRow, 'colour'>) =>
  ANSWER_MINUTES[warning.colour ?? 'none'] * MINUTE;

/** The call-down list of a warning: place by place who was called, who answered, by what way and when, and who is called next and when. */
export async function viewCalls(parts: WarningsParts, tx: Tx, asking: Asking, id: string) {
  const warning = await store.findWarning(tx, id);
  if (!warning) throw problem('warnings.unknown');
  const rows = await calls.listCalls(tx, id);
  const date = civilDate(parts.now());
  const ids = [...new Set(rows.map((one) => one.postId))];
  const posts = new Map(
    (ids.length === 0 ? [] : await selectPosts(tx, date, { ids, ended: true })).map((one) => [one.id, one]),
  );
  const commanders = await selectPosts(tx, date, { duty: 'command' });
  const areas = new Map((await store.listAreas(tx, id)).map((one) => [one.id, one]));
  const open = warning.endedAt === null && warning.expiresAt > parts.now();
  const mine = new Set(asking.actor.kind === 'staff' ? asking.actor.posts.map((one) => one.postId) : []);
  const places = [];
  for (const [areaId, own] of Map.groupBy(rows, (one) => one.areaId)) {
    const area = areas.get(areaId);
    const last = own.at(-1);
    if (!area || !last) continue;
    const answered = own.some((one) => one.answeredAt !== null);
    const climbs = open && !answered && last.rung < LAST_RUNG;
    const next = climbs ? await rungOf(parts, tx, area, commanders, last.rung + 1) : [];
    const nextPosts =
      next.length === 0 ? [] : await selectPosts(tx, date, { ids: next.map((one) => one.post) });
    places.push({
      area: { id: area.id, name: area.name },
      answered,
      calls: own.map((one) => ({ ...one, ...partOf(posts.get(one.postId)), mine: mine.has(one.postId) })),
      next: next.length === 0 ? null : { at: last.calledAt + within(warning), posts: nextPosts.map(partOf) },
      mayRecord: RECORDING.some((duty) => holdsDutyOver(asking.actor, duty, area.path)),
      path: area.path,
    });
  }
  places.sort((a, b) => Number(a.answered) - Number(b.answered) || a.path.localeCompare(b.path));
  return {
    minutes: ANSWER_MINUTES[warning.colour ?? 'none'],
    answered: places.filter((one) => one.answered).length,
    of: places.length,
    open,
    places: places.map(({ path: _, ...one }) => one),
  };
}

/** A post as it is called: its title, unit, published name and the unit's telephone. */
function partOf(post: PostRow | undefined) {
  const phone = post?.unitAttributes['phone'];
  return {
    title: post?.title ?? '',
    unit: post?.unitName ?? '',
    name: post?.publishedName ?? null,
    phone: typeof phone === 'string' ? phone : null,
    vacant: post !== undefined && post.holder === null && post.acting === null,
  };
}

/** Answered by whoever holds the post, or heard by somebody on duty, on the telephone or in person. */
export async function answerCall(
  parts: WarningsParts,
  tx: Tx,
  asking: Asking,
  callId: string,
  body: AnswerBody,
) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  const call = await calls.findCall(tx, callId);
  if (!call) throw problem('warnings.call-unknown');
  const mine = actor.posts.some((one) => one.postId === call.postId);
  const area = (await listNodes(tx, 'area', { ids: [call.areaId] }))[0];
  const records = area !== undefined && RECORDING.some((duty) => holdsDutyOver(actor, duty, area.path));
  if (!mine && !records) throw problem('warnings.call-not-yours');
  // Nobody answers in the app for somebody else.
  if (body.how === 'app' && !mine)
    throw problem('warnings.call-not-yours', {}, [{ path: 'how', code: 'warning-how' }]);
  const at = body.at ?? parts.now();
  if (at > parts.now() || at < call.calledAt - MINUTE)
    throw problem('warnings.call-time', {}, [{ path: 'at', code: 'warning-call-time' }]);
  // The first answer stands; the second hand that writes it down finds it.
  await calls.answerCall(tx, callId, { at, how: body.how, account: actor.accountId, note: body.note });
  return viewCalls(parts, tx, asking, call.warningId);
}
