import type { Random } from '../random.ts';
import type { SortedRows } from './rows.ts';
import type { Meter } from './work.ts';

/**
 * Upper bounds for the p-median problem: the fast interchange of Resende and Werneck (ALENEX 2003; gain, loss and a correction for
 * pairs) inside an iterated local search. Costs come from sorted rows: a change touches only the clients whose nearest or
 * second nearest site changed, and for each only the sites nearer than its second nearest.
 */
export type MedianSearch = {
  /** Flags of the current sites. */
  readonly open: Uint8Array;
  readonly cost: () => number;
  /** Replaces the whole choice (flags per site; exactly p of them). */
  load(open: Uint8Array): void;
  /** Interchange until no swap improves. Returns the cost. */
  improve(meter: Meter): number;
  /** Closes up to `count` movable sites and opens others, at random. Returns the work units. */
  shake(count: number, random: Random): number;
  /** Nearest open site of each client. */
  assignment(): Int32Array;
};

/** `candidate[j] = 1`: may be opened; `locked[j] = 1`: never closed. `matrixCost` is dense, row-major by client. */
export function createMedianSearch(
  rows: SortedRows,
  matrixCost: Float64Array,
  candidate: Uint8Array,
  locked: Uint8Array,
): MedianSearch {
  const n = rows.clients;
  const m = rows.sites;
  const { start, site, cost } = rows;
  const open = new Uint8Array(m);
  const slot = new Int32Array(m).fill(-1);
  let sitesOpen = new Int32Array(0);
  let p = 0;
  const near1 = new Int32Array(n);
  const near2 = new Int32Array(n);
  const d1 = new Float64Array(n);
  const d2 = new Float64Array(n);
  const gain = new Float64Array(m);
  let loss = new Float64Array(0);
  let extra = new Float64Array(0);
  const extraSum = new Float64Array(m);
  let total = 0;

  function scan(i: number): number {
    let k = start[i];
    const end = start[i + 1];
    while (k < end && open[site[k]] === 0) k++;
    near1[i] = k < end ? site[k] : -1;
    d1[i] = k < end ? cost[k] : Number.POSITIVE_INFINITY;
    k++;
    while (k < end && open[site[k]] === 0) k++;
    near2[i] = k < end ? site[k] : -1;
    d2[i] = k < end ? cost[k] : Number.POSITIVE_INFINITY;
    return k - start[i];
  }

  // Adds (sign 1) or removes (sign −1) client i's share in gain, loss and extra.
  function account(i: number, sign: number): number {
    const a = slot[near1[i]];
    const first = d1[i];
    // Without a second site the row's dearest entry stands in: no swap can make the client pay more.
    const second = near2[i] >= 0 ? d2[i] : cost[start[i + 1] - 1];
    loss[a] += sign * (second - first);
    const end = start[i + 1];
    let k = start[i];
    for (; k < end; k++) {
      const c = cost[k];
      if (c >= second) break;
      const j = site[k];
      if (open[j] === 1) continue;
      if (c < first) {
        gain[j] += sign * (first - c);
        const both = sign * (second - first);
        extra[j * p + a] += both;
        extraSum[j] += both;
      } else {
        const both = sign * (second - c);
        extra[j * p + a] += both;
        extraSum[j] += both;
      }
    }
    return k - start[i];
  }

  function rebuild(): number {
    total = 0;
    gain.fill(0);
    loss.fill(0);
    extra.fill(0);
    extraSum.fill(0);
    let steps = m * p;
    for (let i = 0; i < n; i++) {
      steps += scan(i);
      total += d1[i];
    }
    for (let i = 0; i < n; i++) steps += account(i, 1);
    return steps;
  }

  function load(flags: Uint8Array): void {
    open.set(flags);
    let count = 0;
    for (let j = 0; j < m; j++) count += open[j];
    if (count !== p) {
      p = count;
      sitesOpen = new Int32Array(p);
      loss = new Float64Array(p);
      extra = new Float64Array(m * p);
    }
    slot.fill(-1);
    for (let j = 0, s = 0; j < m; j++) {
      if (open[j] === 1) {
        sitesOpen[s] = j;
        slot[j] = s++;
      }
    }
    rebuild();
  }

  const touched = new Int32Array(n);

  function swap(incoming: number, outgoing: number): number {
    const s = slot[outgoing];
    let steps = 0;
    let count = 0;
    for (let i = 0; i < n; i++) {
      const isNear = near1[i] === outgoing || near2[i] === outgoing;
      if (isNear || matrixCost[i * m + incoming] < d2[i]) touched[count++] = i;
    }
    for (let k = 0; k < count; k++) steps += account(touched[k], -1);
    // What is left of the two sites' own columns is rounding; both must start clean.
    open[outgoing] = 0;
    open[incoming] = 1;
    slot[outgoing] = -1;
    slot[incoming] = s;
    sitesOpen[s] = incoming;
    gain[incoming] = 0;
    gain[outgoing] = 0;
    loss[s] = 0;
    extraSum[incoming] = 0;
    extraSum[outgoing] = 0;
    for (let q = 0; q < p; q++) {
      extra[incoming * p + q] = 0;
      extra[outgoing * p + q] = 0;
    }
    for (let j = 0; j < m; j++) {
      extraSum[j] -= extra[j * p + s];
      extra[j * p + s] = 0;
    }
    for (let k = 0; k < count; k++) {
      const i = touched[k];
      const before = d1[i];
      steps += scan(i);
      total += d1[i] - before;
    }
    for (let k = 0; k < count; k++) steps += account(touched[k], 1);
    // The outgoing site is now a stranger to clients that were not touched: they are all nearer to two others, so it owes nothing.
    return steps + n + m + 2 * p;
  }

  function improve(meter: Meter): number {
    let moves = 0;
    while (!meter.stop()) {
      let cheapest = Number.POSITIVE_INFINITY;
      for (let s = 0; s < p; s++) if (locked[sitesOpen[s]] === 0 && loss[s] < cheapest) cheapest = loss[s];
      if (cheapest === Number.POSITIVE_INFINITY) break;
      let best = 1e-7 * (1 + Math.abs(total) * 1e-6);
      let incoming = -1;
      let outgoing = -1;
      let steps = m + p;
      for (let j = 0; j < m; j++) {
        if (candidate[j] === 0 || open[j] === 1) continue;
        const g = gain[j];
        if (g - cheapest + extraSum[j] <= best) continue;
        steps += p;
        const base = j * p;
        for (let s = 0; s < p; s++) {
          const profit = g - loss[s] + extra[base + s];
          if (profit > best && locked[sitesOpen[s]] === 0) {
            best = profit;
            incoming = j;
            outgoing = sitesOpen[s];
          }
        }
      }
      meter.spend(steps);
      if (incoming < 0) break;
      meter.spend(swap(incoming, outgoing));
      // Incremental sums drift when costs are not integers.
      if (++moves % 500 === 0) meter.spend(rebuild());
    }
    return total;
  }

  function shake(count: number, random: Random): number {
    let steps = 0;
    // Half of the shakes stay in one neighbourhood: with many sites, changes far apart do not help each other.
    const local = random.int(2) === 0;
    const centre = random.int(n);
    const length = start[centre + 1] - start[centre];
    const reach = Math.min(length, Math.max(8, Math.ceil((3 * count * m) / p)));
    for (let k = 0; k < count; k++) {
      let outgoing = -1;
      let incoming = -1;
      for (let attempt = 0; attempt < 60 && (outgoing < 0 || incoming < 0); attempt++) {
        const j = local ? site[start[centre] + random.int(reach)] : random.int(m);
        if (open[j] === 1) {
          if (locked[j] === 0) outgoing = j;
        } else if (candidate[j] === 1) incoming = j;
        if (!local && outgoing < 0) {
          const q = sitesOpen[random.int(p)];
          if (locked[q] === 0) outgoing = q;
        }
      }
      if (outgoing < 0 || incoming < 0) break;
      steps += swap(incoming, outgoing);
    }
    return steps;
  }

  return { open, cost: () => total, load, improve, shake, assignment: () => Int32Array.from(near1) };
}
