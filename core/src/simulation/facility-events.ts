import { announceCut } from './cut-announcement.ts';
import { damageDegree, damageStatesOf } from './facility-damage.ts';
import type { Population } from './population.ts';
import { exp } from './portable-math.ts';
import { DRAW, EVENT } from './replication-kinds.ts';
import type { Handles, RunContext } from './run-context.ts';
import { createServiceNetwork, type ServiceNetwork } from './service-network.ts';

/** What the hazard does to facilities, and what their failure does to the places round them. */
export interface FacilityEvents
  extends Handles<'HAZARD' | 'FACILITY_FAILS' | 'FACILITY_REPAIRED' | 'BACKUP_ENDS' | 'PUMP_FLOODS'> {
  readonly network: ServiceNetwork;
  /** Facilities that the hazard takes at the very start fail in their worst degree. */
  start(): void;
}

export function createFacilityEvents(run: RunContext, population: Population): FacilityEvents {
  const { d, input, keyed, story } = run;
  const { facilities } = input;
  // worst degree of damage that a facility has now, −1 = none
  const degree = new Int8Array(facilities.length).fill(-1);
  const kept = (f: number): boolean => run.ideal(`facilities:${facilities[f].service}`);
  const network = createServiceNetwork(d, {
    cut: (g, s, now) => announceCut(run, g, d.services[s], s, now),
    backupEnds: (f, minute, turn) => run.push(minute, EVENT.BACKUP_ENDS, f, turn),
    back(f, now) {
      if (story.open()) story.tell({ minute: now, kind: 'facility-back', facility: facilities[f].id });
    },
    stopped(f, now) {
      const { floods } = facilities[f];
      if (floods) run.push(now + floods.afterHours * 60, EVENT.PUMP_FLOODS, f);
    },
  });

  return {
    network,
    start() {
      const lost = new Set(input.hazard.lost);
      facilities.forEach((facility, f) => {
        if (lost.has(facility.id) && !kept(f))
          run.push(0, EVENT.FACILITY_FAILS, f, damageStatesOf(facility).length - 1);
      });
    },
    HAZARD(change, now) {
      const g = d.changeGrid[change];
      const value = d.changeValue[change];
      const rising = value > population.intensity[g];
      population.hit(g, value, now);
      if (!rising) return;
      for (const f of d.facilitiesIn[g]) {
        if (kept(f)) continue;
        const worst = damageDegree(facilities[f], value, keyed.uniform(DRAW.FRAGILE, f));
        if (worst > degree[f]) run.push(now, EVENT.FACILITY_FAILS, f, worst);
      }
    },
    FACILITY_FAILS(f, now, worst) {
      if (degree[f] >= worst) return;
      degree[f] = worst;
      const facility = facilities[f];
      const state = damageStatesOf(facility)[worst];
      if (story.open())
        story.tell({
          minute: now,
          kind: state.capacityShare > 0 ? 'facility-damaged' : 'facility-failed',
          facility: facility.id,
          state: state.name,
        });
      const hours = state.repairMedianHours * exp(facility.repairSigma * keyed.normal(DRAW.REPAIR, f));
      run.push(now + 60 * hours, EVENT.FACILITY_REPAIRED, f, worst);
      network.damage(f, state.capacityShare, now);
    },
    FACILITY_REPAIRED(f, now, mended) {
      // damage that grew in between has its own, later repair
      if (degree[f] !== mended) return;
      degree[f] = -1;
      network.repair(f, now);
    },
    BACKUP_ENDS(f, now, turn) {
      if (network.starve(f, turn, now) && story.open())
        story.tell({ minute: now, kind: 'facility-no-input', facility: facilities[f].id });
    },
    PUMP_FLOODS(f, now) {
      const { id, floods } = facilities[f];
      if (network.works(f) || !floods) return;
      for (const grid of floods.grids) {
        const g = d.gridNumber.get(grid)!;
        // pumps only matter while it rains
        if (population.intensity[g] <= 0 || floods.intensity <= population.intensity[g]) continue;
        if (story.open()) story.tell({ minute: now, kind: 'flooded-by-pump', grid, facility: id });
        population.hit(g, floods.intensity, now);
      }
    },
  };
}
