// The owner of the tables. Migrations, backup and restore act as whoever DATABASE_URL names. That may be an ordinary role, and
// then forced row-level security holds for it too: without a policy of its own it would read every table as empty, and a backup
// would be empty without an error. Roles belong to the installation and not to the schema, so this is no migration file.
import type pg from 'pg';

export const APP_ROLE = 'renlin_app';

type Rights = {
  me: string;
  database: string;
  appRole: boolean;
  mayCreateRole: boolean;
  inDatabase: boolean;
  inSchema: boolean;
  /** Who made the product's tables here, when it is somebody whose rights this user does not have. */
  maker: string | null;
};

/** Makes the application's role and the membership in it; refuses with the statements that an administrator has to run. */
export async function ensureRights(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Rights>(`
    select quote_ident(current_user) as me, quote_ident(current_database()) as database,
      to_regrole('${APP_ROLE}') is not null as "appRole", rolsuper or rolcreaterole as "mayCreateRole",
      has_database_privilege(current_database(), 'create') as "inDatabase",
      has_schema_privilege('public', 'create') as "inSchema",
      (select quote_ident(tableowner) from pg_tables where schemaname = 'public' and tablename = 'migration_ledger'
        and not pg_has_role(tableowner, 'usage')) as maker
    from pg_roles where rolname = current_user`);
  const found = rows[0] as Rights;
  const missing: string[] = [];
  if (!found.appRole) {
    if (found.mayCreateRole) await createAppRole(client);
    else missing.push(`create role ${APP_ROLE} nologin;`);
  }
  if (missing.length > 0 || !(await joinAppRole(client))) missing.push(`grant ${APP_ROLE} to ${found.me};`);
  if (!(found.inDatabase && found.inSchema))
    missing.push(`alter database ${found.database} owner to ${found.me};`);
  if (found.maker) missing.push(`grant ${found.maker} to ${found.me};`);
  if (missing.length > 0) throw new Error(refusal(found.me, missing));
}

async function createAppRole(client: pg.Client): Promise<void> {
  await client.query(`
    do $$ begin
      create role ${APP_ROLE} nologin;
    exception when duplicate_object or unique_violation then null;
    end $$`);
}

/** The application acts under `set role`. From PostgreSQL 16 on a membership may come without the right to do that. */
async function joinAppRole(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ member: boolean }>(
    `select pg_has_role('${APP_ROLE}',
       case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) as member`,
  );
  if (rows[0]?.member) return true;
  try {
    await client.query(`grant ${APP_ROLE} to current_user`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return false;
    throw error;
  }
}

function refusal(me: string, statements: readonly string[]): string {
  return `数据库用户 ${me} 权限不足，请由数据库管理员执行 / the database user ${me} lacks rights; an administrator has to run:\n  ${statements.join('\n  ')}`;
}

/** The tables of the product that hide rows from the role of this connection, because it neither owns them freely nor has a policy. */
const HIDING = `
  select c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and row_security_active(c.oid)
    and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = c.relname || '__owner'
      and p.polroles = array[(select oid from pg_roles where rolname = current_user)])`;

/**
 * Gives an ordinary owner a policy on each of its tables, for connections that call themselves `owner`. It names the owner's role,
 * so it is no part of any query of the application. A role that row-level security does not hold for needs none.
 */
export async function ensureOwnerPolicies(client: pg.Client): Promise<void> {
  await client.query(`
    do $$
    declare one record;
    begin
      for one in ${HIDING} loop
        execute format('drop policy if exists %I on %I', one.name || '__owner', one.name);
        execute format('create policy %I on %I to current_user using (scope_reach() = ''owner'') with check (scope_reach() = ''owner'')',
          one.name || '__owner', one.name);
      end loop;
    end $$`);
  await client.query(`set renlin.reach = 'owner'`);
}

/** Begins a transaction's reading of every row. Refuses when some would be hidden: half a backup looks like a whole one. */
export async function readAsOwner(client: pg.Client): Promise<void> {
  await client.query(`set local renlin.reach = 'owner'`);
  const { rows } = await client.query<{ name: string }>(HIDING);
  if (rows.length > 0)
    throw new Error(
      `数据库用户看不到这些表的全部行，请以表的所有者连接 / rows are hidden from this database user, connect as the owner of the tables: ${rows.map((row) => row.name).join(', ')}`,
    );
}

/**
 * Lets the owner fill tables by COPY, which PostgreSQL refuses under row-level security. Within one transaction: gives the function
 * that puts the tables under it again, and a rollback does so too.
 */
export async function liftRowSecurity(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(c.relname) as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relforcerowsecurity and row_security_active(c.oid)`,
  );
  for (const { name } of rows) await client.query(`alter table ${name} no force row level security`);
  return async () => {
    for (const { name } of rows) await client.query(`alter table ${name} force row level security`);
  };
}
