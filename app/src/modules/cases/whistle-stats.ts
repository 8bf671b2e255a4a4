// Too many whistles and too few: both are shown, per street and month, and neither ranks anybody. Every number opens its records.
import { listNodes } from '../../engines/tree/tree.ts';
import { civilDate, endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { whistleThresholds } from './kinds/whistle-limits.ts';
import { rowsOf } from './queue.ts';
import type { Asking, CasesParts } from './service.ts';
import * as store from './whistle-store.ts';

const DEFAULT_MONTHS = 6;

export async function whistleCounts(
  parts: CasesParts,
  tx: Tx,
  asking: Asking,
  query: { months?: number | undefined },
) {
  const { tooFew, tooMany, fewestCases } = whistleThresholds;
  const say = (key: string, params: Record<string, string> = {}) =>
    parts.messages.text(asking.locale, key, params);
  const rows = await countedMonths(parts, tx, query.months ?? DEFAULT_MONTHS);
  const items = rows.map((row) => {
    const per1000 = row.cases === 0 ? null : Math.round((row.whistles * 10_000) / row.cases) / 10;
    const finding =
      row.cases < fewestCases || per1000 === null
        ? 'small'
        : per1000 < tooFew
          ? 'few'
          : per1000 > tooMany
            ? 'many'
            : 'usual';
    return {
      areaId: row.areaId,
      areaName: row.areaName,
      month: row.month,
      whistles: row.whistles,
      cases: row.cases,
      calls: row.calls,
      lateArrivals: row.late_arrivals,
      per1000,
      finding,
      words: say(`whistle.finding.${finding}`, { n: String(fewestCases) }),
    };
  });
  return {
    at: parts.now(),
    thresholds: { tooFew, tooMany, fewestCases },
    rule: say('whistle.rule', {
      few: String(tooFew),
      many: String(tooMany),
      n: String(fewestCases),
    }),
    items: items.sort((a, b) => b.month.localeCompare(a.month) || a.areaName.localeCompare(b.areaName, 'zh')),
  };
}

type CountedMonth = {
  areaId: string;
  areaName: string;
  month: string;
  whistles: number;
  cases: number;
  calls: number;
  late_arrivals: number;
};

/** Each street and month in which the reader sees anything, with the cases of the loop that were filed there. */
async function countedMonths(parts: CasesParts, tx: Tx, months: number): Promise<CountedMonth[]> {
  const now = parts.now();
  const [year, month] = civilDate(now).split('-').map(Number) as [number, number];
  const first = new Date(Date.UTC(year, month - months, 1)).toISOString().slice(0, 10);
  const filedFrom = startOfCivilDate(first);
  const [root] = await listNodes(tx, 'area', { parentId: null });
  // A district without streets, and what lies directly in it, counts as the district.
  const streets = root ? [root, ...(await listNodes(tx, 'area', { parentId: root.id }))] : [];
  const blown = await store.countWhistles(tx, filedFrom);
  const filed = root
    ? await parts.ports.filedCounts(tx, {
        area: root,
        filedFrom,
        filedBefore: endOfCivilDay(now),
        by: 'area-month',
      })
    : [];
  const keys = new Set(streets.map((street) => (street === root ? '' : street.key)));
  const cases = new Map<string, Map<string, number>>();
  for (const row of filed) {
    const [below = '', month = ''] = row.key.split(' ');
    // What lies below a street that is no more counts as the district's.
    const key = keys.has(below) ? below : '';
    const months = cases.get(key) ?? new Map<string, number>();
    months.set(month, (months.get(month) ?? 0) + row.filed);
    cases.set(key, months);
  }
  return streets.flatMap((street) => {
    const key = street === root ? '' : street.key;
    const own = blown.filter((row) => row.street === key);
    const months = cases.get(key) ?? new Map<string, number>();
    const all = [...new Set([...months.keys(), ...own.map((row) => row.month)])];
    return all.flatMap((of) => {
      const whistles = own.find((row) => row.month === of);
      const n = months.get(of) ?? 0;
      if (n === 0 && !whistles) return [];
      return [
        {
          areaId: street.id,
          areaName: street.name,
          month: of,
          cases: n,
          whistles: whistles?.whistles ?? 0,
          calls: whistles?.calls ?? 0,
          late_arrivals: whistles?.late_arrivals ?? 0,
        },
      ];
    });
  });
}

const MOST_RECORDS = 200;

/** The whistles behind one number. */
export async function whistleRecords(
  parts: CasesParts,
  tx: Tx,
  asking: Asking,
  query: { area: string; month: string },
) {
  const area = (await parts.ports.areaChain(asking.actor.district, query.area)).at(-1);
  if (!area) throw problem('resource.not-found', {}, [{ path: 'area', code: 'unknown-area' }]);
  const states = await store.listWhistles(tx, area.path, query.month, MOST_RECORDS);
  return { items: await rowsOf(parts, asking, states) };
}
