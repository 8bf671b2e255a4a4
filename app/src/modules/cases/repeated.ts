// 反复隐患: places and things where the same kind of hazard came back within a time, why it arose each time, what was done, and when
// somebody looks again. Places are counted, never people; every number opens its cases.
import { distance } from '@renlin/core/geometry/measure';
import type { CaseState } from '../../engines/case/case.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { writeTable } from '../../platform/sheets/workbook.ts';
import { ROOT_CAUSES, rootCauseOf } from './kinds/root-cause.ts';
import { listHazards } from './repeated-store.ts';
import type { Asking, CasesParts } from './service.ts';

/** Two hazards of a category lie at the same place when they are no farther apart, or there is a chain of such between them. */
const SAME_PLACE_METRES = 30;
const MOST_HAZARDS = 20_000;
const METRES_PER_DEGREE = 111_320;
const DEFAULT_MONTHS = 12;

export type RepeatedQuery = { area?: string | undefined; months?: number | undefined };

/** Cases in groups of one place and category, two at least, the newest first within each. O(n) for places that are not crowded. */
export function groupByPlace(cases: readonly CaseState[]): CaseState[][] {
  const parent = cases.map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  const join = (a: number, b: number) => {
    const [first, second] = [rootOf(a), rootOf(b)];
    parent[Math.max(first, second)] = Math.min(first, second);
  };
  const cells = new Map<string, number[]>();
  const addresses = new Map<string, number>();
  for (const [index, one] of cases.entries()) {
    if (one.lng === null || one.lat === null) {
      if (one.address === '') continue;
      const key = JSON.stringify([one.category, one.areaId, one.address]);
      const known = addresses.get(key);
      if (known === undefined) addresses.set(key, index);
      else join(known, index);
      continue;
    }
    const high = SAME_PLACE_METRES / METRES_PER_DEGREE;
    const wide = high / Math.cos((one.lat * Math.PI) / 180);
    const row = Math.floor(one.lat / high);
    // Columns are as wide as at this row's own edge, so that a neighbour is never two columns away.
    const column = Math.floor(one.lng / wide);
    for (let up = -1; up <= 1; up++)
      for (let side = -2; side <= 2; side++)
        for (const other of cells.get(`${one.category}/${row + up}/${column + side}`) ?? []) {
          const { lng, lat } = cases[other] as { lng: number; lat: number };
          if (distance([one.lng, one.lat], [lng, lat]) <= SAME_PLACE_METRES) join(other, index);
        }
    const key = `${one.category}/${row}/${column}`;
    cells.set(key, [...(cells.get(key) ?? []), index]);
  }
  const groups = new Map<number, CaseState[]>();
  for (const [index, one] of cases.entries()) {
    const root = rootOf(index);
    groups.set(root, [...(groups.get(root) ?? []), one]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

export async function repeatedHazards(parts: CasesParts, tx: Tx, asking: Asking, query: RepeatedQuery) {
  const { actor, locale } = asking;
  const months = query.months ?? DEFAULT_MONTHS;
  const now = parts.now();
  const chain = query.area === undefined ? [] : await parts.ports.areaChain(actor.district, query.area);
  if (query.area !== undefined && chain.length === 0)
    throw problem('resource.not-found', {}, [{ path: 'area', code: 'unknown-area' }]);
  const path = chain.at(-1)?.path ?? '';
  const since = monthsBefore(now, months);
  const cases = await listHazards(tx, { path, since, most: MOST_HAZARDS });
  const world = await parts.engine.world(actor.district);
  const words = (key: string) => parts.messages.text(locale, key);
  const items = [];
  for (const group of groupByPlace(cases)) {
    const newest = group[0] as CaseState;
    const areas = await parts.ports.areaChain(actor.district, newest.areaId);
    const known = group.map(rootCauseOf);
    const latest = known.find((one) => one !== null);
    const inspections = known.flatMap((one) => (one?.inspectAt ? [one.inspectAt] : []));
    items.push({
      id: newest.id,
      place: newest.address,
      area: areas.at(-1)?.name ?? '',
      point: newest.lng === null || newest.lat === null ? null : { lng: newest.lng, lat: newest.lat },
      category: {
        code: newest.category,
        label: world.catalogue.categories.get(newest.category)?.label[locale] ?? newest.category,
      },
      count: group.length,
      open: group.filter((one) => one.closedAt === null).length,
      first: (group.at(-1) as CaseState).filedAt,
      last: newest.filedAt,
      causes: causesOf(known.map((one) => one?.cause ?? null)).map(({ code, n }) => ({
        code,
        n,
        label: words(code === null ? 'repeated.no-cause' : `option.root-cause.${code}`),
      })),
      measure: latest ? { words: latest.measure, at: latest.at } : null,
      // The last word on it counts: a later finish sets the day anew.
      inspectAt: latest?.inspectAt ?? inspections[0] ?? null,
      cases: group.map((one) => ({
        id: one.id,
        number: one.number,
        headline: one.headline,
        filedAt: one.filedAt,
        state: words(`case.state.${one.state}`),
      })),
    });
  }
  items.sort((a, b) => b.count - a.count || b.last - a.last || (a.id < b.id ? -1 : 1));
  return { at: now, months, since, metres: SAME_PLACE_METRES, capped: cases.length === MOST_HAZARDS, items };
}
export type Repeated = Awaited<ReturnType<typeof repeatedHazards>>;

function causesOf(causes: readonly (string | null)[]): { code: string | null; n: number }[] {
  return [...ROOT_CAUSES, null]
    .map((code) => ({ code, n: causes.filter((one) => one === code).length }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n);
}

const DAY_MS = 86_400_000;

function monthsBefore(now: number, months: number): number {
  return now - Math.round((months * 365.25) / 12) * DAY_MS;
}

/** The same as a table of a workbook or of CSV. */
export function repeatedTable(
  parts: CasesParts,
  asking: Asking,
  found: Repeated,
  format: 'xlsx' | 'csv',
): Promise<Uint8Array> {
  const words = (key: string) => parts.messages.text(asking.locale, key);
  const day = (at: number | null) => (at === null ? '' : civilDate(at));
  const columns = [
    'place',
    'area',
    'category',
    'count',
    'open',
    'first',
    'last',
    'causes',
    'measure',
    'inspect',
    'numbers',
  ];
  const rows = found.items.map((one) => [
    one.place,
    one.area,
    one.category.label,
    String(one.count),
    String(one.open),
    day(one.first),
    day(one.last),
    one.causes.map(({ label, n }) => `${label} ${n}`).join('；'),
    one.measure?.words ?? '',
    day(one.inspectAt),
    one.cases.map(({ number }) => number).join(' '),
  ]);
  const head = columns.map((column) => words(`repeated.column.${column}`));
  return writeTable({ name: words('repeated.title'), rows: [head, ...rows] }, format);
}
