// Records that the machine itself makes, many at once: seeds of a demo, what is taken over from another system.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Register } from './declare.ts';
import { type RegisterParts, today } from './parts.ts';
import { checkValues, writeOf } from './record.ts';
import type { ConsentGiven, Given } from './records.ts';
import { insertRecords } from './store.ts';
import { insertConsents, insertSteps } from './store-log.ts';
import { followSunsets } from './sunset.ts';
import { stepValues } from './vault.ts';

export type AddedRecord = {
  id: string;
  area: { id: string; path: string };
  values: Given;
  consent?: ConsentGiven;
  /** When it was last found right; today where nobody says otherwise. */
  confirmedOn?: string;
};

/** Checks and writes records with their first steps. Throws `registers.invalid` on the first that is wrong. */
export async function addRecords(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  records: readonly AddedRecord[],
): Promise<void> {
  const day = today(parts);
  const at = parts.now();
  const made = records.map(({ id, area, values: given, consent, confirmedOn: found }) => {
    const { values, faults } = checkValues(register, given, day);
    if (faults.length > 0) throw problem('registers.invalid', {}, faults);
    const head = {
      id,
      version: 1,
      areaId: area.id,
      areaPath: area.path,
      validFrom: day,
      validTo: null,
      mergedInto: null,
    };
    const confirmedOn = consent?.onDay ?? found ?? day;
    return {
      write: writeOf(parts, register, { ...head, confirmedOn, updatedAt: at }, values),
      values,
      consent,
    };
  });
  await insertRecords(
    tx,
    register,
    made.map((one) => one.write),
  );
  await followSunsets(tx, parts, register);
  await insertSteps(
    tx,
    register.code,
    made.map(({ write, values }) => ({
      recordId: write.id,
      seq: 1,
      at,
      kind: 'create',
      actor: 'system',
      accountId: null,
      commandId: null,
      batchId: null,
      ...stepValues(parts.vault, register, values),
    })),
  );
  await insertConsents(
    tx,
    register.code,
    made.flatMap(({ write, consent }) =>
      consent
        ? [{ recordId: write.id, seq: 1, kind: 'given' as const, ...consent, at, accountId: null }]
        : [],
    ),
  );
}
