// Emergencies as people use them: start one, see it, see what is in force over one's own place.
import { holdsDutyOver } from '../../kernel/actor.ts';
import type { ActionLevel } from '../../kernel/emergency.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import {
  cardOf,
  type EmergencyFacts,
  emergencyOf,
  openModuleCase,
  pendingAct,
  viewCase,
} from '../cases/public.ts';
import type { StartBody } from './contract.ts';
import type { Asking, EmergencyParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const MOST = 100;
const MOST_CARDS = 500;
const DAY_MS = 86_400_000;

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findEmergency>>>;

const system = (district: string, reason: string) => scopeOf({ kind: 'system', district, reason });

/** A commander starts a response over an area of theirs: it holds at once, and the other commander is asked. */
export async function startEmergency(parts: EmergencyParts, asking: Asking, body: StartBody) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  const area = (await parts.areaChain(actor.district, body.areaId)).at(-1);
  if (!area) throw problem('emergency.area-unknown', {}, [{ path: 'areaId', code: 'emergency-area' }]);
  if (!holdsDutyOver(actor, 'command', area.path))
    throw problem('emergency.not-your-area', { area: area.name });
  const mine = actor.posts.find(
    (post) => post.duties.includes('command') && area.path.startsWith(post.areaPath),
  );
  const running = await parts.db.read(system(actor.district, 'emergency'), (tx) =>
    store.findRunning(tx, area.id, body.risk),
  );
  if (running && running.id !== body.commandId)
    throw problem('emergency.already-running', { area: area.name, number: running.number });
  const at = Math.min(body.occurredAt ?? parts.now(), parts.now());
  const level: ActionLevel = body.order?.level ?? 'own';
  const facts: EmergencyFacts = {
    risk: body.risk,
    level,
    orders: body.order ? [{ ...body.order, at, by: mine?.title ?? null }] : [],
    acts: [],
    until: body.until ?? at + DAY_MS,
    warnings: body.warningId ? [body.warningId] : [],
    releasedAt: null,
    criteria: [],
  };
  const name = parts.messages.text('zh-CN', `emergency.risk.${body.risk}`);
  const { state } = await openModuleCase(parts.cases, actor, {
    id: body.commandId,
    kind: 'emergency',
    areaId: area.id,
    ownerUnit: mine?.unitId ?? null,
    headline: `${area.name} ${name}`,
    text: body.text,
    occurredAt: at,
    facts: { emergency: facts },
  });
  return summaryOf(parts, asking, state, area.name);
}

function summaryOf(parts: EmergencyParts, asking: Asking, state: CaseState, areaName: string) {
  const facts = emergencyOf(state);
  const { messages } = parts;
  const pending = pendingAct(state);
  return {
    id: state.id,
    number: state.number,
    version: state.version,
    area: { id: state.areaId, name: areaName, path: state.areaPath },
    risk: { code: facts.risk, label: messages.text(asking.locale, `emergency.risk.${facts.risk}`) },
    level: { code: facts.level, label: messages.text(asking.locale, `emergency.level.${facts.level}`) },
    state: { code: state.state, label: messages.text(asking.locale, `case.state.${state.state}`) },
    headline: state.headline,
    text: state.text,
    startedAt: state.filedAt,
    until: facts.until,
    endedAt: state.closedAt,
    order: facts.orders.at(-1) ?? null,
    warnings: facts.warnings,
    releasedAt: facts.releasedAt,
    pending: pending
      ? {
          what: pending.what,
          label: messages.text(asking.locale, `emergency.act.${pending.what}`),
          by: pending.by,
          at: pending.at,
          against: pending.against ? { by: pending.against.by, reason: pending.against.reason } : null,
        }
      : null,
  };
}

async function nameOfArea(parts: EmergencyParts, district: string, areaId: string): Promise<string> {
  return (await parts.areaChain(district, areaId)).at(-1)?.name ?? '';
}

export async function listEmergencies(
  parts: EmergencyParts,
  tx: Tx,
  asking: Asking,
  open: boolean | undefined,
) {
  const found = await store.listEmergencies(tx, open, MOST);
  const items = [];
  for (const state of found)
    items.push(summaryOf(parts, asking, state, await nameOfArea(parts, asking.actor.district, state.areaId)));
  return { items };
}

async function findEmergency(tx: Tx, id: string): Promise<CaseState> {
  const state = await store.findEmergency(tx, id);
  if (!state) throw problem('emergency.not-found', {});
  return state;
}

/** The emergency with its timeline and actions, how far its levels have reached, and what lies under it. */
export async function viewEmergency(parts: EmergencyParts, tx: Tx, asking: Asking, id: string) {
  const state = await findEmergency(tx, id);
  return {
    ...summaryOf(parts, asking, state, await nameOfArea(parts, asking.actor.district, state.areaId)),
    case: await viewCase(parts.cases, tx, asking, id),
    orders: emergencyOf(state).orders,
    acts: emergencyOf(state).acts,
    activations: await store.listActivations(tx, id),
    counts: await store.countUnder(tx, id),
  };
}

export async function listCards(tx: Tx, id: string, state: string | undefined) {
  await findEmergency(tx, id);
  const items = await store.listCards(tx, id, { state, limit: MOST_CARDS });
  return { items, more: items.length === MOST_CARDS };
}

/** What is in force over the reader's own places, also when it was started above them, and the cards of their posts. */
export async function myEmergencies(parts: EmergencyParts, asking: Asking) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  return parts.db.read(system(actor.district, 'emergencies over a place'), async (tx) => {
    const over = (path: string) =>
      actor.posts.some((post) => post.areaPath.startsWith(path) || path.startsWith(post.areaPath));
    const running = (await store.listEmergencies(tx, true, MOST)).filter((one) => over(one.areaPath));
    const items = [];
    for (const state of running)
      items.push(summaryOf(parts, asking, state, await nameOfArea(parts, actor.district, state.areaId)));
    const cards = await store.listCardsOfPosts(
      tx,
      actor.posts.map((post) => post.postId),
    );
    return {
      items,
      cards: cards.map((card) => ({
        id: card.id,
        number: card.number,
        version: card.version,
        state: card.state,
        emergencyId: cardOf(card).emergency,
        headline: card.headline,
        lines: cardOf(card).lines,
        post: actor.posts.find((post) => post.postId === card.facts['post'])?.title ?? '',
        filedAt: card.filedAt,
        dueAt: card.clocks.find((clock) => clock.state === 'running')?.due ?? null,
      })),
    };
  });
}
