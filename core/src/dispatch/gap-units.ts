/** The numbers of a generalised assignment, agent by agent; a cost that is not finite forbids the pair. */
export interface Loads {
  agents: number;
  jobs: number;
  cost: Float64Array;
  load: Float64Array;
  capacity: Float64Array;
}

/** Loads and capacities as whole numbers of the coarsest unit that keeps them exact. */
export interface WholeUnits {
  load: Int32Array;
  capacity: Int32Array;
  /** 1 where the agent has the skill for the job and, alone, the capacity. */
  allowed: Uint8Array;
  /** A number of the problem × `factor` / `step` is a number of units. */
  factor: number;
  step: number;
  /** False if loads were rounded up. */
  exact: boolean;
}

/** Most numbers in one table of the bound, jobs × capacity: two tables of them take 320 MB. */
const TABLE_LIMIT = 20_000_000;

/**
 * Scales by a power of ten up to 1,000 (finer loads are rounded up), divides by what all loads share, and cuts each capacity at
 * the sum of what its agent could carry at all. O(agents · jobs). Throws RangeError when the capacities are still so large
 * that the tables of the bound would not fit.
 */
export function toWholeUnits(problem: Loads): WholeUnits {
  const { agents, jobs } = problem;
  const { factor, exact } = decimalScale(problem.load);
  const scaled = Float64Array.from(problem.load, (w) => Math.ceil(w * factor - 1e-9));
  const allowed = new Uint8Array(agents * jobs);
  let shared = 0;
  for (let k = 0; k < scaled.length; k++) {
    const room = Math.floor(problem.capacity[Math.floor(k / jobs)] * factor + 1e-9);
    if (!Number.isFinite(problem.cost[k]) || scaled[k] > room) continue;
    allowed[k] = 1;
    shared = greatestCommonDivisor(shared, scaled[k]);
  }
  const step = Math.max(1, shared);
  const useful = Float64Array.from({ length: agents }, (_, i) => {
    let most = 0;
    for (let j = 0; j < jobs; j++) if (allowed[i * jobs + j]) most += scaled[i * jobs + j] / step;
    return Math.min(most, Math.floor((problem.capacity[i] * factor + 1e-9) / step));
  });
  useful.forEach((room, i) => {
    if ((room + 1) * jobs > TABLE_LIMIT)
      throw new RangeError(
        `capacity[${i}] must be at most ${Math.floor(TABLE_LIMIT / jobs) - 1} steps of the loads' common unit ${step / factor} (state loads and capacities in coarser units), got ${problem.capacity[i]}`,
      );
  });
  return {
    load: Int32Array.from(scaled, (w, k) => (allowed[k] ? w / step : 0)),
    capacity: Int32Array.from(useful),
    allowed,
    factor,
    step,
    exact,
  };
}

/** The power of ten that makes all loads integers (at most 1,000). */
function decimalScale(load: ArrayLike<number>): { factor: number; exact: boolean } {
  for (const factor of [1, 10, 100, 1000]) {
    const whole = (x: number): boolean =>
      x === Number.POSITIVE_INFINITY || Math.abs(x * factor - Math.round(x * factor)) < 1e-9;
    if (Array.from(load).every(whole)) return { factor, exact: true };
  }
  return { factor: 1000, exact: false };
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
