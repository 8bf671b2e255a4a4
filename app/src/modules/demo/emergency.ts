// The demo's emergencies, done by its people: a rainstorm that ended with a review, and a response of one's own that goes on.
import type { CaseState } from '../../engines/case/case.ts';
import { findCase } from '../../engines/case/case-store.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import { type Scope, scopeOf } from '../../platform/db/db.ts';
import { needOf, openModuleCase } from '../cases/public.ts';
import {
  activateDistrict,
  type EmergencyParts,
  planDispatch,
  reportNeed,
  startEmergency,
} from '../emergency/public.ts';
import { listBuildings } from '../places/public.ts';
import { castOf } from './cast.ts';
import { emergencyWords as words } from './texts-emergency.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
type Parts = {
  emergency: EmergencyParts;
  ids: Ids;
  person(user: 'secretary' | 'worker' | 'street'): Promise<Staff>;
};
const MOST_HOUSES = 12;

type NeedWords = (typeof words.needs)[keyof typeof words.needs];

export async function seedEmergencies({ emergency: parts, ids, person }: Parts): Promise<void> {
  const secretary = await person('secretary');
  const worker = await person('worker');
  const street = await person('street');
  const home = secretary.posts[0];
  const grid = worker.posts[0];
  if (!home || !grid) return;
  const scope = scopeOf({ kind: 'system', district: secretary.district, reason: 'demo' });
  const cast = await parts.db.read(scope, (tx) => castOf(tx, parts.now(), () => 1));
  const other = cast.over('command', home.areaPath, [home.unitId]);
  if (!other) throw new Error('the demo has no second commander');
  const asking = (actor: Actor) => ({ actor, locale: 'zh-CN' as const });

  const caseOf = async (id: string): Promise<CaseState> => {
    const found = await parts.db.read(scope, (tx) => findCase(tx, id, id));
    if (!found) throw new Error(`case ${id} is gone`);
    return found.state;
  };
  const give = async (actor: Actor, id: string, name: string, form: Record<string, unknown> = {}) =>
    parts.cases.engine.give({ actor }, id, {
      commandId: ids.next(),
      name,
      baseVersion: (await caseOf(id)).version,
      occurredAt: parts.now(),
      form,
    });
  const start = async (risk: 'rainstorm' | 'power', text: string): Promise<string> => {
    const commandId = ids.next();
    await startEmergency(parts, asking(secretary), { commandId, areaId: home.areaId, risk, text });
    await give(other, commandId, 'confirm-act');
    return commandId;
  };
  const houses = await housesIn(parts, scope, grid);
  const need = async (emergency: string, what: NeedWords): Promise<string> => {
    const house = houses.shift();
    const point = house && { lng: house.lng, lat: house.lat };
    const place = { areaId: grid.areaId, address: house?.address ?? '', ...(point ? { point } : {}) };
    const body = { commandId: ids.next(), ...place, ...what };
    return (await reportNeed(parts, asking(worker), emergency, body)).id;
  };
  /** To whom it was proposed. */
  const match = async (id: string): Promise<Actor | undefined> => {
    const unit = needOf(await caseOf(id)).suggested?.unit;
    if (!unit) return undefined;
    await give(street, id, 'match-need', { unit });
    return cast.inUnit(unit);
  };
  const bring = async (id: string): Promise<void> => {
    const carrier = await match(id);
    if (!carrier) return;
    await give(carrier, id, 'deliver-need', {
      amount: needOf(await caseOf(id)).amount,
      note: words.brought,
    });
    await give(street, id, 'check-need', { enough: true, note: words.enough });
  };

  const storm = await start('rainstorm', words.storm.text);
  const { issuer, document } = words.storm;
  await give(secretary, storm, 'receive-level', { level: 'IV', issuer, document });
  await give(other, storm, 'confirm-act');
  await activateDistrict(parts, secretary.district);
  const lacking = [await need(storm, words.needs.pump), await need(storm, words.needs.meals)];
  await planDispatch(parts, asking(street), storm);
  for (const one of lacking) await bring(one);
  await give(secretary, storm, 'step-down', {
    criteria: ['warning-lifted', 'hazard-gone', 'people-safe'],
    note: words.storm.note,
  });
  await give(other, storm, 'confirm-act');
  await give(secretary, storm, 'release-return', { note: words.storm.released });
  await give(secretary, storm, 'end-emergency', { review: words.storm.review });

  const outage = await start('power', words.outage.text);
  await activateDistrict(parts, secretary.district);
  const lift = await need(outage, words.needs.lift);
  await need(outage, words.needs.light);
  await planDispatch(parts, asking(street), outage);
  await match(lift);
  const dark = houses.shift();
  await openModuleCase(parts.cases, worker, {
    id: ids.next(),
    kind: 'closure',
    areaId: grid.areaId,
    ownerUnit: null,
    parentId: outage,
    headline: words.closure.headline,
    text: words.closure.text,
    address: words.closure.address,
    ...(dark ? { point: { lng: dark.lng, lat: dark.lat } } : {}),
    facts: {
      closure: { emergency: outage, what: 'building', line: dark ? [[dark.lng, dark.lat]] : [], until: null },
    },
  });
}

/** A few houses of the grid to put needs at; none where the map has none. */
async function housesIn(parts: EmergencyParts, scope: Scope, grid: { areaId: string; areaPath: string }) {
  const near = (await parts.db.read(scope, (tx) => listBuildings(tx, [grid.areaId]))).slice(0, MOST_HOUSES);
  const inside = [];
  for (const one of near) {
    const area = (await parts.cases.ports.locate(scope.district, one.lng, one.lat)).at(-1);
    if (area?.path.startsWith(grid.areaPath)) inside.push(one);
  }
  return inside;
}
