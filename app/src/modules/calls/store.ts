// SQL of one-button calls.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type Device = {
  id: string;
  label: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  unitId: string;
  way: 'page' | 'key' | 'phone';
  lng: number | null;
  lat: number | null;
  sealed: string | null;
  hasHelper: boolean;
  helperPost: string | null;
  careRecord: string | null;
  hookSecret: string | null;
  consentBy: string;
  consentAt: number;
  consentUntil: number;
  testDays: number;
  nextTestAt: number;
  endedAt: number | null;
  purgedAt: number | null;
};

const DEVICE = `select d.id::text, d.label, d.area_id::text as "areaId", a.name as "areaName", a.path as "areaPath", d.unit_id::text as "unitId",
  d.way, d.lng, d.lat, d.sealed, d.has_helper as "hasHelper", d.helper_post::text as "helperPost", d.care_record::text as "careRecord",
  d.hook_secret as "hookSecret", d.consent_by as "consentBy", d.consent_at as "consentAt", d.consent_until as "consentUntil",
  d.test_days as "testDays", d.next_test_at as "nextTestAt", d.ended_at as "endedAt", d.purged_at as "purgedAt"
from call_devices d join tree_nodes a on a.district_code = d.district_code and a.id = d.area_id where d.district_code = $1`;

export async function findDevice(tx: Tx, id: string): Promise<Device | undefined> {
  const [row] = await tx.rows<Device>(`${DEVICE} and d.id = $2`, [tx.scope.district, id]);
  return row;
}

/** By a link code, under any key that the code may have been hashed with. */
export async function findByCode(
  tx: Tx,
  which: 'code_hash' | 'helper_hash',
  hashes: readonly Buffer[],
): Promise<Device | undefined> {
  const [row] = await tx.rows<Device>(
    `${DEVICE} and d.${which} = any($2::bytea[]) and d.ended_at is null and d.purged_at is null`,
    [tx.scope.district, hashes],
  );
  return row;
}

export function listDevices(tx: Tx, paths: readonly string[], limit: number): Promise<Device[]> {
  return tx.rows<Device>(
    `${DEVICE} and exists (select from unnest($2::text[]) p where starts_with(a.path, p))
       order by d.ended_at nulls first, a.path, d.label, d.id limit $3`,
    [tx.scope.district, paths, limit],
  );
}

export async function insertDevice(
  tx: Tx,
  device: Omit<Device, 'areaName' | 'areaPath' | 'endedAt' | 'purgedAt'> & {
    codeHash: Buffer | null;
    helperHash: Buffer | null;
    now: number;
  },
): Promise<boolean> {
  const added = await tx.count(
    `insert into call_devices (district_code, id, label, area_id, unit_id, way, lng, lat, sealed, has_helper, helper_post, care_record,
       code_hash, helper_hash, hook_secret, consent_by, consent_at, consent_until, test_days, next_test_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) on conflict do nothing`,
    [
      tx.scope.district,
      device.id,
      device.label,
      device.areaId,
      device.unitId,
      device.way,
      device.lng,
      device.lat,
      device.sealed,
      device.hasHelper,
      device.helperPost,
      device.careRecord,
      device.codeHash,
      device.helperHash,
      device.hookSecret,
      device.consentBy,
      time(device.consentAt),
      time(device.consentUntil),
      device.testDays,
      time(device.nextTestAt),
      time(device.now),
    ],
  );
  return added === 1;
}

export async function renewConsent(
  tx: Tx,
  id: string,
  by: string,
  until: number,
  now: number,
): Promise<void> {
  await tx.count(
    `update call_devices set consent_by = $3, consent_at = $5, consent_until = $4 where district_code = $1 and id = $2`,
    [tx.scope.district, id, by, time(until), time(now)],
  );
}

export async function endDevice(tx: Tx, id: string, now: number): Promise<void> {
  await tx.count(
    `update call_devices set ended_at = $3 where district_code = $1 and id = $2 and ended_at is null`,
    [tx.scope.district, id, time(now)],
  );
}

/** Deletes the contact of devices whose consent is over, unless a call of theirs is still open; gives their ids as the proof. */
export async function purgeDevices(tx: Tx, now: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `update call_devices d set sealed = null, code_hash = null, helper_hash = null, hook_secret = null, has_helper = false, helper_post = null,
       care_record = null, lng = null, lat = null, ended_at = coalesce(d.ended_at, $2), purged_at = $2
     where d.district_code = $1 and d.purged_at is null and (d.ended_at is not null or d.consent_until <= $2)
       and not exists (select from call_signals s join cases c on c.district_code = s.district_code and c.id = s.case_id
         where s.district_code = d.district_code and s.device_id = d.id and c.closed_at is null)
     returning d.id::text`,
    [tx.scope.district, time(now)],
  );
  return rows.map((one) => one.id);
}

export async function findSignal(tx: Tx, deviceId: string, nonce: string): Promise<string | undefined> {
  const [row] = await tx.rows<{ caseId: string }>(
    `select case_id::text as "caseId" from call_signals where district_code = $1 and device_id = $2 and nonce = $3`,
    [tx.scope.district, deviceId, nonce],
  );
  return row?.caseId;
}

export async function insertSignal(
  tx: Tx,
  signal: { deviceId: string; nonce: string; caseId: string; at: number },
): Promise<void> {
  await tx.count(
    `insert into call_signals (district_code, device_id, nonce, case_id, at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [tx.scope.district, signal.deviceId, signal.nonce, signal.caseId, time(signal.at)],
  );
}

/** How many calls the device has made, and the one that is open. */
export async function callsOf(
  tx: Tx,
  deviceId: string,
): Promise<{ made: number; open: CaseState | undefined }> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.id in
       (select s.case_id from call_signals s where s.district_code = $1 and s.device_id = $2)`,
    [tx.scope.district, deviceId],
  );
  const calls = rows.map(caseOfRow);
  return { made: calls.length, open: calls.find((one) => one.closedAt === null) };
}

/** Open calls that the reader sees, the next limit first. */
export async function listOpenCalls(tx: Tx, limit: number): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'help-call' and c.closed_at is null
       order by c.urgent desc, c.filed_at limit $2`,
    [tx.scope.district, limit],
  );
  return rows.map(caseOfRow);
}

export async function findCall(tx: Tx, id: string): Promise<CaseState | undefined> {
  const [row] = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'help-call' and c.id = $2`,
    [tx.scope.district, id],
  );
  return row && caseOfRow(row);
}

export type TestRow = { id: string; deviceId: string; label: string; areaId: string; unitId: string };

/** Asks every device whose day has come; none is asked twice at a time. Gives how many. */
export async function askTests(tx: Tx, now: number, windowMs: number, nextId: () => string): Promise<number> {
  const due = await tx.rows<{ id: string; testDays: number }>(
    `select id::text, test_days as "testDays" from call_devices
     where district_code = $1 and ended_at is null and next_test_at <= $2 order by id for update skip locked`,
    [tx.scope.district, time(now)],
  );
  for (const { id, testDays } of due) {
    await tx.count(
      `insert into call_tests (district_code, id, device_id, asked_at, due_at) values ($1, $2, $3, $4, $5)`,
      [tx.scope.district, nextId(), id, time(now), time(now + windowMs)],
    );
    await tx.count(`update call_devices set next_test_at = $3 where district_code = $1 and id = $2`, [
      tx.scope.district,
      id,
      time(now + testDays * 86_400_000),
    ]);
  }
  return due.length;
}

export function hearTest(tx: Tx, deviceId: string, now: number): Promise<number> {
  return tx.count(
    `update call_tests set heard_at = $3 where district_code = $1 and device_id = $2 and heard_at is null and failed_at is null`,
    [tx.scope.district, deviceId, time(now)],
  );
}

export function listOverdueTests(tx: Tx, now: number): Promise<TestRow[]> {
  return tx.rows<TestRow>(
    `select t.id::text, d.id::text as "deviceId", d.label, d.area_id::text as "areaId", d.unit_id::text as "unitId"
     from call_tests t join call_devices d on d.district_code = t.district_code and d.id = t.device_id
     where t.district_code = $1 and d.ended_at is null and t.heard_at is null and t.failed_at is null and t.due_at <= $2 order by t.id`,
    [tx.scope.district, time(now)],
  );
}

export async function failTest(tx: Tx, id: string, now: number): Promise<void> {
  await tx.count(
    `update call_tests set failed_at = $3 where district_code = $1 and id = $2 and heard_at is null`,
    [tx.scope.district, id, time(now)],
  );
}

export type LastTest = {
  deviceId: string;
  askedAt: number;
  dueAt: number;
  heardAt: number | null;
  failedAt: number | null;
};

export function lastTests(tx: Tx, deviceIds: readonly string[]): Promise<LastTest[]> {
  return tx.rows<LastTest>(
    `select distinct on (device_id) device_id::text as "deviceId", asked_at as "askedAt", due_at as "dueAt", heard_at as "heardAt",
       failed_at as "failedAt" from call_tests where district_code = $1 and device_id = any($2::uuid[]) order by device_id, asked_at desc`,
    [tx.scope.district, deviceIds],
  );
}

export async function insertLook(
  tx: Tx,
  look: {
    id: string;
    deviceId: string;
    caseId: string | null;
    accountId: string;
    reason: string;
    at: number;
  },
): Promise<void> {
  await tx.count(
    `insert into call_looks (district_code, id, device_id, case_id, account_id, reason, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.scope.district, look.id, look.deviceId, look.caseId, look.accountId, look.reason, time(look.at)],
  );
}

export function listLooks(tx: Tx, deviceId: string, limit: number) {
  return tx.rows<{ caseId: string | null; accountId: string; reason: string; at: number }>(
    `select case_id::text as "caseId", account_id::text as "accountId", reason, at from call_looks
     where district_code = $1 and device_id = $2 order by at desc, id limit $3`,
    [tx.scope.district, deviceId, limit],
  );
}

/** Open calls at the desk or to be dialled, of which the desk on duty has not been told in that state. */
export function listUntold(
  tx: Tx,
): Promise<{ id: string; number: string; state: string; areaPath: string }[]> {
  return tx.rows(
    `select c.id::text, c.number, c.state, c.area_path as "areaPath" from cases c
     where c.district_code = $1 and c.kind = 'help-call' and c.closed_at is null and c.state in ('call-desk', 'call-dial')
       and not exists (select from call_desk_told t where t.district_code = c.district_code and t.case_id = c.id and t.state = c.state)
     order by c.filed_at limit 100`,
    [tx.scope.district],
  );
}

export async function insertTold(tx: Tx, call: { id: string; state: string }, at: number): Promise<void> {
  await tx.count(
    `insert into call_desk_told (district_code, case_id, state, told_at) values ($1, $2, $3, $4) on conflict do nothing`,
    [tx.scope.district, call.id, call.state, time(at)],
  );
}
