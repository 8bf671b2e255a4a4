// The table of a register as its declaration wants it.
import {
  columnName,
  type Field,
  hasBlindIndex,
  isSensitive,
  personalOf,
  type Register,
  type Value,
} from './declare.ts';

export type ColumnPlan = {
  name: string;
  /** As PostgreSQL's format_type says it. */
  type: string;
  nullable: boolean;
  comment: string;
};

const plain = (name: string, type: string, nullable = false, comment = ''): ColumnPlan => ({
  name,
  type,
  nullable,
  comment,
});

/** The columns in their order: those of every register, then those of its fields. O(fields). */
export function columnsOf(register: Register): ColumnPlan[] {
  return [
    plain('district_code', 'text'),
    plain('id', 'uuid'),
    plain('version', 'integer'),
    plain('area_id', 'uuid'),
    plain('area_path', 'text'),
    plain('valid_from', 'date'),
    plain('valid_to', 'date', true),
    plain('merged_into', 'uuid', true),
    plain('confirmed_on', 'date'),
    plain('expires_on', 'date', true),
    plain('identity_key', 'bytea', true),
    plain(
      'search_text',
      'text',
      false,
      register.personal
        ? '[personal] words that the search box finds; purpose and ground as of the fields'
        : '',
    ),
    plain('updated_at', 'timestamp with time zone'),
    ...Object.entries(register.fields).flatMap(([code, field]) => fieldColumns(code, field)),
  ];
}

function fieldColumns(code: string, field: Field): ColumnPlan[] {
  const name = columnName(code);
  const personal = personalOf(field);
  const comment = personal
    ? `[personal] ${isSensitive(field) ? 'sealed; ' : ''}${personal.basis}: ${personal.purpose.en}`
    : '';
  const column = plain(name, typeOf(field), true, comment);
  return hasBlindIndex(field)
    ? [column, plain(`${name}_key`, 'bytea', true, '[personal] keyed hash, to find the whole value')]
    : [column];
}

function columnType(field: Field): string {
  switch (field.type) {
    case 'integer':
      return 'integer';
    case 'number':
      return field.fine ? 'numeric(18,6)' : 'numeric(18,3)';
    case 'date':
    case 'birth-date':
      return 'date';
    case 'boolean':
      return 'boolean';
    case 'choices':
      return 'text[]';
    case 'reference':
      return 'uuid';
    default:
      return 'text';
  }
}

/** How a column is read so that our code gets strings, numbers and lists. */
export function selectColumn(code: string, field: Field): string {
  const name = columnName(code);
  if (isSensitive(field)) return `t.${name}`;
  if (field.type === 'number') return `t.${name}::float8 as ${name}`;
  if (field.type === 'date' || field.type === 'birth-date') return `t.${name}::text as ${name}`;
  return `t.${name}`;
}

/** The type of a field's column. */
export function typeOf(field: Field): string {
  return isSensitive(field) ? 'text' : columnType(field);
}

/** A value as the text that PostgreSQL reads as the column's type. */
export function textOfValue(value: Value): string | null {
  if (value === null) return null;
  if (Array.isArray(value)) return `{${value.map((one) => JSON.stringify(one)).join(',')}}`;
  return String(value);
}
