import type { Isolation } from './isolation.ts';
import { NEED_RULES, SUPPLY_RULES } from './need-rules.ts';
import type { Population } from './population.ts';
import { EVENT, type ReplicationResult, SUPPLY_MINUTES } from './replication-kinds.ts';
import type { Handles, RunContext } from './run-context.ts';
import { NEED_CLASSES } from './scenario-kinds.ts';
import type { ServiceNetwork } from './service-network.ts';
import { createStockBook } from './stock-book.ts';

/** Goods given out every six hours, goods that calls take along, and lots that come and run out of date. */
export interface Goods extends Handles<'SUPPLY' | 'LOT_ARRIVES' | 'LOT_EXPIRES'> {
  readonly supplies: ReplicationResult['supplies'];
  readonly stockouts: ReplicationResult['stockouts'];
  start(): void;
  /** Takes what help for this call must bring along; false if no stock in reach has it, and then the call waits for goods. */
  takeFor(call: number, now: number): boolean;
  /** Calls that wait for goods are decided again. */
  retry(now: number): void;
}

export function createGoods(
  run: RunContext,
  world: { isolation: Isolation; network: ServiceNetwork; population: Population },
): Goods {
  const { d, input, calls, story } = run;
  const { items } = d;
  const { isolation, network, population } = world;
  const services = d.services.length;
  const waiting: number[] = [];
  const stocks = createStockBook(d, {
    endless: run.ideal('stocks'),
    ranEmpty(stock, item, now) {
      if (story.open()) story.tell({ minute: now, kind: 'stock-empty', stock, item });
    },
  });
  const supplies: ReplicationResult['supplies'] = Object.fromEntries(
    items.map((item) => [item, { needed: 0, given: 0, expired: 0 }]),
  );

  /** How many people of a grid need an item: the displaced, or everybody once the service or the way has been gone too long. */
  function peopleInNeed(
    rule: (typeof SUPPLY_RULES)[number],
    service: number,
    g: number,
    now: number,
  ): number {
    const gone = service < 0 ? -1 : network.lostSince[g * services + service];
    const parted = isolation.since[g];
    const everybody =
      (gone >= 0 && now - gone >= rule.toleranceHours * 60) ||
      (parted >= 0 && now - parted >= rule.isolatedHours * 60);
    return everybody ? input.grids[g].people : population.displacedPeople[g];
  }

  function retry(now: number): void {
    for (const call of waiting.splice(0)) run.push(now, EVENT.DECIDED, call);
  }

  return {
    supplies,
    stockouts: stocks.stockouts,
    retry,
    start() {
      input.stocks.forEach((point, s) => {
        point.arrivals.forEach((lot, k) => {
          run.push(lot.atHour * 60, EVENT.LOT_ARRIVES, s, k);
        });
        for (const lot of point.expiries)
          run.push(lot.atHour * 60, EVENT.LOT_EXPIRES, s, items.indexOf(lot.item));
        for (const lot of point.arrivals)
          if (lot.expiresAtHour !== undefined)
            run.push(lot.expiresAtHour * 60, EVENT.LOT_EXPIRES, s, items.indexOf(lot.item));
      });
      for (let t = SUPPLY_MINUTES; t <= run.horizon; t += SUPPLY_MINUTES) run.push(t, EVENT.SUPPLY, 0);
    },
    takeFor(call, now) {
      const name = NEED_RULES[NEED_CLASSES[calls.slot[call] >> 1]].item;
      if (name === undefined) return true;
      const item = items.indexOf(name);
      const g = calls.grid[call];
      if (stocks.draw(item, g, 1, now, run.phase) === 1) return true;
      waiting.push(call);
      if (story.open()) run.tellCall('no-stock', call, now, { item: name, ...stocks.nearestEmpty(item, g) });
      return false;
    },
    SUPPLY(_, now) {
      for (const rule of SUPPLY_RULES) {
        const item = items.indexOf(rule.item);
        const service = d.services.indexOf(rule.cutService);
        for (let g = 0; g < d.grids; g++) {
          const people = peopleInNeed(rule, service, g, now);
          if (people <= 0) continue;
          const amount = (people * rule.perPersonDay * SUPPLY_MINUTES) / 1440;
          const given = stocks.draw(item, g, amount, now, run.phase);
          supplies[rule.item].needed += amount;
          supplies[rule.item].given += given;
          run.sampler.wanted(now, people, (people * given) / amount);
        }
      }
    },
    LOT_ARRIVES(s, now, k) {
      const { id, arrivals } = input.stocks[s];
      const { item, amount, expiresAtHour } = arrivals[k];
      stocks.add(s, items.indexOf(item), amount, (expiresAtHour ?? Number.POSITIVE_INFINITY) * 60);
      if (story.open()) story.tell({ minute: now, kind: 'stock-arrived', stock: id, item, amount });
      retry(now);
    },
    LOT_EXPIRES(s, now, k) {
      const gone = stocks.expire(s, k, now);
      const item = items[k];
      supplies[item].expired += gone;
      if (story.open() && gone > 0)
        story.tell({ minute: now, kind: 'stock-expired', stock: input.stocks[s].id, item, amount: gone });
    },
  };
}
