// What the schema rules look at, read from PostgreSQL's own catalogues in one go.

export type Query = <R extends Record<string, unknown>>(text: string) => Promise<R[]>;

export type Column = { table: string; name: string; type: string; nullable: boolean; comment: string };
export type Constraint = {
  table: string;
  name: string;
  /** p primary key, u unique, f foreign key, c check, x exclusion. */
  kind: string;
  columns: string[];
  target: string;
  targetColumns: string[];
};
export type Index = { table: string; name: string; columns: string[]; unique: boolean; where: string };
export type Policy = { table: string; name: string; using: string; check: string };
export type Table = {
  name: string;
  kind: string;
  rls: boolean;
  forced: boolean;
  owner: string;
  inherits: boolean;
  invoker: boolean;
};
export type Grant = { table: string; to: string; privilege: string };
export type Trigger = { table: string; name: string };
export type DefinerFunction = { name: string; searchPath: boolean };

export type Catalogue = {
  tables: Table[];
  columns: Column[];
  constraints: Constraint[];
  indexes: Index[];
  policies: Policy[];
  grants: Grant[];
  triggers: Trigger[];
  definers: DefinerFunction[];
};

const NAMES = (keys: string, relation: string): string => `array(
  select a.attname::text from unnest(${keys}) with ordinality as key_at(attnum, position)
  join pg_attribute a on a.attrelid = ${relation} and a.attnum = key_at.attnum order by key_at.position)`;

export async function readCatalogue(query: Query): Promise<Catalogue> {
  return {
    tables: await query<Table>(`
      select c.relname as name, c.relkind::text as kind, c.relrowsecurity as rls, c.relforcerowsecurity as forced,
        pg_get_userbyid(c.relowner)::text as owner,
        exists (select from pg_inherits i where i.inhrelid = c.oid) as inherits,
        coalesce(c.reloptions @> '{security_invoker=true}' or c.reloptions @> '{security_invoker=on}', false) as invoker
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      order by 1`),
    columns: await query<Column>(`
      select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
        not a.attnotnull as nullable, coalesce(col_description(c.oid, a.attnum), '') as comment
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      order by 1, a.attnum`),
    constraints: await query<Constraint>(`
      select c.relname as table, k.conname as name, k.contype::text as kind, ${NAMES('k.conkey', 'k.conrelid')} as columns,
        coalesce(t.relname, '') as target, ${NAMES('k.confkey', 'k.confrelid')} as "targetColumns"
      from pg_constraint k join pg_class c on c.oid = k.conrelid left join pg_class t on t.oid = k.confrelid
      where c.relnamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'f', 'c', 'x') order by 1, 2`),
    indexes: await query<Index>(`
      select c.relname as table, x.relname as name, i.indisunique as unique,
        coalesce(pg_get_expr(i.indpred, i.indrelid), '') as where,
        array(select coalesce(a.attname::text, '(expression)') from unnest(i.indkey[0:i.indnkeyatts - 1]) with ordinality as key_at(attnum, position)
          left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = key_at.attnum and key_at.attnum > 0
          order by key_at.position) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
      where c.relnamespace = 'public'::regnamespace and i.indisvalid order by 1, 2`),
    policies: await query<Policy>(`
      select c.relname as table, p.polname as name, coalesce(pg_get_expr(p.polqual, p.polrelid), '') as using,
        coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as check
      from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'public'::regnamespace order by 1, 2`),
    grants: await query<Grant>(`
      select c.relname as table, case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee)::text end as to,
        g.privilege_type as privilege
      from pg_class c cross join lateral aclexplode(c.relacl) g
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and g.grantee <> c.relowner order by 1, 2, 3`),
    triggers: await query<Trigger>(`
      select c.relname as table, t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace and not t.tgisinternal order by 1, 2`),
    definers: await query<DefinerFunction>(`
      select p.proname as name, coalesce(array_to_string(p.proconfig, ',') like '%search_path=%', false) as "searchPath"
      from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1`),
  };
}
