import type { District } from './district.ts';
import { shareOut } from './service-plan.ts';

/**
 * Facilities, what they serve and what they need, event by event. A facility works while it is neither stopped by damage nor
 * starved; it starves when a service at its own place has been gone for longer than its backup. Every change runs through the
 * network at once, so power → pumps → water → lifts fall and return in the right order.
 *
 * A service whose facilities have a capacity is shared out: grids by priority, then in the order of the list, each from its
 * working facilities in the order of the list, whole or not at all. Losing one source may thus overload another.
 */
export interface ServiceNetwork {
  /** Damage leaves `share` of the capacity (0 = stopped). */
  damage(facility: number, share: number, now: number): void;
  repair(facility: number, now: number): void;
  /** The backup of run `run` is used up; true if the facility stops for that reason now. */
  starve(facility: number, run: number, now: number): boolean;
  works(facility: number): boolean;
  /** Share of the people who normally have a service that have it now (1 for a service nobody has). */
  shareServed(service: number): number;
  /** Per grid × service: minute since which it is gone, −1 while it is there. */
  readonly lostSince: Float64Array;
}

export interface NetworkListener {
  /** A grid lost a service. */
  cut(grid: number, service: number, now: number): void;
  /** Call `starve` at `minute` with this run number. */
  backupEnds(facility: number, minute: number, run: number): void;
  back(facility: number, now: number): void;
  stopped(facility: number, now: number): void;
}

export function createServiceNetwork(d: District, listener: NetworkListener): ServiceNetwork {
  const { input, servicePlan: plan } = d;
  const services = d.services.length;
  const { servedAtAll } = plan;
  const sources = Int32Array.from(plan.sourcesOf, (list) => list.length);
  const served = Uint8Array.from(servedAtAll);
  const lostSince = new Float64Array(d.grids * services).fill(-1);
  const peopleServed = Float64Array.from(plan.people);
  const facilities = input.facilities.length;
  const capacityShare = new Float64Array(facilities).fill(1);
  const starved = new Uint8Array(facilities);
  const backupRun = new Int32Array(facilities);

  const works = (f: number): boolean => capacityShare[f] > 0 && !starved[f];

  /** Counts a facility in or out of the sources of its grids, then looks who has the service. */
  function setSource(f: number, change: number, now: number): void {
    const s = d.facilityService[f];
    for (const g of d.facilityServes[f]) {
      const k = g * services + s;
      sources[k] += change;
      if (!plan.limited[s]) setServed(g, s, sources[k] > 0, now);
    }
    if (plan.limited[s]) rebalance(s, now);
  }

  function rebalance(s: number, now: number): void {
    const left = new Float64Array(facilities);
    for (const f of plan.facilitiesOf[s])
      left[f] = works(f) ? (input.facilities[f].capacity ?? Number.POSITIVE_INFINITY) * capacityShare[f] : 0;
    const changed: [number, boolean][] = [];
    shareOut(d, plan, s, left, (g, has) => changed.push([g, has]));
    for (const [g, has] of changed) setServed(g, s, has, now);
  }

  function setServed(g: number, s: number, has: boolean, now: number): void {
    const k = g * services + s;
    if (has === (served[k] === 1)) return;
    served[k] = has ? 1 : 0;
    if (has) {
      peopleServed[s] += input.grids[g].people;
      lostSince[k] = -1;
      for (const other of d.dependants[g]) if (d.facilityNeeds[other] & (1 << s)) regain(other, now);
      return;
    }
    peopleServed[s] -= input.grids[g].people;
    lostSince[k] = now;
    listener.cut(g, s, now);
    for (const other of d.dependants[g]) {
      if ((d.facilityNeeds[other] & (1 << s)) === 0) continue;
      backupRun[other]++;
      listener.backupEnds(other, now + input.facilities[other].backupHours * 60, backupRun[other]);
    }
  }

  function regain(f: number, now: number): void {
    if (lacksInput(f)) return;
    backupRun[f]++;
    if (!starved[f]) return;
    starved[f] = 0;
    if (capacityShare[f] > 0) start(f, now);
  }

  function start(f: number, now: number): void {
    listener.back(f, now);
    setSource(f, 1, now);
  }

  function stop(f: number, now: number): void {
    setSource(f, -1, now);
    listener.stopped(f, now);
  }

  function lacksInput(f: number): boolean {
    const base = d.facilityGrid[f] * services;
    for (let s = 0; s < services; s++) {
      if (d.facilityNeeds[f] & (1 << s) && servedAtAll[base + s] && !served[base + s]) return true;
    }
    return false;
  }

  return {
    damage(f, share, now) {
      const worked = works(f);
      capacityShare[f] = share;
      if (worked && share <= 0) stop(f, now);
      else if (worked && plan.limited[d.facilityService[f]]) rebalance(d.facilityService[f], now);
    },
    repair(f, now) {
      const worked = works(f);
      capacityShare[f] = 1;
      if (!worked && works(f)) start(f, now);
      else if (worked && plan.limited[d.facilityService[f]]) rebalance(d.facilityService[f], now);
    },
    starve(f, run, now) {
      if (run !== backupRun[f] || starved[f] || !lacksInput(f)) return false;
      starved[f] = 1;
      if (capacityShare[f] <= 0) return false;
      stop(f, now);
      return true;
    },
    works,
    shareServed: (s) => (plan.people[s] > 0 ? Math.max(0, peopleServed[s] / plan.people[s]) : 1),
    lostSince,
  };
}
