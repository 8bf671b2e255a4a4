// Counting. One statement over the rows that were valid at an instant; what belongs to which number is said once, in `CELLS`.
import type { Tx } from '../../platform/db/db.ts';
import type { Cell, RateRule } from './rules.ts';

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

export type Grouping = 'area' | 'unit' | 'category' | 'month' | 'week' | 'day';

const limit = `case when o.urgent then make_interval(hours => $9::int) else make_interval(hours => $8::int) end`;
const counted = `(not o.excluded and o.parent_id is null and o.ended is distinct from 'withdrawn')`;
// Either word that says no outweighs a yes: the resident's own answer and the visit-back stand side by side.
const solvedNo = `(o.answer is not distinct from 'no' or o.back_solved is not distinct from 'no')`;
const solvedYes = `(not ${solvedNo} and (o.answer is not distinct from 'yes' or o.back_solved is not distinct from 'yes'))`;
const satisfiedNo = `(coalesce(o.rating < $10::int, false) or o.back_satisfied is not distinct from 'no')`;
// Who says that it is not solved is not counted as satisfied, whatever the stars of an earlier day say.
const satisfiedYes = `(not ${satisfiedNo} and o.answer is distinct from 'no' and (coalesce(o.rating >= $10::int, false) or o.back_satisfied is not distinct from 'yes'))`;
const silentOn = (yes: string, no: string) =>
  `(o.ended is not distinct from 'closed' and o.asked and not ${yes} and not ${no})`;
const strict = `$11::boolean`;

const CELLS: Readonly<Record<Cell, string>> = {
  filed: 'true',
  withdrawn: `o.ended is not distinct from 'withdrawn'`,
  belongs: `(o.parent_id is not null and o.ended is distinct from 'withdrawn')`,
  excluded: `(o.excluded and o.parent_id is null and o.ended is distinct from 'withdrawn')`,
  counted,
  'response-of': `(${counted} and (o.responded_at is not null or o.filed_at + ${limit} < $2))`,
  'response-in': `(${counted} and coalesce(o.responded_at <= o.filed_at + ${limit}, false))`,
  ended: `(${counted} and o.ended is not null)`,
  checked: `(${counted} and o.ended is not null and o.checked = 'yes')`,
  'solved-of': `(${counted} and (${solvedYes} or ${solvedNo} or (${strict} and ${silentOn(solvedYes, solvedNo)})))`,
  'solved-in': `(${counted} and ${solvedYes})`,
  'satisfied-of': `(${counted} and (${satisfiedYes} or ${satisfiedNo} or (${strict} and ${silentOn(satisfiedYes, satisfiedNo)})))`,
  'satisfied-in': `(${counted} and ${satisfiedYes})`,
  silent: `(${counted} and ${silentOn(solvedYes, solvedNo)})`,
};

const GROUPS: Readonly<Record<Exclude<Grouping, 'area'>, string>> = {
  unit: `coalesce(o.unit_id::text, '')`,
  category: 'o.category',
  month: `to_char(o.filed_at at time zone 'Asia/Shanghai', 'YYYY-MM')`,
  week: `to_char(date_trunc('week', o.filed_at at time zone 'Asia/Shanghai'), 'YYYY-MM-DD')`,
  day: `to_char(o.filed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`,
};

/** The area one level below the one looked at; empty for what lies directly there. */
function childKey(parameter: string): string {
  return `split_part(split_part('/' || o.area_path, '/' || ${parameter} || '/', 2), '/', 1)`;
}

function conditions(tx: Tx, filter: RateFilter): { where: string; values: unknown[] } {
  const { rule } = filter;
  const values: unknown[] = [
    tx.scope.district,
    new Date(filter.until),
    new Date(filter.filedFrom),
    new Date(filter.filedBefore),
    filter.areaKey ?? null,
    filter.unit ?? null,
    filter.categories ?? null,
    rule.responseHours,
    rule.urgentHours,
    rule.satisfiedFrom,
    rule.silence === 'denominator',
    filter.kind ? [filter.kind] : rule.kinds,
  ];
  // The four rule parameters are bound in every statement, whether its cell names them or not.
  const where = `o.district_code = $1 and o.valid_from < $2 and o.valid_to >= $2 and o.filed_at >= $3 and o.filed_at < $4
    and ($5::text is null or strpos('/' || o.area_path, '/' || $5 || '/') > 0)
    and ($6::uuid is null or o.unit_id = $6) and ($7::text[] is null or o.category = any ($7)) and o.kind = any ($12)
    and $8::int is not null and $9::int is not null and $10::int is not null and $11::boolean is not null`;
  return { where, values };
}

const inSight = `(scope_reach() = 'system' or scope_sees(o.area_path) or o.unit_id = any (scope_units()))`;

export type Counted = { key: string; inSight: boolean } & Record<Cell, number>;

/** The numbers of each group. O(rows of the period). */
export async function countRates(tx: Tx, filter: RateFilter, by: Grouping): Promise<Counted[]> {
  const { where, values } = conditions(tx, filter);
  const group = by === 'area' ? childKey('$5') : GROUPS[by];
  const numbers = Object.entries(CELLS)
    .map(([name, condition]) => `count(*) filter (where ${condition})::int as "${name}"`)
    .join(', ');
  return tx.rows<Counted>(
    `select ${group} as key, bool_and(${inSight}) as "inSight", ${numbers} from case_outcomes o where ${where} group by 1 order by 1`,
    values,
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

function drillWhere(drilling: Drilling, values: unknown[]): string {
  let where = CELLS[drilling.cell];
  if (drilling.by !== undefined && drilling.key !== undefined) {
    values.push(drilling.by === 'category' ? drilling.key.split(',') : drilling.key);
    const at = `$${values.length}`;
    if (drilling.by === 'category') where += ` and o.category = any (${at}::text[])`;
    else where += ` and ${drilling.by === 'area' ? childKey('$5') : GROUPS[drilling.by]} = ${at}::text`;
  }
  return where;
}

/** How many cases stand behind a number, and how many of them the caller may see (by the policy of `cases`). */
export async function countBehind(
  tx: Tx,
  filter: RateFilter,
  drilling: Drilling,
): Promise<{ total: number; visible: number }> {
  const { where, values } = conditions(tx, filter);
  const cell = drillWhere(drilling, values);
  const [row] = await tx.rows<{ total: number; visible: number }>(
    `select count(*)::int as total, count(c.id)::int as visible from case_outcomes o
     left join cases c on c.district_code = o.district_code and c.id = o.case_id where ${where} and ${cell}`,
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
  const { where, values } = conditions(tx, filter);
  const cell = drillWhere(drilling, values);
  values.push(page.limit, page.offset);
  return tx.rows<DrilledRow>(
    `select c.id, c.number, c.headline, c.state, o.category, o.area_id, o.unit_id, o.filed_at, o.responded_at, o.ended, o.checked, o.answer,
       o.rating, o.back_solved, o.back_satisfied, o.excluded
     from case_outcomes o join cases c on c.district_code = o.district_code and c.id = o.case_id
     where ${where} and ${cell} order by o.filed_at desc, c.id limit $${values.length - 1} offset $${values.length}`,
    values,
  );
}
