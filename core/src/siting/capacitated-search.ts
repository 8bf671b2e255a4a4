import type { CapacitatedData } from './capacitated-dual.ts';
import type { Meter } from './work.ts';

/**
 * Whole clients to given sites within capacity: clients with the most to lose first (difference of best and second best site that
 * still has room). Null when somebody finds no room. O(n² · sites / refresh), good enough as a start for exchanges.
 */
export function regretAssignment(
  data: CapacitatedData,
  sites: readonly number[],
  meter: Meter,
): Int32Array | null {
  const { clients: n, sites: m, cost } = data.matrix;
  const room = new Map(sites.map((j) => [j, data.capacity[j]]));
  const assignment = new Int32Array(n).fill(-1);
  const waiting = Array.from({ length: n }, (_, i) => i);
  // Large clients are hard to place late: regret grows with demand on ties of scale.
  while (waiting.length > 0) {
    let at = -1;
    let most = Number.NEGATIVE_INFINITY;
    let target = -1;
    for (let k = 0; k < waiting.length; k++) {
      const i = waiting[k]!;
      let first = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      let where = -1;
      for (const j of sites) {
        if (data.demand[i] > room.get(j)! + 1e-9) continue;
        const c = cost[i * m + j];
        if (c < first) {
          second = first;
          first = c;
          where = j;
        } else if (c < second) second = c;
      }
      if (where < 0) return null;
      const regret = second === Number.POSITIVE_INFINITY ? 1e300 : second - first + 1e-6 * data.demand[i];
      if (regret > most) {
        most = regret;
        at = k;
        target = where;
      }
    }
    meter.spend(waiting.length * sites.length);
    const i = waiting[at]!;
    waiting[at] = waiting[waiting.length - 1]!;
    waiting.pop();
    assignment[i] = target;
    room.set(target, room.get(target)! - data.demand[i]);
  }
  return assignment;
}

/** Shifts one client or swaps two while that saves cost; `assignment` is changed in place. Returns the serving cost. */
export function improveAssignment(
  data: CapacitatedData,
  sites: readonly number[],
  assignment: Int32Array,
  meter: Meter,
): number {
  const { clients: n, sites: m, cost } = data.matrix;
  const { demand } = data;
  const room = Float64Array.from(data.capacity);
  for (let i = 0; i < n; i++) room[assignment[i]] -= demand[i];
  const price = (i: number, j: number): number => cost[i * m + j];
  for (let again = true; again && !meter.stop(); ) {
    again = false;
    for (let i = 0; i < n; i++) {
      const from = assignment[i];
      for (const j of sites) {
        if (j === assignment[i] || demand[i] > room[j] + 1e-9) continue;
        if (price(i, j) < price(i, assignment[i]) - 1e-9) {
          room[assignment[i]] += demand[i];
          room[j] -= demand[i];
          assignment[i] = j;
          again = true;
        }
      }
      for (let k = i + 1; k < n; k++) {
        const a = assignment[i];
        const b = assignment[k];
        if (a === b) continue;
        if (price(i, b) + price(k, a) >= price(i, a) + price(k, b) - 1e-9) continue;
        if (demand[i] > room[b] + demand[k] + 1e-9 || demand[k] > room[a] + demand[i] + 1e-9) continue;
        assignment[i] = b;
        assignment[k] = a;
        room[a] += demand[i] - demand[k];
        room[b] += demand[k] - demand[i];
        again = true;
      }
      if (from !== assignment[i]) meter.spend(1);
    }
    meter.spend(n * (n / 2 + sites.length));
  }
  let total = 0;
  for (let i = 0; i < n; i++) total += price(i, assignment[i]);
  return total;
}

/** Moves every group to the site that serves it cheapest and can hold it; null when all stand there already. */
export function recentre(
  data: CapacitatedData,
  sites: readonly number[],
  assignment: Int32Array,
  meter: Meter,
): number[] | null {
  const { clients: n, sites: m, cost } = data.matrix;
  const taken = new Set(sites);
  const next: number[] = [];
  let moved = false;
  for (const from of sites) {
    const group: number[] = [];
    let load = 0;
    for (let i = 0; i < n; i++) {
      if (assignment[i] !== from) continue;
      group.push(i);
      load += data.demand[i];
    }
    let where = from;
    let least = data.openingCost[from];
    for (const i of group) least += cost[i * m + from];
    if (data.state[from] !== 2) {
      for (let j = 0; j < m; j++) {
        if (taken.has(j) || data.state[j] === 1 || data.capacity[j] < load) continue;
        let total = data.openingCost[j];
        for (const i of group) {
          total += cost[i * m + j];
          if (total >= least) break;
        }
        if (total < least - 1e-9) {
          least = total;
          where = j;
        }
      }
    }
    if (where !== from) {
      moved = true;
      taken.delete(from);
      taken.add(where);
    }
    next.push(where);
  }
  meter.spend(n * m);
  return moved ? next.sort((a, b) => a - b) : null;
}
