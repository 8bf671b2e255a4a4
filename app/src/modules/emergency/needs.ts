// Needs of an emergency: written down by whoever is at the place or at the desk, and the proposal who brings what.
import { derivedId } from '../../engines/case/timing.ts';
import { type Actor, holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { type NeedFacts, needOf, openModuleCase, vitalNeeds } from '../cases/public.ts';
import { boxOfArea, selectPosts } from '../org/public.ts';
import type { NeedBody } from './contract.ts';
import { type Match, matchNeeds, type OpenNeed, type Point, type Team } from './dispatch.ts';
import type { AreaFact, Asking, EmergencyParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findEmergency>>>;

const REPORTING = ['report', 'intake', 'dispatch', 'handle', 'command', 'hotline'] as const;
const HOLDING = ['need-matched', 'need-under-way'];

async function emergencyFor(tx: Tx, id: string): Promise<CaseState> {
  const state = await store.findEmergency(tx, id);
  if (!state) throw problem('emergency.not-found', {});
  if (state.closedAt !== null) throw problem('emergency.is-over', { number: state.number });
  return state;
}

export async function reportNeed(parts: EmergencyParts, asking: Asking, id: string, body: NeedBody) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  // Somebody below the emergency's area sees it as in force over their place.
  const emergency = await parts.db.read(systemOf(actor), (tx) => emergencyFor(tx, id));
  const area = await placeOf(parts, actor.district, emergency, body);
  if (!REPORTING.some((duty) => holdsDutyOver(actor, duty, area.path)))
    throw problem('emergency.not-your-place', { area: area.name });
  const facts: NeedFacts = {
    emergency: id,
    what: body.what,
    amount: body.amount,
    measure: body.measure,
    suggested: null,
    matched: null,
    delivered: 0,
  };
  const label = parts.messages.text('zh-CN', `emergency.need.${body.what}`);
  const { state } = await openModuleCase(parts.cases, actor, {
    id: body.commandId,
    kind: 'relief-need',
    areaId: area.id,
    ownerUnit: null,
    parentId: id,
    headline: `${label} ${body.amount} ${body.measure}`,
    text: body.text,
    address: body.address,
    ...(body.point ? { point: body.point } : {}),
    occurredAt: body.occurredAt ?? parts.now(),
    facts: { need: facts },
  });
  return { id: state.id, number: state.number, version: state.version, state: state.state };
}

async function placeOf(
  parts: EmergencyParts,
  district: string,
  emergency: CaseState,
  { point, areaId }: NeedBody,
): Promise<AreaFact> {
  const chain = point
    ? await parts.cases.ports.locate(district, point.lng, point.lat)
    : await parts.areaChain(district, areaId ?? emergency.areaId);
  const area = chain.at(-1);
  if (!area?.path.startsWith(emergency.areaPath))
    throw problem('emergency.place-outside', {}, [
      { path: point ? 'point' : 'areaId', code: 'emergency-place' },
    ]);
  return area;
}

export async function listNeeds(parts: EmergencyParts, tx: Tx, asking: Asking, id: string) {
  if (!(await store.findEmergency(tx, id))) throw problem('emergency.not-found', {});
  const { catalogue } = await parts.cases.engine.world(asking.actor.district);
  const nameOf = (unit: string | null | undefined) => (unit ? (catalogue.units.get(unit)?.name ?? '') : null);
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const items = (await store.listNeeds(tx, id)).map((state) => {
    const { what, amount, measure, suggested, delivered } = needOf(state);
    return {
      id: state.id,
      number: state.number,
      version: state.version,
      state: { code: state.state, label: text(`case.state.${state.state}`) },
      what: { code: what, label: text(`emergency.need.${what}`) },
      vital: vitalNeeds.has(what),
      amount,
      delivered,
      measure,
      text: state.text,
      address: state.address,
      unit: nameOf(state.ownerUnit),
      suggested: suggested && { ...suggested, name: nameOf(suggested.unit) },
      filedAt: state.filedAt,
    };
  });
  return { items };
}

/** Proposes who goes for every open need, and keeps the proposals with the needs. A dispatcher of the place asks for it. */
export async function planDispatch(parts: EmergencyParts, asking: Asking, id: string) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  const machine: Actor = { kind: 'system', district: actor.district, reason: 'dispatch plan' };
  const { open, matches } = await parts.db.read(scopeOf(machine), async (tx) => {
    const emergency = await emergencyFor(tx, id);
    const decides = ['dispatch', 'command'].some((duty) => holdsDutyOver(actor, duty, emergency.areaPath));
    if (!decides) throw problem('emergency.not-your-place', { area: emergency.headline });
    const needs = await store.listNeeds(tx, id);
    const waiting = needs.filter((one) => one.state === 'need-open');
    const teams = await teamsFor(parts, tx, emergency, needs);
    return { open: waiting, matches: matchNeeds(await placed(parts, tx, waiting), teams) };
  });
  for (const match of matches) {
    const need = open.find((one) => one.id === match.need);
    if (need && isNew(need, match)) await keep(parts, machine, need, match);
  }
  return { open: open.length, suggested: matches.length };
}

function isNew(need: CaseState, match: Match): boolean {
  const { suggested } = needOf(need);
  return suggested?.unit !== match.unit || suggested.load !== match.load;
}

async function keep(parts: EmergencyParts, actor: Actor, need: CaseState, match: Match): Promise<void> {
  const { unit, metres, load } = match;
  await parts.cases.engine.give({ actor }, need.id, {
    commandId: derivedId(`${need.id}/suggest/${need.version}/${unit}/${load}`),
    name: 'suggest-need',
    baseVersion: need.version,
    occurredAt: parts.now(),
    form: { unit, load, ...(metres === null ? {} : { metres }) },
  });
}

/** The units that act at the place or answer for it from above, each with the needs that it holds. */
async function teamsFor(
  parts: EmergencyParts,
  tx: Tx,
  emergency: CaseState,
  needs: readonly CaseState[],
): Promise<Team[]> {
  const date = civilDate(parts.now());
  const within = await selectPosts(tx, date, { within: emergency.areaPath });
  const above = await selectPosts(tx, date, { above: emergency.areaPath });
  const teams = new Map<string, Team>();
  const centre = centres(parts, tx);
  for (const post of [...within, ...above]) {
    const works = post.duties.includes('handle') && (post.holder !== null || post.acting !== null);
    if (!works || teams.has(post.unitId)) continue;
    teams.set(post.unitId, {
      unit: post.unitId,
      point: await centre(post.areaPath),
      above: !post.areaPath.startsWith(emergency.areaPath),
      load: needs.filter((one) => one.ownerUnit === post.unitId && HOLDING.includes(one.state)).length,
    });
  }
  return [...teams.values()];
}

async function placed(parts: EmergencyParts, tx: Tx, needs: readonly CaseState[]): Promise<OpenNeed[]> {
  const centre = centres(parts, tx);
  const found: OpenNeed[] = [];
  for (const { id, lng, lat, areaPath, facts } of needs)
    found.push({
      id,
      vital: vitalNeeds.has((facts['need'] as NeedFacts).what),
      point: lng === null || lat === null ? await centre(areaPath) : { lng, lat },
    });
  return found;
}

/** The middle of an area's box, asked for once. */
function centres(parts: EmergencyParts, tx: Tx): (path: string) => Promise<Point | null> {
  const known = new Map<string, Promise<Point | null>>();
  return (path) => {
    const found =
      known.get(path) ??
      boxOfArea(tx, path, parts.now()).then(
        (box) => box && { lng: (box[0] + box[2]) / 2, lat: (box[1] + box[3]) / 2 },
      );
    known.set(path, found);
    return found;
  };
}

const systemOf = (actor: Actor) =>
  scopeOf({ kind: 'system', district: actor.district, reason: 'needs of an emergency' });
