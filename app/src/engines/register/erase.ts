// What goes for good. Of a record about a person all of it; of a thing only what it says of people, for the thing is still there and
// somebody else answers for it tomorrow. Either way a tombstone says when, why and how much.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { isOfPerson, personalCodes, type Register, type Value } from './declare.ts';
import { type Asking, accountOf, type RegisterParts } from './parts.ts';
import { openValues, writeOf } from './record.ts';
import { goneOrUnknown, seen } from './records.ts';
import { deleteRecords, listPointing, lockRecords, type RecordRow, updateRecords } from './store.ts';
import { emptyTraces, eraseTraces, insertSteps, insertTombstones, type Tombstone } from './store-log.ts';

/** Takes what is held of people out of locked records: the records themselves where they are about people, the fields where they are not. */
export function erasePeople(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  rows: readonly RecordRow[],
  why: Tombstone['why'],
  accountId: string | null,
): Promise<Tombstone[]> {
  return isOfPerson(register)
    ? eraseRecords(tx, parts, register, rows, why, accountId)
    : emptyRecords(tx, parts, register, rows, why, accountId);
}

/** Deletes records with everything that was kept of them; what is left says that there was one, when it went and why. */
async function eraseRecords(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  rows: readonly RecordRow[],
  why: Tombstone['why'],
  accountId: string | null,
): Promise<Tombstone[]> {
  const ids = rows.map((row) => row.id);
  const at = parts.now();
  await erasePointing(tx, parts, register, ids, why, accountId);
  const steps = await eraseTraces(tx, register.code, ids, at);
  const stones = rows.map((row) => ({
    recordId: row.id,
    seq: 0,
    at,
    why,
    accountId,
    fields: null,
    valuesErased: Object.values(row.stored).filter((value) => value !== null).length,
    stepsErased: steps.get(row.id) ?? 0,
  }));
  await deleteRecords(tx, register, ids);
  await insertTombstones(tx, register.code, stones);
  return stones;
}

/** What is held of a person elsewhere by pointing at this record goes with it: where somebody is in a team, what they are certified for. */
async function erasePointing(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  ids: readonly string[],
  why: Tombstone['why'],
  accountId: string | null,
): Promise<void> {
  for (const other of parts.registers.values()) {
    if (!isOfPerson(other)) continue;
    for (const [code, field] of Object.entries(other.fields)) {
      if (field.type !== 'reference' || field.to !== register.code) continue;
      const rows = await lockRecords(tx, other, await listPointing(tx, other, code, ids));
      if (rows.length > 0) await eraseRecords(tx, parts, other, rows, why, accountId);
    }
  }
}

/** Empties the personal fields of things, in the record and in its steps; what the steps say of the thing stays. */
async function emptyRecords(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  rows: readonly RecordRow[],
  why: Tombstone['why'],
  accountId: string | null,
): Promise<Tombstone[]> {
  const at = parts.now();
  const codes = personalCodes(register);
  const emptied = rows.map((row) => {
    const before = openValues(parts, register, row);
    const held = codes.filter((code) => before[code] !== null);
    const none: Record<string, Value> = Object.fromEntries(held.map((code) => [code, null]));
    const head = { ...row, version: row.version + 1, expiresOn: null, updatedAt: at };
    return { row, before, held, none, write: writeOf(parts, register, head, { ...before, ...none }) };
  });
  const steps = await emptyTraces(
    tx,
    register.code,
    rows.map((row) => row.id),
    emptied.flatMap(({ row, before, held }) =>
      held.map((code) => ({ id: row.id, text: wordsOf(before[code]) })),
    ),
    at,
  );
  await updateRecords(
    tx,
    register,
    emptied.map((one) => one.write),
  );
  await insertSteps(
    tx,
    register.code,
    emptied.map(({ write, none }) => ({
      recordId: write.id,
      seq: write.version,
      at,
      kind: 'erase',
      actor: accountId === null ? 'system' : 'staff',
      accountId,
      commandId: null,
      batchId: null,
      // That a field is empty says nothing of anybody, so it is not sealed.
      changes: none,
      sealed: null,
    })),
  );
  // Where nobody was named, neither now nor before, nothing went and nothing is proved.
  const stones = emptied
    .map(({ write, held }) => ({
      recordId: write.id,
      seq: write.version,
      at,
      why,
      accountId,
      fields: held,
      valuesErased: held.length,
      stepsErased: steps.get(write.id) ?? 0,
    }))
    .filter((stone) => stone.valuesErased + stone.stepsErased > 0);
  await insertTombstones(tx, register.code, stones);
  return stones;
}

const wordsOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** Goods are not made to vanish by one person: they are written off first. */
function demandWrittenOff(register: Register, row: RecordRow): void {
  if (register.disposal && row.validTo === null) throw problem('registers.two-people');
}

/** Deletes at somebody's word. A thing goes as a whole only when it was written down by mistake. */
export async function deleteRecord(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  id: string,
  why: 'asked' | 'mistake' | 'withdrawn' | 'emergency-over',
): Promise<Tombstone> {
  await seen(tx, asking, register, id, 'manage');
  const [row] = await lockRecords(tx, register, [id]);
  if (!row) throw await goneOrUnknown(tx, register, id);
  const whole = why === 'mistake' || isOfPerson(register);
  if (whole) demandWrittenOff(register, row);
  const [stone] = await (whole ? eraseRecords : emptyRecords)(
    tx,
    parts,
    register,
    [row],
    why,
    accountOf(asking.actor),
  );
  if (!stone) throw problem('registers.nothing-personal');
  return stone;
}
