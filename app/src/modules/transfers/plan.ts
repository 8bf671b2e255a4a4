// The list as the registers know it, building by building: doors with how many live there and how many cannot leave alone, who would
// organise it, and what is on the list already. A proposal: nobody is on the list by it. Who looked at people's records for it is written down.
import type { Register, Value } from '../../engines/register/declare.ts';
import { mayOver, pathsFor, registerOf } from '../../engines/register/parts.ts';
import { logViews } from '../../engines/register/records.ts';
import type { RecordRow } from '../../engines/register/store.ts';
import { listRecords, namesOf } from '../../engines/register/store-list.ts';
import { openedValue } from '../../engines/register/vault.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import { buildingOf, doorKey } from './doors.ts';
import type { Asking, Staff, TransfersParts } from './parts.ts';
import * as store from './store.ts';
import { getEmergency, LISTING, organiserOf, staffOf } from './who.ts';
import './problems.ts';

const MOST = 2000;
/** The upper end of each band of the register of households; five and more counts as five until somebody counts at the door. */
const PEOPLE: Readonly<Record<string, number>> = { one: 1, two: 2, few: 4, many: 5 };

/** Registers whose purpose names bringing people to safety, and what there says that somebody cannot leave alone. */
const MINDED = [
  { code: 'care', field: 'needs', when: ['carry', 'power'] },
  { code: 'welfare-visits', field: 'circumstance', when: ['frail', 'disabled'] },
] as const;

type Door = {
  address: string;
  areaId: string;
  people: number;
  /** Nobody said how many live there. */
  unknown: boolean;
  needHelp: number;
  records: { register: string; id: string }[];
  /** The transfer that has this door on the list. */
  listed: string | null;
};

export async function planTransfers(
  parts: TransfersParts,
  asking: Asking,
  emergencyId: string,
  areaId: string | undefined,
) {
  const actor = staffOf(asking);
  const emergency = await getEmergency(parts, actor.district, emergencyId);
  if (emergency.closedAt !== null) throw problem('transfers.emergency-over', { number: emergency.number });
  const area = (await parts.areaChain(actor.district, areaId ?? emergency.areaId)).at(-1);
  if (!area?.path.startsWith(emergency.areaPath))
    throw problem('transfers.plan-outside', {}, [{ path: 'areaId', code: 'transfer-outside' }]);
  if (!LISTING.some((duty) => holdsDutyOver(actor, duty, area.path)))
    throw problem('transfers.not-yours', { area: area.name });
  return parts.db.tx(scopeOf(actor), async (tx) => {
    const found = await doorsIn(parts, tx, actor, area.path);
    const listed = new Map(
      (await store.listAddresses(tx, emergencyId)).map((one) => [doorKey(one.address), one.id]),
    );
    for (const door of found.doors) door.listed = listed.get(doorKey(door.address)) ?? null;
    for (const { register, rows } of found.looked)
      await logViews(tx, parts.registers, asking, register, rows, 'open', [], emergency.headline);
    return {
      area: { id: area.id, name: area.name },
      buildings: await inBuildings(parts, tx, found.doors, found.buildings),
      mindsCare: found.looked.length > 0,
      more: found.more,
    };
  });
}

async function doorsIn(parts: TransfersParts, tx: Tx, actor: Staff, areaPath: string) {
  const { registers } = parts;
  const households = registerOf(registers, 'households');
  const select = (register: Register) =>
    listRecords(
      tx,
      register,
      {
        paths: pathsFor(actor, register, 'read'),
        areaPath,
        words: [],
        conditions: [],
        state: 'current',
        asOf: null,
      },
      { by: 'title', after: null, limit: MOST },
    );
  const homes = await select(households);
  const doors = new Map<string, Door>();
  const buildings = new Map<string, string>();
  for (const row of homes) {
    const address = String(row.stored['address']);
    const building = row.stored['building'];
    if (typeof building === 'string') buildings.set(doorKey(address), building);
    const people = PEOPLE[String(row.stored['size'])];
    doors.set(doorKey(address), {
      ...{ address, areaId: row.areaId, people: people ?? 1, unknown: people === undefined },
      ...{ needHelp: 0, records: [{ register: 'households', id: row.id }], listed: null },
    });
  }
  const looked: { register: Register; rows: RecordRow[] }[] = [];
  let more = homes.length === MOST;
  for (const { code, field, when } of MINDED) {
    const register = registerOf(registers, code);
    if (!mayOver(actor, register, 'read', areaPath)) continue;
    const rows = await select(register);
    more ||= rows.length === MOST;
    const declared = register.fields[field];
    const helped = rows.filter((row) => {
      const value: Value = declared
        ? openedValue(registers.vault, register, field, declared, row.stored[field] ?? null)
        : null;
      return [value].flat().some((one) => (when as readonly unknown[]).includes(one));
    });
    if (rows.length > 0) looked.push({ register, rows: helped });
    for (const row of helped) addPerson(doors, row, code);
  }
  return { doors: [...doors.values()], buildings, looked, more };
}

/** Somebody who needs help lives behind this door; a door that no household is kept for is a door with one person. */
function addPerson(doors: Map<string, Door>, row: RecordRow, register: string): void {
  const address = String(row.stored['address']);
  const door = doors.get(doorKey(address)) ?? {
    ...{ address, areaId: row.areaId, people: 0, unknown: true },
    ...{ needHelp: 0, records: [], listed: null },
  };
  // The same person may stand in both registers: one door is not asked for more than live there, unless nobody knows how many do.
  door.needHelp = door.unknown ? door.needHelp + 1 : Math.min(door.needHelp + 1, door.people);
  door.people = Math.max(door.people, door.needHelp);
  door.records.push({ register, id: row.id });
  doors.set(doorKey(address), door);
}

/** Doors by building, with whoever reports nearest to each as the one who would organise it. */
async function inBuildings(
  parts: TransfersParts,
  tx: Tx,
  doors: readonly Door[],
  known: ReadonlyMap<string, string>,
) {
  const titles = await namesOf(tx, registerOf(parts.registers, 'buildings'), [...new Set(known.values())]);
  const groups = new Map<string, { name: string; areaId: string; doors: Door[] }>();
  for (const door of doors) {
    const building = known.get(doorKey(door.address)) ?? '';
    // A building of the register is called by its number alone; the address up to it says which compound.
    const name = buildingOf(door.address) || titles.get(building) || door.address;
    const key = `${door.areaId}/${doorKey(name)}`;
    const group = groups.get(key) ?? { name, areaId: door.areaId, doors: [] };
    group.doors.push(door);
    groups.set(key, group);
  }
  const areas = new Map<
    string,
    { name: string; organiser: { id: string; title: string; areaName: string } | null }
  >();
  for (const areaId of new Set(doors.map((one) => one.areaId))) {
    const area = (await parts.areaChain(tx.scope.district, areaId)).at(-1);
    if (!area) continue;
    const posts = await selectPosts(tx, civilDate(parts.now()), { above: area.path, duty: 'report' });
    const post = organiserOf(posts);
    const organiser = post ? { id: post.id, title: post.title, areaName: post.areaName } : null;
    areas.set(areaId, { name: area.name, organiser });
  }
  return [...groups.entries()]
    .map(([key, { name, areaId, doors: own }]) => ({
      key,
      name,
      area: { id: areaId, name: areas.get(areaId)?.name ?? '' },
      people: own.reduce((sum, one) => sum + one.people, 0),
      needHelp: own.reduce((sum, one) => sum + one.needHelp, 0),
      listed: own.filter((one) => one.listed !== null).length,
      organiser: areas.get(areaId)?.organiser ?? null,
      doors: own.sort((a, b) => a.address.localeCompare(b.address, 'zh-CN', { numeric: true })),
    }))
    .sort((a, b) => b.needHelp - a.needHelp || a.name.localeCompare(b.name, 'zh-CN', { numeric: true }));
}
