// The table of a register made and checked: the migration's text, and what the database has beside the declaration.
import type { Tx } from '../../platform/db/db.ts';
import { columnName, isOfPerson, personalCodes, type Register } from './declare.ts';
import { type ColumnPlan, columnsOf } from './table.ts';

/** The names of the constraints by which a register points at others. */
export function referenceConstraints(register: Register): string[] {
  return Object.entries(register.fields).flatMap(([code, field]) =>
    field.type === 'reference' ? [`${register.table}__${columnName(code)}`] : [],
  );
}

/** The text of the migration that makes the table. A new register is written by it, read by a person, and committed. */
export function createTableSql(register: Register, tables: ReadonlyMap<string, string>): string {
  const { table } = register;
  const columns = columnsOf(register);
  const references = Object.entries(register.fields).flatMap(([code, field]) =>
    field.type === 'reference'
      ? [{ column: columnName(code), target: tables.get(field.to) ?? field.to }]
      : [],
  );
  const constraints = [
    `constraint ${table}__pk primary key (district_code, id)`,
    `constraint ${table}__district foreign key (district_code) references districts (code)`,
    `constraint ${table}__area foreign key (district_code, area_id) references tree_nodes (district_code, id)`,
    `constraint ${table}__days check (valid_to is null or valid_to >= valid_from)`,
    ...endConstraint(register),
    ...references.map(
      ({ column, target }) =>
        `constraint ${table}__${column} foreign key (district_code, ${column}) references ${target} (district_code, id)`,
    ),
  ];
  const seen = register.personal ? 'scope_sees(area_path)' : 'scope_covers(area_path)';
  const mine = `district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and ${seen}))`;
  const title = columnName(register.title);
  return [
    `create table ${table} (`,
    [
      ...columns.map((one) => `  ${one.name} ${one.type}${one.nullable ? '' : ' not null'}`),
      ...constraints.map((one) => `  ${one}`),
    ].join(',\n'),
    ');',
    ...columns
      .filter((one) => one.comment !== '')
      .map((one) => `comment on column ${table}.${one.name} is '${one.comment.replaceAll("'", "''")}';`),
    `create unique index ${table}__identity on ${table} (district_code, identity_key)`,
    `  where identity_key is not null and valid_to is null and merged_into is null;`,
    `create index ${table}__by_area on ${table} (district_code, area_id);`,
    `create index ${table}__by_time on ${table} (district_code, updated_at desc, id desc);`,
    `create index ${table}__by_title on ${table} (district_code, ${title}, id);`,
    ...(register.personal ? [`create index ${table}__by_end on ${table} (district_code, expires_on);`] : []),
    ...columns
      .filter((one) => one.name.endsWith('_key') && one.name !== 'identity_key')
      .map(
        (one) =>
          `create index ${table}__${one.name} on ${table} (district_code, ${one.name}) where ${one.name} is not null;`,
      ),
    ...references.map(
      ({ column }) =>
        `create index ${table}__by_${column} on ${table} (district_code, ${column}) where ${column} is not null;`,
    ),
    '',
    `alter table ${table} enable row level security;`,
    `alter table ${table} force row level security;`,
    `create policy ${table}__own on ${table} using (\n  ${mine})\n  with check (\n  ${mine});`,
    ...(register.seenBelow
      ? [
          `create policy ${table}__below on ${table} for select using (\n  district_code = scope_district() and scope_reach() = 'staff'\n  and exists (select from unnest(scope_paths()) as own where starts_with(own, area_path)));`,
        ]
      : []),
    `grant select, insert, update, delete on ${table} to renlin_app;`,
    '',
  ].join('\n');
}

/** Nothing of a person without its end: of a thing once its people were taken out there is nothing that ends. */
function endConstraint(register: Register): string[] {
  if (!register.personal) return [];
  const columns = personalCodes(register).map(columnName).join(', ');
  const empty = isOfPerson(register) ? '' : ` or num_nonnulls(${columns}) = 0`;
  return [`constraint ${register.table}__ends check (expires_on is not null${empty})`];
}

type Live = ColumnPlan;

/** What differs between the declaration and the database, in words for whoever keeps the program; empty when they agree. */
export async function findDrift(tx: Tx, register: Register): Promise<string[]> {
  const live = await tx.rows<Live>(
    `select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
       coalesce(col_description(a.attrelid, a.attnum), '') as comment
     from pg_attribute a where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [register.table],
  );
  if (live.length === 0) return [`${register.table}: no such table`];
  const wanted = new Map(columnsOf(register).map((one) => [one.name, one]));
  const found = new Map(live.map((one) => [one.name, one]));
  const faults: string[] = [];
  for (const [name, one] of wanted) {
    const there = found.get(name);
    if (!there) faults.push(`${register.table}.${name}: missing`);
    else if (there.type !== one.type)
      faults.push(`${register.table}.${name}: is ${there.type}, declared ${one.type}`);
    else if (there.nullable !== one.nullable)
      faults.push(`${register.table}.${name}: null is ${there.nullable ? '' : 'not '}allowed`);
    else if (one.comment.startsWith('[personal]') && !there.comment.startsWith('[personal]'))
      faults.push(`${register.table}.${name}: personal by declaration, not in the database`);
  }
  for (const name of found.keys())
    if (!wanted.has(name)) faults.push(`${register.table}.${name}: not declared`);
  return faults;
}
