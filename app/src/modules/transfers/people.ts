// Who is meant by a transfer: records of registers, shown masked as the reader may see them there and opened there with a reason. Somebody whom no
// register knows is written down for this emergency alone. Of a home that refuses, the address and the hazard are all that is shown.
import { mayOver, type RegisterParts, registerOf } from '../../engines/register/parts.ts';
import { createRecord, type RecordJson, recordsJson, seen } from '../../engines/register/records.ts';
import { findRecords } from '../../engines/register/store.ts';
import type { Actor } from '../../kernel/actor.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { incidentOf, openIncident } from '../emergency/public.ts';
import type { PersonBody, RecordLink } from './contract.ts';
import type { Asking, TransfersParts } from './parts.ts';
import * as store from './store.ts';
import { getEmergency, LISTING, staffOf } from './who.ts';
import './problems.ts';

const DAY_MS = 86_400_000;
/** As long as the register of the emergency's people keeps them after it. */
const KEPT_DAYS = 30;

/** Each must be a record that the actor may read. */
export async function checkLinks(
  parts: { registers: RegisterParts },
  tx: Tx,
  asking: Asking,
  links: readonly RecordLink[],
): Promise<void> {
  for (const { register, id } of links) await seen(tx, asking, registerOf(parts.registers, register), id);
}

async function getTransfer(tx: Tx, id: string) {
  const transfer = await store.findTransfer(tx, id);
  if (!transfer) throw problem('transfers.unknown', {});
  return transfer;
}

/** Who lives behind the door, masked; nobody of a home that refuses. */
export async function viewPeople(parts: TransfersParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const transfer = await getTransfer(tx, id);
  if (transfer.state === 'refused') return { refused: true, hidden: 0, items: [] };
  const links = await store.listLinks(tx, [id]);
  const items: (RecordJson & { register: string; registerLabel: string; mayReveal: boolean })[] = [];
  let hidden = 0;
  for (const code of new Set(links.map((one) => one.register))) {
    if (code === 'households') continue;
    const register = registerOf(parts.registers, code);
    const ids = links.filter((one) => one.register === code).map((one) => one.recordId);
    const rows = (await findRecords(tx, register, ids)).filter((row) =>
      mayOver(actor, register, 'read', row.areaPath),
    );
    hidden += ids.length - rows.length;
    for (const [index, json] of (await recordsJson(tx, parts.registers, asking, register, rows)).entries())
      items.push({
        ...json,
        register: code,
        registerLabel: register.label[asking.locale],
        mayReveal: mayOver(actor, register, 'reveal', rows[index]?.areaPath ?? ''),
      });
  }
  return { refused: false, hidden, items };
}

/** Writes somebody down for this emergency alone: masked, logged, gone thirty days after it. */
export async function addPerson(parts: TransfersParts, asking: Asking, id: string, body: PersonBody) {
  const actor = staffOf(asking);
  const scope = scopeOf(actor);
  const transfer = await parts.db.read(scope, (tx) => getTransfer(tx, id));
  if (!LISTING.some((duty) => holdsDutyOver(actor, duty, transfer.areaPath)))
    throw problem('transfers.not-yours', { area: transfer.areaName });
  if (transfer.state === 'refused') throw problem('transfers.refused-home', {});
  const emergency = await getEmergency(parts, actor.district, transfer.emergencyId);
  if (emergency.closedAt !== null) throw problem('transfers.emergency-over', { number: emergency.number });
  const machine = scopeOf({ kind: 'system', district: actor.district, reason: 'transfers' });
  await parts.db.tx(machine, (tx) => openIncident(tx, parts, emergency));
  return parts.db.tx(scope, async (tx) => {
    await createRecord(tx, parts.registers, asking, registerOf(parts.registers, 'incident-people'), {
      id: body.id,
      commandId: body.id,
      areaId: transfer.areaId,
      values: {
        incident: incidentOf(emergency.id),
        name: body.name,
        address: transfer.address,
        ...(body.phone ? { phone: body.phone } : {}),
        needs: body.needs,
      },
    });
    await store.insertLinks(tx, {
      transferId: id,
      emergencyId: emergency.id,
      links: [{ register: 'incident-people', id: body.id }],
      by: actor.accountId,
      at: parts.now(),
    });
    return viewPeople(parts, tx, asking, id);
  });
}

/** Thirty days after an emergency its list no longer says whom it meant, nor what was written at the doors; a line of the audit proves it. */
export async function forgetPeople(parts: TransfersParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'transfer-sunset' };
  return parts.db.tx(scopeOf(actor), async (tx) => {
    const over = await store.listOver(tx, parts.now() - KEPT_DAYS * DAY_MS);
    for (const emergencyId of over) {
      await store.deleteLinks(tx, emergencyId);
      await store.emptyWords(tx, emergencyId);
      await audit(
        tx,
        { actor, now: parts.now, platform: { ids: parts.ids } },
        { action: 'transfers.forget-people', object: { type: 'emergency', id: emergencyId } },
      );
    }
    return over.length;
  });
}
