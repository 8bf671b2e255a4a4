// The proposal who brings what, for all open needs of an emergency at once; kept with the needs, decided by a person.
import { derivedId } from '../../engines/case/timing.ts';
import { type Actor, holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { needOf, vitalNeeds } from '../cases/public.ts';
import { type Match, matchNeeds, type OpenNeed } from './dispatch.ts';
import { runningEmergency } from './needs.ts';
import type { Asking, EmergencyParts } from './parts.ts';
import * as store from './store.ts';
import { centres, teamsFor } from './who-could-go.ts';
import './problems.ts';

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findEmergency>>>;

/** Proposes who goes for every open need, and keeps the proposals with the needs. A dispatcher of the place asks for it. */
export async function planDispatch(parts: EmergencyParts, asking: Asking, id: string) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  const machine: Actor = { kind: 'system', district: actor.district, reason: 'dispatch plan' };
  const { open, matches } = await parts.db.read(scopeOf(machine), async (tx) => {
    const emergency = await runningEmergency(tx, id);
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

async function placed(parts: EmergencyParts, tx: Tx, needs: readonly CaseState[]): Promise<OpenNeed[]> {
  const centre = centres(parts, tx);
  const found: OpenNeed[] = [];
  for (const need of needs)
    found.push({
      id: need.id,
      vital: vitalNeeds.has(needOf(need).what),
      point:
        need.lng === null || need.lat === null
          ? await centre(need.areaPath)
          : { lng: need.lng, lat: need.lat },
    });
  return found;
}
