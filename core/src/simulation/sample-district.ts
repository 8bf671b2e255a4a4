import { createRandom } from '../random.ts';
import { parseStressInput, type StressInput } from './scenario.ts';

/**
 * A made-up district of any size for tests, benchmarks and first steps: a river with a flood plain across a square city,
 * substations, pumps, water works, telecom masts and lifts that depend on each other, staff in shifts, stocks and shelters.
 * Nothing in it is a real place; same arguments, same district.
 */
export function sampleDistrict(options: {
  grids: number;
  households: number;
  responders: number;
  hours: number;
  seed: number;
}): StressInput {
  const random = createRandom(`sample-district-${options.seed}`);
  const side = Math.ceil(Math.sqrt(options.grids));
  const step = 350;
  const size = side * step;
  const perGrid = Math.round(options.households / options.grids);
  const grids = Array.from({ length: options.grids }, (_, g) => {
    const x = (g % side) * step + step / 2;
    const y = Math.floor(g / side) * step + step / 2;
    const households = Math.max(1, perGrid + random.int(41) - 20);
    return {
      id: `g${g}`,
      area: `a${Math.floor((g % side) / 3)}-${Math.floor(Math.floor(g / side) / 3)}`,
      x,
      y,
      households,
      people: Math.round(households * (2.5 + random.next())),
      group: ['old-estate', 'commodity', 'village'][random.int(3)],
      elderly: Math.round(households * 0.06),
      chronic: Math.round(households * 0.04),
      powered: Math.round(households * 0.002),
    };
  });
  const at = (g: number) => ({ x: grids[g].x, y: grids[g].y });
  const blocks = (count: number): number[][] => {
    const lists: number[][] = Array.from({ length: count }, () => []);
    grids.forEach((_, g) => {
      lists[Math.floor((g * count) / grids.length)].push(g);
    });
    return lists;
  };
  const ids = (list: number[]): string[] => list.map((g) => `g${g}`);
  const facilities: unknown[] = [];
  const scale = Math.max(2, Math.round(options.grids / 40));
  blocks(scale).forEach((list, k) => {
    const home = list[Math.floor(list.length / 2)];
    const common = { ...at(home), serves: ids(list), failureSigma: 0.35 };
    facilities.push({
      id: `substation-${k}`,
      service: 'power',
      ...common,
      failureMedian: 0.75,
      repairMedianHours: 16,
      repairSigma: 0.5,
    });
    facilities.push({
      id: `mast-${k}`,
      service: 'telecom',
      ...common,
      dependsOn: ['power'],
      backupHours: 4,
      failureMedian: 1.2,
      repairMedianHours: 10,
    });
    facilities.push({
      id: `waterworks-${k}`,
      service: 'water',
      ...common,
      dependsOn: ['power'],
      backupHours: 6,
      failureMedian: 1.1,
      repairMedianHours: 14,
    });
    facilities.push({
      id: `lifts-${k}`,
      service: 'lift',
      ...common,
      dependsOn: ['power'],
      backupHours: 0,
      repairMedianHours: 6,
    });
    facilities.push({
      id: `pump-${k}`,
      service: 'drainage',
      ...common,
      dependsOn: ['power'],
      backupHours: 2,
      failureMedian: 1,
      repairMedianHours: 12,
      floods: { grids: ids(list), afterHours: 2, intensity: 0.7 },
    });
  });
  const teams: [string, string[], number, number, number][] = [
    ['grid-worker', ['care', 'information', 'medicine'], 8, 20, 120],
    ['volunteer', ['care', 'information', 'medicine', 'psychological'], 0, 0, 100],
    ['rescue', ['rescue', 'power'], 0, 0, 400],
    ['clinic', ['medical', 'medicine'], 0, 0, 300],
    ['counsellor', ['psychological'], 9, 18, 250],
  ];
  const shares = [0.3, 0.5, 0.08, 0.08, 0.04];
  const posts = Math.max(2, Math.round(options.grids / 4));
  const responders = teams.flatMap(([name, skills, shiftFrom, shiftTo, metresPerMinute], t) => {
    const people = Math.max(posts, Math.round(options.responders * shares[t]));
    return Array.from({ length: posts }, (_, k) => ({
      id: `${name}-${k}`,
      ...at(Math.floor((k * grids.length) / posts)),
      count: Math.floor(((k + 1) * people) / posts) - Math.floor((k * people) / posts),
      skills,
      shiftFrom,
      shiftTo,
      metresPerMinute,
    }));
  });
  const depots = Math.max(2, Math.round(options.grids / 12));
  const people = grids.reduce((sum, grid) => sum + grid.people, 0);
  const stocks = Array.from({ length: depots }, (_, k) => ({
    id: `depot-${k}`,
    ...at(Math.floor(((k + 0.5) * grids.length) / depots)),
    items: {
      water: Math.round((people * 0.5) / depots),
      food: Math.round((people * 0.04) / depots),
      medicine: Math.max(1, Math.round((people * 0.0006) / depots)),
    },
    arrivals: [
      { item: 'water', amount: Math.round((people * 2) / depots), atHour: 18 },
      { item: 'medicine', amount: Math.max(1, Math.round((people * 0.0006) / depots)), atHour: 30 },
    ],
  }));
  const shelters = Array.from({ length: depots }, (_, k) => ({
    id: `shelter-${k}`,
    ...at(Math.floor(((k + 0.25) * grids.length) / depots)),
    capacity: Math.round((people * 0.06) / depots),
  }));
  const river = (width: number): [number, number][] => [
    [0, size * (0.35 - width)],
    [size, size * (0.55 - width)],
    [size, Math.min(size, size * (0.55 + width))],
    [0, size * (0.35 + width)],
  ];
  return parseStressInput({
    name: `sample district of ${options.grids} grids`,
    bounds: [0, 0, size, size],
    horizonHours: options.hours,
    startHour: 18,
    grids,
    facilities,
    responders,
    stocks,
    shelters,
    hazard: {
      kind: 'rainstorm',
      footprints: [
        { polygon: river(0.3), fromHour: 1, toHour: 20, intensity: 0.25 },
        { polygon: river(0.16), fromHour: 3, toHour: 30, intensity: 0.5 },
        { polygon: river(0.07), fromHour: 5, toHour: 40, intensity: 0.8 },
      ],
      displacementMedian: 0.8,
      displacementSigma: 0.4,
    },
    policy: { rule: 'priority', reserve: 0 },
    command: { commanders: 2, span: 12, decisionMinutes: 2 },
    measures: [
      {
        id: 'power-backup',
        label: 'Eight hours of backup at the first pump',
        costYuan: 300000,
        changes: [{ path: 'facilities.pump-0.backupHours', add: 8 }],
      },
      {
        id: 'commander',
        label: 'One more commander per area',
        costYuan: 800000,
        changes: [{ path: 'command.commanders', add: 1 }],
      },
      {
        id: 'medicine',
        label: 'More medicine at depot 0',
        costYuan: 20000,
        changes: [{ path: 'stocks.depot-0.items.medicine', add: 200 }],
      },
      {
        id: 'water',
        label: 'More water at depot 0',
        costYuan: 60000,
        changes: [{ path: 'stocks.depot-0.items.water', add: 20000 }],
      },
    ],
  });
}
