import { BY_STREETS, CODES } from './cut-announcement.ts';
import type { Isolation } from './isolation.ts';
import { CUTS } from './need-rules.ts';
import type { Population } from './population.ts';
import { DRAW } from './replication-kinds.ts';
import type { Handles, RunContext } from './run-context.ts';
import type { ServiceNetwork } from './service-network.ts';

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
