// 交接班: a note made of the open work of a post, with the words of whoever leaves. The work stays with the post whether or not
// somebody reads the note; a note that nobody receives shows to those above.
import { type Actor, type HeldPost, holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate, endOfCivilDay } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { listCases, listCasesByIds, queueBranches } from '../cases/public.ts';
import { findHolders, selectPosts } from '../org/public.ts';
import { staffOf } from './agenda.ts';
import * as store from './handover-store.ts';
import type { Asking, RhythmParts, Staff } from './ports.ts';
import './problems.ts';

const MOST_LINES = 100;
const MOST_NOTES = 50;
/** Duties of people who answer for what happens in an area. */
const ABOVE = ['supervise', 'view', 'intake', 'escalate-receive'] as const;

/** The open work of one post: what its holder could take the next step on. */
async function workOfPost(tx: Tx, actor: Staff, post: HeldPost) {
  const branches = queueBranches({ ...actor, posts: [post] });
  if (branches.length === 0) return [];
  return listCases(tx, branches, {}, { order: 'due', after: undefined, limit: MOST_LINES });
}

/** Colleagues who could take over: posts of the same unit, or of the same place, that somebody holds. */
async function receiversOf(tx: Tx, post: HeldPost, now: number) {
  const today = civilDate(now);
  const near = [
    ...(await selectPosts(tx, today, { unitId: post.unitId, limit: 200 })),
    ...(await selectPosts(tx, today, { areaId: post.areaId, limit: 200 })),
  ];
  const held = near.filter((one) => one.id !== post.postId && (one.acting ?? one.holder) !== null);
  return [...new Map(held.map((one) => [one.id, one])).values()].map((one) => ({
    postId: one.id,
    title: one.title,
    unitId: one.unitId,
    areaName: one.areaName,
    name: (one.acting ?? one.holder)?.name ?? '',
    personId: (one.acting ?? one.holder)?.personId ?? '',
  }));
}

export async function draftHandover(parts: RhythmParts, tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  const now = parts.now();
  const posts = [];
  for (const post of actor.posts) {
    const work = await workOfPost(tx, actor, post);
    const rows = await parts.rows(asking, work);
    const promised = rows.filter((row) => row.clock !== null && row.clock.dueAt <= endOfCivilDay(now));
    const area = (await parts.areaChain(actor.district, post.areaId)).at(-1);
    posts.push({
      postId: post.postId,
      title: post.title,
      areaName: area?.name ?? '',
      promised,
      open: rows.filter((row) => !promised.includes(row)),
      receivers: (await receiversOf(tx, post, now))
        .filter((one) => one.personId !== actor.personId)
        .map(({ postId, title, areaName, name }) => ({ postId, title, areaName, name })),
    });
  }
  return { at: now, posts };
}

export async function writeHandover(
  parts: RhythmParts,
  tx: Tx,
  asking: Asking,
  body: {
    commandId: string;
    postId: string;
    toPostId: string | null;
    words: string;
    about?: string | undefined;
  },
) {
  const actor = staffOf(asking);
  const now = parts.now();
  const post = actor.posts.find((one) => one.postId === body.postId);
  if (!post) throw problem('rhythm.not-your-post', {}, [{ path: 'postId', code: 'handover-post' }]);
  if (body.toPostId !== null && actor.posts.some((one) => one.postId === body.toPostId))
    throw problem('rhythm.receiver-self', {}, [{ path: 'toPostId', code: 'handover-self' }]);
  const receiver =
    body.toPostId === null
      ? undefined
      : (await receiversOf(tx, post, now)).find((one) => one.postId === body.toPostId);
  if (body.toPostId !== null && !receiver)
    throw problem('rhythm.receiver-unknown', {}, [{ path: 'toPostId', code: 'handover-receiver' }]);
  const states = body.about
    ? await store.listWithUnder(tx, body.about, MOST_LINES)
    : await workOfPost(tx, actor, post);
  if (body.about && states[0]?.id !== body.about)
    throw problem('rhythm.about-unknown', {}, [{ path: 'about', code: 'handover-about' }]);
  const work = await parts.rows(asking, states);
  const written = await store.insertHandover(tx, {
    id: body.commandId,
    postId: post.postId,
    unitId: post.unitId,
    areaId: post.areaId,
    fromAccount: actor.accountId,
    toPost: receiver?.postId ?? null,
    toUnit: receiver?.unitId ?? null,
    words: body.words,
    caseIds: work.map((row) => row.id),
    promisedIds: work
      .filter((row) => row.clock !== null && row.clock.dueAt <= endOfCivilDay(now))
      .map((row) => row.id),
    at: now,
  });
  if (written) {
    const to = receiver ? [receiver.postId] : await superiorsOf(tx, post, now);
    await parts.notify.toPosts(tx, to, {
      key: receiver ? 'notice.handover' : 'notice.handover-unreceived',
      params: { post: post.title, n: work.length },
      link: `/console/handover?note=${body.commandId}`,
      urgency: 'now',
    });
  }
  return viewHandover(parts, tx, asking, body.commandId);
}

/** The nearest posts above that answer for the place. */
async function superiorsOf(tx: Tx, post: HeldPost, now: number): Promise<string[]> {
  const above = [];
  for (const duty of ['supervise', 'view'])
    above.push(...(await findHolders(tx, { duty, areaPath: post.areaPath, now })));
  const others = above.filter((one) => one.postId !== post.postId && one.unitId !== '');
  const nearest = Math.max(...others.map((one) => one.areaPath.length));
  return [...new Set(others.filter((one) => one.areaPath.length === nearest).map((one) => one.postId))];
}

function isAbove(actor: Actor, note: store.Handover): boolean {
  return ABOVE.some((duty) => holdsDutyOver(actor, duty, note.areaPath));
}

type Role = 'from' | 'to' | 'above';

/** In which role this person may read the note; nobody else may. */
async function roleOf(
  parts: RhythmParts,
  tx: Tx,
  actor: Staff,
  note: store.Handover,
): Promise<{ role: Role; held: boolean } | undefined> {
  const held = note.toPost !== null && (await isHeld(tx, note.toPost, parts.now()));
  if (actor.accountId === note.fromAccount) return { role: 'from', held };
  if (actor.posts.some((post) => post.postId === note.toPost)) return { role: 'to', held };
  // Whoever follows on the post itself finds the note of whoever left.
  if (actor.posts.some((post) => post.postId === note.postId)) return { role: 'to', held };
  return isAbove(actor, note) ? { role: 'above', held } : undefined;
}

async function isHeld(tx: Tx, postId: string, now: number): Promise<boolean> {
  const [post] = await selectPosts(tx, civilDate(now), { ids: [postId] });
  return post !== undefined && (post.acting ?? post.holder) !== null;
}

export async function viewHandover(parts: RhythmParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const note = await store.findHandover(tx, id);
  const mine = note && (await roleOf(parts, tx, actor, note));
  if (!note || !mine) throw problem('rhythm.handover-unknown', {});
  const rows = await parts.rows(asking, await listCasesByIds(tx, note.caseIds));
  const promised = new Set(note.promisedIds);
  return {
    ...briefOf(note),
    words: note.words,
    promised: rows.filter((row) => promised.has(row.id)),
    open: rows.filter((row) => !promised.has(row.id)),
    hidden: note.caseIds.length - rows.length,
    role: mine.role,
    mayReceive: note.receivedAt === null && mayReceive(mine),
  };
}

function mayReceive(mine: { role: Role; held: boolean }): boolean {
  return mine.role === 'to' || (mine.role === 'above' && !mine.held);
}

function briefOf(note: store.Handover) {
  return {
    id: note.id,
    post: { id: note.postId, title: note.postTitle, unitName: note.unitName, areaName: note.areaName },
    fromName: note.fromName ?? '',
    toPost: note.toPost === null ? null : { id: note.toPost, title: note.toTitle ?? '' },
    cases: note.caseIds.length,
    promisedToday: note.promisedIds.length,
    writtenAt: note.writtenAt,
    receivedAt: note.receivedAt,
    receivedName: note.receivedName,
  };
}

export async function listHandovers(
  parts: RhythmParts,
  tx: Tx,
  asking: Asking,
  box: 'to-me' | 'mine' | 'unreceived',
) {
  const actor = staffOf(asking);
  if (box === 'mine') return { items: (await store.listFrom(tx, actor.accountId, MOST_NOTES)).map(briefOf) };
  if (box === 'to-me') {
    const posts = actor.posts.map((post) => post.postId);
    return { items: (await store.listToPosts(tx, posts, MOST_NOTES)).map(briefOf) };
  }
  const open = await store.listHandovers(tx, { path: '', since: parts.now() + 1, limit: 200 });
  const items = [];
  for (const note of open) {
    const mine = note.receivedAt === null ? await roleOf(parts, tx, actor, note) : undefined;
    if (mine?.role === 'above' && !mine.held) items.push(briefOf(note));
  }
  return { items: items.slice(0, MOST_NOTES) };
}

/** Notes about one case with what lies under it, as far as this person may read them. */
export async function listHandoversAbout(parts: RhythmParts, tx: Tx, asking: Asking, caseId: string) {
  const actor = staffOf(asking);
  const items = [];
  for (const note of await store.listAbout(tx, caseId, MOST_NOTES))
    if (await roleOf(parts, tx, actor, note)) items.push(briefOf(note));
  return { items };
}

export async function receiveHandover(parts: RhythmParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const note = await store.findHandover(tx, id);
  const mine = note && (await roleOf(parts, tx, actor, note));
  if (!note || !mine) throw problem('rhythm.handover-unknown', {});
  if (!mayReceive(mine)) throw problem('rhythm.handover-not-for-you', {});
  if (!(await store.receiveHandover(tx, id, actor.accountId, parts.now()))) {
    const now = await store.findHandover(tx, id);
    if (now?.receivedBy !== actor.accountId)
      throw problem('rhythm.handover-received', { name: now?.receivedName ?? '' });
  }
  return viewHandover(parts, tx, asking, id);
}
