// Each emergency has its entry in the register of incidents, so that people written down for it go by its clock: opened when it starts, ended
// on the day on which it ends. The id follows from the emergency: any process may go on with it, and nobody has to remember the pair.
import { type RegisterParts, registerOf } from '../../engines/register/parts.ts';
import { createRecord, editRecord } from '../../engines/register/records.ts';
import { findRecords } from '../../engines/register/store.ts';
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Risk } from '../../kernel/emergency.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { emergencyOf } from '../cases/public.ts';
import type { EmergencyParts } from './parts.ts';
import * as store from './store.ts';

type Emergency = NonNullable<Awaited<ReturnType<typeof store.findEmergency>>>;

const MOST = 200;
const LONGEST_NAME = 60;
const LONGEST_ORDER = 200;
/** An ended emergency is looked at for so long: its entry is ended within seconds, unless no process ran. */
const LOOK_BACK_MS = 60 * 86_400_000;

const KINDS: Readonly<Record<Risk, string>> = {
  rainstorm: 'storm',
  typhoon: 'storm',
  flood: 'flood',
  heat: 'heat',
  cold: 'snow',
  earthquake: 'quake',
  fire: 'fire',
  gas: 'fire',
  power: 'outage',
  epidemic: 'health',
  crowd: 'other',
  other: 'other',
};

/** The id of the entry of an emergency in the register of incidents. */
export const incidentOf = (emergencyId: string): string => derivedId(`${emergencyId}/incident`);

/** Opens the entry of one emergency when it is not there; the same however often it is asked. */
export async function openIncident(
  tx: Tx,
  parts: { registers: RegisterParts },
  emergency: Emergency,
): Promise<string> {
  const id = incidentOf(emergency.id);
  const register = registerOf(parts.registers, 'incidents');
  if ((await findRecords(tx, register, [id])).length > 0) return id;
  const { orders, risk } = emergencyOf(emergency);
  const order = orders[0];
  await createRecord(tx, parts.registers, machine(tx.scope.district), register, {
    id,
    commandId: derivedId(`${id}/open`),
    areaId: emergency.areaId,
    values: {
      // The number keeps two of the same name on one day apart.
      name: `${emergency.headline.slice(0, LONGEST_NAME - emergency.number.length - 1)} ${emergency.number}`,
      kind: KINDS[risk],
      orderedBy: (order ? `${order.issuer} ${order.document}` : emergency.headline).slice(0, LONGEST_ORDER),
      beganOn: civilDate(emergency.filedAt),
    },
  });
  return id;
}

const machine = (district: string): { actor: Actor; locale: 'zh-CN' } => ({
  actor: { kind: 'system', district, reason: 'incidents' },
  locale: 'zh-CN',
});

/** Opens and ends the entries of a district's emergencies; gives how many. */
export async function followIncidents(
  parts: Pick<EmergencyParts, 'db' | 'now' | 'registers'>,
  district: string,
): Promise<number> {
  const scope = scopeOf(machine(district).actor);
  const register = registerOf(parts.registers, 'incidents');
  return parts.db.tx(scope, async (tx) => {
    const all = await store.listSince(tx, parts.now() - LOOK_BACK_MS, MOST);
    const rows = await findRecords(
      tx,
      register,
      all.map((one) => incidentOf(one.id)),
    );
    let moved = 0;
    for (const one of all) {
      const id = incidentOf(one.id);
      const row = rows.find((each) => each.id === id);
      if (!row && one.closedAt === null) {
        await openIncident(tx, parts, one);
        moved += 1;
      } else if (row && one.closedAt !== null && row.validTo === null && row.stored['endedOn'] === null) {
        await editRecord(tx, parts.registers, machine(district), register, {
          id,
          commandId: derivedId(`${id}/end/${row.version}`),
          baseVersion: row.version,
          values: { endedOn: civilDate(one.closedAt) },
        });
        moved += 1;
      }
    }
    return moved;
  });
}
