// How long the stock of an area lasts for its people, what there should be at least, what is missing, and which neighbour could lend it
// without falling short itself. Only what is usable counts: expired lots and agreements that nobody looked at for a year don't. Needs come
// from one population; nothing is rounded before it is shown.
import { fromThousandths } from '../../engines/ledger/amount.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { GOAL_DAYS, leastOf } from './least.ts';
import { createLenders, type Offer } from './lenders.ts';
import { daysBefore, usable, VERIFIED_DAYS } from './moving.ts';
import type { Asking, StocksParts } from './parts.ts';
import { staffOf } from './rights.ts';
import * as store from './store.ts';

const MOST_LINES = 20_000;
const CLASSES = ['relief', 'daily', 'medical', 'energy'] as const;

export async function coverOf(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  query: { areaId: string; people?: number | undefined },
) {
  const actor = staffOf(asking);
  const area = (await parts.areaChain(actor.district, query.areaId)).at(-1);
  if (!area) throw problem('stocks.point-unknown', {}, [{ path: 'areaId', code: 'stock-area' }]);
  const people = query.people ?? (await parts.peopleIn(tx, area.path));
  const today = civilDate(parts.now());
  const since = daysBefore(parts.now(), VERIFIED_DAYS);
  const lines = await store.listLines(tx, { limit: MOST_LINES });
  const items = (await store.listItems(tx)).filter(
    (item) => item.perPersonDay !== null || item.perThousand !== null,
  );
  const here = lines.filter((line) => line.areaPath.startsWith(area.path));
  const lenders = createLenders({
    lines: lines.filter((line) => usable(line, today, since)),
    area: area.path,
    at: here.find((line) => line.lng !== null && line.lat !== null),
    peopleIn: (path) => parts.peopleIn(tx, path),
  });
  const rows: Row[] = [];
  for (const item of items) {
    const mine = here.filter((line) => line.item === item.code);
    const have = sum(mine.filter((line) => usable(line, today, since)));
    const least = people === undefined ? undefined : leastOf(item, people);
    const perDay =
      people === undefined || item.perPersonDay === null ? undefined : people * item.perPersonDay;
    const missing = Math.max(0, (least ?? 0) - fromThousandths(have));
    rows.push({
      item: item.code,
      name: item.name,
      class: item.class,
      measure: item.measure,
      needSource: item.perPersonDay === null ? (item.leastSource ?? '') : item.needSource,
      goalDays: item.perPersonDay === null ? null : (item.goalDays ?? GOAL_DAYS),
      have: fromThousandths(have),
      leftOut: fromThousandths(sum(mine) - have),
      perDay: perDay ?? null,
      days: perDay === undefined ? null : fromThousandths(have) / perDay,
      least: least ?? null,
      /** How much of what there should be is there; more than enough is 1. */
      share: least === undefined ? null : least === 0 ? 1 : Math.min(1, fromThousandths(have) / least),
      missing,
      loans: missing > 0 ? await lenders.propose(item, missing) : [],
    });
  }
  return {
    area: { id: area.id, name: area.name },
    people: people ?? null,
    goalDays: GOAL_DAYS,
    classes: CLASSES.map((name) => classOf(name, rows)),
    items: rows,
  };
}

type Row = {
  item: string;
  name: string;
  class: string;
  measure: string;
  needSource: string;
  goalDays: number | null;
  have: number;
  leftOut: number;
  perDay: number | null;
  days: number | null;
  least: number | null;
  share: number | null;
  missing: number;
  loans: Offer[];
};

/** A class is as good as its worst item. */
function classOf(name: string, rows: readonly Row[]) {
  const mine = rows.filter((row) => row.class === name);
  const worst = mine
    .filter((row) => row.share !== null)
    .sort((a, b) => (a.share as number) - (b.share as number))[0];
  return {
    class: name,
    items: mine.length,
    short: mine.filter((row) => row.share !== null && row.share < 1).length,
    share: worst?.share ?? null,
    worst: worst ? { item: worst.item, name: worst.name } : null,
  };
}

function sum(lines: readonly store.Line[]): number {
  return lines.reduce((total, line) => total + line.onHand + line.reserved, 0);
}
