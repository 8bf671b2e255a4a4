import type { District } from './district.ts';
import type { ReplicationResult } from './replication-kinds.ts';

/**
 * Goods at the stock points of one replication, in lots with a date: drawn from the nearest point that has some, and there from
 * the lot that runs out of date first, so that only what nobody needed in time is thrown away.
 */
export interface StockBook {
  /** Takes up to `amount` for a grid and returns what was there; a single unit is given whole or not at all. O(points). */
  draw(item: number, grid: number, amount: number, now: number, phase: number): number;
  /** A lot arrives; `expires` in minutes, Infinity = keeps beyond the horizon. */
  add(point: number, item: number, amount: number, expires: number): void;
  /** Throws away the lots whose date has come; returns how much that was. */
  expire(point: number, item: number, now: number): number;
  /** The nearest point that has none of the item, and since when. */
  nearestEmpty(item: number, grid: number): { stock?: string; sinceMinute?: number };
  readonly stockouts: ReplicationResult['stockouts'];
}

interface Lot {
  amount: number;
  expires: number;
}

export function createStockBook(
  d: District,
  options: { endless: boolean; ranEmpty: (point: string, item: string, now: number) => void },
): StockBook {
  const { input, items, grids: n } = d;
  const stock = new Float64Array(input.stocks.length * items.length);
  const lots: Lot[][] = Array.from({ length: stock.length }, () => []);
  const emptySince = new Float64Array(stock.length).fill(-1);
  const stockouts: ReplicationResult['stockouts'] = [];

  function put(k: number, amount: number, expires: number): void {
    if (amount <= 0) return;
    stock[k] += amount;
    emptySince[k] = -1;
    const list = lots[k];
    let at = list.length;
    while (at > 0 && list[at - 1].expires > expires) at--;
    list.splice(at, 0, { amount, expires });
  }

  input.stocks.forEach((point, s) => {
    items.forEach((item, i) => {
      const k = s * items.length + i;
      emptySince[k] = 0;
      let lasting = point.items[item] ?? 0;
      for (const lot of point.expiries) {
        if (lot.item !== item) continue;
        put(k, lot.amount, lot.atHour * 60);
        lasting -= lot.amount;
      }
      put(k, lasting, Number.POSITIVE_INFINITY);
    });
  });

  function markEmpty(s: number, item: number, now: number): void {
    emptySince[s * items.length + item] = now;
    stockouts.push({ stock: input.stocks[s].id, item: items[item], minute: now });
    options.ranEmpty(input.stocks[s].id, items[item], now);
  }

  function takeFromLots(k: number, amount: number): void {
    const list = lots[k];
    let left = amount;
    while (left > 0 && list.length > 0) {
      const given = Math.min(left, list[0].amount);
      list[0].amount -= given;
      left -= given;
      if (list[0].amount <= 0) list.shift();
    }
  }

  return {
    draw(item, g, amount, now, phase) {
      if (options.endless) return amount;
      let left = amount;
      while (left > 1e-9) {
        let best = -1;
        let least = Number.POSITIVE_INFINITY;
        for (let s = 0; s < input.stocks.length; s++) {
          if (stock[s * items.length + item] <= 0) continue;
          const metres = d.metres[phase][g * n + d.stockGrid[s]];
          if (metres < least) {
            least = metres;
            best = s;
          }
        }
        // a whole unit or none: half an insulin pen helps nobody
        if (best < 0 || (amount === 1 && stock[best * items.length + item] < 1)) break;
        const k = best * items.length + item;
        const given = Math.min(left, stock[k]);
        takeFromLots(k, given);
        stock[k] -= given;
        left -= given;
        if (stock[k] <= 0) markEmpty(best, item, now);
      }
      return amount - left;
    },
    add: (point, item, amount, expires) => put(point * items.length + item, amount, expires),
    expire(point, item, now) {
      const k = point * items.length + item;
      let gone = 0;
      while (lots[k].length > 0 && lots[k][0].expires <= now) gone += lots[k].shift()!.amount;
      if (gone === 0) return 0;
      // the last lot leaves exactly nothing, whatever rounding the draws left behind
      stock[k] = lots[k].length === 0 ? 0 : Math.max(0, stock[k] - gone);
      if (stock[k] === 0) markEmpty(point, item, now);
      return gone;
    },
    nearestEmpty(item, g) {
      let best = -1;
      for (let s = 0; s < input.stocks.length; s++) {
        if (emptySince[s * items.length + item] < 0) continue;
        if (best < 0 || d.metres[0][g * n + d.stockGrid[s]] < d.metres[0][g * n + d.stockGrid[best]])
          best = s;
      }
      return best < 0
        ? {}
        : { stock: input.stocks[best].id, sinceMinute: emptySince[best * items.length + item] };
    },
    stockouts,
  };
}
