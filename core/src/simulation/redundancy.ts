import { type CompareOptions, compareTo, type LossComparison } from './comparisons.ts';
import { compileDistrict } from './district.ts';
import { runAll } from './experiment.ts';
import type { StressInput } from './scenario-kinds.ts';

/** One thing that can be lost for the N+1 question. */
export interface Single {
  /** A road counts when the streets have no way around it; a responder is a whole group. */
  kind: 'facility' | 'stock' | 'shelter' | 'responder' | 'road';
  id: string;
}

export function singlesOf(input: StressInput): Single[] {
  return [
    ...input.facilities.map(({ id }): Single => ({ kind: 'facility', id })),
    ...input.stocks.map(({ id }): Single => ({ kind: 'stock', id })),
    ...input.shelters.map(({ id }): Single => ({ kind: 'shelter', id })),
    ...input.responders.map(({ id }): Single => ({ kind: 'responder', id })),
    ...findBridges(input).map((edge): Single => ({ kind: 'road', id: `road-${edge}` })),
  ];
}

/** The input without one thing: a facility is lost at the start (and repaired in its time), the others are not there. */
export function withoutSingle(input: StressInput, single: Single): StressInput {
  if (single.kind === 'facility')
    return { ...input, hazard: { ...input.hazard, lost: [...input.hazard.lost, single.id] } };
  if (single.kind === 'road') {
    const edge = Number(single.id.slice('road-'.length));
    return { ...input, hazard: { ...input.hazard, lostRoads: [...input.hazard.lostRoads, edge] } };
  }
  if (single.kind === 'stock') return { ...input, stocks: input.stocks.filter((s) => s.id !== single.id) };
  if (single.kind === 'shelter')
    return { ...input, shelters: input.shelters.filter((s) => s.id !== single.id) };
  return { ...input, responders: input.responders.filter((r) => r.id !== single.id) };
}

/** Structural N+1: needs that only one responder group can serve, services and items with a single source, by area or grid. */
export interface SinglePoints {
  skills: { skill: string; groups: string[] }[];
  services: { service: string; facility: string; grids: number; people: number }[];
  items: { item: string; stock: string }[];
  /** Streets (by number) without a way around. */
  roads: number[];
}

export function findSinglePoints(input: StressInput): SinglePoints {
  const skills = new Map<string, string[]>();
  for (const r of input.responders)
    if (r.count > 0)
      for (const skill of r.skills)
        skills.set(skill, [...(skills.get(skill) ?? []), ...(r.count > 1 ? [r.id, r.id] : [r.id])]);
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
      if (amount > 0) holders.set(item, [...(holders.get(item) ?? []), s.id]);
  return {
    skills: [...skills]
      .filter(([, groups]) => groups.length === 1)
      .map(([skill, groups]) => ({ skill, groups })),
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
  const { only, progress, base: given, ...rest } = options;
  const district = compileDistrict(input);
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
