// What every table obeys so that one PostgreSQL serves from a laptop to a Citus cluster, and so that row-level security stands
// behind the services. Citus itself is not at hand: these are its static conditions for a distributed table (tenant key in every
// key and foreign key, no uniqueness across tenants, no inheritance, no local foreign keys).
import type { Catalogue, Constraint, Index } from './catalogue.ts';

export const TENANT = 'district_code';
export const APP_ROLE = 'renlin_app';

/** Tables that belong to no district, each with its reason. Everything else is a tenant table. */
export const GLOBAL_TABLES: Readonly<Record<string, string>> = {
  districts: 'the tenants themselves: a reference table, readable by all',
  migration_ledger: 'which migrations ran: before any tenant exists',
  accounts: 'a login is looked up before its district is known',
  password_history: 'belongs to an account',
  sign_in_failures: 'counts logins that may not exist anywhere',
  job_leases: 'which process runs a timed job: one for the whole installation',
  sessions: 'a cookie is looked up before its district is known',
};

/** Reference tables exist on every node, so a distributed table may point at them. */
const REFERENCE_TABLES: readonly string[] = ['districts'];

/** Global tables that need no policy: nothing in them belongs to a person or a district. */
const OPEN_TABLES: readonly string[] = ['districts', 'migration_ledger', 'job_leases'];

/** Citus wants a setting for triggers on distributed tables; these guard an append-only table and read only their own row. */
const TRIGGERS = /__(append_only|no_truncate)$/;

/** Names that mean a person in every table: such a column says so in its comment. Hashes (bytea) are no longer readable. */
const PERSONAL_NAME =
  /(^|_)(phone|mobile|telephone|email|id_number|id_card|birth|birthday|birth_date|ip|user_agent|wechat|bank_account)$/;

export type SchemaFinding = { rule: string; object: string; message: string };

export const SCHEMA_RULES = [
  'tenant-key',
  'primary-key',
  'foreign-key',
  'foreign-key-index',
  'tenant-unique',
  'name',
  'row-security',
  'policy',
  'personal-column',
  'grant',
  'owner',
  'view',
  'definer',
  'inheritance',
  'trigger',
  'timestamp',
] as const;

export function checkSchema(all: Catalogue): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  const report = (rule: (typeof SCHEMA_RULES)[number], object: string, message: string): void => {
    findings.push({ rule, object, message });
  };
  const tables = all.tables.filter((table) => table.kind === 'r' || table.kind === 'p');
  const isGlobal = (table: string): boolean => Object.hasOwn(GLOBAL_TABLES, table);

  for (const table of tables) {
    const key = all.columns.find((column) => column.table === table.name && column.name === TENANT);
    const policies = all.policies.filter((policy) => policy.table === table.name);
    const primary = all.constraints.find((one) => one.table === table.name && one.kind === 'p');
    if (!isGlobal(table.name) && (key?.type !== 'text' || key.nullable)) {
      report('tenant-key', table.name, `needs \`${TENANT} text not null\`, or a reason in GLOBAL_TABLES`);
    }
    if (!primary) report('primary-key', table.name, 'has no primary key');
    else if (!isGlobal(table.name) && primary.columns[0] !== TENANT) {
      report(
        'primary-key',
        table.name,
        `its primary key begins with ${primary.columns[0]}, not with ${TENANT}`,
      );
    }
    const open = OPEN_TABLES.includes(table.name);
    if (!open && !(table.rls && table.forced)) {
      report(
        'row-security',
        table.name,
        'alter table … enable row level security; … force row level security',
      );
    }
    if (!open && policies.length === 0) report('policy', table.name, 'has no policy');
    if (table.inherits) report('inheritance', table.name, 'inheritance and partitions do not distribute');
  }

  for (const { table, name, using, check } of all.policies) {
    for (const expression of [using, check].filter((text) => text !== '')) {
      if (/scope_(district|reach)\(\)/.test(expression)) continue;
      report('policy', `${table}.${name}`, `asks neither for the district nor for the reach: ${expression}`);
    }
  }

  for (const constraint of all.constraints) {
    const { table, name, kind, columns } = constraint;
    const object = `${table}.${name}`;
    if (!name.startsWith(`${table}__`))
      report('name', object, `call it ${table}__<rule>: problems are found by it`);
    if (kind === 'u' && !isGlobal(table) && columns[0] !== TENANT) {
      report('tenant-unique', object, `unique across tenants: let it begin with ${TENANT}`);
    }
    if (kind === 'x' && !columns.includes(TENANT))
      report('tenant-unique', object, `excludes across tenants: add ${TENANT} with =`);
    if (kind !== 'f') continue;
    const wrong = foreignKeyFault(constraint, isGlobal);
    if (wrong) report('foreign-key', object, wrong);
    if (!all.indexes.some((index) => serves(index, constraint))) {
      report('foreign-key-index', object, `create index on ${table} (${columns.join(', ')})`);
    }
  }

  for (const index of all.indexes) {
    const object = `${index.table}.${index.name}`;
    if (!index.name.startsWith(`${index.table}__`)) report('name', object, `call it ${index.table}__<rule>`);
    const constraint = all.constraints.some((one) => one.name === index.name);
    if (index.unique && !constraint && !isGlobal(index.table) && index.columns[0] !== TENANT) {
      report('tenant-unique', object, `unique across tenants: let it begin with ${TENANT}`);
    }
  }

  for (const { table, name, type, comment } of all.columns) {
    const object = `${table}.${name}`;
    if (type.startsWith('timestamp') && !type.endsWith('with time zone'))
      report('timestamp', object, 'use timestamptz');
    const marked = comment.includes('[personal]') || comment.includes('[secret]');
    if (PERSONAL_NAME.test(name) && type !== 'bytea' && !marked) {
      report('personal-column', object, `comment on column ${object} is '[personal] basis and purpose'`);
    }
    const guarded = tables.some((one) => one.name === table && one.rls && one.forced);
    if (marked && !guarded)
      report('row-security', object, 'holds personal data in a table without forced row-level security');
  }

  for (const { table, to, privilege } of all.grants) {
    if (to === 'public') report('grant', table, `${privilege} is granted to everybody`);
    if (to === APP_ROLE && ['TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'].includes(privilege)) {
      report(
        'grant',
        table,
        `the application has no business with ${privilege}: row-level security does not cover it`,
      );
    }
  }
  for (const { name, owner, kind, invoker } of all.tables) {
    if (owner === APP_ROLE)
      report('owner', name, 'the application owns it, so it could switch row-level security off');
    if (kind === 'v' && !invoker)
      report('view', name, 'a view reads as its owner, past every policy: with (security_invoker = true)');
    if (kind === 'm' || kind === 'f')
      report('view', name, 'a materialised view or foreign table has no row-level security');
  }
  for (const { table, name } of all.triggers) {
    if (!TRIGGERS.test(name))
      report('trigger', `${table}.${name}`, 'triggers do not distribute: do it in the statement');
  }
  for (const { name, searchPath } of all.definers) {
    if (!searchPath) report('definer', name, 'a security definer function sets its search_path');
  }
  return findings;
}

function foreignKeyFault(one: Constraint, isGlobal: (table: string) => boolean): string | undefined {
  const { table, columns, target, targetColumns } = one;
  if (isGlobal(table))
    return isGlobal(target) ? undefined : `a global table cannot point at the tenant table ${target}`;
  if (REFERENCE_TABLES.includes(target)) return undefined;
  if (isGlobal(target)) return `${target} is not on every node: keep the id without a foreign key`;
  if (columns[0] === TENANT && targetColumns[0] === TENANT) return undefined;
  return `leads with ${columns[0]} → ${targetColumns[0]}; both sides lead with ${TENANT}`;
}

/** Can this index find the rows that point at a deleted or changed target? */
function serves(index: Index, key: Constraint): boolean {
  if (index.table !== key.table) return false;
  const lead = new Set(index.columns.slice(0, key.columns.length));
  if (!key.columns.every((column) => lead.has(column))) return false;
  return index.where === '' || key.columns.some((column) => index.where === `(${column} IS NOT NULL)`);
}
