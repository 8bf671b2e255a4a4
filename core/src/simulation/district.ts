import { hazardChanges } from './hazard-field.ts';
import { InputError } from './input-error.ts';
import { NEED_CLASSES, type StressInput } from './scenario-kinds.ts';
import { planServices, type ServicePlan } from './service-plan.ts';
import { compileStreets, type Streets, sameStreets } from './streets.ts';

/**
 * The district as typed arrays, computed once per input and shared by all replications: who serves whom, hazard intensity over
 * time per grid, and travel distances for each state of the streets.
 */
export interface District extends Streets {
  /** The input without the stock points and shelters that are lost. */
  input: StressInput;
  grids: number;
  /** First household of each grid; households are numbered through. */
  firstHousehold: Int32Array;
  areaOf: Int32Array;
  areas: string[];
  areaGrids: Int32Array[];
  services: string[];
  servicePlan: ServicePlan;
  facilityGrid: Int32Array;
  facilityService: Int32Array;
  facilityServes: Int32Array[];
  facilityNeeds: number[];
  facilitiesIn: number[][];
  /** Grids in the order in which a short service serves them. */
  byPriority: Int32Array;
  gridNumber: ReadonlyMap<string, number>;
  /** Facilities standing in a grid that need something, by grid. */
  dependants: Int32Array[];
  /** Changes of hazard intensity: at `changeHour[k]` grid `changeGrid[k]` has intensity `changeValue[k]`. Sorted by hour. */
  changeHour: Float64Array;
  changeGrid: Int32Array;
  changeValue: Float64Array;
  responderGrid: Int32Array;
  responderSpeed: Float64Array;
  responderSkills: Int32Array;
  responderGroup: Int32Array;
  stockGrid: Int32Array;
  items: string[];
  shelterGrid: Int32Array;
}

/**
 * Compiles an input. O(grids² · log grids · street states + grids · streets); `reuse` lends the travel distances of a district
 * with the same places and streets, so that comparing measures does not search the streets again.
 * Throws InputError if there are more than 32,000 grids, if the streets fall into pieces before the event, or if a service
 * cannot feed its grids even undamaged.
 */
export function compileDistrict(given: StressInput, reuse?: District): District {
  const input = withoutLost(given);
  const n = input.grids.length;
  if (n > 32_000) throw new InputError('grids', 'may have at most 32000 entries', n);
  const firstHousehold = new Int32Array(n + 1);
  input.grids.forEach((grid, g) => {
    firstHousehold[g + 1] = firstHousehold[g] + grid.households;
  });
  const areas = [...new Set(input.grids.map((grid) => grid.area))];
  const areaIndex = new Map(areas.map((area, a) => [area, a]));
  const gridIndex = new Map(input.grids.map((grid, g) => [grid.id, g]));
  const nearest = (x: number, y: number): number => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let g = 0; g < n; g++) {
      const dx = input.grids[g].x - x;
      const dy = input.grids[g].y - y;
      const d = dx * dx + dy * dy;
      if (d < least) {
        least = d;
        best = g;
      }
    }
    return best;
  };
  const services = [...new Set(input.facilities.map((f) => f.service))];
  const facilityGrid = Int32Array.from(input.facilities, (f) => nearest(f.x, f.y));
  const facilityNeeds = input.facilities.map((f) =>
    f.dependsOn.reduce((mask, s) => mask | (1 << services.indexOf(s)), 0),
  );
  const dependants: number[][] = input.grids.map(() => []);
  facilityNeeds.forEach((mask, f) => {
    if (mask !== 0) dependants[facilityGrid[f]].push(f);
  });

  const facilitiesIn: number[][] = input.grids.map(() => []);
  facilityGrid.forEach((g, f) => {
    facilitiesIn[g].push(f);
  });
  const changes = hazardChanges(input);
  const streets = reuse && sameStreets(reuse.input, input) ? reuse : compileStreets(input);
  const total = input.responders.reduce((sum, r) => sum + r.count, 0);
  const responderGrid = new Int32Array(total);
  const responderSpeed = new Float64Array(total);
  const responderSkills = new Int32Array(total);
  const responderGroup = new Int32Array(total);
  let at = 0;
  input.responders.forEach((group, k) => {
    const home = nearest(group.x, group.y);
    const mask = group.skills.reduce((bits, skill) => bits | (1 << NEED_CLASSES.indexOf(skill)), 0);
    for (let c = 0; c < group.count; c++) {
      responderGrid[at] = home;
      responderSpeed[at] = group.metresPerMinute;
      responderSkills[at] = mask;
      responderGroup[at++] = k;
    }
  });
  const items = new Set<string>(['water', 'food', 'medicine']);
  for (const stock of input.stocks) {
    for (const item of Object.keys(stock.items)) items.add(item);
    for (const lot of [...stock.arrivals, ...stock.expiries]) items.add(lot.item);
  }
  const byPriority = Int32Array.from(input.grids.keys()).sort(
    (a, b) => input.grids[b].priority - input.grids[a].priority || a - b,
  );
  const parts = {
    input,
    grids: n,
    services,
    facilityService: Int32Array.from(input.facilities, (f) => services.indexOf(f.service)),
    facilityServes: input.facilities.map((f) => Int32Array.from(f.serves, (id) => gridIndex.get(id)!)),
    byPriority,
  };
  return {
    ...parts,
    servicePlan: planServices(parts),
    firstHousehold,
    areaOf: Int32Array.from(input.grids, (grid) => areaIndex.get(grid.area)!),
    areas,
    areaGrids: areas.map((area) =>
      Int32Array.from(input.grids.flatMap((grid, g) => (grid.area === area ? [g] : []))),
    ),
    facilityGrid,
    facilityNeeds,
    facilitiesIn,
    gridNumber: gridIndex,
    dependants: dependants.map((list) => Int32Array.from(list)),
    ...changes,
    phaseHour: streets.phaseHour,
    metres: streets.metres,
    order: streets.order,
    orderCount: streets.orderCount,
    isolated: streets.isolated,
    openPhase: streets.openPhase,
    responderGrid,
    responderSpeed,
    responderSkills,
    responderGroup,
    stockGrid: Int32Array.from(input.stocks, (s) => nearest(s.x, s.y)),
    items: [...items],
    shelterGrid: Int32Array.from(input.shelters, (s) => nearest(s.x, s.y)),
  };
}

function withoutLost(input: StressInput): StressInput {
  const { lostStocks = [], lostShelters = [] } = input.hazard;
  if (lostStocks.length + lostShelters.length === 0) return input;
  return {
    ...input,
    stocks: input.stocks.filter(({ id }) => !lostStocks.includes(id)),
    shelters: input.shelters.filter(({ id }) => !lostShelters.includes(id)),
  };
}
