// Paper for a night without power. The serial on a slip is the id of the command by which it is entered: a slip counts once, with the time
// that stands on it; a second copy that comes back is kept and shown as double.
import { holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import { type Scope, scopeOf } from '../../platform/db/db.ts';
import type { SlipBody } from './contract.ts';
import type { Asking, Staff, TransfersParts } from './parts.ts';
import * as store from './store.ts';
import { staffOf } from './who.ts';
import './problems.ts';

const LEAVING = ['to-notify', 'notified', 'refused', 'out-of-reach'];
const PARTS = ['call', 'arrival'] as const;
const MOST = 1000;
const PRINTING = ['command', 'intake', 'dispatch', 'report'] as const;

/** What each outcome does, and the states from which it does it; later ones are a note. */
const DOES = {
  notified: {
    part: 'call',
    name: 'notify-household',
    from: ['to-notify', 'notified', 'refused', 'out-of-reach'],
  },
  refused: {
    part: 'call',
    name: 'record-refusal',
    from: ['to-notify', 'notified', 'refused', 'out-of-reach'],
  },
  'out-of-reach': { part: 'call', name: 'record-out-of-reach', from: LEAVING },
  arrived: { part: 'arrival', name: 'record-arrival', from: [...LEAVING, 'sheltered'] },
} as const satisfies Record<SlipBody['outcome'], { part: string; name: string; from: readonly string[] }>;

const OVER = ['returned', 'transfer-struck'];

/** Prints two slips for each transfer: one for the door, one for the arrival. A slip that is out keeps its serial; one that came back is followed by the next round. */
export async function printSlips(
  parts: TransfersParts,
  asking: Asking,
  emergencyId: string,
  transferIds: readonly string[] | undefined,
) {
  const actor = staffOf(asking);
  const at = parts.now();
  return parts.db.tx(scopeOf(actor), async (tx) => {
    const all = await store.listTransfers(tx, emergencyId, {
      states: LEAVING,
      state: undefined,
      limit: MOST,
    });
    const wanted = all.filter((one) =>
      transferIds ? transferIds.includes(one.id) && one.closedAt === null : LEAVING.includes(one.state),
    );
    const missing = transferIds?.find((id) => !wanted.some((one) => one.id === id));
    if (missing) throw problem('transfers.unknown', {}, [{ path: 'transferIds', code: 'transfer-unknown' }]);
    const slips = await store.listSlips(
      tx,
      wanted.map((one) => one.id),
    );
    const items = [];
    for (const transfer of wanted) {
      for (const part of PARTS) {
        const last = slips.findLast((one) => one.transferId === transfer.id && one.part === part);
        const round = last ? last.round + (last.entered ? 1 : 0) : 1;
        const id = derivedId(`${transfer.id}/slip/${part}/${round}`);
        await store.printSlip(tx, {
          id,
          transferId: transfer.id,
          emergencyId,
          part,
          round,
          by: actor.accountId,
          at,
        });
        items.push({
          serial: id,
          part,
          round,
          copy: last && !last.entered ? last.printed + 1 : 1,
          transferId: transfer.id,
          number: transfer.number,
          address: transfer.address,
          areaName: transfer.areaName,
          people: transfer.people,
          needHelp: transfer.needHelp,
          shelter: transfer.shelter,
          why: transfer.why,
        });
      }
    }
    return { printedAt: at, items };
  });
}

/** Which slip this serial is, and what was entered of it: asked before somebody types. */
export async function viewSlip(parts: TransfersParts, asking: Asking, serial: string) {
  const actor = staffOf(asking);
  const { slip, transfer } = await getSlip(parts, actor, serial);
  const first = await parts.db.read(scopeOf(actor), (tx) => store.findStanding(tx, serial));
  return { slip, transfer, first: first ?? null };
}

async function getSlip(parts: TransfersParts, actor: Staff, serial: string) {
  return parts.db.read(scopeOf(actor), async (tx) => {
    const slip = await store.findSlip(tx, serial);
    const transfer = slip && (await store.findTransfer(tx, slip.transferId));
    if (!slip || !transfer) throw problem('transfers.slip-unknown', {});
    return { slip, transfer };
  });
}

type Slip = Awaited<ReturnType<typeof getSlip>>;

export async function enterSlip(parts: TransfersParts, asking: Asking, serial: string, body: SlipBody) {
  const actor = staffOf(asking);
  const scope = scopeOf(actor);
  const found = await getSlip(parts, actor, serial);
  const { slip, transfer } = found;
  if (!PRINTING.some((duty) => holdsDutyOver(actor, duty, transfer.areaPath)))
    throw problem('transfers.not-yours', { area: transfer.areaName });
  if (DOES[body.outcome].part !== slip.part)
    throw problem('transfers.slip-part', {}, [{ path: 'outcome', code: 'slip-part' }]);
  checkTime(slip, body.occurredAt, parts.now());
  const before = await parts.db.read(scope, (tx) => store.findEntry(tx, body.id));
  if (before && (before.slipId !== serial || before.outcome !== body.outcome))
    throw problem('transfers.slip-id-reused', {}, [{ path: 'id', code: 'slip-id' }]);
  const standing = await parts.db.read(scope, (tx) => store.findStanding(tx, serial));
  if (!before && !standing) await take(parts, actor, found, body);
  return answer(parts, scope, found, body, actor);
}

/** After midnight, and after New Year's Eve, the wrong date is soon written: no slip was filled in before it was printed, or tomorrow. */
function checkTime(slip: store.SlipRow, at: number, now: number): void {
  const code = at > now ? 'slip-future' : at < slip.firstPrintedAt ? 'slip-before-print' : undefined;
  if (code) throw problem('transfers.slip-time', {}, [{ path: 'occurredAt', code }]);
}

function entryOf(
  actor: Staff,
  slipId: string,
  body: SlipBody,
  takenAs: store.EntryRow['takenAs'],
  now: number,
): Omit<store.EntryRow, 'transferId'> {
  return {
    id: body.id,
    slipId,
    standing: takenAs !== 'double',
    outcome: body.outcome,
    takenAs,
    people: body.outcome === 'arrived' ? body.people : null,
    place: body.outcome === 'arrived' ? body.where : null,
    words: body.note,
    occurredAt: body.occurredAt,
    enteredAt: now,
    enteredBy: actor.accountId,
  };
}

/** The command's id is the serial, so that two desks that enter the same slip at once move the transfer once. */
async function take(
  parts: TransfersParts,
  actor: Staff,
  { slip, transfer }: Slip,
  body: SlipBody,
): Promise<void> {
  const does = DOES[body.outcome];
  const over = OVER.includes(transfer.state);
  const moves = does.from.some((state) => state === transfer.state);
  const keep = entryOf(actor, slip.id, body, over ? 'kept' : moves ? 'command' : 'note', parts.now());
  if (over) {
    await parts.db.tx(scopeOf(actor), (tx) => store.insertEntry(tx, keep));
    return;
  }
  const envelope = {
    commandId: slip.id,
    name: moves ? does.name : 'note-transfer',
    baseVersion: transfer.version,
    occurredAt: body.occurredAt,
    form: moves ? formOf(slip, body) : { note: wordsOf(parts, body), slip: slip.id },
  };
  const caller = { actor };
  // Tried without a trace first: a refusal of the command would else stay with the serial.
  await parts.cases.engine.rehearse(caller, transfer.id, envelope);
  await parts.cases.engine.give(
    {
      ...caller,
      beside: async (tx) => {
        await store.insertEntry(tx, keep);
      },
    },
    transfer.id,
    envelope,
  );
}

function formOf(slip: store.SlipRow, body: SlipBody): Record<string, unknown> {
  const note = body.note === '' ? {} : { note: body.note };
  if (body.outcome === 'notified') return { how: body.how, ...note, slip: slip.id };
  if (body.outcome === 'arrived') return { people: body.people, where: body.where, ...note, slip: slip.id };
  if (body.outcome === 'refused') return { reason: body.note, slip: slip.id };
  return { note: body.note, slip: slip.id };
}

/** What the slip says, for a transfer that is further already. */
function wordsOf(parts: TransfersParts, body: SlipBody): string {
  const outcome = parts.messages.text('zh-CN', `transfers.outcome.${body.outcome}`);
  return body.note === '' ? outcome : `${outcome}：${body.note}`;
}

/** What now stands, and whether this entry is a double: the first stands. */
async function answer(parts: TransfersParts, scope: Scope, found: Slip, body: SlipBody, actor: Staff) {
  const serial = found.slip.id;
  return parts.db.tx(scope, async (tx) => {
    const first = await store.findStanding(tx, serial);
    if (first && first.id !== body.id)
      await store.insertEntry(tx, entryOf(actor, serial, body, 'double', parts.now()));
    const transfer = await store.findTransfer(tx, found.transfer.id);
    return { double: first !== undefined && first.id !== body.id, first: first ?? null, transfer };
  });
}
