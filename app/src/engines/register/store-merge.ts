// Records that may be the same, and merges as they are kept.
import type { Tx } from '../../platform/db/db.ts';
import { columnName, isSensitive, type Register } from './declare.ts';
import { buildQuery, type ListQuery } from './store-list.ts';

/** Open records near one by the words of its fields that tell: shared pairs of characters over all of both (Dice). */
export async function findSimilar(
  tx: Tx,
  register: Register,
  id: string,
  paths: readonly string[] | null,
  limit: number,
): Promise<{ id: string; likeness: number }[]> {
  const codes = register.similar.filter((code) => {
    const field = register.fields[code];
    return field !== undefined && !isSensitive(field);
  });
  if (codes.length === 0) return [];
  const text = (alias: string) => `concat(${codes.map((code) => `${alias}.${columnName(code)}`).join(', ')})`;
  const pairs = (alias: string) =>
    `array(select distinct substr(w, i, 2) from (select regexp_replace(lower(${text(alias)}), '[[:space:][:punct:]]', '', 'g') as w) as x, generate_series(1, greatest(length(w) - 1, 1)) as i)`;
  return tx.rows<{ id: string; likeness: number }>(
    `with own as (select ${pairs('t')} as p, t.area_path from ${register.table} t where t.district_code = $1 and t.id = $2),
     near as (
       select t.id, ${pairs('t')} as p from ${register.table} t, own
       where t.district_code = $1 and t.id <> $2 and t.valid_to is null and t.merged_into is null
         and ($3::text[] is null or exists (select from unnest($3::text[]) as q where starts_with(t.area_path, q)))
         and split_part(t.area_path, '/', 2) = split_part(own.area_path, '/', 2))
     select id, round((2.0 * cardinality(array(select unnest(near.p) intersect select unnest(own.p)))
       / nullif(cardinality(near.p) + cardinality(own.p), 0))::numeric, 3)::float8 as likeness
     from near, own
     where near.p && own.p order by likeness desc nulls last, id limit $4`,
    [tx.scope.district, id, paths, limit],
  );
}

/**
 * What tells records apart, of the last changed ones of a list: their words in one spelling, their keyed hashes, and where they belong:
 * the community, what they are part of, and what is written once of them.
 */
export function listLikenesses(
  tx: Tx,
  register: Register,
  query: ListQuery,
  of: { text: readonly string[]; keys: readonly string[]; apart: readonly string[]; limit: number },
): Promise<{ id: string; place: string; text: string; keys: string[] }[]> {
  const { where, values } = buildQuery(tx, register, query);
  const text = of.text.map((code) => `t.${columnName(code)}`).join(', ');
  const apart = of.apart.map((code) => `, coalesce(t.${columnName(code)}::text, '')`).join('');
  const keys = of.keys.map((key) => `'${key}:' || encode(t.${key}, 'base64')`).join(', ');
  return tx.rows(
    `select t.id, concat_ws('/', split_part(t.area_path, '/', 3)${apart}) as place,
       ${text === '' ? `''` : `regexp_replace(lower(concat(${text})), '[[:space:][:punct:]]', '', 'g')`} as text,
       ${keys === '' ? `'{}'::text[]` : `array_remove(array[${keys}], null)`} as keys
     from ${register.table} t where ${where} order by t.updated_at desc, t.id desc limit $${values.length + 1}`,
    [...values, of.limit],
  );
}

export type Merge = {
  id: string;
  keptId: string;
  goneId: string;
  keptSeq: number;
  at: number;
  accountId: string;
};

export async function insertMerge(
  tx: Tx,
  register: string,
  merge: Merge & { taken: readonly string[] },
): Promise<void> {
  await tx.count(
    `insert into register_merges (district_code, id, register, kept_id, gone_id, kept_seq, at, account_id, taken) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.scope.district,
      merge.id,
      register,
      merge.keptId,
      merge.goneId,
      merge.keptSeq,
      new Date(merge.at).toISOString(),
      merge.accountId,
      merge.taken,
    ],
  );
}

/** The merge that closed a record, with the fields that the other one took over. */
export async function findMerge(
  tx: Tx,
  register: string,
  goneId: string,
): Promise<(Omit<Merge, 'at' | 'accountId'> & { taken: string[] }) | undefined> {
  const [row] = await tx.rows<Omit<Merge, 'at' | 'accountId'> & { taken: string[] }>(
    `select m.id, m.kept_id as "keptId", m.gone_id as "goneId", m.kept_seq as "keptSeq", m.taken
     from register_merges m where m.district_code = $1 and m.register = $2 and m.gone_id = $3 and m.undone_at is null
     order by m.at desc limit 1`,
    [tx.scope.district, register, goneId],
  );
  return row;
}

export async function undoMerge(tx: Tx, id: string, at: number): Promise<void> {
  await tx.count('update register_merges set undone_at = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    new Date(at).toISOString(),
  ]);
}
