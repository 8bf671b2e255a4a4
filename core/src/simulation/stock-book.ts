import type { District } from './district.ts';
import type { ReplicationResult } from './replication-kinds.ts';

/** Goods at the stock points of one replication: drawn from the nearest point that has some, arriving, running out of date. */
export interface StockBook {
  /** Takes up to `amount` for a grid and returns what was there; a single unit is given whole or not at all. O(points). */
  draw(item: number, grid: number, amount: number, now: number, phase: number): number;
  add(point: number, item: string, amount: number): void;
  expire(point: number, item: string, amount: number, now: number): void;
  /** The nearest point that has none of the item, and since when. */
  nearestEmpty(item: number, grid: number): { stock?: string; sinceMinute?: number };
  readonly stockouts: ReplicationResult['stockouts'];
}

export function createStockBook(
  d: District,
  options: { endless: boolean; ranEmpty: (point: string, item: string, now: number) => void },
): StockBook {
  const { input, items, grids: n } = d;
  const stock = new Float64Array(input.stocks.length * items.length);
  const emptySince = new Float64Array(stock.length).fill(-1);
  const stockouts: ReplicationResult['stockouts'] = [];
  input.stocks.forEach((point, s) => {
    items.forEach((item, i) => {
      stock[s * items.length + i] = point.items[item] ?? 0;
      if (stock[s * items.length + i] === 0) emptySince[s * items.length + i] = 0;
    });
  });

  function markEmpty(s: number, item: number, now: number): void {
    emptySince[s * items.length + item] = now;
    stockouts.push({ stock: input.stocks[s].id, item: items[item], minute: now });
    options.ranEmpty(input.stocks[s].id, items[item], now);
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
        stock[k] -= given;
        left -= given;
        if (stock[k] <= 0) markEmpty(best, item, now);
      }
      return amount - left;
    },
    add(point, item, amount) {
      const k = point * items.length + items.indexOf(item);
      stock[k] += amount;
      if (amount > 0) emptySince[k] = -1;
    },
    expire(point, item, amount, now) {
      const i = items.indexOf(item);
      const k = point * items.length + i;
      const before = stock[k];
      stock[k] = Math.max(0, before - amount);
      if (before > 0 && stock[k] === 0) markEmpty(point, i, now);
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
