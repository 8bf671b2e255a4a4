// 联得通、拉得出、用得上、打得赢: four tests by place, each with the day on which it was last shown to hold, and the record behind it.
import { listNodes } from '../../engines/tree/tree.ts';
import type { Tx } from '../../platform/db/db.ts';
import { readinessOf } from '../cases/public.ts';
import type { Asking, ReadinessParts } from './parts.ts';
import { areaOf, staffOf } from './service.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
/** After so many days a test has to be shown again. A local rule, to be changed by the district: twice a year, a count each quarter. */
export const freshDays = { reach: 183, muster: 183, stock: 92, drill: 365 } as const;

const latest = <T extends { at: number }>(items: readonly T[]): T | undefined =>
  items.reduce<T | undefined>((last, one) => (last && last.at >= one.at ? last : one), undefined);

export async function viewBoard(parts: ReadinessParts, tx: Tx, asking: Asking, areaId: string) {
  const area = await areaOf(parts, staffOf(asking).district, areaId);
  const now = parts.now();
  const below = (await listNodes(tx, 'area', { parentId: area.id })).filter((one) =>
    ['street', 'community'].includes(one.level),
  );
  const asked = await store.listAsked(tx, area.path);
  const musters = (await store.listMusters(tx, area.path)).map((one) => ({ ...one, at: one.arrivedAt }));
  const reviewed = await store.listReviewed(tx, area.path);
  const points = await store.listPoints(tx, area.path);
  const stale = (at: number | null, days: number) => at === null || now - at > days * DAY_MS;
  const rows = (below.length > 0 ? below : [area]).map(({ id, name, path }) => {
    const here = <T extends { areaPath: string }>(items: readonly T[]) =>
      items.filter((one) => one.areaPath.startsWith(path));
    const last = latest(here(asked));
    const same = here(asked).filter((one) => one.about === last?.about);
    const muster = latest(here(musters));
    const drill = latest(here(reviewed).filter((one) => one.result === 'met'));
    const stocks = here(points);
    // The point that was counted longest ago says how old the whole is.
    const counted = stocks.map((one) => one.countedAt);
    const oldest = counted.length === 0 || counted.includes(null) ? null : Math.min(...counted.map(Number));
    return {
      area: { id, name },
      reach: {
        check: last?.about ?? null,
        at: last?.at ?? null,
        asked: same.reduce((sum, one) => sum + one.asked, 0),
        answered: same.reduce((sum, one) => sum + one.answered, 0),
        stale: stale(last?.at ?? null, freshDays.reach),
      },
      muster: {
        id: muster?.id ?? null,
        kind: muster?.kind ?? null,
        at: muster?.at ?? null,
        minutes: muster ? Math.round((muster.arrivedAt - muster.calledAt) / 60_000) : null,
        arrived: muster?.arrived ?? null,
        wanted: muster?.wanted ?? null,
        stale: stale(muster?.at ?? null, freshDays.muster),
      },
      stock: {
        at: oldest,
        points: stocks.map((one) => ({ id: one.id, name: one.name, countedAt: one.countedAt })),
        stale: stocks.length > 0 && stale(oldest, freshDays.stock),
      },
      drill: {
        id: drill?.id ?? null,
        at: drill?.at ?? null,
        stale: stale(drill?.at ?? null, freshDays.drill),
      },
    };
  });
  const checks = (await store.listChecks(tx, area.path, 20)).map((one) => ({
    id: one.id,
    title: one.headline,
    state: { code: one.state, label: parts.messages.text(asking.locale, `case.state.${one.state}`) },
    startedAt: one.filedAt,
    until: readinessOf(one).until,
    endedAt: one.closedAt,
  }));
  return { area: { id: area.id, name: area.name }, freshDays, rows, checks };
}
