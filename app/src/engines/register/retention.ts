// What the time ends: what is held of people and was last confirmed too long ago goes each night, with proof; things stay.

import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import type { Register } from './declare.ts';
import { erasePeople } from './erase.ts';
import { type RegisterParts, today } from './parts.ts';
import { addMonths } from './record.ts';
import { listEnding, lockRecords, type RecordRow } from './store.ts';
import { followSunsets } from './sunset.ts';
import { systemScope } from './system-scope.ts';

const BATCH = 500;

/** Takes out what has ended in one district; gives how many records. Each batch is a transaction of its own. */
export async function runRetention(parts: RegisterParts, district: string): Promise<number> {
  let gone = 0;
  for (const register of parts.registers.values()) {
    if (!register.personal) continue;
    for (let more = true; more; ) {
      const done = await eraseBatch(parts, district, register);
      gone += done;
      more = done === BATCH;
    }
  }
  return gone;
}

function eraseBatch(parts: RegisterParts, district: string, register: Register): Promise<number> {
  return parts.db.tx(systemScope(district), async (tx) => {
    await followSunsets(tx, parts, register);
    const ids = await listEnding(tx, register, today(parts), BATCH);
    const rows = await lockRecords(tx, register, ids);
    const isOver = (row: RecordRow) =>
      row.expiresOn !== null && row.expiresOn < addMonths(row.confirmedOn, register.keepMonths);
    const over = rows.filter(isOver);
    const old = rows.filter((row) => !isOver(row));
    if (over.length > 0) await erasePeople(tx, parts, register, over, 'emergency-over', null);
    if (old.length > 0) await erasePeople(tx, parts, register, old, 'expired', null);
    return rows.length;
  });
}

export function registerJobs(
  parts: RegisterParts,
  districts: () => Promise<readonly string[]>,
): JobDefinition[] {
  return [
    {
      name: 'register-retention',
      cron: '20 2 * * *',
      async run() {
        for (const district of await districts()) await runRetention(parts, district);
      },
    },
  ];
}
