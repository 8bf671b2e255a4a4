// The same change on many records: first as a rehearsal that says what would become of each, then at once or not at all.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Register, Value } from './declare.ts';
import { type Asking, accountOf, mayOver, type RegisterParts, today } from './parts.ts';
import { changedFields, checkValues, invalid, openValues, writeOf } from './record.ts';
import type { Given } from './records.ts';
import { lockRecords, updateRecords } from './store.ts';
import { findStepOf, insertSteps } from './store-log.ts';
import { followSunsets } from './sunset.ts';
import { stepValues } from './vault.ts';

export type BulkLine = {
  id: string;
  title: string;
  outcome: 'change' | 'same' | 'over' | 'not-yours' | 'gone';
  fields: string[];
};

/** Changes the given fields of many records. Lines that cannot be changed are said, and left; the rest is done in one transaction. */
export async function bulkEdit(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  input: { commandId: string; ids: readonly string[]; values: Given; preview: boolean },
): Promise<{ lines: BulkLine[]; changed: number }> {
  const { values, faults } = checkValues(register, input.values, today(parts), {
    whole: false,
    path: 'values',
  });
  if (faults.length > 0) throw invalid(register, asking.locale, faults);
  // What makes a record itself cannot be the same for many; nor what is written once.
  const own = Object.keys(values).filter(
    (code) => register.identity.flat().includes(code) || register.fields[code]?.fixed,
  );
  if (own.length > 0 || Object.keys(values).length === 0)
    throw problem(
      'registers.invalid',
      {},
      own.map((code) => ({ path: `values/${code}`, code: 'register-not-for-many' })),
    );
  const done = input.preview ? undefined : await findStepOf(tx, input.commandId);
  if (done && done.register !== register.code) throw problem('registers.command-id-reused');
  const ids = [...new Set(input.ids)];
  const rows = new Map((await lockRecords(tx, register, ids)).map((row) => [row.id, row]));
  const lines: BulkLine[] = [];
  const writes: ReturnType<typeof writeOf>[] = [];
  const steps: Parameters<typeof insertSteps>[2][number][] = [];
  for (const id of ids) {
    const row = rows.get(id);
    if (!row || !mayOver(asking.actor, register, 'read', row.areaPath)) {
      lines.push({ id, title: '', outcome: 'gone', fields: [] });
      continue;
    }
    const before = openValues(parts, register, row);
    const title = String(before[register.title] ?? '');
    const fields = changedFields(register, before, values);
    const outcome = !mayOver(asking.actor, register, 'write', row.areaPath)
      ? 'not-yours'
      : row.validTo !== null || row.mergedInto !== null
        ? 'over'
        : fields.length === 0
          ? 'same'
          : 'change';
    lines.push({ id, title: register.personal ? '' : title, outcome, fields });
    if (outcome !== 'change') continue;
    const head = { ...row, version: row.version + 1, updatedAt: parts.now() };
    writes.push(writeOf(parts, register, head, { ...before, ...values }));
    steps.push({
      recordId: id,
      seq: head.version,
      at: parts.now(),
      kind: 'bulk',
      actor: 'staff',
      accountId: accountOf(asking.actor),
      // One command, many steps: the first carries its id.
      commandId: steps.length === 0 ? input.commandId : null,
      batchId: input.commandId,
      ...stepValues(
        parts.vault,
        register,
        Object.fromEntries(fields.map((code) => [code, values[code] as Value])),
      ),
    });
  }
  if (!input.preview && !done && writes.length > 0) {
    await updateRecords(tx, register, writes);
    await followSunsets(tx, parts, register);
    await insertSteps(tx, register.code, steps);
  }
  return { lines, changed: done ? 0 : writes.length };
}
