import type { District } from './district.ts';

/**
 * Facilities, what they serve and what they need, event by event. A facility works while it is neither damaged nor starved; it
 * starves when a service at its own place has been gone for longer than its backup. Every change runs through the network at
 * once, so power → pumps → water → lifts fall and return in the right order.
 */
export interface ServiceNetwork {
  fail(facility: number, now: number): void;
  repair(facility: number, now: number): void;
  /** The backup of run `run` is used up; true if the facility stops for that reason now. */
  starve(facility: number, run: number, now: number): boolean;
  isDamaged(facility: number): boolean;
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
  const { input } = d;
  const services = d.services.length;
  const sources = new Int32Array(d.grids * services);
  const servedAtAll = new Uint8Array(d.grids * services);
  const lostSince = new Float64Array(d.grids * services).fill(-1);
  const peopleOf = new Float64Array(services);
  const facilities = input.facilities.length;
  const damaged = new Uint8Array(facilities);
  const starved = new Uint8Array(facilities);
  const backupRun = new Int32Array(facilities);
  for (let f = 0; f < facilities; f++) {
    for (const g of d.facilityServes[f]) {
      const k = g * services + d.facilityService[f];
      if (!servedAtAll[k]) {
        servedAtAll[k] = 1;
        peopleOf[d.facilityService[f]] += input.grids[g].people;
      }
      sources[k]++;
    }
  }
  const peopleServed = Float64Array.from(peopleOf);

  const works = (f: number): boolean => !damaged[f] && !starved[f];

  function setSource(f: number, change: number, now: number): void {
    const s = d.facilityService[f];
    for (const g of d.facilityServes[f]) {
      const k = g * services + s;
      sources[k] += change;
      if (change < 0 && sources[k] === 0) {
        peopleServed[s] -= input.grids[g].people;
        lostSince[k] = now;
        listener.cut(g, s, now);
        for (const other of d.dependants[g]) {
          if ((d.facilityNeeds[other] & (1 << s)) === 0) continue;
          backupRun[other]++;
          listener.backupEnds(other, now + input.facilities[other].backupHours * 60, backupRun[other]);
        }
      } else if (change > 0 && sources[k] === 1) {
        peopleServed[s] += input.grids[g].people;
        lostSince[k] = -1;
        for (const other of d.dependants[g]) if (d.facilityNeeds[other] & (1 << s)) regain(other, now);
      }
    }
  }

  function regain(f: number, now: number): void {
    if (lacksInput(f)) return;
    backupRun[f]++;
    if (!starved[f]) return;
    starved[f] = 0;
    if (!damaged[f]) start(f, now);
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
      if (d.facilityNeeds[f] & (1 << s) && servedAtAll[base + s] && sources[base + s] === 0) return true;
    }
    return false;
  }

  return {
    fail(f, now) {
      const worked = works(f);
      damaged[f] = 1;
      if (worked) stop(f, now);
    },
    repair(f, now) {
      damaged[f] = 0;
      if (works(f)) start(f, now);
    },
    starve(f, run, now) {
      if (run !== backupRun[f] || starved[f] || !lacksInput(f)) return false;
      starved[f] = 1;
      if (damaged[f]) return false;
      stop(f, now);
      return true;
    },
    isDamaged: (f) => damaged[f] === 1,
    works,
    shareServed: (s) => (peopleOf[s] > 0 ? Math.max(0, peopleServed[s] / peopleOf[s]) : 1),
    lostSince,
  };
}
