// What people do with cases, as use cases: file, act, look, search, take back. Decisions are in the kinds, SQL in the stores.

import { distance } from '@renlin/core/geometry/measure';
import { maskName, maskPhone } from '@renlin/core/identity/mask';
import { bigrams, similarity } from '@renlin/core/text/tokens';
import type { Logger } from 'pino';
import type { Bulk } from '../../engines/case/bulk.ts';
import type { CaseState } from '../../engines/case/case.ts';
import * as engineStore from '../../engines/case/case-store.ts';
import type { Decision } from '../../engines/case/decide.ts';
import type { CaseEngine, Envelope } from '../../engines/case/engine.ts';
import { type FormHistory, upgradeForm } from '../../engines/case/form-history.ts';
import type { Notice } from '../../engines/case/kind.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import { type Db, scopeOf, type Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import { unitNameOf } from '../catalogue/public.ts';
import { proposeFromRuling } from './arbitration.ts';
import type { CommandBody, FileBody } from './contract.ts';
import { ownershipView, whistleView } from './hard-case-views.ts';
import { heldOf } from './held.ts';
import { outsideOf } from './kinds/loop-outside.ts';
import { consentOf } from './kinds/party-consent.ts';
import { whistleLinkOf } from './kinds/whistle-facts.ts';
import type { CasesPorts } from './ports.ts';
import { followCodeOf, followHash, tailHash } from './reporters.ts';
import * as store from './store.ts';
import { copyReporters, findCasesOfForm, moveReporters, relatedOf } from './together.ts';
import * as views from './views.ts';
import type { CasesWorld } from './world.ts';
import './problems.ts';

export type CasesParts = {
  db: Db;
  engine: CaseEngine<CasesWorld>;
  bulk: Bulk;
  ports: CasesPorts;
  notify: Notify;
  messages: Messages;
  ids: Ids;
  now(): number;
  log: Logger;
  /** What earlier releases of the app called the fields of commands. */
  formHistory: FormHistory;
  /** The person of an account as they are now, for work that waited. */
  actorOf(accountId: string, district: string, at: number): Promise<Actor | undefined>;
};

export type Asking = { actor: Actor; locale: Locale };

function searchTextOf(state: CaseState): string {
  const numbers = outsideOf(state).map((order) => order.number);
  return [state.headline, state.text, state.address, ...numbers].join(' ');
}

/** The words by which a case is found again. */
export function searchWordsOf(state: CaseState): string[] {
  return bigrams(searchTextOf(state));
}

export function newReporter(
  parts: CasesParts,
  caseId: string,
  commandId: string,
  given: NonNullable<FileBody['reporter']>,
  meta: { channel: string; accountId: string | null; now: number },
): store.NewReporter {
  const key = parts.ports.followKey;
  const code = followCodeOf(key, commandId);
  return {
    caseId,
    id: commandId,
    name: given.name || null,
    phone: given.phone ?? null,
    maskedName: given.name ? maskName(given.name) : null,
    maskedPhone: given.phone ? maskPhone(given.phone) : null,
    tailHash: given.phone ? tailHash(key, code, given.phone.replace(/\D/g, '').slice(-4)) : null,
    followHash: followHash(key, code),
    wantsReply: given.wantsReply ?? true,
    channel: meta.channel,
    accountId: meta.accountId,
    at: meta.now,
  };
}

/** Gives a command to a case. */
export async function giveCommand(parts: CasesParts, asking: Asking, caseId: string, body: CommandBody) {
  const { actor } = asking;
  const envelope = envelopeOf(parts, body);
  // A join needs nobody's leave: everybody may have met the same broken lamp, and gets an answer of their own.
  const given = await parts.engine.give({ actor }, caseId, envelope);
  const reader = readerOf(parts, asking, await parts.engine.world(actor.district));
  return {
    outcome: given.outcome,
    case: await coreView(parts, given.state, reader, false),
    ...(given.stepVersion === null ? {} : { stepVersion: given.stepVersion }),
    ...(given.undoUntil === null ? {} : { undo: { until: given.undoUntil } }),
  };
}

export function envelopeOf(parts: CasesParts, body: CommandBody): Envelope {
  return {
    commandId: body.commandId,
    name: body.name,
    baseVersion: body.baseVersion,
    occurredAt: body.occurredAt ?? parts.now(),
    form: upgradeForm(parts.formHistory, body.name, body.form ?? {}, body.formsVersion),
    ...(body.follows ? { follows: body.follows } : {}),
  };
}

export async function undoCommand(
  parts: CasesParts,
  asking: Asking,
  caseId: string,
  body: { commandId: string; undoes: string },
) {
  const state = await parts.engine.undo(asking.actor, caseId, body);
  const reader = readerOf(parts, asking, await parts.engine.world(asking.actor.district));
  return { outcome: 'accepted' as const, case: await coreView(parts, state, reader, false) };
}

/** 我也遇到: adds the asker to the reporters of a public thing's open case; gives a follow code of their own. */
export async function joinCase(
  parts: CasesParts,
  asking: Asking,
  caseId: string,
  body: {
    commandId: string;
    text?: string | undefined;
    photos?: string[] | undefined;
    reporter?: FileBody['reporter'];
  },
) {
  const { actor } = asking;
  const now = parts.now();
  const world = await parts.engine.world(actor.district);
  const system: Actor = { kind: 'system', district: actor.district, reason: 'join' };
  const publicThing = await parts.db.read(scopeOf(system), async (tx) => {
    const found = await engineStore.findCase(tx, caseId, body.commandId);
    return found && world.catalogue.categories.get(found.state.category)?.publicThing
      ? found.state
      : undefined;
  });
  if (!publicThing) throw problem('cases.not-found', {});
  const reporter = newReporter(parts, caseId, body.commandId, body.reporter ?? {}, {
    channel: actor.kind === 'public' ? 'portal' : 'phone',
    accountId: actor.kind === 'staff' ? actor.accountId : null,
    now,
  });
  const caller = {
    actor,
    prove: async (tx: Tx) => {
      await engineStore.openCase(tx, caseId);
      return true;
    },
    beside: async (tx: Tx) => {
      await store.insertReporter(tx, reporter);
    },
  };
  const given = await parts.engine.give(caller, caseId, {
    commandId: body.commandId,
    name: 'join',
    baseVersion: publicThing.version,
    occurredAt: now,
    form: { ...(body.text ? { note: body.text } : {}), ...(body.photos ? { photos: body.photos } : {}) },
  });
  return {
    outcome: given.outcome,
    number: given.state.number,
    joined: given.state.joined,
    follow: { code: followCodeOf(parts.ports.followKey, body.commandId), number: given.state.number },
  };
}

export function readerOf(parts: CasesParts, asking: Asking, world: CasesWorld): views.Reader {
  return { actor: asking.actor, locale: asking.locale, messages: parts.messages, world, now: parts.now() };
}

/** The answer to a command: the row with what it may do next; the page asks for the timeline when it shows it. */
export async function coreView(
  parts: CasesParts,
  state: CaseState,
  reader: views.Reader,
  isReporter: boolean,
) {
  const chain = await parts.ports.areaChain(state.district, state.areaId);
  return {
    ...views.rowOf(state, reader, chain.at(-1)?.name ?? ''),
    actions: views.actionsOf(state, reader, isReporter),
    outcome: views.outcomeOf(state),
    routing: views.routingOf(state, reader),
  };
}

/** Everything about one case that this reader may see. */
export async function viewCase(parts: CasesParts, tx: Tx, asking: Asking, caseId: string) {
  const loaded = await engineStore.findCase(tx, caseId, caseId);
  if (!loaded) throw problem('cases.not-found', {});
  const { state } = loaded;
  const world = await parts.engine.world(asking.actor.district);
  const reader = readerOf(parts, asking, world);
  const steps = await engineStore.listSteps(tx, caseId);
  const chain = await parts.ports.areaChain(state.district, state.areaId);
  return {
    ...(await coreView(parts, state, reader, false)),
    text: state.text,
    channel: {
      code: state.channel,
      label: parts.messages.text(asking.locale, `case.channel.${state.channel}`),
    },
    occurredAt: state.occurredAt,
    closedAt: state.closedAt,
    place: {
      areaId: state.areaId,
      areaPathNames: chain.map((area) => area.name),
      address: state.address,
      point: state.lng === null || state.lat === null ? null : { lng: state.lng, lat: state.lat },
    },
    photos: state.facts.photos,
    clocks: views.clocksOf(state, reader),
    timeline: views.timelineOf(steps, state, reader, false),
    reporter: await maskedReporter(tx, state, asking.actor),
    consent: consentWords(state, reader),
    reportersCount: state.joined,
    subjectUnit: state.subjectUnit ? (unitNameOf(world.catalogue, state.subjectUnit) ?? null) : null,
    held: heldOf(steps, state, reader),
    ownership: ownershipView(state, reader),
    whistle: await whistleBeside(tx, state, reader),
    related: await relatedOf(tx, state, reader),
  };
}

/** Of a dispute that was passed on: which side asked for it, and how. */
function consentWords(state: CaseState, { messages, locale }: views.Reader) {
  const consent = consentOf(state);
  return (
    consent && {
      at: consent.at,
      words: messages.text(locale, `case.consent.${consent.by}-${consent.how}`),
    }
  );
}

/** The whistle that a case is, belongs to or asked for; what the reader may not see is not there. */
async function whistleBeside(tx: Tx, state: CaseState, reader: views.Reader) {
  if (state.kind === 'whistle') return whistleView(state, reader);
  const id = state.kind === 'report-in' ? state.parentId : whistleLinkOf(state)?.id;
  const found = id ? await engineStore.findCase(tx, id, id) : undefined;
  return found ? whistleView(found.state, reader) : null;
}

/** Duties of people who talk to the reporter; the handling side, and above all a property firm, is not among them. */
const REPORTER_DUTIES = ['intake', 'dispatch', 'verify', 'hotline'];

function mayKnowReporter(state: CaseState, actor: Actor): boolean {
  if (actor.kind !== 'staff') return false;
  return actor.posts.some(
    (post) =>
      post.unitId !== state.subjectUnit &&
      post.unitId !== state.ownerUnit &&
      !state.facts.handlerUnits.includes(post.unitId) &&
      state.areaPath.startsWith(post.areaPath) &&
      post.duties.some((duty) => REPORTER_DUTIES.includes(duty)),
  );
}

async function maskedReporter(tx: Tx, state: CaseState, actor: Actor) {
  if (!mayKnowReporter(state, actor)) return null;
  await store.openReveal(tx, state.id);
  const [first] = await store.listReporters(tx, state.id);
  if (!first) return null;
  return { masked: { name: first.masked_name, phone: first.masked_phone }, wantsReply: first.wants_reply };
}

/** Shows names and numbers for a stated reason, and writes down who looked. */
export async function revealReporters(
  parts: CasesParts,
  tx: Tx,
  actor: Actor,
  caseId: string,
  reason: string,
) {
  const loaded = await engineStore.findCase(tx, caseId, caseId);
  if (!loaded) throw problem('cases.not-found', {});
  if (actor.kind !== 'staff' || !mayKnowReporter(loaded.state, actor))
    throw problem('cases.reveal-not-possible', {});
  await store.insertReveal(tx, {
    id: parts.ids.next(),
    caseId,
    accountId: actor.accountId,
    reason,
    at: parts.now(),
  });
  await store.openReveal(tx, caseId);
  const reporters = await store.listReporters(tx, caseId);
  return {
    items: reporters.map(({ name, phone, channel, joined_at, wants_reply }) => ({
      name,
      phone,
      channel,
      joinedAt: joined_at,
      wantsReply: wants_reply,
    })),
  };
}

export type Duplicate = {
  id: string;
  number: string;
  headline: string;
  distanceM: number;
  score: number;
  state: string;
  filedAt: number;
  joined: number;
};

const NEAR_METRES = 150;
const DUPLICATE_SCORE = 0.45;

/** Open cases of public things that may be the same: near in place and time, alike in category and words. */
export async function suggestDuplicates(
  parts: CasesParts,
  asking: Asking,
  query: { category?: string | undefined; lng: number; lat: number; text?: string | undefined },
): Promise<{ items: Duplicate[] }> {
  const { district } = asking.actor;
  const chain = await parts.ports.locate(district, query.lng, query.lat);
  const street = chain[1] ?? chain[0];
  if (!street) return { items: [] };
  const world = await parts.engine.world(district);
  const dLat = NEAR_METRES / 111_320;
  const dLng = dLat / Math.cos((query.lat * Math.PI) / 180);
  const box = {
    west: query.lng - dLng,
    east: query.lng + dLng,
    south: query.lat - dLat,
    north: query.lat + dLat,
  };
  const system: Actor = { kind: 'system', district, reason: 'duplicates' };
  const near = await parts.db.read(scopeOf(system), (tx) => store.listNear(tx, street.path, box, 200));
  const reader = readerOf(parts, asking, world);
  const items = near.flatMap((state): Duplicate[] => {
    const category = world.catalogue.categories.get(state.category);
    if (!category?.publicThing || state.lng === null || state.lat === null) return [];
    const distanceM = distance([query.lng, query.lat], [state.lng, state.lat]);
    const sameCategory = query.category ? query.category === state.category : false;
    const alike = query.text ? similarity(query.text, state.text) : 0;
    const score = 0.45 * Math.max(0, 1 - distanceM / NEAR_METRES) + 0.35 * Number(sameCategory) + 0.2 * alike;
    if (score < DUPLICATE_SCORE) return [];
    const staff = asking.actor.kind === 'staff';
    return [
      {
        id: state.id,
        number: state.number,
        // Free words of another resident stay with the staff; everybody sees what kind of thing it is.
        headline: staff ? state.headline : category.label[asking.locale],
        distanceM: Math.round(distanceM),
        score: Math.round(score * 100) / 100,
        state: reader.messages.text(asking.locale, `case.state.${state.state}`),
        filedAt: state.filedAt,
        joined: state.joined,
      },
    ];
  });
  items.sort((a, b) => b.score - a.score);
  return { items: items.slice(0, 5) };
}

/** Resolves a step's notices to people. Reporters are answered in their follow page; staff get an in-app notice. */
export async function sendNotices(
  parts: CasesParts,
  tx: Tx,
  state: CaseState,
  notices: readonly Notice[],
): Promise<void> {
  for (const notice of notices) {
    const message = {
      key: notice.key,
      params: { number: state.number },
      link: `/console/cases/${state.id}`,
      urgency: notice.urgency,
    };
    if (notice.to === 'owner-unit' && state.ownerUnit && notice.duty) {
      // A plain dispatch shows in the unit's queue at once; only what is urgent is also pushed.
      if (notice.urgency === 'now') await parts.notify.toUnit(tx, state.ownerUnit, notice.duty, message);
    } else if (notice.to === 'area' && notice.duty && notice.urgency === 'now') {
      const holders = await parts.ports.holdersNear(tx, notice.duty, notice.path ?? state.areaPath);
      await parts.notify.toPosts(tx, holders, message);
    }
  }
}

/**
 * Completes a form before it is decided: photos become the case's own (residents' uploads need their claim), other cases named by
 * number are found.
 */
export async function prepareForm(
  parts: CasesParts,
  tx: Tx,
  state: CaseState,
  command: string,
  form: unknown,
  actor: Actor,
): Promise<unknown> {
  if (typeof form !== 'object' || form === null) return form;
  const complete = await findCasesOfForm(tx, state, command, form as Record<string, unknown>);
  for (const name of ['photos', 'photosBefore']) {
    const references = complete[name];
    if (!Array.isArray(references) || references.length === 0) continue;
    if (!references.every((one) => typeof one === 'string')) continue;
    const files = await parts.ports.claimFiles(tx, references, actor);
    await store.insertCaseFiles(tx, state.id, files);
    complete[name] = files;
  }
  return complete;
}

/** Written beside each step: notices, and where reporters are answered. */
export async function afterStep(
  parts: CasesParts,
  tx: Tx,
  before: CaseState,
  decision: Decision,
): Promise<void> {
  const { after, notices, stepName } = decision;
  await proposeFromRuling(parts, tx, decision);
  if (notices.length > 0) await sendNotices(parts, tx, after, notices);
  if (searchTextOf(after) !== searchTextOf(before))
    await store.replaceWords(tx, after.id, searchWordsOf(after));
  await moveReporters(tx, stepName, before, after);
}

/** Written beside a case that another one opened. */
export async function afterOpening(
  parts: CasesParts,
  tx: Tx,
  opened: CaseState,
  from: CaseState,
  notices: readonly Notice[],
): Promise<void> {
  await sendNotices(parts, tx, opened, notices);
  await copyReporters(parts, tx, opened, from);
}
