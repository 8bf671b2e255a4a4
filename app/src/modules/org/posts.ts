// Posts and people. The work belongs to the post: a holder comes, goes or is stood in for, and no case changes hands.

import { getNode } from '../../engines/tree/tree.ts';
import type { Actor } from '../../kernel/actor.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import type { Tx } from '../../platform/db/db.ts';
import { managesOrg, requireOrg } from './actors.ts';
import type { PersonCommand, PostCommand } from './contract.ts';
import { clashingDuties, isGuarded } from './duty-presets.ts';
import { type Who, wholeDistrict } from './nodes.ts';
import {
  bumpPost,
  closeAccount,
  endHoldings,
  insertHolding,
  insertPersons,
  insertPost,
  lockPost,
  type PersonRow,
  type PostRow,
  selectHeld,
  selectLastHandover,
  selectPerson,
  selectPersons,
  selectPosts,
  updatePerson,
  updatePost,
} from './post-store.ts';
import { insertStep } from './store.ts';
import './problems.ts';

export type PostChange = { outcome: 'accepted' | 'merged'; post: PostRow };
export type PersonChange = { outcome: 'accepted' | 'merged'; person: PersonRow };

export async function getPost(tx: Tx, id: string, now: number): Promise<PostRow> {
  const [post] = await selectPosts(tx, civilDate(now), { ids: [id], ended: true });
  if (!post) throw problem('org.post-not-found');
  return post;
}

/** Runs one command on a post. */
export async function runPostCommand(tx: Tx, who: Who, body: PostCommand): Promise<PostChange> {
  const id = body.name === 'create' ? (body.id ?? body.commandId) : body.id;
  if (body.name === 'create') {
    const area = await getNode(tx, body.form.areaId);
    if (area.tree !== 'area') throw problem('tree.node-not-found');
    requireOrg(who.actor, [area]);
    requireGuard(who.actor, body.form.duties, area.path);
  } else {
    if (!(await lockPost(tx, id))) throw problem('org.post-not-found');
    const post = await getPost(tx, id, who.now());
    requireOrg(who.actor, [{ path: post.areaPath, name: post.areaName }]);
    requireGuard(who.actor, post.duties, post.areaPath);
  }
  const step = await insertStep(tx, {
    commandId: body.commandId,
    subjectId: id,
    subjectKind: 'post',
    name: body.name,
    at: who.now(),
    detail: detailOf(body),
  });
  if (step === 'reused') throw problem('tree.command-reused');
  if (step === 'done') return { outcome: 'merged', post: await getPost(tx, id, who.now()) };
  if (body.name === 'create') await createPost(tx, who, id, body);
  else await changePost(tx, who, body, await getPost(tx, id, who.now()));
  await audit(tx, who, { action: `org.post.${body.name}`, object: { type: 'post', id } });
  return { outcome: 'accepted', post: await getPost(tx, id, who.now()) };
}

/** The journal keeps ids and codes; a published name is a name and stays out. */
function detailOf(body: PostCommand): object {
  return { ...body.form, publishedName: undefined, effectiveOn: body.effectiveOn };
}

async function createPost(
  tx: Tx,
  who: Who,
  id: string,
  body: Extract<PostCommand, { name: 'create' }>,
): Promise<void> {
  const { unitId, areaId, title, kind, duties, publishedName } = body.form;
  const unit = await getNode(tx, unitId);
  const area = await getNode(tx, areaId);
  if (unit.tree !== 'unit') throw problem('tree.node-not-found');
  for (const node of [unit, area]) {
    if (node.closedOn !== null)
      throw problem('tree.node-closed', { name: node.name, closedOn: node.closedOn });
  }
  requireApart(duties);
  await insertPost(tx, {
    id,
    unitId,
    areaId,
    title,
    kind,
    duties,
    publishedName: publishedName || null,
    validFrom: dateOf(who, body),
  });
}

async function changePost(
  tx: Tx,
  who: Who,
  body: Exclude<PostCommand, { name: 'create' }>,
  post: PostRow,
): Promise<void> {
  if (post.validTo !== null) throw problem('org.post-closed', { title: post.title, closedOn: post.validTo });
  if (body.baseVersion !== undefined && body.baseVersion !== post.version) {
    throw problem('org.post-version-conflict', { title: post.title, current: post.version });
  }
  const date = dateOf(who, body);
  switch (body.name) {
    case 'change': {
      const next = { ...post, ...defined(body.form) };
      if (body.form.publishedName !== undefined) next.publishedName = body.form.publishedName || null;
      requireApart(next.duties);
      requireGuard(who.actor, next.duties, post.areaPath);
      for (const part of [post.holder, post.acting]) {
        if (part) await requireApartFor(tx, who, part.personId, { ...post, duties: next.duties });
      }
      return updatePost(tx, next);
    }
    case 'assign': {
      const person = await presentPerson(tx, body.form.personId, date);
      await requireApartFor(tx, who, person.id, post);
      if (post.holder?.personId === person.id) return;
      await requireOrder(tx, post, false, date);
      await endHoldings(tx, { postId: post.id, acting: false }, date, who.now());
      await insertHolding(tx, {
        id: who.platform.ids.next(),
        postId: post.id,
        personId: person.id,
        acting: false,
        validFrom: date,
        validTo: null,
      });
      return bumpPost(tx, post.id);
    }
    case 'vacate':
      await requireOrder(tx, post, false, date);
      await endHoldings(tx, { postId: post.id, acting: false }, date, who.now());
      return bumpPost(tx, post.id);
    case 'set-acting': {
      const { until } = body.form;
      if (until <= date) throw problem('org.acting-until', { until, from: date });
      const person = await presentPerson(tx, body.form.personId, date);
      await requireApartFor(tx, who, person.id, post);
      await requireOrder(tx, post, true, date);
      await endHoldings(tx, { postId: post.id, acting: true }, date, who.now());
      await insertHolding(tx, {
        id: who.platform.ids.next(),
        postId: post.id,
        personId: person.id,
        acting: true,
        validFrom: date,
        validTo: until,
      });
      return bumpPost(tx, post.id);
    }
    case 'end-acting':
      await endHoldings(tx, { postId: post.id, acting: true }, date, who.now());
      return bumpPost(tx, post.id);
    case 'close':
      if (date < post.validFrom)
        throw problem('org.holding-date', { title: post.title, since: post.validFrom });
      await endHoldings(tx, { postId: post.id }, date, who.now());
      return updatePost(tx, { ...post, validTo: date });
  }
}

function defined<T extends object>(form: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function dateOf(who: Who, body: { effectiveOn?: string | undefined }): string {
  const today = civilDate(who.now());
  const date = body.effectiveOn ?? today;
  if (date > today) throw problem('tree.date-in-future', { date, today });
  return date;
}

async function requireOrder(tx: Tx, post: PostRow, acting: boolean, date: string): Promise<void> {
  const since = (await selectLastHandover(tx, post.id, acting)) ?? post.validFrom;
  if (date < since || date < post.validFrom) throw problem('org.holding-date', { title: post.title, since });
}

async function presentPerson(tx: Tx, id: string, date: string): Promise<PersonRow> {
  const person = await selectPerson(tx, id);
  if (!person) throw problem('org.person-not-found');
  if (person.leftOn !== null && person.leftOn <= date)
    throw problem('org.person-left', { leftOn: person.leftOn });
  return person;
}

/** Duties that open doors are given by whoever manages security, never by whoever manages the organisation alone. */
function requireGuard(actor: Actor, duties: readonly string[], areaPath: string): void {
  if (actor.kind === 'system' || !isGuarded(duties)) return;
  if (!holdsDutyOver(actor, 'manage-security', areaPath)) throw problem('org.guarded-duty');
}

function requireApart(duties: readonly string[]): void {
  const clash = clashingDuties(duties);
  if (clash.length > 0) throw problem('org.duties-clash', { duties: clash });
}

/** A person's duties of all posts together obey the same separation; and nobody gives a guarded duty to themselves. */
async function requireApartFor(
  tx: Tx,
  who: Who,
  personId: string,
  post: Pick<PostRow, 'id' | 'duties'>,
): Promise<void> {
  const self = who.actor.kind === 'staff' && who.actor.personId === personId;
  if (self && isGuarded(post.duties)) throw problem('org.guarded-duty');
  const held = await selectHeld(tx, personId, civilDate(who.now()));
  const others = held.filter((one) => one.postId !== post.id).flatMap((one) => one.duties);
  requireApart([...others, ...post.duties]);
}

// ------------------------------------------------------------------------------------------------------------------ people

/** Runs one command on a person. People belong to the district: whoever manages the organisation anywhere may add one,
 * changing one takes a place in common with the person's posts, or the whole district. */
export async function runPersonCommand(tx: Tx, who: Who, body: PersonCommand): Promise<PersonChange> {
  const id = body.name === 'create' ? (body.id ?? body.commandId) : body.id;
  const before = await selectPerson(tx, id, true);
  if (body.name === 'create') requireSomewhere(who.actor);
  else if (!before) throw problem('org.person-not-found');
  else await requirePerson(tx, who, id);
  const step = await insertStep(tx, {
    commandId: body.commandId,
    subjectId: id,
    subjectKind: 'person',
    name: body.name,
    at: who.now(),
    detail: { fields: Object.keys(body.form) },
  });
  if (step === 'reused') throw problem('tree.command-reused');
  if (step === 'new') {
    if (body.name === 'create') {
      const { staffNo, name, phone } = body.form;
      const [taken] = await selectPersons(tx, { staffNos: [staffNo] });
      if (taken || before) throw problem('org.staff-no-taken', { staffNo });
      await insertPersons(tx, [{ id, staffNo, name, phone: phone || null }]);
    } else await changePerson(tx, who, body, before as PersonRow);
    await audit(tx, who, { action: `org.person.${body.name}`, object: { type: 'person', id } });
  }
  const person = (await selectPerson(tx, id)) as PersonRow;
  return { outcome: step === 'new' ? 'accepted' : 'merged', person };
}

async function changePerson(
  tx: Tx,
  who: Who,
  body: Exclude<PersonCommand, { name: 'create' }>,
  person: PersonRow,
): Promise<void> {
  if (body.baseVersion !== undefined && body.baseVersion !== person.version) {
    throw problem('tree.version-conflict', {
      name: person.staffNo,
      current: person.version,
      base: body.baseVersion,
    });
  }
  if (body.name === 'change') {
    const phone = body.form.phone === undefined ? person.phone : body.form.phone || null;
    return updatePerson(tx, { ...person, name: body.form.name ?? person.name, phone });
  }
  const date = dateOf(who, body);
  // One instant for both: who was at the last moment of the account is who still held the posts.
  const now = who.now();
  await endHoldings(tx, { personId: person.id }, date, now);
  await closeAccount(tx, person.id, now);
  return updatePerson(tx, { ...person, leftOn: date });
}

function requireSomewhere(actor: Actor): void {
  const somewhere = actor.kind === 'staff' && actor.posts.some((post) => post.duties.includes('manage-org'));
  if (actor.kind !== 'system' && !somewhere) throw problem('auth.forbidden');
}

async function requirePerson(tx: Tx, who: Who, personId: string): Promise<void> {
  const held = await selectHeld(tx, personId, civilDate(who.now()));
  const places = held.map((post) => ({ path: post.areaPath, name: post.areaName }));
  if (places.length > 0 && places.every((place) => managesOrg(who.actor, place.path))) return;
  requireOrg(who.actor, await wholeDistrict(tx));
}

/** The whole phone number, for whoever manages the person; the look is written to the audit log. */
export async function revealPhone(tx: Tx, who: Who, personId: string): Promise<string | null> {
  const person = await selectPerson(tx, personId);
  if (!person) throw problem('org.person-not-found');
  await requirePerson(tx, who, personId);
  await audit(tx, who, { action: 'org.person.reveal-phone', object: { type: 'person', id: personId } });
  return person.phone;
}
