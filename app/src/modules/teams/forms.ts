// Forms of an incident: opened from a template by whoever commands or dispatches there, filled in as records of the register, gone with it.
import { allRecords } from '../../engines/register/all-records.ts';
import { pathsFor, registerOf } from '../../engines/register/parts.ts';
import { createRecord } from '../../engines/register/records.ts';
import { countRecords } from '../../engines/register/store-list.ts';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { findEmergency, incidentOf, openIncident } from '../emergency/public.ts';
import type { FormBody } from './contract.ts';
import type { Asking, TeamsParts } from './parts.ts';
import { presetForms } from './preset-forms.ts';
import { staffOf } from './service.ts';
import './problems.ts';

/** The forms of an emergency with how many entries the reader may see; none counted for whoever may not read entries. */
export async function listForms(parts: TeamsParts, tx: Tx, asking: Asking, emergencyId: string) {
  staffOf(asking);
  const incident = incidentOf(emergencyId);
  const forms = await allRecords(tx, parts.registers, asking, 'incident-forms', {
    conditions: [{ field: 'incident', is: [incident] }],
  });
  const entries = registerOf(parts.registers, 'incident-entries');
  const paths = pathsFor(asking.actor, entries, 'read');
  const items = [];
  for (const one of forms) {
    const query = {
      paths,
      areaPath: null,
      words: [],
      conditions: [{ field: 'form', is: [one.id] }],
      state: 'current',
      asOf: null,
    } as const;
    items.push({
      id: one.id,
      name: one.title,
      task: { code: one.values['task'], label: one.shown['task'] ?? '' },
      asks: one.shown['asks'] ?? '',
      why: one.shown['why'] ?? '',
      entries: paths?.length === 0 ? null : await countRecords(tx, entries, query),
    });
  }
  return { incident, items };
}

export async function openForm(parts: TeamsParts, asking: Asking, emergencyId: string, body: FormBody) {
  const actor = staffOf(asking);
  const machine: Actor = { kind: 'system', district: actor.district, reason: 'incident form' };
  // Its entry among the incidents may be seconds away: it is made now where it is not there.
  const emergency = await parts.db.tx(scopeOf(machine), async (tx) => {
    const found = await findEmergency(tx, emergencyId);
    if (!found || found.closedAt !== null)
      throw problem('teams.emergency', {}, [{ path: 'emergencyId', code: 'team-emergency' }]);
    await openIncident(tx, parts, found);
    return found;
  });
  const preset = presetForms[body.task];
  return parts.db.tx(scopeOf(actor), async (tx) => {
    await createRecord(tx, parts.registers, asking, registerOf(parts.registers, 'incident-forms'), {
      id: body.commandId,
      commandId: body.commandId,
      areaId: emergency.areaId,
      values: {
        incident: incidentOf(emergencyId),
        name: body.name ?? preset.name,
        task: body.task,
        asks: [...preset.asks],
        why: preset.why,
      },
    });
    return listForms(parts, tx, asking, emergencyId);
  });
}
