// The schema of the whole product against its rules, then the same rules against tables that break each of them.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationSources } from '../../src/main/migrations.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { findDenied } from '../invariants/denylist.ts';
import { type Catalogue, readCatalogue } from './catalogue.ts';
import { APP_ROLE, checkSchema, GLOBAL_TABLES, SCHEMA_RULES } from './rules.ts';

let database: TestDatabase;
let catalogue: Catalogue;

beforeAll(async () => {
  database = await testDatabase(migrationSources);
  catalogue = await readCatalogue((text) => database.owner(text));
});

afterAll(() => database?.drop());

const lines = (all: Catalogue): string[] =>
  checkSchema(all).map((one) => `${one.object}  ${one.rule}  ${one.message}`);

describe('the schema', () => {
  it('obeys every rule', () => {
    expect(lines(catalogue)).toEqual([]);
  });

  it('was seen whole', () => {
    expect(catalogue.tables.length).toBeGreaterThanOrEqual(20);
    expect(catalogue.columns.some((column) => column.comment.includes('[personal]'))).toBe(true);
    const names = catalogue.tables.map((table) => table.name);
    for (const global of Object.keys(GLOBAL_TABLES)) expect(names).toContain(global);
  });

  it('is made of every migrations folder on disk', () => {
    const source = fileURLToPath(new URL('../../src/', import.meta.url));
    const onDisk = readdirSync(source, { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /\/migrations$/.test(entry.parentPath) && entry.name.endsWith('.sql'),
      )
      .map((entry) => entry.parentPath);
    const known = migrationSources.map(({ folder }) => folder.replace(/\/$/, ''));
    expect([...new Set(onDisk)].sort()).toEqual(known.sort());
  });

  it('was made by the server that was asked for', async () => {
    const [version] = await database.owner<{ server_version_num: string }>('show server_version_num');
    const major = Math.trunc(Number(version?.server_version_num) / 10_000);
    expect(major).toBe(process.env.RENLIN_POSTGRES_15 === '1' ? 15 : 18);
  });

  it('has no table or column for what must not be recorded', () => {
    const names = [
      ...catalogue.tables.map(({ name }) => name),
      ...catalogue.columns.map(({ table, name }) => `${table}.${name}`),
    ];
    expect(names.flatMap(findDenied)).toEqual([]);
  });

  it('shows the application nothing of a tenant table when no scope is set', async () => {
    const client = new pg.Client(database.config);
    await client.connect();
    try {
      await client.query(`set role ${APP_ROLE}`);
      const granted = new Set(
        catalogue.grants
          .filter((one) => one.to === APP_ROLE && one.privilege === 'SELECT')
          .map((one) => one.table),
      );
      for (const { name, kind } of catalogue.tables) {
        if (Object.hasOwn(GLOBAL_TABLES, name) || kind !== 'r' || !granted.has(name)) continue;
        const { rows } = await client.query(`select count(*)::int as n from ${name}`);
        expect({ name, n: rows[0].n }).toEqual({ name, n: 0 });
      }
    } finally {
      await client.end();
    }
  });

  it('lets the application neither bypass row-level security nor become the owner', async () => {
    const [role] = await database.owner<{ bypass: boolean; super: boolean; member: boolean }>(
      `select rolbypassrls as bypass, rolsuper as super, exists (
         select from pg_auth_members m join pg_class c on c.relowner = m.roleid
         where m.member = r.oid and c.relnamespace = 'public'::regnamespace) as member
       from pg_roles r where rolname = '${APP_ROLE}'`,
    );
    expect(role).toEqual({ bypass: false, super: false, member: false });
  });
});

const VIOLATIONS: readonly { rule: (typeof SCHEMA_RULES)[number]; object: string; sql: string }[] = [
  {
    rule: 'tenant-key',
    object: 'bad_a',
    sql: `create table bad_a (id uuid, constraint bad_a__pk primary key (id))`,
  },
  { rule: 'primary-key', object: 'bad_b', sql: `create table bad_b (district_code text not null, id uuid)` },
  {
    rule: 'primary-key',
    object: 'bad_c',
    sql: `create table bad_c (id uuid, district_code text not null, constraint bad_c__pk primary key (id, district_code))`,
  },
  { rule: 'row-security', object: 'bad_c', sql: `alter table bad_c enable row level security` },
  { rule: 'policy', object: 'bad_c', sql: '' },
  {
    rule: 'policy',
    object: 'bad_d.bad_d__all',
    sql: `create table bad_d (district_code text not null, id uuid, parent uuid, account uuid, phone text, seen timestamp,
            constraint bad_d__pk primary key (district_code, id));
          alter table bad_d enable row level security; alter table bad_d force row level security;
          create policy bad_d__all on bad_d using (true)`,
  },
  {
    rule: 'foreign-key',
    object: 'bad_d.bad_d__account',
    sql: `alter table bad_d add constraint bad_d__account foreign key (account) references accounts (id);
          create index bad_d__by_account on bad_d (account)`,
  },
  {
    rule: 'foreign-key-index',
    object: 'bad_d.bad_d__parent',
    sql: `alter table bad_d add constraint bad_d__parent foreign key (district_code, parent) references bad_d (district_code, id);
          create index bad_d__by_parent on bad_d (district_code, parent) where phone is not null`,
  },
  {
    rule: 'tenant-unique',
    object: 'bad_d.bad_d__phone',
    sql: `alter table bad_d add constraint bad_d__phone unique (phone)`,
  },
  {
    rule: 'tenant-unique',
    object: 'bad_d.bad_d__seen',
    sql: `create unique index bad_d__seen on bad_d (seen, district_code)`,
  },
  {
    rule: 'name',
    object: 'bad_d.bad_d_check',
    sql: `alter table bad_d add check (phone <> '' and id is not null)`,
  },
  { rule: 'personal-column', object: 'bad_d.phone', sql: '' },
  { rule: 'timestamp', object: 'bad_d.seen', sql: '' },
  {
    rule: 'row-security',
    object: 'bad_a.owner_name',
    sql: `alter table bad_a add owner_name text; comment on column bad_a.owner_name is '[personal] whose it is'`,
  },
  { rule: 'grant', object: 'bad_a', sql: `grant truncate on bad_a to ${APP_ROLE}` },
  { rule: 'grant', object: 'bad_b', sql: `grant select on bad_b to public` },
  {
    rule: 'owner',
    object: 'bad_e',
    sql: `create table bad_e (district_code text not null, constraint bad_e__pk primary key (district_code));
          grant create on schema public to ${APP_ROLE}; alter table bad_e owner to ${APP_ROLE}`,
  },
  { rule: 'view', object: 'bad_view', sql: `create view bad_view as select * from bad_d` },
  {
    rule: 'definer',
    object: 'bad_definer',
    sql: `create function bad_definer() returns int language sql security definer as 'select 1'`,
  },
  { rule: 'inheritance', object: 'bad_f', sql: `create table bad_f () inherits (bad_d)` },
  {
    rule: 'trigger',
    object: 'bad_d.bad_d__touch',
    sql: `create trigger bad_d__touch before update on bad_d for each row execute function suppress_redundant_updates_trigger()`,
  },
];

describe('each rule sees its violation', () => {
  let broken: string[];

  beforeAll(async () => {
    for (const { sql } of VIOLATIONS) if (sql !== '') await database.owner(sql);
    broken = checkSchema(await readCatalogue((text) => database.owner(text))).map(
      (one) => `${one.rule} ${one.object}`,
    );
  });

  it('every rule is violated somewhere', () => {
    expect([...new Set(VIOLATIONS.map(({ rule }) => rule))].sort()).toEqual([...SCHEMA_RULES].sort());
  });

  it.each(VIOLATIONS)('$rule: $object', ({ rule, object }) => {
    expect(broken).toContain(`${rule} ${object}`);
  });

  it('the tables of the product are not blamed for it', () => {
    const before = checkSchema(catalogue).map((one) => `${one.rule} ${one.object}`);
    expect(broken.filter((line) => !/ bad_/.test(line))).toEqual(before);
  });
});
