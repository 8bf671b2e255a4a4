// Numbers with their counting rule. Closed (结案) and solved (解决) are never the same column.
import { listNodes } from '../../engines/tree/tree.ts';
import { civilDate, endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { loopKinds } from './kinds/kinds.ts';
import type { FiledCount } from './ports.ts';
import type { Asking, CasesParts } from './service.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

export async function statsOf(
  parts: CasesParts,
  tx: Tx,
  asking: Asking,
  query: { area?: string | undefined; days?: number | undefined },
) {
  const { actor, locale } = asking;
  const now = parts.now();
  const days = query.days ?? DEFAULT_DAYS;
  const area = await areaOf(parts, tx, asking, query.area);
  const { path } = area;
  const open = (await store.countOpen(tx, path, now)).filter((row) => loopKinds.has(row.kind));
  // 随手办 stands outside appraisal and outside the rates; whistles and calls are about cases that are counted already.
  const ended = await parts.ports.filedCounts(tx, {
    area,
    filedFrom: startOfCivilDate(civilDate(now - days * DAY_MS)),
    filedBefore: endOfCivilDay(now),
    by: 'area',
  });
  const all = (part: Exclude<keyof FiledCount, 'key'>) => ended.reduce((total, row) => total + row[part], 0);
  const sum = (rows: readonly { n: number }[]) => rows.reduce((total, row) => total + row.n, 0);
  const byState = new Map<string, { open: number; late: number }>();
  for (const row of open) {
    const entry = byState.get(row.state) ?? { open: 0, late: 0 };
    entry.open += row.n;
    if (row.late) entry.late += row.n;
    byState.set(row.state, entry);
  }
  const numbers = {
    filed: all('filed') - all('belongs'),
    open: sum(open),
    late: sum(open.filter((row) => row.late)),
    closed: all('closed'),
    solved: all('found_solved'),
    confirmed: all('said_yes'),
    silent: all('said_nothing'),
    notFixed: all('said_no'),
  };
  return {
    at: now,
    days,
    actor: actor.kind,
    states: [...byState].map(([code, counts]) => ({
      code,
      label: parts.messages.text(locale, `case.state.${code}`),
      ...counts,
      link: `/console/queue?view=all&open=1&state=${code}`,
    })),
    numbers: Object.entries(numbers).map(([code, value]) => ({
      code,
      value,
      label: parts.messages.text(locale, `stats.${code}`),
      rule: parts.messages.text(locale, `stats.rule.${code}`, { days: String(days) }),
    })),
  };
}

async function areaOf(
  parts: CasesParts,
  tx: Tx,
  asking: Asking,
  area: string | undefined,
): Promise<{ key: string; path: string }> {
  const found = area
    ? (await parts.ports.areaChain(asking.actor.district, area)).at(-1)
    : (await listNodes(tx, 'area', { parentId: null }))[0];
  if (!found) throw problem('resource.not-found', {}, [{ path: 'area', code: 'unknown-area' }]);
  return { key: found.path.split('/').at(-2) ?? '', path: found.path };
}
