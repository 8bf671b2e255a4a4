// All open records of a register that a reader sees, for modules that reckon with them: masked as in any list, never more than fit.
import type { Tx } from '../../platform/db/db.ts';
import { type Asking, pathsFor, type RegisterParts, registerOf } from './parts.ts';
import { type RecordJson, recordsJson } from './records.ts';
import { type Condition, listRecords } from './store-list.ts';

const MOST = 5000;

export type PlacedRecord = RecordJson & { areaPath: string };

export async function allRecords(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  code: string,
  query: { areaPath?: string | null; conditions?: readonly Condition[] } = {},
): Promise<PlacedRecord[]> {
  const register = registerOf(parts, code);
  const rows = await listRecords(
    tx,
    register,
    {
      paths: pathsFor(asking.actor, register, 'read'),
      areaPath: query.areaPath ?? null,
      words: [],
      conditions: query.conditions ?? [],
      state: 'current',
      asOf: null,
    },
    { by: 'title', after: null, limit: MOST },
  );
  const shown = await recordsJson(tx, parts, asking, register, rows);
  return shown.map((one, at) => ({ ...one, areaPath: rows[at]?.areaPath ?? '' }));
}

export const textOf = (record: RecordJson, field: string): string | null => {
  const value = record.values[field];
  return typeof value === 'string' && value !== '' ? value : null;
};
export const numberOf = (record: RecordJson, field: string): number | null => {
  const value = record.values[field];
  return typeof value === 'number' ? value : null;
};
export const listOf = (record: RecordJson, field: string): readonly string[] => {
  const value = record.values[field];
  return Array.isArray(value) ? value : [];
};
