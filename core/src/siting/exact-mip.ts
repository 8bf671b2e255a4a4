import type { Highs, InitOptions, Model, ModelData } from 'highs';
import type { Meter } from './work.ts';

/** A small mixed-integer programme, row-wise; all variables are ≥ 0. The last resort when our own bounds leave a gap. */
export type MipModel = {
  readonly cost: number[];
  readonly upper: number[];
  readonly integer: boolean[];
  readonly rowStart: number[];
  readonly rowIndex: number[];
  readonly rowValue: number[];
  readonly rowLower: number[];
  readonly rowUpper: number[];
};

export type MipResult = {
  readonly status: 'optimal' | 'infeasible' | 'stopped';
  /** Values of the best solution, or null. */
  readonly values: Float64Array | null;
  readonly objective: number;
  readonly bound: number;
};

type Loader = (options?: InitOptions) => Promise<Highs>;

/** Loads HiGHS (WebAssembly) once; pass the result to the solvers. In browsers `locateFile` says where the module is served. */
export async function loadMipSolver(options?: InitOptions): Promise<Highs> {
  // The package's types describe CommonJS; its ES module has the loader as default either way.
  const loaded = (await import('highs')) as unknown as { default: Loader | { default: Loader } };
  const loader = typeof loaded.default === 'function' ? loaded.default : loaded.default.default;
  return loader(options);
}

export function createMipModel(): MipModel {
  return {
    cost: [],
    upper: [],
    integer: [],
    rowStart: [0],
    rowIndex: [],
    rowValue: [],
    rowLower: [],
    rowUpper: [],
  };
}

export function addColumn(model: MipModel, cost: number, upper: number, integer: boolean): number {
  model.cost.push(cost);
  model.upper.push(upper);
  model.integer.push(integer);
  return model.cost.length - 1;
}

/** Entries alternate column, coefficient. */
export function addRow(model: MipModel, lower: number, upper: number, entries: readonly number[]): void {
  for (let k = 0; k < entries.length; k += 2) {
    model.rowIndex.push(entries[k]!);
    model.rowValue.push(entries[k + 1]!);
  }
  model.rowStart.push(model.rowIndex.length);
  model.rowLower.push(lower);
  model.rowUpper.push(upper);
}

/**
 * Minimises with HiGHS (one thread, fixed seed). Interruption and work are tied to the solver's own progress counters, which do not
 * depend on time, so a run stopped by budget is repeatable. `start` is a feasible point, if one is known.
 */
export function solveMip(
  highs: Highs,
  model: MipModel,
  meter: Meter,
  seed: number,
  start?: Float64Array,
): MipResult {
  const columns = model.cost.length;
  const data: ModelData = {
    numCols: columns,
    numRows: model.rowLower.length,
    colCost: model.cost,
    colLower: new Float64Array(columns),
    colUpper: model.upper.map((u) => (u === Number.POSITIVE_INFINITY ? highs.infinity : u)),
    rowLower: model.rowLower.map((v) => (v === Number.NEGATIVE_INFINITY ? -highs.infinity : v)),
    rowUpper: model.rowUpper.map((v) => (v === Number.POSITIVE_INFINITY ? highs.infinity : v)),
    matrix: {
      format: 'csr',
      numRows: model.rowLower.length,
      numCols: columns,
      starts: model.rowStart,
      indices: model.rowIndex,
      values: model.rowValue,
    },
    ...(model.integer.some((v) => v)
      ? { integrality: Int32Array.from(model.integer, (v) => (v ? 1 : 0)) }
      : {}),
  };
  return highs.withModel(data, (native) => run(highs, native, model, meter, seed, start));
}

function run(
  highs: Highs,
  native: Model,
  model: MipModel,
  meter: Meter,
  seed: number,
  start: Float64Array | undefined,
): MipResult {
  native.options.set({
    output_flag: false,
    random_seed: Math.abs(seed) % 2147483647,
    mip_rel_gap: 0,
    mip_abs_gap: 1e-6,
    mip_feasibility_tolerance: 1e-9,
  });
  if (start !== undefined) native.setSolution({ colValue: start });
  const { callbackType, modelStatus } = highs.constants;
  let seen = 0;
  const watch = (iterations: number): boolean => {
    meter.spend(Math.max(0, iterations - seen) * (model.rowLower.length + 100));
    seen = Math.max(seen, iterations);
    return meter.stop();
  };
  native.run({
    [callbackType.mipInterrupt]: (event: {
      data: { mip_total_lp_iterations?: bigint };
      interrupt(): void;
    }) => {
      if (watch(Number(event.data.mip_total_lp_iterations ?? 0n))) event.interrupt();
      return undefined;
    },
  });
  const status = native.getModelStatus();
  if (status === modelStatus.infeasible) {
    return {
      status: 'infeasible',
      values: null,
      objective: Number.POSITIVE_INFINITY,
      bound: Number.POSITIVE_INFINITY,
    };
  }
  const isMip = model.integer.some((v) => v);
  const objective = native.getObjectiveValue();
  if (status === modelStatus.optimal) {
    return { status: 'optimal', values: native.getSolution().colValue, objective, bound: objective };
  }
  const bound = isMip ? Number(native.info.get('mip_dual_bound')) : Number.NEGATIVE_INFINITY;
  const known = isMip && native.info.get('primal_solution_status') === 2;
  return {
    status: 'stopped',
    values: known ? native.getSolution().colValue : null,
    objective: known ? objective : Number.POSITIVE_INFINITY,
    bound: Number.isFinite(bound) && Math.abs(bound) < 1e30 ? bound : Number.NEGATIVE_INFINITY,
  };
}
