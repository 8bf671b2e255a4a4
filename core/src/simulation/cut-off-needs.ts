import type { Isolation } from './isolation.ts';
import { CUTS } from './need-rules.ts';
import type { Population } from './population.ts';
import { DRAW, EVENT } from './replication-kinds.ts';
import type { Handles, RunContext } from './run-context.ts';
import type { ServiceNetwork } from './service-network.ts';

/** Stands in the place of a service number when closed streets are the reason. */
export const BY_STREETS = 63;
const CODES = 64;

/** A grid lost a service (or its streets): each need that this raises is looked at again when people stop getting by without. */
export function announceCut(run: RunContext, grid: number, service: string, code: number, now: number): void {
  CUTS.forEach((cut, c) => {
    if (cut.services.includes(service))
      run.push(now + cut.toleranceHours * 60, EVENT.CUT_TOLD, grid, c * CODES + code);
  });
}

/** The needs of those who stay at home without a service: people on powered equipment, the elderly, the chronically ill. */
export function createCutOffNeeds(
  run: RunContext,
  world: {
    isolation: Isolation;
    network: ServiceNetwork;
    population: Population;
  },
): Handles<'CUT_TOLD'> {
  const { d, input, keyed } = run;
  const services = d.services.length;
  const { isolation, network, population } = world;
  return {
    CUT_TOLD(g, now, extra) {
      const cut = CUTS[Math.floor(extra / CODES)];
      const s = extra % CODES;
      const since = s === BY_STREETS ? isolation.since[g] : network.lostSince[g * services + s];
      if (since < 0 || now - since < cut.toleranceHours * 60 - 1e-6) return;
      const whose = cut.households;
      if (whose !== 'all' && input.grids[g][whose] === 0) return;
      for (let h = d.firstHousehold[g]; h < d.firstHousehold[g + 1]; h++) {
        if (population.displaced[h]) continue;
        if (whose !== 'all' && !population.flagged(h, g, whose)) continue;
        if (keyed.uniform(DRAW.NEED, h, 100 + cut.need) >= cut.probability) continue;
        const delay = 60 * keyed.exponential(1, DRAW.DELAY, h, 100 + cut.need);
        run.call(now + delay, g, h, cut.need, whose !== 'all');
      }
    },
  };
}
