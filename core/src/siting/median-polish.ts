import type { Random } from '../random.ts';
import { createMedianSearch } from './median-search.ts';
import type { ReducedRows } from './rows.ts';
import type { Meter } from './work.ts';

/** Best choice so far over the original sites, shared by all stages of a run. */
export type Incumbent = {
  upper: number;
  readonly best: Uint8Array;
};

/** Turns hints of the bound into good choices by interchange, within the sites of `rows`. */
export type Polisher = {
  /** A first choice from nothing, and multipliers to start the bound from. */
  initial(): Float64Array;
  /** A choice met by the bound, improved when promising. `from.origin` must number the sites of `rows`. */
  offer(chosen: Uint8Array, cost: number, from: ReducedRows): void;
  /** The averaged relaxation rounded to its p largest sites, improved. */
  round(y: Float64Array, from: ReducedRows): void;
  /** Iterated interchange from the best known choice, or from the last one as good as it. */
  iterate(trials: number): void;
  /** The same until `idleWork` units have brought nothing better, at most `mostWork` units. */
  iterateUntilIdle(idleWork: number, mostWork: number): void;
};

/** `rows.origin` numbers the original sites. */
export function createPolisher(
  rows: ReducedRows,
  p: number,
  incumbent: Incumbent,
  random: Random,
  meter: Meter,
): Polisher {
  const n = rows.clients;
  const k = rows.sites;
  const bySite = new Float64Array(n * k).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < n; i++) {
    for (let e = rows.start[i]; e < rows.start[i + 1]; e++) bySite[rows.site[e] * n + i] = rows.cost[e];
  }
  const search = createMedianSearch(rows, bySite, new Uint8Array(k).fill(1), rows.open);
  meter.spend(2 * n * k);
  let lastOffer = Number.POSITIVE_INFINITY;
  let lastRound = '';

  function keep(cost: number): void {
    if (cost >= incumbent.upper - 1e-9 * Math.abs(incumbent.upper)) return;
    incumbent.upper = cost;
    incumbent.best.fill(0);
    for (let j = 0; j < k; j++) if (search.open[j] === 1) incumbent.best[rows.origin[j]] = 1;
  }

  /**
   * Opens sites in the given order until there are p of them. There may be more: a site that every better choice opens need not be in the best
   * known one. Then others are closed, or the choice would be better for having too many.
   */
  function fill(flags: Uint8Array, order: Iterable<number>): Uint8Array {
    let count = 0;
    for (let j = 0; j < k; j++) count += flags[j];
    for (const j of order) {
      if (count === p) break;
      if (count > p && flags[j] === 1 && rows.open[j] === 0) {
        flags[j] = 0;
        count--;
      } else if (count < p && flags[j] === 0) {
        flags[j] = 1;
        count++;
      }
    }
    return flags;
  }

  function shuffled(): number[] {
    return random.shuffle(Array.from({ length: k }, (_, j) => j));
  }

  /**
   * Where iterated interchange stands: changes that cost nothing are kept too. Many instances have wide plains of equal cost, and a walk that
   * begins again at the same choice each time does not get across them (fl1400 with p = 300: 6,118 against 6,109 in equal time).
   */
  let walk: Uint8Array | undefined;
  let walkCost = Number.POSITIVE_INFINITY;
  const slack = (): number => 1e-9 * Math.abs(incumbent.upper);

  /** Back to the walk; to the incumbent, as far as its sites are still here, when that is better. */
  function restart(): void {
    if (walk === undefined || walkCost > incumbent.upper + slack()) {
      const flags = Uint8Array.from(rows.open);
      for (let j = 0; j < k; j++) if (incumbent.best[rows.origin[j]] === 1) flags[j] = 1;
      walk = fill(flags, shuffled());
      walkCost = incumbent.upper;
    }
    meter.spend(search.load(walk));
  }

  function initial(): Float64Array {
    meter.spend(search.load(fill(Uint8Array.from(rows.open), shuffled())));
    keep(search.improve(meter));
    const u = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let a = rows.start[i];
      const end = rows.start[i + 1];
      while (a < end - 1 && search.open[rows.site[a]] === 0) a++;
      let b = Math.min(a + 1, end - 1);
      while (b < end - 1 && search.open[rows.site[b]] === 0) b++;
      u[i] = 0.5 * (rows.cost[a] + rows.cost[b]);
    }
    return u;
  }

  function offer(chosen: Uint8Array, cost: number, from: ReducedRows): void {
    if (cost > incumbent.upper * 1.05 || (cost >= lastOffer && cost > incumbent.upper * 1.005)) return;
    lastOffer = cost;
    const flags = new Uint8Array(k);
    for (let j = 0; j < from.sites; j++) if (chosen[j] === 1) flags[from.origin[j]] = 1;
    meter.spend(search.load(fill(flags, shuffled())));
    keep(search.improve(meter));
  }

  function round(y: Float64Array, from: ReducedRows): void {
    const order = Array.from(y, (_, j) => j).sort(
      (a, b) => from.open[b] - from.open[a] || y[b] - y[a] || a - b,
    );
    const flags = new Uint8Array(k);
    for (const j of order.slice(0, p)) flags[from.origin[j]] = 1;
    const name = flags.join('');
    if (name === lastRound) return;
    lastRound = name;
    meter.spend(search.load(fill(flags, shuffled())));
    keep(search.improve(meter));
  }

  function iterate(trials: number): void {
    restart();
    for (let t = 0; t < trials && !meter.stop(); t++) step();
  }

  function step(): void {
    meter.spend(search.shake(2 + random.int(Math.max(1, Math.min(6, p >> 2))), random));
    const cost = search.improve(meter);
    keep(cost);
    if (cost <= incumbent.upper + slack()) {
      walk?.set(search.open);
      walkCost = cost;
    } else restart();
  }

  function iterateUntilIdle(idleWork: number, mostWork: number): void {
    restart();
    const from = meter.used;
    let last = from;
    while (meter.used - last < idleWork && meter.used - from < mostWork && !meter.stop()) {
      const before = incumbent.upper;
      step();
      if (incumbent.upper < before) last = meter.used;
    }
  }

  return { initial, offer, round, iterate, iterateUntilIdle };
}
