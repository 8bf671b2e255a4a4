import type { Random } from '../random.ts';
import type { Meter } from '../siting/work.ts';
import type { DistrictProblem } from './graph.ts';
import { createPlanState, type PlanState } from './plan-state.ts';
import { randomPlan, splitByTree } from './spanning.ts';

export type FoundPlan = { readonly districts: Int32Array; readonly value: number };

/**
 * Iterated tabu search over single units (F. Glover 1986) that may leave the band and is drawn back by a penalty which grows while
 * the plan is outside and falls while it is inside. Districts stay contiguous throughout. Between rounds two neighbouring districts are
 * recombined. It begins with a random plan unless `start` gives a contiguous one. Calls `better` for every plan in the band that beats the last. Ends when the meter stops or `better` returns true.
 */
export function searchPlans(
  problem: DistrictProblem,
  random: Random,
  meter: Meter,
  better: (plan: FoundPlan) => boolean,
  start?: Int32Array,
): void {
  const { graph, k, lower, upper } = problem;
  const n = graph.size;
  const search = createTabu(problem, random, meter);
  let current = start ?? randomPlan(graph, k, lower, upper, random);
  let currentValue = Number.POSITIVE_INFINITY;
  let best = Number.POSITIVE_INFINITY;
  let idle = 0;
  // Short rounds: on census tracts they reach the best known cut with a tenth of the moves of rounds ten times as long.
  const rounds = 30 + n / 4;
  while (!meter.stop()) {
    const found = search(current, rounds, best);
    if (found !== undefined && found.value < best - 1e-9) {
      best = found.value;
      idle = 0;
      if (better({ districts: found.districts.slice(), value: found.value })) return;
    } else idle++;
    if (found !== undefined && found.value <= currentValue * (1 + 0.04 * random.next())) {
      current = found.districts;
      currentValue = found.value;
    }
    if (idle > 0 && idle % 24 === 0) {
      current = randomPlan(graph, k, lower, upper, random);
      currentValue = Number.POSITIVE_INFINITY;
    } else current = recombined(problem, current, random);
  }
}

/** Spanning trees tried for one recombination. */
const TREES = 8;

/** Merges a random pair of neighbouring districts and splits them anew. */
function recombined(
  { graph, k, lower, upper }: DistrictProblem,
  plan: Int32Array,
  random: Random,
): Int32Array {
  const next = plan.slice();
  if (k < 2) return next;
  for (let attempt = 0; attempt < 30; attempt++) {
    const v = random.int(graph.size);
    const neighbours: number[] = [];
    for (let i = graph.first[v]; i < graph.first[v + 1]; i++)
      if (plan[graph.to[i]] !== plan[v]) neighbours.push(plan[graph.to[i]]);
    if (neighbours.length === 0) continue;
    const a = plan[v];
    const b = random.pick(neighbours);
    const units: number[] = [];
    for (let u = 0; u < graph.size; u++) {
      if (plan[u] === a || plan[u] === b) {
        next[u] = a;
        units.push(u);
      }
    }
    // A wider band leaves more trees to choose from; the search that follows draws the plan back.
    const bands = {
      lower: lower * 0.95,
      upper: upper * 1.05,
      restLower: lower * 0.95,
      restUpper: upper * 1.05,
    };
    let best: { second: number[]; cut: number } | undefined;
    for (let tree = 0; tree < TREES; tree++) {
      const { second, misfit } = splitByTree(graph, units, next, a, bands, random, (run) =>
        cutOf(graph, next, a, run),
      );
      if (second.length === 0 || second.length === units.length) continue;
      const cut = misfit > 0 ? Number.POSITIVE_INFINITY : cutOf(graph, next, a, second);
      if (best === undefined || cut < best.cut) best = { second, cut };
    }
    if (best === undefined) return plan.slice();
    for (const u of best.second) next[u] = b;
    return next;
  }
  return next;
}

/** Pairs between a run of units and the other units of the mark. */
function cutOf(
  { first, to }: DistrictProblem['graph'],
  member: Int32Array,
  mark: number,
  run: readonly number[],
): number {
  const inRun = new Set(run);
  let cut = 0;
  for (const v of run) {
    for (let i = first[v]; i < first[v + 1]; i++) if (member[to[i]] === mark && !inRun.has(to[i])) cut++;
  }
  return cut;
}

function createTabu(problem: DistrictProblem, random: Random, meter: Meter) {
  const { graph, k, objective } = problem;
  const { size: n, first, to } = graph;
  let state: PlanState | undefined;
  const until = new Int32Array(n * k);
  let clock = 0;
  const mean = Math.max(1e-9, graph.population.reduce((sum, p) => sum + p, 0) / n);
  const seenDistrict = new Int32Array(k).fill(-1);

  return (start: Int32Array, rounds: number, goal: number): FoundPlan | undefined => {
    if (state === undefined) state = createPlanState(problem, start);
    else state.load(start);
    const s = state;
    const unit = objective === 'cut' ? 1 : Math.max(1e-12, s.value / Math.max(1, countCut(s)));
    let penalty = unit / mean;
    let foundValue = Number.POSITIVE_INFINITY;
    let found: Int32Array | undefined;
    let idle = 0;
    until.fill(0);
    clock = 0;
    const keep = (): void => {
      if (s.violation > 1e-9 || s.value >= foundValue - 1e-9) return;
      foundValue = s.value;
      found = s.district.slice();
      idle = 0;
    };
    keep();
    let stamp = 0;
    while (idle < rounds && !meter.stop()) {
      clock++;
      idle++;
      let bestScore = Number.POSITIVE_INFINITY;
      let bestUnit = -1;
      let bestTo = -1;
      let ties = 0;
      let work = 0;
      for (let v = 0; v < n; v++) {
        const a = s.district[v];
        if (s.foreign[v] === 0) continue;
        let mayLeave: boolean | undefined;
        stamp++;
        seenDistrict[a] = stamp;
        for (let i = first[v]; i < first[v + 1]; i++) {
          const b = s.district[to[i]];
          if (seenDistrict[b] === stamp) continue;
          seenDistrict[b] = stamp;
          work++;
          const change = s.change(v, b);
          const relief = s.relief(v, b);
          const score = change + penalty * relief;
          if (until[v * k + b] > clock) {
            // A forbidden move is allowed when it leads to the best plan yet.
            if (s.violation + relief > 1e-9 || s.value + change >= Math.min(goal, foundValue) - 1e-9)
              continue;
          }
          if (score > bestScore + 1e-12) continue;
          mayLeave ??= !s.isStuck(v);
          if (!mayLeave) break;
          if (score < bestScore - 1e-12) ties = 0;
          if (random.int(++ties) !== 0) continue;
          bestScore = score;
          bestUnit = v;
          bestTo = b;
        }
      }
      meter.spend(work);
      if (bestUnit < 0) break;
      const from = s.district[bestUnit];
      s.move(bestUnit, bestTo);
      until[bestUnit * k + from] = clock + 6 + random.int(10);
      penalty =
        s.violation > 1e-9
          ? Math.min(penalty * 1.04, (unit / mean) * 1e4)
          : Math.max(penalty / 1.06, (unit / mean) * 1e-3);
      keep();
    }
    return found === undefined ? undefined : { districts: found, value: foundValue };
  };

  function countCut(s: PlanState): number {
    let count = 0;
    for (let v = 0; v < n; v++)
      for (let i = first[v]; i < first[v + 1]; i++)
        if (v < to[i] && s.district[v] !== s.district[to[i]]) count++;
    return count;
  }
}
