// Every emergency has its record among the incidents, from which the deletion of what was held for it counts: made when it starts, ended
// on the day when it ended, whoever ended it and however. What a process left undone another one does.
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Risk } from '../../kernel/emergency.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { emergencyOf } from '../cases/public.ts';
import { addIncidents, endIncident, type IncidentOf, listRunningIncidents } from '../registers/public.ts';
import type { EmergencyParts } from './parts.ts';
import * as store from './store.ts';

const MOST = 200;
const NAME_MAX = 60;

/** The register has fewer words for what happens than the plans have. */
const KINDS: Record<Risk, string> = {
  rainstorm: 'storm',
  typhoon: 'storm',
  flood: 'flood',
  cold: 'snow',
  heat: 'heat',
  earthquake: 'quake',
  fire: 'fire',
  gas: 'fire',
  power: 'outage',
  epidemic: 'health',
  crowd: 'other',
  other: 'other',
};

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findEmergency>>>;

/** Brings the register up to the emergencies of a district; gives how many records were made or ended. */
export async function keepIncidents(parts: EmergencyParts, district: string): Promise<number> {
  const machine: Actor = { kind: 'system', district, reason: 'incidents' };
  return parts.db.tx(scopeOf(machine), async (tx) => {
    const open = await store.listEmergencies(tx, true, MOST);
    const made = await addIncidents(
      tx,
      parts.registers,
      open.map((one) => incidentOf(parts, one)),
    );
    const running = await listRunningIncidents(tx);
    const over = await store.findClosed(tx, running);
    for (const one of over)
      await endIncident(tx, parts.registers, one.id, civilDate(one.closedAt ?? parts.now()));
    return made + over.length;
  });
}

function incidentOf(parts: EmergencyParts, state: CaseState): IncidentOf {
  const { risk, orders } = emergencyOf(state);
  const order = orders.at(-1);
  const name = `${state.headline} ${state.number}`;
  return {
    id: state.id,
    area: { id: state.areaId, path: state.areaPath },
    name: [...name].slice(-NAME_MAX).join(''),
    kind: KINDS[risk],
    orderedBy: order
      ? `${order.issuer} ${order.document}`
      : parts.messages.text('zh-CN', 'emergency.level.own'),
    beganOn: civilDate(state.filedAt),
  };
}
