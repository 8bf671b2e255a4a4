// A record that is filled in by a form: which of its fields may hold anything is said by the form, another record. What the form does not
// ask for is refused, whoever sends it and however: nothing is written down of people because there happened to be a column for it.
import type { FieldProblem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Register, Values } from './declare.ts';
import type { RegisterParts } from './parts.ts';
import { findRecords } from './store.ts';

export type Form = { asks: ReadonlySet<string>; incident: string | null };

/** The forms by which records are filled in, by id. One question, none where the register has no forms. */
export async function formsOf(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  all: readonly Values[],
): Promise<ReadonlyMap<string, Form>> {
  const by = register.narrowedBy;
  const field = by && register.fields[by.form];
  const target = field?.type === 'reference' ? parts.registers.get(field.to) : undefined;
  if (!by || !target) return new Map();
  const ids = [...new Set(all.flatMap((values) => textOf(values[by.form])))];
  const rows = ids.length === 0 ? [] : await findRecords(tx, target, ids);
  return new Map(
    rows.map(({ id, stored }) => {
      const asks = stored[by.asks];
      const incident = stored[register.sunset?.incident ?? ''];
      return [
        id,
        {
          asks: new Set(Array.isArray(asks) ? (asks as readonly string[]) : []),
          incident: typeof incident === 'string' ? incident : null,
        },
      ];
    }),
  );
}

/** The filled fields that the record's form does not ask for, and a form of another incident. O(fields). */
export function narrowFaults(
  parts: RegisterParts,
  register: Register,
  forms: ReadonlyMap<string, Form>,
  values: Values,
): FieldProblem[] {
  const by = register.narrowedBy;
  const form = by && forms.get(textOf(values[by.form])[0] ?? '');
  if (!by || !form) return [];
  const faults: FieldProblem[] = narrowed(parts, register)
    .filter((code) => (values[code] ?? null) !== null && !form.asks.has(code))
    .map((code) => ({ path: code, code: 'register-not-asked' }));
  const incident = register.sunset?.incident;
  if (incident !== undefined && form.incident !== null && values[incident] !== form.incident)
    faults.push({ path: by.form, code: 'register-form-elsewhere' });
  return faults;
}

/** The fields that a form may ask for or leave out: the options of its choice. */
function narrowed(parts: RegisterParts, register: Register): string[] {
  const field = register.fields[register.narrowedBy?.form ?? ''];
  const target = field?.type === 'reference' ? parts.registers.get(field.to) : undefined;
  const asks = target?.fields[register.narrowedBy?.asks ?? ''];
  return asks?.type === 'choices' ? asks.options.map((one) => one.code) : [];
}

const textOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : []);
