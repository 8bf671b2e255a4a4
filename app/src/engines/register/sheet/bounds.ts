// What a sheet may not do whatever its cells say: change what is written once, register people for an incident that is over, or fill in
// what a form does not ask for.
import type { Tx } from '../../../platform/db/db.ts';
import type { Register, Value, Values } from '../declare.ts';
import { formsOf, narrowFaults } from '../narrowing.ts';
import type { RegisterParts } from '../parts.ts';
import { fixedFaults } from '../record.ts';
import { incidentsOver } from '../sunset.ts';
import type { FoundSheet } from './read-sheet.ts';

/** Of a planned row, what is looked at and marked here. */
type BoundedRow = {
  source: { sheet: string };
  values: Record<string, Value>;
  before: { values: Values } | undefined;
  changed: readonly string[];
  faults: { column: number; field: string; code: string }[];
  outcome: string;
};

/** Marks the cells and turns their rows down. O(rows), and one question where the register has incidents. */
export async function boundRows(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  sheets: readonly FoundSheet[],
  rows: readonly BoundedRow[],
): Promise<void> {
  const incident = register.sunset?.incident;
  const named = incident === undefined ? [] : rows.flatMap((row) => textOf(row.values[incident]));
  const over = await incidentsOver(tx, parts, register, named);
  const whole = (row: BoundedRow): Values => ({ ...row.before?.values, ...row.values });
  const forms = await formsOf(tx, parts, register, rows.map(whole));
  for (const row of rows) {
    const columns = sheets.find((sheet) => sheet.name === row.source.sheet)?.columns ?? [];
    const refuse = (field: string, code: string) => {
      row.faults.push({ column: Math.max(0, columns.indexOf(field)), field, code });
      row.outcome = 'failed';
    };
    if (row.before)
      for (const { path, code } of fixedFaults(register, row.before.values, row.changed, ''))
        refuse(path.slice(1), code);
    if (incident !== undefined && textOf(row.values[incident]).some((id) => over.has(id)))
      refuse(incident, 'register-incident-over');
    for (const { path, code } of narrowFaults(parts, register, forms, whole(row))) refuse(path, code);
  }
}

const textOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : []);
