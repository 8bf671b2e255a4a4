import { type CompareOptions, compareTo, type LossComparison } from './comparisons.ts';
import { compileDistrict } from './district.ts';
import { runAll } from './experiment.ts';
import type { StressInput } from './scenario-kinds.ts';

/** One thing that can be lost for the N+1 question. */
export interface Single {
  /**
   * A person stands for any one of a group, whose people can do the same; a group is all of them. A road counts when the streets
   * have no way around it.
   */
  kind: 'facility' | 'stock' | 'shelter' | 'person' | 'group' | 'road';
  id: string;
}

export function singlesOf(input: StressInput): Single[] {
  const groups = input.responders.filter(({ count }) => count > 0);
  return [
    ...input.facilities.map(({ id }): Single => ({ kind: 'facility', id })),
    ...input.stocks.map(({ id }): Single => ({ kind: 'stock', id })),
    ...input.shelters.map(({ id }): Single => ({ kind: 'shelter', id })),
    ...groups.map(({ id }): Single => ({ kind: 'person', id })),
    ...groups.filter(({ count }) => count > 1).map(({ id }): Single => ({ kind: 'group', id })),
    ...findBridges(input).map((edge): Single => ({ kind: 'road', id: `road-${edge}` })),
  ];
}

/** The input without one thing. A facility is lost at the start and repaired in its time, all else stays lost. */
export function withoutSingle(input: StressInput, { kind, id }: Single): StressInput {
  const lose = (more: Partial<StressInput['hazard']>): StressInput => ({
    ...input,
    hazard: { ...input.hazard, ...more },
  });
  const { lost, lostRoads, lostStocks = [], lostShelters = [], lostPeople = {} } = input.hazard;
  switch (kind) {
    case 'facility':
      return lose({ lost: [...lost, id] });
    case 'road':
      return lose({ lostRoads: [...lostRoads, Number(id.slice('road-'.length))] });
    case 'stock':
      return lose({ lostStocks: [...lostStocks, id] });
    case 'shelter':
      return lose({ lostShelters: [...lostShelters, id] });
    default: {
      const all = input.responders.find((group) => group.id === id)?.count ?? 0;
      const gone = kind === 'group' ? all : Math.min(all, (lostPeople[id] ?? 0) + 1);
      return lose({ lostPeople: { ...lostPeople, [id]: gone } });
    }
  }
}

/** Structural N+1: skills that only one person has, services and items with a single source, by grid. */
export interface SinglePoints {
  /** `group` is the group of that one person. */
  skills: { skill: string; group: string }[];
  services: { service: string; facility: string; grids: number; people: number }[];
  items: { item: string; stock: string }[];
  /** Streets (by number) without a way around. */
  roads: number[];
}

export function findSinglePoints(input: StressInput): SinglePoints {
  const { lostStocks = [], lostPeople = {} } = input.hazard;
  const skills = new Map<string, { people: number; group: string }>();
  for (const { id, count, skills: own } of input.responders) {
    const there = count - (lostPeople[id] ?? 0);
    if (there === 0) continue;
    for (const skill of own)
      skills.set(skill, { people: (skills.get(skill)?.people ?? 0) + there, group: id });
  }
  const people = new Map(input.grids.map((g) => [g.id, g.people]));
  const sources = new Map<string, string[]>();
  for (const f of input.facilities)
    for (const g of f.serves)
      sources.set(`${f.service}\n${g}`, [...(sources.get(`${f.service}\n${g}`) ?? []), f.id]);
  const lone = new Map<string, { service: string; facility: string; grids: number; people: number }>();
  for (const [key, list] of sources) {
    if (list.length > 1) continue;
    const [service, grid] = key.split('\n');
    const entry = lone.get(list[0]) ?? { service, facility: list[0], grids: 0, people: 0 };
    entry.grids++;
    entry.people += people.get(grid) ?? 0;
    lone.set(list[0], entry);
  }
  const holders = new Map<string, string[]>();
  for (const s of input.stocks)
    for (const [item, amount] of Object.entries(s.items))
      if (amount > 0 && !lostStocks.includes(s.id)) holders.set(item, [...(holders.get(item) ?? []), s.id]);
  return {
    skills: [...skills]
      .filter(([, { people: number }]) => number === 1)
      .map(([skill, { group }]) => ({ skill, group })),
    services: [...lone.values()].sort((a, b) => b.people - a.people || (a.facility < b.facility ? -1 : 1)),
    items: [...holders]
      .filter(([, list]) => list.length === 1)
      .map(([item, list]) => ({ item, stock: list[0] })),
    roads: findBridges(input),
  };
}

/** Streets whose loss parts two nodes that were joined (R. E. Tarjan 1974), by number. O(nodes + streets), without recursion. */
function findBridges(input: StressInput): number[] {
  if (!input.roads) return [];
  const { nodes, edges } = input.roads;
  const at: [to: number, edge: number][][] = nodes.map(() => []);
  edges.forEach(([a, b], e) => {
    at[a].push([b, e]);
    at[b].push([a, e]);
  });
  const seen = new Int32Array(nodes.length).fill(-1);
  const low = new Int32Array(nodes.length);
  const next = new Int32Array(nodes.length);
  const by = new Int32Array(nodes.length).fill(-1);
  const bridges: number[] = [];
  let clock = 0;
  for (let root = 0; root < nodes.length; root++) {
    if (seen[root] >= 0) continue;
    const path = [root];
    seen[root] = low[root] = clock++;
    while (path.length > 0) {
      const node = path[path.length - 1];
      if (next[node] < at[node].length) {
        const [to, edge] = at[node][next[node]++];
        if (edge === by[node]) continue;
        if (seen[to] >= 0) low[node] = Math.min(low[node], seen[to]);
        else {
          by[to] = edge;
          seen[to] = low[to] = clock++;
          path.push(to);
        }
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent === undefined) continue;
      low[parent] = Math.min(low[parent], low[node]);
      if (low[node] > seen[parent]) bridges.push(by[node]);
    }
  }
  return bridges.sort((a, b) => a - b);
}

/** Loses each thing in turn under the same hazard and ranks the added loss, worst first. Undefined if cancelled. */
export function loseAnyOne(
  input: StressInput,
  options: CompareOptions & { only?: readonly Single[] },
): (LossComparison & Single)[] | undefined {
  const { only, progress, base: given, district = compileDistrict(input), ...rest } = options;
  const base = given?.length === options.runs ? given : runAll(district, rest);
  if (!base) return undefined;
  const rows: (LossComparison & Single)[] = [];
  const singles = only ?? singlesOf(input);
  for (const single of singles) {
    const less = runAll(compileDistrict(withoutSingle(input, single), district), { ...rest, story: 0 });
    if (!less) return undefined;
    rows.push({ ...compareTo(base, less, single.id, `${single.kind} ${single.id}`), kind: single.kind });
    progress?.(rows.length, singles.length);
  }
  return rows.sort((a, b) => a.lossAvoided.mean - b.lossAvoided.mean || (a.id < b.id ? -1 : 1));
}
