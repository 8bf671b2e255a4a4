// How many days the stock of an area lasts for its people, what is missing, and which neighbour could lend it. Only what is usable counts:
// expired lots and agreements that nobody looked at for a year don't. Needs come from one population; nothing is rounded before it is shown.
import { solveTransport } from '@renlin/core/dispatch/transport';
import { distance } from '@renlin/core/geometry/measure';
import { fromThousandths } from '../../engines/ledger/amount.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { daysBefore, usable, VERIFIED_DAYS } from './moving.ts';
import type { Asking, StocksParts } from './parts.ts';
import { staffOf } from './rights.ts';
import * as store from './store.ts';

/** What an area should be able to bridge by itself. */
const GOAL_DAYS = 3;
const MOST_LINES = 20_000;

type Offer = {
  pointId: string;
  pointName: string;
  areaName: string;
  lotId: string;
  amount: number;
  metres: number | null;
};

export async function coverOf(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  query: { areaId: string; people?: number | undefined },
) {
  const actor = staffOf(asking);
  const area = (await parts.areaChain(actor.district, query.areaId)).at(-1);
  if (!area) throw problem('stocks.point-unknown', {}, [{ path: 'areaId', code: 'stock-area' }]);
  const counted = query.people ?? (await parts.peopleIn(tx, area.path));
  const today = civilDate(parts.now());
  const since = daysBefore(parts.now(), VERIFIED_DAYS);
  const lines = await store.listLines(tx, { limit: MOST_LINES });
  const items = await store.listItems(tx);
  const here = lines.filter((line) => line.areaPath.startsWith(area.path));
  const rows = items
    .filter((item) => item.perPersonDay !== null)
    .map((item) => {
      const mine = here.filter((line) => line.item === item.code);
      const good = mine.filter((line) => usable(line, today, since));
      const have = sum(good, (line) => line.onHand + line.reserved);
      const perDay = counted === undefined ? undefined : counted * (item.perPersonDay as number);
      const missing = perDay === undefined ? 0 : Math.max(0, perDay * GOAL_DAYS - fromThousandths(have));
      return {
        item: item.code,
        name: item.name,
        class: item.class,
        measure: item.measure,
        needSource: item.needSource,
        have: fromThousandths(have),
        leftOut: fromThousandths(sum(mine, (line) => line.onHand + line.reserved) - have),
        perDay: perDay ?? null,
        days: perDay === undefined ? null : fromThousandths(have) / perDay,
        missing,
        loans:
          missing > 0
            ? proposeLoans(lines, { area: area.path, item: item.code, missing, today, since, here })
            : [],
      };
    });
  return {
    area: { id: area.id, name: area.name },
    people: counted ?? null,
    goalDays: GOAL_DAYS,
    items: rows,
  };
}

function sum(lines: readonly store.Line[], value: (line: store.Line) => number): number {
  return lines.reduce((total, line) => total + value(line), 0);
}

/** From points that share, outside the area, nearest first as the transport problem has it: least way for all that is missing. */
function proposeLoans(
  lines: readonly store.Line[],
  {
    area,
    item,
    missing,
    today,
    since,
    here,
  }: {
    area: string;
    item: string;
    missing: number;
    today: string;
    since: string;
    here: readonly store.Line[];
  },
): Offer[] {
  const spare = lines.filter(
    (line) =>
      line.item === item &&
      line.shared &&
      line.onHand > 0 &&
      !line.areaPath.startsWith(area) &&
      usable(line, today, since),
  );
  if (spare.length === 0) return [];
  const to = here.find((line) => line.lng !== null && line.lat !== null);
  const metres = spare.map((line) =>
    to && line.lng !== null && line.lat !== null
      ? distance([to.lng as number, to.lat as number], [line.lng, line.lat])
      : null,
  );
  const plan = solveTransport({
    supply: spare.map((line) => fromThousandths(line.onHand)),
    demand: [missing],
    cost: metres.map((one) => [one ?? 100_000]),
    unmetPenalty: [1_000_000],
  });
  if (plan.status !== 'optimal') return [];
  return plan.flows.map(({ from, amount }) => {
    const line = spare[from] as store.Line;
    return {
      pointId: line.pointId,
      pointName: line.pointName,
      areaName: line.areaName,
      lotId: line.id,
      amount,
      metres: metres[from] ?? null,
    };
  });
}
