// After a new key was set, what was sealed or hashed under an older one is made again under it, batch by batch, while everybody works on.
import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import type { Register } from './declare.ts';
import type { RegisterParts } from './parts.ts';
import { openValues, writeOf } from './record.ts';
import { lockRecords, resealRecords } from './store.ts';
import { listIdentityKeys, listIdsAfter, listSealedSteps, resealSteps } from './store-rotation.ts';
import { systemScope } from './system-scope.ts';
import { openStep, stepValues } from './vault.ts';

const BATCH = 300;

/** Seals again what lies under older keys in one district; gives how many records and steps. A second run finds nothing. */
export async function rotateKeys(
  parts: RegisterParts,
  district: string,
): Promise<{ records: number; steps: number }> {
  const done = { records: 0, steps: 0 };
  for (const register of parts.registers.values()) {
    // Things, too, are known as the same by a keyed hash.
    done.records += await rotateRecords(parts, district, register);
    if (register.personal) done.steps += await rotateSteps(parts, district, register);
  }
  return done;
}

async function rotateRecords(parts: RegisterParts, district: string, register: Register): Promise<number> {
  let changed = 0;
  for (let after: string | null = NIL; after !== null; ) {
    const from: string = after;
    after = await parts.db.tx(systemScope(district), async (tx) => {
      const ids = await listIdsAfter(tx, register, from, BATCH);
      const rows = await lockRecords(tx, register, ids);
      const keys = await listIdentityKeys(tx, register, ids);
      const old = rows
        .map((row) => ({ row, write: writeOf(parts, register, row, openValues(parts, register, row)) }))
        .filter(
          ({ row, write }) =>
            Object.values(row.stored).some(
              (value) => typeof value === 'string' && SEALED.test(value) && !parts.vault.isCurrent(value),
            ) || !sameBytes(keys.get(row.id), write.identityKey),
        );
      await resealRecords(
        tx,
        register,
        old.map(({ write }) => write),
      );
      changed += old.length;
      return ids.length === BATCH ? (ids.at(-1) as string) : null;
    });
  }
  return changed;
}

async function rotateSteps(parts: RegisterParts, district: string, register: Register): Promise<number> {
  let changed = 0;
  for (let after: { recordId: string; seq: number } | null = { recordId: NIL, seq: 0 }; after !== null; ) {
    const from: { recordId: string; seq: number } = after;
    after = await parts.db.tx(systemScope(district), async (tx) => {
      const steps = await listSealedSteps(tx, register.code, from, BATCH);
      const old = steps.filter((step) => !parts.vault.isCurrent(step.sealed));
      await resealSteps(
        tx,
        register.code,
        old.map((step) => ({
          ...step,
          sealed: stepValues(
            parts.vault,
            register,
            openStep(parts.vault, register, { changes: {}, sealed: step.sealed }),
          ).sealed as string,
        })),
      );
      changed += old.length;
      const last = steps.at(-1);
      return steps.length === BATCH && last ? { recordId: last.recordId, seq: last.seq } : null;
    });
  }
  return changed;
}

const sameBytes = (one: Buffer | undefined, other: Buffer | null): boolean =>
  one === undefined || other === null ? one === undefined && other === null : one.equals(other);

const NIL = '00000000-0000-0000-0000-000000000000';
const SEALED = /^[as]1\.[\w-]{8}\./;

export function rotationJobs(
  parts: RegisterParts,
  districts: () => Promise<readonly string[]>,
): JobDefinition[] {
  return [
    {
      name: 'register-rotation',
      cron: '50 2 * * *',
      async run() {
        for (const district of await districts()) await rotateKeys(parts, district);
      },
    },
  ];
}
