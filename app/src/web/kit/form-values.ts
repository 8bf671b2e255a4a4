// What a form holds while it is filled in, what is wrong with it, and what goes to the server.
import type { ProblemField } from './api.ts';
import type { Field, LimitValue, Lng } from './api-types.ts';
import type { Translate } from './i18n.tsx';

export type FieldValue = string | number | boolean | string[] | LimitValue | Lng | null | undefined;
export type FormValues = Record<string, FieldValue>;
export type FieldErrors = Record<string, string>;

export function isEmptyValue(value: FieldValue): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** First words that stop this field from being sent, or undefined. The server checks everything again. */
export function fieldError(t: Translate, field: Field, value: FieldValue): string | undefined {
  const label = field.label;
  if (isEmptyValue(value) || (typeof value === 'string' && value.trim() === '')) {
    return field.required ? t('kit.form.missing', { label }) : undefined;
  }
  if (field.type === 'text' || field.type === 'textarea') {
    const n = [...String(value).trim()].length;
    if (field.max !== undefined && n > field.max) return t('kit.form.tooLong', { label, max: field.max, n });
    if (field.min !== undefined && n < field.min) return t('kit.form.tooShort', { label, min: field.min });
    return undefined;
  }
  const number = field.type === 'limit' ? (value as LimitValue).n : value;
  if (field.type === 'integer' || field.type === 'limit') {
    if (typeof number !== 'number' || !Number.isInteger(number)) return t('kit.form.notNumber', { label });
    const min = field.min ?? (field.type === 'limit' ? 1 : undefined);
    if (min !== undefined && number < min) return t('kit.form.tooSmall', { label, min });
    if (field.max !== undefined && number > field.max) return t('kit.form.tooBig', { label, max: field.max });
  }
  return undefined;
}

export function formErrors(t: Translate, fields: readonly Field[], values: FormValues): FieldErrors {
  const errors: FieldErrors = {};
  for (const field of fields) {
    const words = fieldError(t, field, values[field.name]);
    if (words) errors[field.name] = words;
  }
  return errors;
}

/** The form as the server takes it: no empty entries, text trimmed. */
export function toForm(fields: readonly Field[], values: FormValues): Record<string, unknown> {
  const form: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (isEmptyValue(value)) continue;
    form[field.name] = typeof value === 'string' ? value.trim() : value;
  }
  return form;
}

/** The server's field problems by field name: `form/note`, `/form/note/0` and `note` all belong to `note`. */
export function serverErrors(
  fields: readonly Field[],
  problems: readonly ProblemField[],
): { byField: FieldErrors; rest: string[] } {
  const byField: FieldErrors = {};
  const rest: string[] = [];
  for (const found of problems) {
    const names = found.path.split(/[/.]/).filter((part) => part !== '' && part !== 'form');
    const field = fields.find((candidate) => candidate.name === names[0]);
    if (field) byField[field.name] ??= found.message;
    else rest.push(found.message);
  }
  return { byField, rest };
}
