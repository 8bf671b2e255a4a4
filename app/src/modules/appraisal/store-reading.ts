// Reading kept counts: the aspect that answers a question with the fewest rows.

import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { measureCode } from './rules.ts';
import { type Aspect, DEEPEST, NO_UNIT } from './store-kept.ts';
import { atoms, type Grouping, type Split } from './store-parts.ts';
import { type Counted, kindsOf, type RateFilter } from './store-rates.ts';

/** Where an area ever stood: the leaves at or below it, and its deepest level (the district is 1). */
export type Standing = { paths: string[]; deepest: number };

export async function findStanding(tx: Tx, areaKey: string): Promise<Standing> {
  const rows = await tx.rows<{ path: string; level: number }>(
    `select path, array_position(string_to_array(path, '/'), $2) as level from rate_paths
     where district_code = $1 and strpos('/' || path, '/' || $2 || '/') > 0`,
    [tx.scope.district, areaKey],
  );
  return { paths: rows.map((row) => row.path), deepest: Math.max(0, ...rows.map((row) => row.level)) };
}

/** Are there days of which rows came late and that were not counted again yet? */
export async function hasStale(tx: Tx): Promise<boolean> {
  const rows = await tx.rows('select from rate_stale where district_code = $1 limit 1', [tx.scope.district]);
  return rows.length > 0;
}

const byArea = (by: Split) => by === 'area' || by === 'area-month';

/** The aspect for a question, or the leaves where the area stands too deep for it. */
export function aspectOf(filter: RateFilter, by: Split, deepest: number): Aspect {
  const unit = filter.unit !== undefined || by === 'unit';
  const category = filter.categories !== undefined || by === 'category';
  const aspect = unit && category ? 'both' : unit ? 'unit' : category ? 'category' : 'area';
  return deepest + (byArea(by) ? 1 : 0) <= DEEPEST[aspect] ? aspect : 'leaf';
}

const sums = atoms.map((atom) => `coalesce(sum(r.${atom}), 0)::int as ${atom}`).join(', ');

const GROUPS: Readonly<Record<Exclude<Grouping, 'area'>, string>> = {
  unit: `case when r.unit_id = '${NO_UNIT}' then '' else r.unit_id::text end`,
  category: 'r.category',
  month: `to_char(r.filed_day, 'YYYY-MM')`,
  week: `to_char(date_trunc('week', r.filed_day), 'YYYY-MM-DD')`,
  day: `to_char(r.filed_day, 'YYYY-MM-DD')`,
};

/** The key of a leaf; `$11` is the area asked about. */
function leafKey(by: Split): string {
  const child = `split_part(split_part('/' || r.place, '/' || $11 || '/', 2), '/', 1)`;
  if (by === 'area') return child;
  return by === 'area-month' ? `${child} || ' ' || ${GROUPS.month}` : GROUPS[by];
}

const ASKED = `r.district_code = $1 and r.measure = $2 and r.aspect = $3 and r.filed_day >= $4::date and r.filed_day < $5::date
  and r.known_at <= $6 and r.kind = any ($7) and ($8::uuid is null or r.unit_id = $8) and ($9::text[] is null or r.category = any ($9))`;

function valuesOf(tx: Tx, filter: RateFilter, aspect: Aspect): unknown[] {
  return [
    tx.scope.district,
    measureCode(filter.rule),
    aspect,
    civilDate(filter.filedFrom),
    civilDate(filter.filedBefore),
    new Date(filter.until),
    kindsOf(filter),
    filter.unit ?? null,
    filter.categories ?? null,
  ];
}

/** The sums of an area by a aspect. By area the empty key holds what lies directly there. */
export async function sumAspect(
  tx: Tx,
  filter: RateFilter & { areaKey: string },
  by: Split,
  aspect: Exclude<Aspect, 'leaf'>,
): Promise<Counted[]> {
  const values = [...valuesOf(tx, filter, aspect), filter.areaKey];
  const whole = `select r.*, '' as child from rate_counts r where ${ASKED} and r.place = $10`;
  if (by !== 'area' && by !== 'area-month')
    return tx.rows<Counted>(
      `select ${GROUPS[by]} as key, false as "inSight", ${sums} from (${whole}) r group by 1 order by 1`,
      values,
      `rates-of-${by}`,
    );
  const month = by === 'area-month' ? ` || ' ' || ${GROUPS.month}` : '';
  const rows = await tx.rows<Counted>(
    `select r.child${month} as key, false as "inSight", ${sums} from (
       ${whole} union all select r.*, r.place as child from rate_counts r where ${ASKED} and r.parent = $10) r
     group by 1 order by 1`,
    values,
    `rates-below-${by}`,
  );
  // What lies directly here is the whole without what lies below.
  for (const here of rows.filter((row) => row.key === '' || row.key.startsWith(' ')))
    for (const atom of atoms)
      here[atom] -= rows.reduce(
        (sum, row) => sum + (row !== here && row.key.endsWith(here.key) ? row[atom] : 0),
        0,
      );
  return rows;
}

/** The same from the leaves of the area. O(cases of the area in the period). */
export async function sumLeaves(
  tx: Tx,
  filter: RateFilter & { areaKey: string },
  by: Split,
  paths: readonly string[],
): Promise<Counted[]> {
  const key = leafKey(by);
  return tx.rows<Counted>(
    `select ${key} as key, ${sums},
       bool_and(scope_reach() = 'system' or r.place ^@ any ((select scope_seen())::text[]) or r.unit_id = any ((select scope_units())::uuid[])) as "inSight"
     from rate_counts r where ${ASKED} and r.place = any ($10::text[]) and $11::text is not null group by 1 order by 1`,
    [...valuesOf(tx, filter, 'leaf'), paths, filter.areaKey],
  );
}

/** What of the leaves lies in the reader's areas or with the reader's units, in one number per group. */
export async function sumSeen(
  tx: Tx,
  filter: RateFilter & { areaKey: string },
  by: Split,
  paths: readonly string[],
): Promise<Counted[]> {
  const { sees = [], units } = tx.scope;
  const seen = paths.filter((path) => sees.some((prefix) => path.startsWith(prefix)));
  const key = leafKey(by);
  return tx.rows<Counted>(
    `select ${key} as key, true as "inSight", ${sums} from (
       select r.* from rate_counts r where ${ASKED} and r.place = any ($10::text[]) union all
       select r.* from rate_counts r where ${ASKED} and r.unit_id = any ($12::uuid[]) and r.place = any ($13::text[])) r
     where $11::text is not null group by 1`,
    [
      ...valuesOf(tx, filter, 'leaf'),
      seen,
      filter.areaKey,
      units,
      paths.filter((path) => !seen.includes(path)),
    ],
  );
}
