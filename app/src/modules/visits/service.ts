// 走访: who contacts which household or firm, by appointment. What a visit leaves behind is its outcome and, if the resident wants it, a
// case like any other with a code to follow it.
import { createHmac } from 'node:crypto';
import { type Actor, type HeldPost, holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { type Db, scopeOf, type Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import { followCodeOf, followHash } from '../cases/public.ts';
import { findHolders, selectPosts } from '../org/public.ts';
import type { RecordBody, TargetState } from './contract.ts';
import * as store from './store.ts';
import './problems.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
export type Asking = { actor: Actor; locale: Locale };

/** A need that a resident wants passed on, on its way to become a case. */
export type Need = { commandId: string; text: string; areaId: string; address: string | undefined };

export type VisitParts = {
  db: Db;
  messages: Messages;
  notify: Notify;
  now(): number;
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
  /** Files a need as a case; sent twice, it is filed once. */
  fileNeed(asking: Asking, need: Need): Promise<{ id: string; number: string; code: string }>;
  /** A key of this installation, for link codes and for the places that want no visits. */
  linkKey: Uint8Array;
};

type Staff = Extract<Actor, { kind: 'staff' }>;
/** Duties that plan campaigns over an area. */
const PLANNERS = ['supervise', 'intake'] as const;
const MOST_TARGETS = 1000;
/** Not yet over: may be offered times, answered, visited. */
const OPEN: readonly TargetState[] = ['planned', 'offered', 'accepted', 'not-home'];

function staffOf(asking: Asking): Staff {
  if (asking.actor.kind !== 'staff') throw problem('auth.required');
  return asking.actor;
}

const plans = (actor: Actor, path: string) => PLANNERS.some((duty) => holdsDutyOver(actor, duty, path));

async function areaOf(parts: VisitParts, actor: Staff, areaId: string, path: string) {
  const chain = await parts.areaChain(actor.district, areaId);
  const area = chain.at(-1);
  if (!area) throw problem('visits.place-unknown', {}, [{ path, code: 'visit-area' }]);
  return { area, chain };
}

export async function openCampaign(
  parts: VisitParts,
  tx: Tx,
  asking: Asking,
  body: Omit<store.Campaign, 'areaName' | 'areaPath' | 'closedAt'>,
) {
  const actor = staffOf(asking);
  const { area } = await areaOf(parts, actor, body.areaId, 'areaId');
  if (!plans(actor, area.path)) throw problem('visits.not-your-area', { area: area.name });
  if (body.endsOn < body.startsOn || body.endsOn < civilDate(parts.now()))
    throw problem('visits.dates', {}, [{ path: 'endsOn', code: 'visit-dates' }]);
  await store.insertCampaign(tx, { ...body, accountId: actor.accountId, at: parts.now() });
  return viewCampaign(parts, tx, asking, body.id, undefined);
}

async function campaignOf(tx: Tx, actor: Staff, id: string, open: boolean) {
  const campaign = await store.findCampaign(tx, id);
  if (!campaign) throw problem('visits.campaign-unknown', {});
  if (!open) return campaign;
  if (!plans(actor, campaign.areaPath)) throw problem('visits.not-your-area', { area: campaign.areaName });
  if (campaign.closedAt !== null) throw problem('visits.campaign-closed', {});
  return campaign;
}

export async function closeCampaign(parts: VisitParts, tx: Tx, asking: Asking, id: string) {
  await campaignOf(tx, staffOf(asking), id, true);
  await store.closeCampaign(tx, id, parts.now());
  return viewCampaign(parts, tx, asking, id, undefined);
}

export async function listCampaigns(_parts: VisitParts, tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  const campaigns = await store.listCampaigns(tx);
  const counts = await store.countTargets(
    tx,
    campaigns.map((one) => one.id),
  );
  const items = campaigns.map((campaign) => ({
    ...campaign,
    ...countsOf(counts.filter((one) => one.campaignId === campaign.id)),
    mayPlan: plans(actor, campaign.areaPath),
  }));
  // A campaign shows to those who plan it and to those who have targets of it in sight.
  return { items: items.filter((one) => one.mayPlan || one.total > 0) };
}

function countsOf(rows: readonly { state: TargetState; n: number; needs: number }[]) {
  return {
    counts: rows.map(({ state, n }) => ({ state, n })),
    total: rows.reduce((sum, row) => sum + row.n, 0),
    needs: rows.reduce((sum, row) => sum + row.needs, 0),
  };
}

export async function viewCampaign(
  parts: VisitParts,
  tx: Tx,
  asking: Asking,
  id: string,
  state: TargetState | undefined,
) {
  const actor = staffOf(asking);
  const campaign = await campaignOf(tx, actor, id, false);
  const targets = await store.listTargets(tx, id, state, MOST_TARGETS);
  if (targets.length === 0 && !plans(actor, campaign.areaPath)) {
    const all = await store.countTargets(tx, [id]);
    if (all.length === 0) throw problem('visits.campaign-unknown', {});
  }
  return {
    ...campaign,
    ...countsOf(await store.countTargets(tx, [id])),
    mayPlan: plans(actor, campaign.areaPath),
    targets: targets.map((target) => viewTarget(parts, actor, target)),
  };
}

function viewTarget(parts: VisitParts, actor: Staff, target: store.Target) {
  const mine = actor.posts.some((post) => post.postId === target.postId);
  return {
    id: target.id,
    campaign: { id: target.campaignId, title: target.campaignTitle },
    kind: target.kind,
    label: target.label,
    areaName: target.areaName,
    post: { id: target.postId, title: target.postTitle, unitName: target.unitName },
    state: target.state,
    version: target.version,
    offered: target.offered,
    chosenAt: target.chosenAt,
    visitedAt: target.visitedAt,
    caseIds: target.caseIds,
    mine,
    // The code is for the resident; whoever visits gives it to them.
    code: mine && OPEN.includes(target.state) ? followCodeOf(parts.linkKey, target.id) : null,
  };
}

type GivenTarget = {
  id: string;
  kind: 'household' | 'firm';
  label: string;
  placeId?: string | undefined;
  areaId: string;
  postId?: string | undefined;
};

/** Adds places to a campaign. Places that want no visits are left out and counted; a place stands in a campaign once. */
export async function addTargets(
  parts: VisitParts,
  tx: Tx,
  asking: Asking,
  campaignId: string,
  given: readonly GivenTarget[],
) {
  const actor = staffOf(asking);
  const campaign = await campaignOf(tx, actor, campaignId, true);
  const prepared: store.NewTarget[] = [];
  for (const [index, one] of given.entries()) {
    const path = `targets/${index}`;
    const { area, chain } = await areaOf(parts, actor, one.areaId, `${path}/areaId`);
    if (!area.path.startsWith(campaign.areaPath))
      throw problem('visits.place-unknown', {}, [{ path: `${path}/areaId`, code: 'visit-area' }]);
    const post = await visitorOf(parts, tx, area.path, one.postId);
    if (!post) throw problem('visits.no-post', {}, [{ path: `${path}/postId`, code: 'visit-post' }]);
    prepared.push({
      id: one.id,
      campaignId,
      kind: one.kind,
      label: one.label,
      placeHash: placeHash(parts, one, chain),
      linkHash: followHash(parts.linkKey, followCodeOf(parts.linkKey, one.id)),
      areaId: area.id,
      postId: post.postId,
      unitId: post.unitId,
    });
  }
  const refused = await store.findOptouts(
    tx,
    prepared.map((one) => one.placeHash),
  );
  let added = 0;
  const wanted = prepared.filter((one) => !refused.has(Buffer.from(one.placeHash).toString('hex')));
  for (const one of wanted) if (await store.insertTarget(tx, one)) added += 1;
  return { added, optedOut: prepared.length - wanted.length, twice: wanted.length - added };
}

async function visitorOf(parts: VisitParts, tx: Tx, areaPath: string, postId: string | undefined) {
  if (postId === undefined) {
    const [nearest] = await findHolders(tx, { duty: 'report', areaPath, now: parts.now() });
    return nearest && { postId: nearest.postId, unitId: nearest.unitId };
  }
  const [post] = await selectPosts(tx, civilDate(parts.now()), { ids: [postId] });
  return post && (post.acting ?? post.holder) ? { postId: post.id, unitId: post.unitId } : undefined;
}

/** The same door in every campaign: by the map's id, or by its address within the community, which outlives its grids. */
function placeHash(parts: VisitParts, one: GivenTarget, chain: readonly AreaFact[]): Buffer {
  const label = one.label.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  const community = chain.findLast((area) => area.level === 'community') ?? chain.at(-1);
  const key = one.placeId === undefined ? `area/${community?.id}` : `map/${one.placeId}`;
  return createHmac('sha256', parts.linkKey).update(`place/${key}/${label}`).digest();
}

export async function myVisits(parts: VisitParts, tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  const posts = actor.posts.map((post: HeldPost) => post.postId);
  const targets = await store.listOfPosts(tx, posts, 300);
  return { items: targets.map((target) => viewTarget(parts, actor, target)) };
}

async function ownTarget(tx: Tx, actor: Staff, id: string): Promise<store.Target> {
  const target = await store.findTarget(tx, id);
  if (!target) throw problem('visits.target-unknown', {});
  if (!actor.posts.some((post) => post.postId === target.postId)) throw problem('visits.not-your-visit', {});
  return target;
}

function checkOpen(target: store.Target): void {
  if (target.closed) throw problem('visits.campaign-closed', {});
  if (target.state === 'declined' || target.state === 'opted-out' || target.state === 'refused')
    throw problem('visits.no-visit-wanted', {});
  if (target.state === 'visited') throw problem('visits.already-visited', {});
}

export async function offerTimes(
  parts: VisitParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: { baseVersion: number; times: number[] },
) {
  const actor = staffOf(asking);
  const target = await ownTarget(tx, actor, id);
  checkOpen(target);
  if (body.times.some((at) => at <= parts.now()))
    throw problem('visits.times-past', {}, [{ path: 'times', code: 'visit-times' }]);
  const change = { state: 'offered' as const, offered: [...new Set(body.times)], chosenAt: null };
  if (!(await store.changeTarget(tx, id, body.baseVersion, change)))
    throw problem('visits.changed-meanwhile', {});
  return viewTarget(parts, actor, (await store.findTarget(tx, id)) ?? target);
}

/** Writes how a visit went and files what the resident wants passed on. Sent twice, it happened once. */
export async function recordVisit(parts: VisitParts, asking: Asking, id: string, body: RecordBody) {
  const actor = staffOf(asking);
  if (body.outcome !== 'visited' && body.needs.length > 0)
    throw problem('visits.needs-without-visit', {}, [{ path: 'needs', code: 'visit-needs' }]);
  const target = await parts.db.tx(scopeOf(actor), async (tx) => {
    const found = await ownTarget(tx, actor, id);
    // The same command again: it was written, and what is left is to file what may not have been filed yet.
    if (found.lastCommand === body.commandId) return found;
    checkOpen(found);
    if (found.state === 'planned') throw problem('visits.appointment-first', {});
    if (!(await parts.areaChain(actor.district, found.areaId)).length)
      throw problem('visits.place-unknown', {}, []);
    const visited = {
      at: parts.now(),
      by: actor.accountId,
      command: body.commandId,
      caseIds: body.needs.map((need) => need.commandId),
    };
    if (!(await store.changeTarget(tx, id, body.baseVersion, { state: body.outcome, visited })))
      throw problem('visits.changed-meanwhile', {});
    return found;
  });
  const cases = [];
  for (const need of body.needs) {
    const address = body.withAddress ? target.label : undefined;
    cases.push(await parts.fileNeed(asking, { ...need, areaId: target.areaId, address }));
  }
  return { outcome: body.outcome, cases };
}

/** What a resident sees behind a link code. */
export async function viewLink(parts: VisitParts, asking: Asking, code: string) {
  const system = scopeOf({ kind: 'system', district: asking.actor.district, reason: 'visit link' });
  return parts.db.read(system, async (tx) => publicView(parts, await byCode(parts, tx, code)));
}

async function byCode(parts: VisitParts, tx: Tx, code: string): Promise<store.Target> {
  const target = await store.findByLink(tx, followHash(parts.linkKey, code));
  if (!target) throw problem('visits.link-unknown', {}, [{ path: 'code', code: 'visit-link' }]);
  return target;
}

function publicView(parts: VisitParts, target: store.Target) {
  return {
    title: target.campaignTitle,
    purpose: target.purpose,
    label: target.label,
    areaName: target.areaName,
    who: { post: target.postTitle, unit: target.unitName },
    state: target.state,
    over: target.closed,
    offered: target.offered.filter((at) => at > parts.now()),
    chosenAt: target.chosenAt,
    policyIds: target.policyIds,
  };
}

/** The resident accepts a time, declines, or wants no visits any more: their word, and nobody asks why. */
export async function answerLink(
  parts: VisitParts,
  asking: Asking,
  body: { code: string; answer: 'accept' | 'decline' | 'opt-out' | 'opt-in'; at?: number | undefined },
) {
  const system = scopeOf({ kind: 'system', district: asking.actor.district, reason: 'visit link' });
  return parts.db.tx(system, async (tx) => {
    const target = await byCode(parts, tx, body.code);
    if (body.answer === 'opt-out') await store.optOut(tx, target.placeHash, parts.now());
    else if (body.answer === 'opt-in') await store.optIn(tx, target.placeHash);
    else await answerTimes(parts, tx, target, body.answer, body.at);
    await parts.notify.toPosts(tx, [target.postId], {
      key: `notice.visit-${body.answer}`,
      params: { title: target.campaignTitle },
      link: '/console/visits',
      urgency: 'later',
    });
    return publicView(parts, await byCode(parts, tx, body.code));
  });
}

async function answerTimes(
  parts: VisitParts,
  tx: Tx,
  target: store.Target,
  answer: 'accept' | 'decline',
  at: number | undefined,
): Promise<void> {
  if (target.closed) throw problem('visits.campaign-closed', {});
  if (target.state === 'visited') throw problem('visits.already-visited', {});
  if (answer === 'accept' && (at === undefined || at <= parts.now() || !target.offered.includes(at)))
    throw problem('visits.time-gone', {}, [{ path: 'at', code: 'visit-times' }]);
  const change =
    answer === 'accept'
      ? { state: 'accepted' as const, chosenAt: at ?? null }
      : { state: 'declined' as const, chosenAt: null };
  if (target.state === 'opted-out') throw problem('visits.no-visit-wanted', {});
  if (!(await store.changeTarget(tx, target.id, target.version, change)))
    throw problem('visits.changed-meanwhile', {});
}

/** For the work diary: what was done, never where. */
export async function visitLines(
  messages: Messages,
  tx: Tx,
  query: { accountId: string; from: number; to: number; locale: Locale },
) {
  const visits = await store.listVisitsOf(tx, query);
  return visits.map((one) => ({
    at: one.at,
    label: messages.text(query.locale, `visits.state.${one.state}`),
    text: one.title,
    link: '/console/visits',
  }));
}
