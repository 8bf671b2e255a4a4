// Two records of one thing: found, put together, and taken apart again as long as nobody wrote on what was kept.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Register, Value } from './declare.ts';
import { type Asking, accountOf, demand, mayOver, pathsFor, type RegisterParts } from './parts.ts';
import { changedFields, type Head, openValues, writeOf } from './record.ts';
import { goneOrUnknown, recordsJson, viewRecord } from './records.ts';
import { findRecord, findRecords, lockRecords, type RecordRow, updateRecords } from './store.ts';
import { insertSteps, type Step, type StepKind } from './store-log.ts';
import { findMerge, findSimilar, insertMerge, undoMerge } from './store-merge.ts';
import { stepValues } from './vault.ts';

/** Records that may be the same as this one, the likeliest first, masked like any list. */
export async function similarRecords(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  id: string,
): Promise<object> {
  const row = await findRecord(tx, register, id);
  if (!row || !mayOver(asking.actor, register, 'read', row.areaPath))
    throw await goneOrUnknown(tx, register, id);
  const near = await findSimilar(tx, register, id, pathsFor(asking.actor, register, 'read'), 10);
  const rows = await findRecords(
    tx,
    register,
    near.map((one) => one.id),
  );
  const items = await recordsJson(tx, parts, asking, register, rows);
  const likeness = new Map(near.map((one) => [one.id, one.likeness]));
  return {
    items: items
      .map((item) => ({ ...item, likeness: likeness.get(item.id) ?? 0 }))
      .sort((a, b) => b.likeness - a.likeness),
  };
}

async function lockTwo(
  tx: Tx,
  asking: Asking,
  register: Register,
  keptId: string,
  goneId: string,
): Promise<[RecordRow, RecordRow]> {
  if (keptId === goneId) throw problem('registers.merge-same');
  const rows = await lockRecords(tx, register, [keptId, goneId]);
  const kept = rows.find((row) => row.id === keptId);
  const gone = rows.find((row) => row.id === goneId);
  if (!kept || !gone) throw await goneOrUnknown(tx, register, kept ? goneId : keptId);
  for (const row of [kept, gone]) demand(asking.actor, register, 'manage', row.areaPath);
  return [kept, gone];
}

function stepOf(
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  head: Pick<Head, 'id' | 'version'>,
  kind: StepKind,
  values: Record<string, Value>,
  batchId: string,
  commandId: string | null,
): Step {
  return {
    recordId: head.id,
    seq: head.version,
    at: parts.now(),
    kind,
    actor: 'staff',
    accountId: accountOf(asking.actor),
    commandId,
    batchId,
    ...stepValues(parts.vault, register, values),
  };
}

/** Puts `gone` into `kept`: what `kept` does not say it takes over; `gone` stays, closed, pointing at it. */
export async function mergeRecords(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  input: { commandId: string; keptId: string; goneId: string },
): Promise<object> {
  const [kept, gone] = await lockTwo(tx, asking, register, input.keptId, input.goneId);
  if (gone.mergedInto === kept.id) return viewRecord(tx, parts, asking, register, kept.id, { log: false });
  if ([kept, gone].some((row) => row.mergedInto !== null || row.validTo !== null))
    throw problem('registers.over');
  const own = openValues(parts, register, kept);
  const other = openValues(parts, register, gone);
  // Goods past their day are not made young by being called the same as others.
  const apart = Object.entries(register.fields).filter(
    ([code, field]) => field.fixed && own[code] !== null && other[code] !== null && own[code] !== other[code],
  );
  if (apart.length > 0)
    throw problem(
      'registers.merge-fixed',
      {},
      apart.map(([code]) => ({ path: code, code: 'register-fixed' })),
    );
  const taken = Object.fromEntries(
    Object.keys(register.fields)
      .filter((code) => own[code] === null && other[code] !== null)
      .map((code) => [code, other[code] as Value]),
  );
  const at = parts.now();
  const closed: Head = { ...gone, version: gone.version + 1, mergedInto: kept.id, updatedAt: at };
  const whole: Head = { ...kept, version: kept.version + 1, updatedAt: at };
  // The closed one first: both may be known by the same number.
  await updateRecords(tx, register, [writeOf(parts, register, closed, other)]);
  await updateRecords(tx, register, [writeOf(parts, register, whole, { ...own, ...taken })]);
  const id = parts.ids.next();
  await insertMerge(tx, register.code, {
    id,
    keptId: kept.id,
    goneId: gone.id,
    keptSeq: whole.version,
    taken: Object.keys(taken),
    at,
    accountId: accountOf(asking.actor) ?? id,
  });
  await insertSteps(tx, register.code, [
    stepOf(parts, asking, register, whole, 'merge', taken, id, input.commandId),
    stepOf(parts, asking, register, closed, 'merge', {}, id, null),
  ]);
  return viewRecord(tx, parts, asking, register, kept.id, { log: false });
}

/** Takes the last merge of a record apart. Throws `registers.merge-late` when what was kept was changed since. */
export async function unmergeRecords(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  input: { commandId: string; goneId: string },
): Promise<object> {
  const merge = await findMerge(tx, register.code, input.goneId);
  if (!merge) throw problem('registers.not-found');
  const [kept, gone] = await lockTwo(tx, asking, register, merge.keptId, merge.goneId);
  if (kept.version !== merge.keptSeq) throw problem('registers.merge-late');
  const own = openValues(parts, register, kept);
  const other = openValues(parts, register, gone);
  const before = { ...own, ...Object.fromEntries(merge.taken.map((code) => [code, null])) };
  const at = parts.now();
  const opened: Head = { ...gone, version: gone.version + 1, mergedInto: null, updatedAt: at };
  const parted: Head = { ...kept, version: kept.version + 1, updatedAt: at };
  await updateRecords(tx, register, [writeOf(parts, register, parted, before)]);
  await updateRecords(tx, register, [writeOf(parts, register, opened, other)]);
  await undoMerge(tx, merge.id, at);
  const given = Object.fromEntries(changedFields(register, own, before).map((code) => [code, null]));
  await insertSteps(tx, register.code, [
    stepOf(parts, asking, register, parted, 'unmerge', given, merge.id, input.commandId),
    stepOf(parts, asking, register, opened, 'unmerge', {}, merge.id, null),
  ]);
  return viewRecord(tx, parts, asking, register, gone.id, { log: false });
}
