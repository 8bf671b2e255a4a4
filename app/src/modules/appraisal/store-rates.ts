// Counting from the rows of outcomes that were valid at an instant: what kept counts must equal (`kept.ts`), and the records behind a number.
import type { Tx } from '../../platform/db/db.ts';
import { type Cell, measureCode, type RateRule } from './rules.ts';
import {
  type Atom,
  type Atoms,
  atomSql,
  atoms,
  cellSql,
  childKey,
  GROUPS,
  type Grouping,
  type Split,
  turnedSql,
  turnedSums,
} from './store-parts.ts';

export type RateFilter = {
  /** Known before this instant. */
  until: number;
  filedFrom: number;
  filedBefore: number;
  /** The key of an area of the territory: it holds wherever the area hung on that day. */
  areaKey?: string | undefined;
  unit?: string | undefined;
  categories?: readonly string[] | undefined;
  kind?: string | undefined;
  rule: RateRule;
};

const UNTIL = '$2::timestamptz';

/** Which rows of outcomes are asked for, whenever they were valid. `$1` to `$8`. */
const ASKED = `o.filed_at >= $3 and o.filed_at < $4 and ($5::text is null or strpos('/' || o.area_path, '/' || $5 || '/') > 0)
    and ($6::uuid is null or o.unit_id = $6) and ($7::text[] is null or o.category = any ($7)) and o.kind = any ($8)`;
const VALID = `o.district_code = $1 and o.valid_from < ${UNTIL} and o.valid_to >= ${UNTIL}`;

export function kindsOf(filter: RateFilter): readonly string[] {
  return filter.kind ? [filter.kind] : filter.rule.kinds;
}

function valuesOf(tx: Tx, filter: RateFilter): unknown[] {
  return [
    tx.scope.district,
    new Date(filter.until),
    new Date(filter.filedFrom),
    new Date(filter.filedBefore),
    filter.areaKey ?? null,
    filter.unit ?? null,
    filter.categories ?? null,
    kindsOf(filter),
  ];
}

const inSight = `(scope_reach() = 'system' or o.area_path ^@ any ((select scope_seen())::text[]) or o.unit_id = any ((select scope_units())::uuid[]))`;

export type Counted = { key: string; inSight: boolean } & Atoms;

function groupSql(by: Split): string {
  if (by === 'area') return childKey('o.area_path', '$5');
  return by === 'area-month' ? `${childKey('o.area_path', '$5')} || ' ' || ${GROUPS.month}` : GROUPS[by];
}

/** The numbers of each group, from the rows. O(rows of the period). */
export async function countRates(
  tx: Tx,
  filter: RateFilter,
  by: Split,
  of: 'all' | 'seen' = 'all',
): Promise<Counted[]> {
  const conditions = atomSql(filter.rule, UNTIL);
  const numbers = atoms
    .map((atom: Atom) => `count(*) filter (where ${conditions[atom]})::int as ${atom}`)
    .join(', ');
  return tx.rows<Counted>(
    `select ${groupSql(by)} as key, bool_and(${inSight}) as "inSight", ${numbers} from case_outcomes o where ${VALID} and ${ASKED}
       ${of === 'seen' ? `and ${inSight}` : ''} group by 1 order by 1`,
    valuesOf(tx, filter),
  );
}

/** By how much the numbers of each group changed from an instant on, from the rows; of all, or of what the reader's areas and units hold. */
export async function countTurned(
  tx: Tx,
  filter: RateFilter,
  by: Split,
  from: number,
  of: 'all' | 'seen' = 'all',
): Promise<Counted[]> {
  return tx.rows<Counted>(
    `select ${groupSql(by)} as key, bool_and(${inSight}) as "inSight", ${turnedSums(filter.rule)}
     from ${turnedSql(filter.rule, '$9::timestamptz', UNTIL)} o where ${ASKED} ${of === 'seen' ? `and ${inSight}` : ''}
     group by 1 order by 1`,
    [...valuesOf(tx, filter), new Date(from)],
    // Its many conditions take longer to plan than to answer.
    `rates-turned-${measureCode(filter.rule)}-${by}-${of}`,
  );
}

export type DrilledRow = {
  id: string;
  number: string;
  headline: string;
  state: string;
  category: string;
  area_id: string;
  unit_id: string | null;
  filed_at: number;
  responded_at: number | null;
  ended: string | null;
  checked: string;
  answer: string | null;
  rating: number | null;
  back_solved: string | null;
  back_satisfied: string | null;
  excluded: boolean;
};

export type Drilling = { cell: Cell; by?: Grouping | undefined; key?: string | undefined };

function drillWhere(rule: RateRule, drilling: Drilling, values: unknown[]): string {
  let where = `${VALID} and ${ASKED} and ${cellSql(rule, drilling.cell, UNTIL)}`;
  if (drilling.by !== undefined && drilling.key !== undefined) {
    values.push(drilling.by === 'category' ? drilling.key.split(',') : drilling.key);
    const at = `$${values.length}`;
    if (drilling.by === 'category') where += ` and o.category = any (${at}::text[])`;
    else where += ` and ${groupSql(drilling.by)} = ${at}::text`;
  }
  return where;
}

/** How many cases stand behind a number, and how many of them the caller may see (by the policy of `cases`). */
export async function countBehind(
  tx: Tx,
  filter: RateFilter,
  drilling: Drilling,
): Promise<{ total: number; visible: number }> {
  const values = valuesOf(tx, filter);
  const where = drillWhere(filter.rule, drilling, values);
  const [row] = await tx.rows<{ total: number; visible: number }>(
    `select count(*)::int as total, count(c.id)::int as visible from case_outcomes o
     left join cases c on c.district_code = o.district_code and c.id = o.case_id where ${where}`,
    values,
  );
  return row ?? { total: 0, visible: 0 };
}

/** The visible cases behind a number, newest first, as they counted at that instant. */
export async function listBehind(
  tx: Tx,
  filter: RateFilter,
  drilling: Drilling,
  page: { limit: number; offset: number },
): Promise<DrilledRow[]> {
  const values = valuesOf(tx, filter);
  const where = drillWhere(filter.rule, drilling, values);
  values.push(page.limit, page.offset);
  return tx.rows<DrilledRow>(
    `select c.id, c.number, c.headline, c.state, o.category, o.area_id, o.unit_id, o.filed_at, o.responded_at, o.ended, o.checked, o.answer,
       o.rating, o.back_solved, o.back_satisfied, o.excluded
     from case_outcomes o join cases c on c.district_code = o.district_code and c.id = o.case_id
     where ${where} order by o.filed_at desc, c.id limit $${values.length - 1} offset $${values.length}`,
    values,
  );
}
