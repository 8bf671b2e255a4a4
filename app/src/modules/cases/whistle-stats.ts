// Too many whistles and too few: both are shown, per street and month, and neither ranks anybody. Every number opens its records.
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
  const rows = await store.countWhistles(tx, parts.now(), query.months ?? DEFAULT_MONTHS);
  const items = await Promise.all(
    rows.map(async (row) => {
      const chain = await parts.ports.areaChain(asking.actor.district, row.area_id);
      const street = chain[1] ?? chain[0];
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
        areaId: street?.id ?? row.area_id,
        areaName: street?.name ?? '',
        month: row.month,
        whistles: row.whistles,
        cases: row.cases,
        calls: row.calls,
        lateArrivals: row.late_arrivals,
        per1000,
        finding,
        words: say(`whistle.finding.${finding}`, { n: String(fewestCases) }),
      };
    }),
  );
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
