import { createGapTree } from './gap-tree.ts';
import { toWholeUnits, type WholeUnits } from './gap-units.ts';

/**
 * Generalised assignment: every job goes to exactly one agent, agents have capacities.
 * `cost[i·jobs + j]` is the cost (or profit) of agent i doing job j, `load` what it takes of the agent's capacity.
 * A cost of `Infinity` (`−Infinity` when maximising) or a load above the capacity rules a pair out: that is how skills enter.
 */
export interface AssignmentProblem {
  agents: number;
  jobs: number;
  cost: Float64Array;
  load: Float64Array;
  capacity: Float64Array;
  goal: 'min' | 'max';
}

export interface GapOptions {
  /** Branch-and-bound nodes to spend; a count, not a time, so that the answer is the same on every machine. Default 200,000. */
  maxNodes?: number;
  /** Called every few nodes; return true to stop with the best plan so far. */
  cancelled?: () => boolean;
}

export type GapResult =
  | {
      /** `optimal`: proved; `feasible`: the search budget ended first, see `gap`. */
      status: 'optimal' | 'feasible';
      agentOf: Int32Array;
      value: number;
      /** Proven bound on the value: below it when minimising, above it when maximising. */
      bound: number;
      /** |value − bound| / max(1, |value|). */
      gap: number;
      nodes: number;
    }
  | { status: 'infeasible'; certificate: GapCertificate; nodes: number }
  | { status: 'unknown'; bound: number; nodes: number };

/** Why no plan exists, in terms of the input. */
export type GapCertificate =
  /** Nobody can do this job: `noSkill` lists agents for whom the pair is ruled out, `tooSmall` those whose capacity is below its load. */
  | { kind: 'job'; job: number; reason: string; noSkill: number[]; tooSmall: number[] }
  /**
   * Even at their lightest these jobs need more than the agents who may do them have; leaving out any one of the jobs ends
   * this shortage.
   */
  | { kind: 'capacity'; agents: number[]; jobs: number[]; needed: number; available: number }
  /**
   * Proved by a complete search; every one of these jobs is needed for the conflict (leaving one out makes it solvable).
   * `agents` are those who may do one of them.
   */
  | { kind: 'search'; jobs: number[]; agents: number[]; irreducible: boolean };

function check(problem: AssignmentProblem): void {
  const { agents, jobs, cost, load, capacity } = problem;
  if (!Number.isInteger(agents) || agents < 1)
    throw new RangeError(`agents must be a positive integer, got ${agents}`);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new RangeError(`jobs must be a positive integer, got ${jobs}`);
  for (const [name, values, length] of [
    ['cost', cost, agents * jobs],
    ['load', load, agents * jobs],
    ['capacity', capacity, agents],
  ] as const) {
    if (values.length !== length)
      throw new RangeError(`${name} has ${values.length} entries, expected ${length}`);
  }
  const forbidden = problem.goal === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  for (let i = 0; i < agents; i++) {
    if (!(capacity[i] >= 0) || capacity[i] === Number.POSITIVE_INFINITY) {
      throw new RangeError(`capacity[${i}] must be finite and ≥ 0, got ${capacity[i]}`);
    }
    for (let j = 0; j < jobs; j++) {
      const c = cost[i * jobs + j];
      const w = load[i * jobs + j];
      if (!Number.isFinite(c) && c !== forbidden) throw new RangeError(`cost[${i}][${j}] is ${c}`);
      if (!(w >= 0)) throw new RangeError(`load[${i}][${j}] must be ≥ 0, got ${w}`);
    }
  }
}

/**
 * Solves to proven optimality where the node budget allows, else returns the best plan with its gap.
 *
 * Lagrangian relaxation of "each job once" leaves one knapsack per agent (solved exactly by dynamic programming), whose bound
 * is the convexified one, tighter than the linear relaxation; forward and backward tables give for every pair the bound if it
 * is forced in or out, which fixes most pairs (M. Posta, J. A. Ferland, P. Michelon, Comput. Optim. Appl. 52 (2012) 629–644).
 * Loads must be integers after scaling by a power of ten up to 1,000; others are rounded **up** in thousandths of the
 * capacity unit and then a plan is still feasible but optimality holds only for the rounded loads (status `feasible`).
 * Cost of a node: O(agents · jobs · capacity).
 */
export function solveGeneralisedAssignment(problem: AssignmentProblem, options: GapOptions = {}): GapResult {
  check(problem);
  const { agents, jobs, goal } = problem;
  const sign = goal === 'min' ? 1 : -1;
  const units = toWholeUnits(problem);
  const { load, capacity, allowed, exact } = units;
  const obvious = findObviousConflict(problem, units);
  if (obvious) return { status: 'infeasible', certificate: obvious, nodes: 0 };
  const cost = Float64Array.from(problem.cost, (c, k) => (allowed[k] ? sign * c : 0));
  const integral = cost.every(Number.isInteger);

  const tree = createGapTree({ agents, jobs, cost, load, capacity, allowed, integral });
  const outcome = tree.search(options.maxNodes ?? 200_000, options.cancelled ?? (() => false));
  if (outcome.best === undefined) {
    if (!outcome.complete || !exact)
      return { status: 'unknown', bound: sign * outcome.bound, nodes: outcome.nodes };
    return {
      status: 'infeasible',
      certificate: smallestConflict(problem, load, capacity, allowed),
      nodes: outcome.nodes,
    };
  }
  const agentOf = outcome.best;
  let value = 0;
  for (let j = 0; j < jobs; j++) value += problem.cost[agentOf[j] * jobs + j];
  const proved = outcome.complete && exact;
  const bound = proved ? value : sign * outcome.bound;
  return {
    status: proved ? 'optimal' : 'feasible',
    agentOf,
    value,
    bound,
    gap: Math.abs(value - bound) / Math.max(1, Math.abs(value)),
    nodes: outcome.nodes,
  };
}

function findObviousConflict(
  problem: AssignmentProblem,
  { load, allowed, factor, step }: WholeUnits,
): GapCertificate | undefined {
  const { agents, jobs } = problem;
  const everyone = Array.from({ length: agents }, (_, i) => i);
  const lightest = new Float64Array(jobs).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < jobs; j++) {
    for (let i = 0; i < agents; i++)
      if (allowed[i * jobs + j]) lightest[j] = Math.min(lightest[j], load[i * jobs + j] * step);
    if (lightest[j] < Number.POSITIVE_INFINITY) continue;
    return {
      kind: 'job',
      job: j,
      reason: 'no agent has both the skill and the capacity for it',
      noSkill: everyone.filter((i) => !Number.isFinite(problem.cost[i * jobs + j])),
      tooSmall: everyone.filter((i) => Number.isFinite(problem.cost[i * jobs + j]) && !allowed[i * jobs + j]),
    };
  }
  const mayServe = (set: readonly number[]): number[] =>
    everyone.filter((i) => set.some((j) => allowed[i * jobs + j]));
  const shortage = (set: readonly number[]) => ({
    needed: set.reduce((sum, j) => sum + lightest[j], 0),
    available: mayServe(set).reduce((sum, i) => sum + Math.floor(problem.capacity[i] * factor + 1e-9), 0),
  });
  const short = (set: readonly number[]): boolean => {
    const { needed, available } = shortage(set);
    return needed > available;
  };
  let core = Array.from({ length: jobs }, (_, j) => j);
  if (!short(core)) return undefined;
  // light jobs are spared first, so that few heavy ones remain
  for (const j of [...core].sort((a, b) => lightest[a] - lightest[b] || a - b)) {
    const rest = core.filter((k) => k !== j);
    if (rest.length > 0 && short(rest)) core = rest;
  }
  const { needed, available } = shortage(core);
  return {
    kind: 'capacity',
    agents: mayServe(core),
    jobs: core,
    needed: needed / factor,
    available: available / factor,
  };
}

/** Deletion filter: leaves jobs out one by one while the rest stays infeasible. */
function smallestConflict(
  problem: AssignmentProblem,
  load: Int32Array,
  capacity: Int32Array,
  allowed: Uint8Array,
): GapCertificate {
  const { agents, jobs } = problem;
  let core = Array.from({ length: jobs }, (_, j) => j);
  let irreducible = true;
  for (const candidate of [...core]) {
    const rest = core.filter((j) => j !== candidate);
    if (rest.length === 0) break;
    const pick = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
      for (let i = 0; i < agents; i++) {
        rest.forEach((j, k) => {
          to[i * rest.length + k] = from[i * jobs + j];
        });
      }
      return to;
    };
    const outcome = createGapTree({
      agents,
      jobs: rest.length,
      cost: new Float64Array(agents * rest.length),
      load: pick(load, new Int32Array(agents * rest.length)),
      capacity,
      allowed: pick(allowed, new Uint8Array(agents * rest.length)),
      integral: true,
    }).search(5000, () => false);
    if (outcome.best === undefined && outcome.complete) core = rest;
    else if (outcome.best === undefined) irreducible = false;
  }
  const blamed = Array.from({ length: agents }, (_, i) => i).filter((i) =>
    core.some((j) => allowed[i * jobs + j]),
  );
  return { kind: 'search', jobs: core, agents: blamed, irreducible };
}
