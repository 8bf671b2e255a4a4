// Needs of an emergency: written down by whoever is at the place or at the desk, and the list that shows who has them.
import { type Actor, holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { type NeedFacts, needOf, openModuleCase, rowsOf, vitalNeeds } from '../cases/public.ts';
import type { NeedBody } from './contract.ts';
import { SPAN } from './dispatch.ts';
import type { AreaFact, Asking, EmergencyParts } from './parts.ts';
import * as store from './store.ts';
import { teamsFor } from './who-could-go.ts';
import './problems.ts';

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findEmergency>>>;

const REPORTING = ['report', 'intake', 'dispatch', 'handle', 'command', 'hotline'] as const;

/** The emergency, when it still runs. */
export async function runningEmergency(tx: Tx, id: string): Promise<CaseState> {
  const state = await store.findEmergency(tx, id);
  if (!state) throw problem('emergency.not-found', {});
  if (state.closedAt !== null) throw problem('emergency.is-over', { number: state.number });
  return state;
}

export async function reportNeed(parts: EmergencyParts, asking: Asking, id: string, body: NeedBody) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  // Somebody below the emergency's area sees it as in force over their place.
  const emergency = await parts.db.read(systemOf(actor), (tx) => runningEmergency(tx, id));
  const area = await placeOf(parts, actor.district, emergency, body);
  if (!REPORTING.some((duty) => holdsDutyOver(actor, duty, area.path)))
    throw problem('emergency.not-your-place', { area: area.name });
  const label = parts.messages.text('zh-CN', `emergency.need.${body.what}`);
  const { state, follow } = await openModuleCase(parts.cases, actor, {
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
    channel: body.channel ?? 'patrol',
    facts: { need: needFacts(id, body) },
    ...(body.caller ? { reporter: body.caller } : {}),
  });
  return {
    id: state.id,
    number: state.number,
    version: state.version,
    state: state.state,
    ...(follow ? { follow } : {}),
  };
}

export function needFacts(
  emergency: string,
  { what, amount, measure }: Pick<NeedFacts, 'what' | 'amount' | 'measure'>,
): NeedFacts {
  return { emergency, what, amount, measure, suggested: null, matched: null, delivered: 0 };
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

/** Needs with their clocks and whoever has them, and the units that could take one, each with what it holds already. */
export async function listNeeds(parts: EmergencyParts, tx: Tx, asking: Asking, id: string) {
  const emergency = await store.findEmergency(tx, id);
  if (!emergency) throw problem('emergency.not-found', {});
  const { catalogue } = await parts.cases.engine.world(asking.actor.district);
  const nameOf = (unit: string | null | undefined) => (unit ? (catalogue.units.get(unit)?.name ?? '') : null);
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const states = await store.listNeeds(tx, id);
  const rows = await rowsOf(parts.cases, asking, states);
  const items = states.map((state, index) => {
    const { what, amount, measure, suggested, matched, delivered } = needOf(state);
    const row = rows[index] as (typeof rows)[number];
    return {
      id: state.id,
      number: state.number,
      version: state.version,
      state: row.state,
      clock: row.clock,
      nextAction: row.nextAction,
      what: { code: what, label: text(`emergency.need.${what}`) },
      vital: vitalNeeds.has(what),
      amount,
      delivered,
      measure,
      text: state.text,
      address: state.address,
      areaName: row.areaName,
      point: row.point,
      channel: { code: state.channel, label: text(`case.channel.${state.channel}`) },
      /** Somebody who follows it by a code waits for it. */
      asked: state.joined > 0,
      unit: nameOf(state.ownerUnit),
      suggested: suggested && { ...suggested, name: nameOf(suggested.unit) },
      matched: matched && { ...matched, name: nameOf(matched.unit) },
      filedAt: state.filedAt,
      closedAt: state.closedAt,
    };
  });
  const running = emergency.closedAt === null;
  const teams = running ? await teamsFor(parts, tx, emergency, states) : [];
  return {
    items,
    span: SPAN,
    teams: teams
      .map(({ unit, above, load }) => ({ unit, name: nameOf(unit) ?? '', above, load }))
      .sort(
        (a, b) => b.load - a.load || Number(a.above) - Number(b.above) || a.name.localeCompare(b.name, 'zh'),
      ),
    mayReport: running && REPORTING.some((duty) => reaches(asking.actor, duty, emergency.areaPath)),
    mayDecide:
      running &&
      ['dispatch', 'command'].some((duty) => holdsDutyOver(asking.actor, duty, emergency.areaPath)),
  };
}

/** The duty over the area, over a place within it, or over one that holds it. */
function reaches(actor: Actor, duty: string, path: string): boolean {
  return (
    actor.kind === 'staff' &&
    actor.posts.some(
      (post) =>
        post.duties.includes(duty) && (path.startsWith(post.areaPath) || post.areaPath.startsWith(path)),
    )
  );
}

const systemOf = (actor: Actor) =>
  scopeOf({ kind: 'system', district: actor.district, reason: 'needs of an emergency' });
