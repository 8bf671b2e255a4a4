import { solveAssignment } from './linear-assignment.ts';

/**
 * Deliveries with time windows at the doors: vehicles start at a depot, carry limited loads, may wait for a door to open and
 * must come before it closes. Best-insertion by regret, then relocation until nothing improves; deterministic.
 * A lower bound on total travel comes from the assignment relaxation (every stop has one way in and one way out).
 */
export interface RoutingProblem {
  /** Travel minutes [place][place]; place 0 is the depot, stop k is at place k + 1. Infinity = no way. */
  travel: readonly (readonly number[])[];
  stops: readonly { demand: number; opens: number; closes: number; service: number }[];
  vehicles: readonly { capacity: number; leaves: number; back: number }[];
}

export interface RoutingPlan {
  routes: {
    vehicle: number;
    stops: number[];
    arrivals: number[];
    travel: number;
    load: number;
    returns: number;
  }[];
  /** Stops that no vehicle can serve in this plan and why; `impossible` ones could not be served even alone. */
  unserved: {
    stop: number;
    impossible: boolean;
    reason: 'demand' | 'window' | 'unreachable' | 'plan-full';
  }[];
  travel: number;
  /** No plan that serves the same stops travels less than this. */
  bound: number;
}

function check({ travel, stops, vehicles }: RoutingProblem): void {
  if (vehicles.length === 0) throw new RangeError('vehicles is empty');
  if (travel.length !== stops.length + 1)
    throw new RangeError(`travel has ${travel.length} rows, expected depot + ${stops.length} stops`);
  travel.forEach((row, i) => {
    if (row.length !== travel.length)
      throw new RangeError(`travel[${i}] has ${row.length} entries, expected ${travel.length}`);
    row.forEach((minutes, j) => {
      if (!(minutes >= 0)) throw new RangeError(`travel[${i}][${j}] must be ≥ 0, got ${minutes}`);
    });
  });
  stops.forEach((stop, k) => {
    for (const name of ['demand', 'service'] as const) {
      if (!(stop[name] >= 0) || stop[name] === Number.POSITIVE_INFINITY)
        throw new RangeError(`stops[${k}].${name} must be finite and ≥ 0, got ${stop[name]}`);
    }
    if (!(stop.closes >= stop.opens))
      throw new RangeError(`stops[${k}].closes ${stop.closes} is before opens ${stop.opens}`);
  });
  vehicles.forEach((vehicle, v) => {
    if (!(vehicle.capacity >= 0))
      throw new RangeError(`vehicles[${v}].capacity must be ≥ 0, got ${vehicle.capacity}`);
    if (!(vehicle.back >= vehicle.leaves))
      throw new RangeError(`vehicles[${v}].back ${vehicle.back} is before leaves ${vehicle.leaves}`);
  });
}

interface Timing {
  arrivals: number[];
  travel: number;
  load: number;
  returns: number;
}

/** Times of a route, or undefined if a door, the load or the way back forbids it. O(stops of the route). */
function timeRoute(problem: RoutingProblem, vehicle: number, route: readonly number[]): Timing | undefined {
  const { capacity, leaves, back } = problem.vehicles[vehicle];
  let at = 0;
  let clock = leaves;
  let travel = 0;
  let load = 0;
  const arrivals: number[] = [];
  for (const k of route) {
    const stop = problem.stops[k];
    const leg = problem.travel[at][k + 1];
    travel += leg;
    load += stop.demand;
    clock = Math.max(clock + leg, stop.opens);
    if (!(clock <= stop.closes) || load > capacity) return undefined;
    arrivals.push(clock);
    clock += stop.service;
    at = k + 1;
  }
  const home = route.length > 0 ? problem.travel[at][0] : 0;
  clock += home;
  if (!(clock <= back)) return undefined;
  return { arrivals, travel: travel + home, load, returns: clock };
}

/**
 * Plans the routes. O(stops² · vehicles · route length). Stops that cannot be served are listed with a reason, never dropped
 * in silence; bad input throws RangeError with path and value.
 */
export function planDeliveries(problem: RoutingProblem): RoutingPlan {
  check(problem);
  const { stops, vehicles, travel } = problem;
  const unserved: RoutingPlan['unserved'] = [];
  const waiting = new Set<number>();
  stops.forEach((stop, k) => {
    if (vehicles.some((_, v) => timeRoute(problem, v, [k]))) waiting.add(k);
    else {
      const reason = !vehicles.some((v) => v.capacity >= stop.demand)
        ? 'demand'
        : travel[0][k + 1] === Number.POSITIVE_INFINITY || travel[k + 1][0] === Number.POSITIVE_INFINITY
          ? 'unreachable'
          : 'window';
      unserved.push({ stop: k, impossible: true, reason });
    }
  });
  const routes: number[][] = vehicles.map(() => []);
  const lengths = vehicles.map(() => 0);

  function bestPlaces(
    k: number,
  ): { extra: number; vehicle: number; place: number; regret: number } | undefined {
    let first: { extra: number; vehicle: number; place: number } | undefined;
    let second = Number.POSITIVE_INFINITY;
    for (let v = 0; v < vehicles.length; v++) {
      let own: { extra: number; vehicle: number; place: number } | undefined;
      for (let place = 0; place <= routes[v].length; place++) {
        const timing = timeRoute(problem, v, [...routes[v].slice(0, place), k, ...routes[v].slice(place)]);
        if (!timing) continue;
        const extra = timing.travel - lengths[v];
        if (!own || extra < own.extra - 1e-12) own = { extra, vehicle: v, place };
      }
      if (!own) continue;
      if (!first || own.extra < first.extra - 1e-12) {
        if (first) second = first.extra;
        first = own;
      } else second = Math.min(second, own.extra);
    }
    return first && { ...first, regret: second - first.extra };
  }

  function place(k: number, vehicle: number, at: number): void {
    routes[vehicle].splice(at, 0, k);
    lengths[vehicle] = timeRoute(problem, vehicle, routes[vehicle])!.travel;
  }

  while (waiting.size > 0) {
    let chosen: { k: number; spot: NonNullable<ReturnType<typeof bestPlaces>> } | undefined;
    for (const k of waiting) {
      const spot = bestPlaces(k);
      if (!spot) continue;
      // the stop that loses most by waiting goes first; then the one whose door closes first
      const better =
        !chosen ||
        spot.regret > chosen.spot.regret ||
        (spot.regret === chosen.spot.regret && stops[k].closes < stops[chosen.k].closes);
      if (better) chosen = { k, spot };
    }
    if (!chosen) break;
    waiting.delete(chosen.k);
    place(chosen.k, chosen.spot.vehicle, chosen.spot.place);
  }
  for (const k of waiting) unserved.push({ stop: k, impossible: false, reason: 'plan-full' });

  for (let improved = true; improved; ) {
    improved = false;
    for (let v = 0; v < vehicles.length; v++) {
      for (const k of [...routes[v]]) {
        const from = routes[v].indexOf(k);
        const before = lengths[v];
        routes[v].splice(from, 1);
        lengths[v] = timeRoute(problem, v, routes[v])?.travel ?? Number.POSITIVE_INFINITY;
        const spot = lengths[v] === Number.POSITIVE_INFINITY ? undefined : bestPlaces(k);
        if (spot && lengths[v] + spot.extra < before - 1e-9) {
          place(k, spot.vehicle, spot.place);
          improved = true;
        } else {
          routes[v].splice(from, 0, k);
          lengths[v] = before;
        }
      }
    }
  }

  const plan: RoutingPlan = {
    routes: [],
    unserved: unserved.sort((a, b) => a.stop - b.stop),
    travel: 0,
    bound: 0,
  };
  routes.forEach((route, v) => {
    if (route.length === 0) return;
    const timing = timeRoute(problem, v, route)!;
    plan.routes.push({ vehicle: v, stops: route, ...timing });
    plan.travel += timing.travel;
  });
  plan.bound = travelBound(
    problem,
    routes.flat().sort((a, b) => a - b),
  );
  return plan;
}

/** Assignment relaxation: each served stop is left once and reached once; the depot may be used by every vehicle. */
function travelBound(problem: RoutingProblem, served: readonly number[]): number {
  const n = served.length;
  if (n === 0) return 0;
  const size = n + problem.vehicles.length;
  const costs = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const from = a < n ? served[a] + 1 : 0;
      const to = b < n ? served[b] + 1 : 0;
      costs[a * size + b] =
        a === b && a < n ? Number.POSITIVE_INFINITY : from === to ? 0 : problem.travel[from][to];
      if (a < n && b < n) {
        const early =
          problem.stops[served[a]].opens + problem.stops[served[a]].service + problem.travel[from][to];
        if (early > problem.stops[served[b]].closes) costs[a * size + b] = Number.POSITIVE_INFINITY;
      }
    }
  }
  const result = solveAssignment({ rows: size, columns: size, costs });
  return result.status === 'optimal' ? result.total : 0;
}
