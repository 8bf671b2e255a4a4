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
  /** Replaces the whole choice (flags per site; exactly p of them). Returns the work units. */
  load(open: Uint8Array): number;
  /** Interchange until no swap improves. Returns the cost. */
  improve(meter: Meter): number;
  /** Closes up to `count` movable sites and opens others, at random. Returns the work units. */
  shake(count: number, random: Random): number;
  /** Nearest open site of each client. */
  assignment(): Int32Array;
};

/**
 * `candidate[j] = 1`: may be opened; `locked[j] = 1`: never closed. `bySite` holds all costs, site-major (`bySite[j * n + i]`).
 * The pair corrections are kept sparse (a list of touched slots per site), so that looking for the best swap costs the
 * number of pairs that interact, not sites × p. Memory: 20 bytes per site and open site.
 */
export function createMedianSearch(
  rows: SortedRows,
  bySite: Float64Array,
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
  let extraCount = new Uint32Array(0);
  let place = new Int32Array(0);
  let active = new Int32Array(0);
  const actives = new Int32Array(m);
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

  function addPair(j: number, a: number, value: number): void {
    const at = j * p + a;
    if (extraCount[at]++ === 0) {
      place[at] = actives[j];
      active[j * p + actives[j]++] = a;
    }
    extra[at] += value;
  }

  function removePair(j: number, a: number, value: number): void {
    const at = j * p + a;
    if (--extraCount[at] > 0) {
      extra[at] -= value;
      return;
    }
    // Exactly zero again, whatever rounding left behind.
    extra[at] = 0;
    const last = active[j * p + --actives[j]];
    active[j * p + place[at]] = last;
    place[j * p + last] = place[at];
  }

  // Adds or removes client i's share in gain, loss and extra.
  function account(i: number, adding: boolean): number {
    const a = slot[near1[i]];
    const first = d1[i];
    // Without a second site the row's dearest entry stands in: no swap can make the client pay more.
    const second = near2[i] >= 0 ? d2[i] : cost[start[i + 1] - 1];
    loss[a] += adding ? second - first : first - second;
    const end = start[i + 1];
    let k = start[i];
    for (; k < end; k++) {
      const c = cost[k];
      if (c >= second) break;
      const j = site[k];
      if (open[j] === 1) continue;
      const nearer = c < first ? first - c : 0;
      if (adding) {
        gain[j] += nearer;
        addPair(j, a, second - (c < first ? first : c));
      } else {
        gain[j] -= nearer;
        removePair(j, a, second - (c < first ? first : c));
      }
    }
    return 3 * (k - start[i]);
  }

  function rebuild(): number {
    total = 0;
    gain.fill(0);
    loss.fill(0);
    extra.fill(0);
    extraCount.fill(0);
    actives.fill(0);
    let steps = m * p;
    for (let i = 0; i < n; i++) {
      steps += scan(i);
      total += d1[i];
    }
    for (let i = 0; i < n; i++) steps += account(i, true);
    return steps;
  }

  /** Reaches the wanted choice by swaps when it is near; they cost less than starting over. */
  function load(flags: Uint8Array): number {
    let count = 0;
    let different = 0;
    for (let j = 0; j < m; j++) {
      count += flags[j];
      if (flags[j] !== open[j]) different++;
    }
    if (count === p && different <= 24) {
      let steps = m;
      let incoming = 0;
      let outgoing = 0;
      for (let k = 0; k < different; k += 2) {
        while (flags[incoming] === open[incoming] || flags[incoming] === 0) incoming++;
        while (flags[outgoing] === open[outgoing] || flags[outgoing] === 1) outgoing++;
        steps += swap(incoming, outgoing);
      }
      return steps;
    }
    open.set(flags);
    if (count !== p) allocate(count);
    slot.fill(-1);
    for (let j = 0, s = 0; j < m; j++) {
      if (open[j] === 1) {
        sitesOpen[s] = j;
        slot[j] = s++;
      }
    }
    return rebuild();
  }

  function allocate(count: number): void {
    p = count;
    sitesOpen = new Int32Array(p);
    loss = new Float64Array(p);
    extra = new Float64Array(m * p);
    extraCount = new Uint32Array(m * p);
    place = new Int32Array(m * p);
    active = new Int32Array(m * p);
  }

  const touched = new Int32Array(n);

  function swap(incoming: number, outgoing: number): number {
    const s = slot[outgoing];
    let steps = 0;
    let count = 0;
    const column = incoming * n;
    for (let i = 0; i < n; i++) {
      if (bySite[column + i] < d2[i] || near1[i] === outgoing || near2[i] === outgoing) touched[count++] = i;
    }
    for (let k = 0; k < count; k++) steps += account(touched[k], false);
    open[outgoing] = 0;
    open[incoming] = 1;
    slot[outgoing] = -1;
    slot[incoming] = s;
    sitesOpen[s] = incoming;
    // Only rounding can be left of these: every client with a share in them was touched.
    gain[incoming] = 0;
    gain[outgoing] = 0;
    loss[s] = 0;
    for (let k = 0; k < count; k++) {
      const i = touched[k];
      const before = d1[i];
      steps += scan(i);
      total += d1[i] - before;
    }
    for (let k = 0; k < count; k++) steps += account(touched[k], true);
    return steps + n;
  }

  function improve(meter: Meter): number {
    let moves = 0;
    while (!meter.stop()) {
      let cheapest = Number.POSITIVE_INFINITY;
      let cheapestSite = -1;
      for (let s = 0; s < p; s++) {
        if (locked[sitesOpen[s]] === 0 && loss[s] < cheapest) {
          cheapest = loss[s];
          cheapestSite = sitesOpen[s];
        }
      }
      if (cheapest === Number.POSITIVE_INFINITY) break;
      let best = 1e-7 * (1 + Math.abs(total) * 1e-6);
      let incoming = -1;
      let outgoing = -1;
      let steps = m + p;
      for (let j = 0; j < m; j++) {
        if (candidate[j] === 0 || open[j] === 1) continue;
        const g = gain[j];
        if (g - cheapest > best) {
          best = g - cheapest;
          incoming = j;
          outgoing = cheapestSite;
        }
        const base = j * p;
        const count = actives[j];
        steps += count;
        for (let k = 0; k < count; k++) {
          const a = active[base + k];
          const profit = g - loss[a] + extra[base + a];
          if (profit > best && locked[sitesOpen[a]] === 0) {
            best = profit;
            incoming = j;
            outgoing = sitesOpen[a];
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
