// What belongs to which number, said once: as conditions on a row of outcomes `o` that was valid at an instant.
import type { Cell, Measure, RateRule } from './rules.ts';

/** What is counted of each row; every cell is a sum of these. */
export const atoms = [
  'filed',
  'withdrawn',
  'belongs',
  'excluded',
  'counted',
  'response_of',
  'response_in',
  'ended',
  'checked',
  'solved_yes',
  'solved_no',
  'solved_silent',
  'satisfied_yes',
  'satisfied_no',
  'satisfied_silent',
  'closed',
  'found_solved',
  'said_yes',
  'said_no',
  'said_nothing',
] as const;
export type Atom = (typeof atoms)[number];
export type Atoms = Record<Atom, number>;

/** The instant past which a case without a response counts as late. */
export function limitSql({ responseHours, urgentHours }: Measure): string {
  return `(o.filed_at + case when o.urgent then interval '${urgentHours} hours' else interval '${responseHours} hours' end)`;
}

const alone = 'o.merged_into is null';
const counted = `(not o.excluded and ${alone} and o.ended is distinct from 'withdrawn')`;

/** A condition for each atom; `until` is the instant as of which is counted, as SQL. */
export function atomSql(measure: Measure, until: string): Readonly<Record<Atom, string>> {
  const from = Number(measure.satisfiedFrom);
  const limit = limitSql(measure);
  // Either word that says no outweighs a yes: the resident's own answer and the visit-back stand side by side.
  const solvedNo = `(o.answer is not distinct from 'no' or o.back_solved is not distinct from 'no')`;
  const solvedYes = `(not ${solvedNo} and (o.answer is not distinct from 'yes' or o.back_solved is not distinct from 'yes'))`;
  const satisfiedNo = `(coalesce(o.rating < ${from}, false) or o.back_satisfied is not distinct from 'no')`;
  // Who says that it is not solved is not counted as satisfied, whatever the stars of an earlier day say.
  const satisfiedYes = `(not ${satisfiedNo} and o.answer is distinct from 'no' and (coalesce(o.rating >= ${from}, false) or o.back_satisfied is not distinct from 'yes'))`;
  const silent = (yes: string, no: string) =>
    `(${counted} and o.ended is not distinct from 'closed' and o.asked and not ${yes} and not ${no})`;
  const said = (answer: string) => `(${alone} and o.answer is not distinct from '${answer}')`;
  return {
    filed: 'true',
    withdrawn: `(o.ended is not distinct from 'withdrawn')`,
    belongs: `(o.merged_into is not null and o.ended is distinct from 'withdrawn')`,
    excluded: `(o.excluded and ${alone} and o.ended is distinct from 'withdrawn')`,
    counted,
    response_of: `(${counted} and (o.responded_at is not null or ${limit} < ${until}))`,
    response_in: `(${counted} and coalesce(o.responded_at <= ${limit}, false))`,
    ended: `(${counted} and o.ended is not null)`,
    checked: `(${counted} and o.ended is not null and o.checked = 'yes')`,
    solved_yes: `(${counted} and ${solvedYes})`,
    solved_no: `(${counted} and ${solvedNo})`,
    solved_silent: silent(solvedYes, solvedNo),
    satisfied_yes: `(${counted} and ${satisfiedYes})`,
    satisfied_no: `(${counted} and ${satisfiedNo})`,
    satisfied_silent: silent(satisfiedYes, satisfiedNo),
    closed: `(${alone} and o.ended is not null)`,
    found_solved: `(${alone} and o.checked = 'yes')`,
    said_yes: said('yes'),
    said_no: said('no'),
    said_nothing: said('silent'),
  };
}

/** Which atoms make up a cell. They exclude one another, so a cell is a set of cases, too. */
function atomsOf(rule: RateRule): Readonly<Record<Cell, readonly Atom[]>> {
  const strict = rule.silence === 'denominator';
  return {
    filed: ['filed'],
    withdrawn: ['withdrawn'],
    belongs: ['belongs'],
    excluded: ['excluded'],
    counted: ['counted'],
    'response-of': ['response_of'],
    'response-in': ['response_in'],
    ended: ['ended'],
    checked: ['checked'],
    'solved-of': ['solved_yes', 'solved_no', ...(strict ? (['solved_silent'] as const) : [])],
    'solved-in': ['solved_yes'],
    'satisfied-of': ['satisfied_yes', 'satisfied_no', ...(strict ? (['satisfied_silent'] as const) : [])],
    'satisfied-in': ['satisfied_yes'],
    silent: ['solved_silent'],
  };
}

export function cellsFrom(rule: RateRule, numbers: Atoms): Record<Cell, number> {
  const entries = Object.entries(atomsOf(rule)) as [Cell, readonly Atom[]][];
  return Object.fromEntries(
    entries.map(([cell, parts]) => [cell, parts.reduce((sum, atom) => sum + numbers[atom], 0)]),
  ) as Record<Cell, number>;
}

/** The condition of one cell. */
export function cellSql(rule: RateRule, cell: Cell, until: string): string {
  const conditions = atomSql(rule, until);
  return `(${atomsOf(rule)
    [cell].map((atom) => conditions[atom])
    .join(' or ')})`;
}

export type Grouping = 'area' | 'unit' | 'category' | 'month' | 'week' | 'day';
/** `area-month`: the key of the area below, a space and the month. */
export type Split = Grouping | 'area-month';

/** By what rows of outcomes are told apart; the area is told apart by `childKey`. */
export const GROUPS: Readonly<Record<Exclude<Grouping, 'area'>, string>> = {
  unit: `coalesce(o.unit_id::text, '')`,
  category: 'o.category',
  month: `to_char(o.filed_at at time zone 'Asia/Shanghai', 'YYYY-MM')`,
  week: `to_char(date_trunc('week', o.filed_at at time zone 'Asia/Shanghai'), 'YYYY-MM-DD')`,
  day: `to_char(o.filed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`,
};

/** The area of a path one level below a key; empty for what lies directly there. */
export function childKey(path: string, key: string): string {
  return `split_part(split_part('/' || ${path}, '/' || ${key} || '/', 2), '/', 1)`;
}

/**
 * By how much the numbers change between two instants (SQL, the earlier first): rows `o` with a sign, and the instant as of which their
 * conditions hold. `waited`: nothing changed but that the time for a response ran out.
 */
export function turnedSql(measure: Measure, from: string, until: string): string {
  const ranOut = (urgent: boolean, hours: number) => `
    select w.*, 1 as sign, ${until} as as_of, true as waited from case_outcomes w
    where w.district_code = $1 and w.filed_at >= ${from} - interval '${hours} hours' and w.filed_at < ${until} - interval '${hours} hours'
      and ${urgent ? '' : 'not '}w.urgent and w.responded_at is null and w.valid_from < ${from} and w.valid_to >= ${until}`;
  return `(
    select b.*, 1 as sign, ${until} as as_of, false as waited from case_outcomes b
    where b.district_code = $1 and b.valid_from >= ${from} and b.valid_from < ${until} and b.valid_to >= ${until}
    union all
    select p.*, -1, ${from}, false from case_outcomes b
      join case_outcomes p on p.district_code = b.district_code and p.case_id = b.case_id and p.seq = b.seq - 1
    where b.district_code = $1 and b.valid_from >= ${from} and b.valid_from < ${until} and p.valid_from < ${from}
    union all ${ranOut(false, measure.responseHours)}
    union all ${ranOut(true, measure.urgentHours)})`;
}

/** The sums of all atoms over `turnedSql` as `o`. */
export function turnedSums(measure: Measure): string {
  const conditions = atomSql(measure, 'o.as_of');
  return atoms
    .map((atom) => {
      const waited = atom === 'response_of' ? `(${counted})::int` : '0';
      return `coalesce(sum(case when o.waited then ${waited} else o.sign * (${conditions[atom]})::int end), 0)::int as ${atom}`;
    })
    .join(', ');
}
