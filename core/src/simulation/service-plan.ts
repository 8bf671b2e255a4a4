import { InputError } from './input-error.ts';
import type { StressInput } from './scenario-kinds.ts';

/** Facilities of each service, the people who normally have it, and whether capacities limit it. Computed once per district. */
export interface ServicePlan {
  /** Per grid: facilities that serve it, by service. */
  sourcesOf: Int32Array[];
  servedAtAll: Uint8Array;
  people: Float64Array;
  limited: Uint8Array;
  facilitiesOf: Int32Array[];
}

/** What the plan needs to know of a district. */
interface Parts {
  input: StressInput;
  grids: number;
  services: readonly string[];
  facilityService: Int32Array;
  facilityServes: readonly Int32Array[];
  byPriority: Int32Array;
}

/** Throws InputError naming the capacity of a facility that leaves a grid without the service before any damage. O(serves). */
export function planServices(d: Parts): ServicePlan {
  const count = d.services.length;
  const sources: number[][] = Array.from({ length: d.grids * count }, () => []);
  const facilitiesOf: number[][] = d.services.map(() => []);
  const limited = new Uint8Array(count);
  d.input.facilities.forEach((facility, f) => {
    const s = d.facilityService[f];
    facilitiesOf[s].push(f);
    if (facility.capacity !== null) limited[s] = 1;
    for (const g of d.facilityServes[f]) sources[g * count + s].push(f);
  });
  const people = new Float64Array(count);
  const servedAtAll = Uint8Array.from(sources, (list) => (list.length > 0 ? 1 : 0));
  servedAtAll.forEach((any, k) => {
    if (any) people[k % count] += d.input.grids[Math.floor(k / count)].people;
  });
  const plan = {
    sourcesOf: sources.map((list) => Int32Array.from(list)),
    servedAtAll,
    people,
    limited,
    facilitiesOf: facilitiesOf.map((list) => Int32Array.from(list)),
  };
  const left = Float64Array.from(d.input.facilities, (f) => f.capacity ?? Number.POSITIVE_INFINITY);
  for (let s = 0; s < count; s++) {
    shareOut(d, plan, s, left, (g, served) => {
      if (served) return;
      const f = plan.sourcesOf[g * count + s][0];
      throw new InputError(
        `facilities[${f}].capacity`,
        `must let "${d.services[s]}" reach grids[${g}] "${d.input.grids[g].id}" (${d.input.grids[g].people} people) before the event`,
        d.input.facilities[f].capacity,
      );
    });
  }
  return plan;
}

/** Gives the capacities that are left to grids by priority; whole or not at all, and a grid that gets nothing takes nothing. */
export function shareOut(
  d: Parts,
  plan: ServicePlan,
  s: number,
  left: Float64Array,
  decided: (grid: number, served: boolean) => void,
): void {
  const count = d.services.length;
  for (const g of d.byPriority) {
    const k = g * count + s;
    if (plan.servedAtAll[k] === 0) continue;
    const need = d.input.grids[g].people;
    let reach = 0;
    let any = false;
    for (const f of plan.sourcesOf[k]) {
      reach += left[f];
      if (left[f] > 0) any = true;
    }
    const served = any && reach >= need - 1e-9;
    if (served) {
      let open = need;
      for (const f of plan.sourcesOf[k]) {
        const given = Math.min(open, left[f]);
        if (left[f] !== Number.POSITIVE_INFINITY) left[f] -= given;
        open -= given;
      }
    }
    decided(g, served);
  }
}
