// The register's record of an emergency: what is registered of people for it hangs on this record and goes when it is over. It has the
// emergency's own id, so that nobody has to look one up by the other.
import { type AddedRecord, addRecords } from '../../engines/register/add-records.ts';
import type { RegisterParts } from '../../engines/register/parts.ts';
import { editRecord } from '../../engines/register/records.ts';
import { findRecords, tryLockRegister } from '../../engines/register/store.ts';
import { listRecords } from '../../engines/register/store-list.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import type { Tx } from '../../platform/db/db.ts';
import { incidents } from './presets/emergency.ts';

const MOST = 1000;

export type IncidentOf = {
  id: string;
  area: AddedRecord['area'];
  name: string;
  kind: string;
  orderedBy: string;
  beganOn: string;
};

/** Writes down the incidents that are not there yet; gives how many. When another process does it at this moment it is left to that one. */
export async function addIncidents(
  tx: Tx,
  parts: RegisterParts,
  all: readonly IncidentOf[],
): Promise<number> {
  const ids = all.map((one) => one.id);
  const known = new Set((ids.length === 0 ? [] : await findRecords(tx, incidents, ids)).map((one) => one.id));
  const missing = all.filter((one) => !known.has(one.id));
  if (missing.length === 0 || !(await tryLockRegister(tx, incidents))) return 0;
  await addRecords(
    tx,
    parts,
    incidents,
    missing.map(({ id, area, ...values }) => ({ id, area, values })),
  );
  return missing.length;
}

/** Ids of the incidents that nobody has ended yet. */
export async function listRunningIncidents(tx: Tx): Promise<string[]> {
  const query = {
    paths: null,
    areaPath: null,
    words: [],
    conditions: [{ field: 'endedOn', filled: false }],
    state: 'current',
    asOf: null,
  } as const;
  const rows = await listRecords(tx, incidents, query, { by: 'updated', after: null, limit: MOST });
  return rows.map((row) => row.id);
}

/** Says on which day an incident was over: from then on the days of what is held for it count. */
export async function endIncident(tx: Tx, parts: RegisterParts, id: string, endedOn: string): Promise<void> {
  const [row] = await findRecords(tx, incidents, [id]);
  if (!row || row.stored['endedOn'] !== null) return;
  const actor = { kind: 'system', district: tx.scope.district, reason: 'emergency over' } as const;
  await editRecord(tx, parts, { actor, locale: 'zh-CN' }, incidents, {
    id,
    commandId: derivedId(`incident-over/${id}/${row.version}`),
    baseVersion: row.version,
    values: { endedOn },
  });
}
