// One record: values checked against the declaration, put into the form in which they are written, opened and masked for a reader.
import { type FieldProblem, type Problem, problem } from '../../kernel/problem.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import {
  hasBlindIndex,
  isOfPerson,
  personalCodes,
  personalOf,
  type Register,
  type Value,
  type Values,
} from './declare.ts';
import { isMasked, maskValue } from './mask.ts';
import { type RegisterParts, today } from './parts.ts';
import { searchText } from './search-text.ts';
import type { RecordRow, RecordWrite } from './store.ts';
import { type Raw, readValue, sameValue, showValue } from './values.ts';
import { blindKey, identityKeys, openedValue, storedValue } from './vault.ts';

export type Checked = { values: Record<string, Value>; faults: FieldProblem[] };

/** Reads the given fields; `whole` also asks for those that are required. O(fields). */
export function checkValues(
  register: Register,
  given: Readonly<Record<string, Raw>>,
  day: string,
  options: { whole: boolean; path?: string } = { whole: true },
): Checked {
  const at = (code: string) => (options.path === undefined ? code : `${options.path}/${code}`);
  const values: Record<string, Value> = {};
  const faults: FieldProblem[] = [];
  for (const [code, field] of Object.entries(register.fields)) {
    const present = Object.hasOwn(given, code);
    if (!present && !options.whole) continue;
    const raw = given[code];
    // What was shown masked and comes back as it was shown is no value.
    if (typeof raw === 'string' && personalOf(field) && isMasked(raw)) {
      faults.push({ path: at(code), code: 'register-masked' });
      continue;
    }
    const read = readValue(field, raw, day);
    if ('fault' in read) faults.push({ path: at(code), ...read.fault });
    else if (read.value === null && field.required) faults.push({ path: at(code), code: 'required' });
    else values[code] = read.value;
  }
  for (const code of Object.keys(given))
    if (!Object.hasOwn(register.fields, code)) faults.push({ path: at(code.slice(0, 40)), code: 'unknown' });
  return { values, faults };
}

/** `expiresOn` as it was before this write; a new record had none. */
export type Head = Omit<RecordRow, 'stored' | 'expiresOn'> & { expiresOn?: string | null };

/**
 * The record as it is written: sealed, hashed, with its search text and the day on which it ends by itself. `identity` are its identity
 * keys when they are known of these values.
 */
export function writeOf(
  parts: RegisterParts,
  register: Register,
  head: Head,
  values: Values,
  identity: readonly Buffer[] | undefined = identityKeys(parts.vault, register, values, head.areaId),
): RecordWrite {
  const stored: Record<string, Value> = {};
  const blind: Record<string, Buffer | null> = {};
  for (const [code, field] of Object.entries(register.fields)) {
    const value = values[code] ?? null;
    stored[code] = storedValue(parts.vault, register, code, field, value);
    if (hasBlindIndex(field)) blind[code] = blindKey(parts.vault, register, code, field, value);
  }
  return {
    ...head,
    ...endOf(parts, register, head, values),
    identityKey: identity?.[0] ?? null,
    searchText: searchText(register, values, parts.syllables),
    stored,
    blind,
  };
}

/**
 * When what is held of people ends. A thing whose people were taken out holds nobody until somebody is entered again, and that counts
 * as found right on the day; one that names nobody now may have named somebody before, in its steps, so its day stays.
 */
function endOf(
  parts: RegisterParts,
  register: Register,
  head: Head,
  values: Values,
): Pick<RecordRow, 'confirmedOn' | 'expiresOn'> {
  const { confirmedOn } = head;
  if (!register.personal) return { confirmedOn, expiresOn: null };
  const kept = (from: string) => ({ confirmedOn: from, expiresOn: addMonths(from, register.keepMonths) });
  if (isOfPerson(register) || (head.expiresOn ?? null) !== null) return kept(confirmedOn);
  const names = personalCodes(register).some((code) => (values[code] ?? null) !== null);
  if (!names) return { confirmedOn, expiresOn: null };
  return kept(head.version === 1 ? confirmedOn : today(parts));
}

/** The same day some months later, or the last of that month. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

export function openValues(parts: RegisterParts, register: Register, row: RecordRow): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(register.fields).map(([code, field]) => [
      code,
      openedValue(parts.vault, register, code, field, row.stored[code] ?? null),
    ]),
  );
}

export function maskedValues(register: Register, values: Values): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(register.fields).map(([code, field]) => [code, maskValue(field, values[code] ?? null)]),
  );
}

/** Values as words of the reader's language; masked ones stay as they are. */
export function shownValues(
  register: Register,
  values: Values,
  locale: Locale,
  titles: ReadonlyMap<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(register.fields).map(([code, field]) => {
      const value = values[code] ?? null;
      const masked = typeof value === 'string' && personalOf(field) !== undefined && isMasked(value);
      return [code, masked ? value : showValue(field, value, locale, (id) => titles.get(id) ?? '')];
    }),
  );
}

/** Fields whose values differ. O(fields). */
export function changedFields(register: Register, before: Values, after: Values): string[] {
  return Object.keys(register.fields).filter(
    (code) => Object.hasOwn(after, code) && !sameValue(before[code], after[code]),
  );
}

/** The refusal of values, each field by the name that the register gives it. */
export function invalid(register: Register, locale: Locale, faults: readonly FieldProblem[]): Problem {
  const named = faults.map((fault) => {
    const label = register.fields[fault.path.split('/').at(-1) ?? '']?.label[locale];
    return label === undefined ? fault : { ...fault, params: { ...fault.params, field: label } };
  });
  return problem('registers.invalid', {}, named);
}

/** Of what would change, what was written once and for all. O(changed). */
export function fixedFaults(
  register: Register,
  before: Values,
  changed: readonly string[],
  path: string,
): FieldProblem[] {
  return changed
    .filter((code) => register.fields[code]?.fixed === true && (before[code] ?? null) !== null)
    .map((code) => ({ path: `${path}/${code}`, code: 'register-fixed' }));
}
