// The kept counts: written from the rows of outcomes, bucket by bucket of the time in which they became known.
import type { Tx } from '../../platform/db/db.ts';
import { type Measure, measureCode } from './rules.ts';
import { atomSql, atoms, turnedSql, turnedSums } from './store-parts.ts';

/** Stands for no unit in a key. */
export const NO_UNIT = '00000000-0000-0000-0000-000000000000';
/** Places of the upper levels (district, street, community) have counts of their own; below, leaves are few and are summed. */
export const DEEPEST = { area: 3, unit: 3, category: 2, both: 2 } as const;
export type Aspect = keyof typeof DEEPEST | 'leaf';

const at = (ms: number) => new Date(ms).toISOString();
const names = atoms.join(', ');
const KEY = 'district_code, measure, aspect, place, filed_day, known_at, kind, unit_id, category, parent';
const sums = atoms.map((atom) => `sum(l.${atom}) as ${atom}`).join(', ');
const something = (of: (atom: string) => string) =>
  `(${atoms.map((atom) => `${of(atom)} <> 0`).join(' or ')})`;

/** The changes of [from, until) by leaf, with the key's columns. `$4` names the measure. */
function leavesSql(measure: Measure): string {
  return `select $1::text as district_code, $4::text as measure, 'leaf' as aspect, o.area_path as place,
      (o.filed_at at time zone 'Asia/Shanghai')::date as filed_day, $3::timestamptz as known_at, o.kind,
      coalesce(o.unit_id, '${NO_UNIT}') as unit_id, o.category, '' as parent, ${turnedSums(measure)}
    from ${turnedSql(measure, '$2::timestamptz', '$3::timestamptz')} o
    group by o.area_path, (o.filed_at at time zone 'Asia/Shanghai')::date, o.kind, coalesce(o.unit_id, '${NO_UNIT}'), o.category`;
}

/** Adds what became known in [from, until). Gives the number of kept rows. */
export async function addBucket(tx: Tx, measure: Measure, from: number, until: number): Promise<number> {
  const aspects = Object.entries(DEEPEST)
    .map(
      ([aspect, depth]) =>
        `('${aspect}', ${aspect === 'unit' || aspect === 'both'}, ${aspect === 'category' || aspect === 'both'}, ${depth})`,
    )
    .join(', ');
  return tx.count(
    `with l as materialized (
       select * from (${leavesSql(measure)}) t where ${something((atom) => `t.${atom}`)}
     ), known as (
       insert into rate_paths (district_code, path) select distinct $1, place from l on conflict do nothing
     ), rolled as (
       select l.district_code, l.measure, f.aspect, n.place, l.filed_day, l.known_at, l.kind,
         case when f.by_unit then l.unit_id else '${NO_UNIT}' end as unit_id, case when f.by_category then l.category else '' end as category,
         n.parent, ${sums}
       from l cross join lateral (select string_to_array(rtrim(l.place, '/'), '/') as keys) s
       cross join lateral (
         select k, s.keys[k] as place, coalesce(s.keys[k - 1], '') as parent
         from generate_series(1, least(cardinality(s.keys), ${Math.max(...Object.values(DEEPEST))})) k) n
       join (values ${aspects}) as f (aspect, by_unit, by_category, deepest) on n.k <= f.deepest
       group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
     )
     insert into rate_counts (${KEY}, ${names})
     select ${KEY}, ${names} from l union all
     select ${KEY}, ${names} from rolled where ${something((atom) => `rolled.${atom}`)}`,
    [tx.scope.district, at(from), at(until), measureCode(measure)],
  );
}

/** Takes away what was kept of (from, until]. */
export async function dropBuckets(tx: Tx, measure: Measure, from: number, until: number): Promise<void> {
  await tx.rows(
    'delete from rate_counts where district_code = $1 and measure = $2 and known_at > $3 and known_at <= $4',
    [tx.scope.district, measureCode(measure), at(from), at(until)],
  );
}

/** Up to which instant counts are kept; undefined before the first. With `lock` the mark stays this transaction's. */
export async function findMark(tx: Tx, measure: Measure, lock = false): Promise<number | undefined> {
  const [row] = await tx.rows<{ counted_to: number }>(
    `select counted_to from rate_marks where district_code = $1 and measure = $2 ${lock ? 'for update' : ''}`,
    [tx.scope.district, measureCode(measure)],
  );
  return row?.counted_to;
}

export async function startMark(tx: Tx, measure: Measure, from: number): Promise<void> {
  await tx.rows(
    'insert into rate_marks (district_code, measure, counted_to) values ($1, $2, $3) on conflict do nothing',
    [tx.scope.district, measureCode(measure), at(from)],
  );
}

export async function moveMark(tx: Tx, measure: Measure, to: number): Promise<void> {
  await tx.rows('update rate_marks set counted_to = $3 where district_code = $1 and measure = $2', [
    tx.scope.district,
    measureCode(measure),
    at(to),
  ]);
}

/** When the first row became known. */
export async function firstKnown(tx: Tx): Promise<number | undefined> {
  const [row] = await tx.rows<{ first: number | null }>(
    'select min(valid_from) as first from case_outcomes where district_code = $1',
    [tx.scope.district],
  );
  return row?.first ?? undefined;
}

/** How many rows became known since an instant, counted up to `most`. */
export async function countSince(tx: Tx, since: number, most: number): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from (
       select from case_outcomes where district_code = $1 and valid_from >= $2 limit $3) o`,
    [tx.scope.district, at(since), most],
  );
  return row?.n ?? 0;
}

/** Rows of these days were written later than their day, or by a transaction that took long. */
export async function markStale(tx: Tx, days: readonly string[]): Promise<void> {
  if (days.length === 0) return;
  await tx.rows('insert into rate_stale (district_code, day) select $1, unnest($2::date[])', [
    tx.scope.district,
    [...new Set(days)],
  ]);
}

export type Stale = { day: string; id: string };

export function listStale(tx: Tx, limit: number): Promise<Stale[]> {
  return tx.rows<Stale>(
    'select day::text as day, id from rate_stale where district_code = $1 order by day limit $2',
    [tx.scope.district, limit],
  );
}

/** Only those that were seen: another may have been written for the same day since. */
export async function dropStale(tx: Tx, seen: readonly Stale[]): Promise<void> {
  await tx.rows('delete from rate_stale where district_code = $1 and id = any ($2::uuid[])', [
    tx.scope.district,
    seen.map((one) => one.id),
  ]);
}

export type ComparedDay = { aspect: string; day: string; differs: boolean };

/**
 * Day by day of filing: is what each aspect holds of the whole district what the rows say as of the mark? The upper aspects are read at the
 * level of the district, which every leaf lies below.
 */
export function compareDays(tx: Tx, measure: Measure, mark: number): Promise<ComparedDay[]> {
  const conditions = atomSql(measure, '$3::timestamptz');
  const counts = atoms
    .map((atom) => `count(*) filter (where ${conditions[atom]})::int as ${atom}`)
    .join(', ');
  return tx.rows<ComparedDay>(
    `with rows as (
       select (o.filed_at at time zone 'Asia/Shanghai')::date as day, ${counts} from case_outcomes o
       where o.district_code = $1 and o.valid_from < $3 and o.valid_to >= $3 group by 1
     ), kept as (
       select r.aspect, r.filed_day as day, ${atoms.map((atom) => `sum(r.${atom})::int as ${atom}`).join(', ')} from rate_counts r
       where r.district_code = $1 and r.measure = $2 and (r.aspect = 'leaf' or r.parent = '') group by 1, 2
     ), aspects as (select unnest(array['leaf', 'area', 'unit', 'category', 'both']) as aspect)
     select f.aspect, d.day::text as day, row(${atoms.map((atom) => `coalesce(k.${atom}, 0)`).join(', ')})
         is distinct from row(${atoms.map((atom) => `coalesce(o.${atom}, 0)`).join(', ')}) as differs
     from (select day from rows union select day from kept) d cross join aspects f
     left join rows o on o.day = d.day left join kept k on k.day = d.day and k.aspect = f.aspect
     order by d.day, f.aspect`,
    [tx.scope.district, measureCode(measure), at(mark)],
  );
}
