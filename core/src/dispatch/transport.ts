/**
 * Transport: move goods from stocks to demand points at least cost, with limits per route. Amounts are real numbers.
 * Successive shortest paths with prices (R. G. Busacker & P. J. Gowen 1961, prices after J. Edmonds & R. M. Karp 1972).
 * Each answer carries prices that prove it: reduced costs are ≥ 0 on open routes and ≤ 0 on used ones.
 */
export interface TransportProblem {
  supply: readonly number[];
  demand: readonly number[];
  /** Cost per unit [stock][demand point]; `Infinity` where no delivery is possible. */
  cost: readonly (readonly number[])[];
  /** Largest amount per route; omitted = unlimited. */
  limit?: readonly (readonly number[])[];
  /**
   * Penalty per unit left unmet at each demand point. Without it all demand must be met, and a shortage is answered by a
   * certificate; with it the plan leaves the least harmful part unmet.
   */
  unmetPenalty?: readonly number[];
}

export interface TransportPlan {
  status: 'optimal';
  flows: { from: number; to: number; amount: number; cost: number }[];
  unmet: number[];
  /** Transport cost plus penalties. */
  value: number;
  /** Dual objective, equal to `value` up to rounding: the proof of optimality. */
  bound: number;
  stockPrice: number[];
  demandPrice: number[];
}

export interface TransportInfeasible {
  status: 'infeasible';
  /** These demand points together need `needed`, while the stocks and routes that reach them can bring only `available`. */
  certificate: {
    demands: number[];
    stocks: number[];
    routes: { from: number; to: number }[];
    needed: number;
    available: number;
  };
}

function check(problem: TransportProblem): void {
  const nonNegative = (value: number, path: string, finite: boolean): void => {
    if (!(value >= 0) || (finite && value === Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${path} must be ${finite ? 'finite and ' : ''}≥ 0, got ${value}`);
    }
  };
  if (problem.supply.length === 0 || problem.demand.length === 0)
    throw new RangeError('supply and demand need at least one entry each');
  problem.supply.forEach((value, i) => {
    nonNegative(value, `supply[${i}]`, true);
  });
  problem.demand.forEach((value, j) => {
    nonNegative(value, `demand[${j}]`, true);
  });
  problem.unmetPenalty?.forEach((value, j) => {
    nonNegative(value, `unmetPenalty[${j}]`, true);
  });
  if (problem.unmetPenalty && problem.unmetPenalty.length !== problem.demand.length) {
    throw new RangeError(
      `unmetPenalty has ${problem.unmetPenalty.length} entries, demand has ${problem.demand.length}`,
    );
  }
  for (const [name, matrix] of [
    ['cost', problem.cost],
    ['limit', problem.limit],
  ] as const) {
    if (!matrix) continue;
    if (matrix.length !== problem.supply.length)
      throw new RangeError(`${name} has ${matrix.length} rows, supply has ${problem.supply.length}`);
    matrix.forEach((row, i) => {
      if (row.length !== problem.demand.length)
        throw new RangeError(`${name}[${i}] has ${row.length} entries, demand has ${problem.demand.length}`);
      row.forEach((value, j) => {
        nonNegative(value, `${name}[${i}][${j}]`, false);
      });
    });
  }
}

/**
 * Solves a transport problem. O((stocks + demands) · (stocks · demands)) on usual data (one dense Dijkstra per augmentation).
 * Throws RangeError naming the path and the value of bad input; a shortage without penalties is `infeasible`, not an error.
 */
export function solveTransport(problem: TransportProblem): TransportPlan | TransportInfeasible {
  check(problem);
  const result = route(problem);
  return Array.isArray(result) ? smallestShortage(problem, result) : result;
}

/** The plan, or the demand points on the wrong side of the cut at which the search failed (a set that cannot be fed). */
function route(problem: TransportProblem): TransportPlan | number[] {
  const stocks = problem.supply.length;
  const demands = problem.demand.length;
  // with penalties, one more stock "unmet" serves every demand point at its penalty
  const rows = stocks + (problem.unmetPenalty ? 1 : 0);
  const total = problem.demand.reduce((a, b) => a + b, 0);
  const tiny = 1e-12 * Math.max(1, total);
  const left = Float64Array.from({ length: rows }, (_, i) => (i < stocks ? problem.supply[i] : total));
  const open = Float64Array.from(problem.demand);
  const cost = new Float64Array(rows * demands);
  const limit = new Float64Array(rows * demands).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < demands; j++) {
      cost[i * demands + j] = i < stocks ? problem.cost[i][j] : problem.unmetPenalty![j];
      if (i < stocks && problem.limit) limit[i * demands + j] = problem.limit[i][j];
    }
  }
  const flow = new Float64Array(rows * demands);
  const stockPrice = new Float64Array(rows);
  const demandPrice = new Float64Array(demands);
  const stockDistance = new Float64Array(rows);
  const demandDistance = new Float64Array(demands);
  const stockFrom = new Int32Array(rows);
  const demandFrom = new Int32Array(demands);
  const stockDone = new Uint8Array(rows);
  const demandDone = new Uint8Array(demands);

  for (;;) {
    let waiting = false;
    for (let j = 0; j < demands; j++) if (open[j] > tiny) waiting = true;
    if (!waiting) break;
    for (let i = 0; i < rows; i++) {
      // stocks with goods left are the sources; their price never moves from 0
      stockDistance[i] = left[i] > tiny ? 0 : Number.POSITIVE_INFINITY;
      stockFrom[i] = -1;
      stockDone[i] = 0;
    }
    demandDistance.fill(Number.POSITIVE_INFINITY);
    demandDone.fill(0);
    let goal = -1;
    let goalDistance = Number.POSITIVE_INFINITY;
    for (;;) {
      let node = -1;
      let isStock = true;
      let near = Number.POSITIVE_INFINITY;
      for (let j = 0; j < demands; j++) {
        if (!demandDone[j] && demandDistance[j] < near) {
          near = demandDistance[j];
          node = j;
          isStock = false;
        }
      }
      for (let i = 0; i < rows; i++) {
        if (!stockDone[i] && stockDistance[i] < near) {
          near = stockDistance[i];
          node = i;
          isStock = true;
        }
      }
      if (node < 0) break;
      if (isStock) {
        stockDone[node] = 1;
        const base = node * demands;
        for (let j = 0; j < demands; j++) {
          if (
            demandDone[j] ||
            cost[base + j] === Number.POSITIVE_INFINITY ||
            limit[base + j] - flow[base + j] <= tiny
          )
            continue;
          const d = near + Math.max(0, cost[base + j] + stockPrice[node] - demandPrice[j]);
          if (d < demandDistance[j]) {
            demandDistance[j] = d;
            demandFrom[j] = node;
          }
        }
      } else {
        demandDone[node] = 1;
        if (open[node] > tiny) {
          goal = node;
          goalDistance = near;
          break;
        }
        for (let i = 0; i < rows; i++) {
          if (stockDone[i] || flow[i * demands + node] <= tiny) continue;
          const d = near + Math.max(0, demandPrice[node] - stockPrice[i] - cost[i * demands + node]);
          if (d < stockDistance[i]) {
            stockDistance[i] = d;
            stockFrom[i] = node;
          }
        }
      }
    }
    if (goal < 0) return problem.demand.map((_, j) => j).filter((j) => demandDone[j] === 0);
    for (let i = 0; i < rows; i++) stockPrice[i] += Math.min(stockDistance[i], goalDistance);
    for (let j = 0; j < demands; j++) demandPrice[j] += Math.min(demandDistance[j], goalDistance);
    let amount = open[goal];
    for (let j = goal; ; ) {
      const i = demandFrom[j];
      amount = Math.min(amount, limit[i * demands + j] - flow[i * demands + j]);
      if (stockFrom[i] < 0) {
        amount = Math.min(amount, left[i]);
        break;
      }
      j = stockFrom[i];
      amount = Math.min(amount, flow[i * demands + j]);
    }
    for (let j = goal; ; ) {
      const i = demandFrom[j];
      flow[i * demands + j] += amount;
      if (stockFrom[i] < 0) {
        left[i] -= amount;
        break;
      }
      j = stockFrom[i];
      flow[i * demands + j] -= amount;
    }
    open[goal] -= amount;
  }
  return finish(problem, rows, cost, limit, flow, stockPrice, demandPrice, tiny);
}

function finish(
  problem: TransportProblem,
  rows: number,
  cost: Float64Array,
  limit: Float64Array,
  flow: Float64Array,
  stockPrice: Float64Array,
  demandPrice: Float64Array,
  tiny: number,
): TransportPlan {
  const stocks = problem.supply.length;
  const demands = problem.demand.length;
  const plan: TransportPlan = {
    status: 'optimal',
    flows: [],
    unmet: new Array<number>(demands).fill(0),
    value: 0,
    bound: 0,
    stockPrice: [],
    demandPrice: [],
  };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < demands; j++) {
      const k = i * demands + j;
      if (flow[k] > tiny) {
        plan.value += flow[k] * cost[k];
        if (i < stocks) plan.flows.push({ from: i, to: j, amount: flow[k], cost: flow[k] * cost[k] });
        else plan.unmet[j] = flow[k];
      }
      // a full route may be cheaper than its prices say: that rent belongs to the dual objective
      const reduced = cost[k] + stockPrice[i] - demandPrice[j];
      if (reduced < 0 && limit[k] !== Number.POSITIVE_INFINITY) plan.bound += reduced * limit[k];
    }
  }
  for (let i = 0; i < rows; i++) {
    const amount = i < stocks ? problem.supply[i] : problem.demand.reduce((a, b) => a + b, 0);
    plan.bound -= stockPrice[i] * amount;
    if (i < stocks) plan.stockPrice.push(stockPrice[i]);
  }
  for (let j = 0; j < demands; j++) {
    plan.demandPrice.push(demandPrice[j]);
    plan.bound += demandPrice[j] * problem.demand[j];
  }
  return plan;
}

/**
 * Leaves demand points out one by one while the others still cannot be fed, small ones first: what remains is irreducible, so
 * its points take all that exhausted stocks and full routes can bring, and lack the rest. At most as many solves as points.
 */
function smallestShortage(problem: TransportProblem, unreached: readonly number[]): TransportInfeasible {
  let core = [...unreached];
  for (const j of [...core].sort((a, b) => problem.demand[a] - problem.demand[b] || a - b)) {
    if (core.length === 1 || !core.includes(j)) continue;
    const rest = core.filter((k) => k !== j);
    const cut = route(onlyPoints(problem, rest));
    // the new cut may be narrower than what was left
    if (Array.isArray(cut)) core = cut.map((k) => rest[k]);
  }
  const needed = core.reduce((sum, j) => sum + problem.demand[j], 0);
  return { status: 'infeasible', certificate: { demands: core, ...reachOf(problem, core), needed } };
}

function onlyPoints(problem: TransportProblem, points: readonly number[]): TransportProblem {
  const pick = <T>(list: readonly T[]): T[] => points.map((j) => list[j]);
  return {
    supply: problem.supply,
    demand: pick(problem.demand),
    cost: problem.cost.map(pick),
    ...(problem.limit ? { limit: problem.limit.map(pick) } : {}),
  };
}

/** Most that can be brought to a set of demand points: each stock gives at most its supply and at most its routes' limits. */
function reachOf(problem: TransportProblem, demands: readonly number[]) {
  const stocks: number[] = [];
  const routes: { from: number; to: number }[] = [];
  let available = 0;
  problem.supply.forEach((supply, i) => {
    let through = 0;
    const used: { from: number; to: number }[] = [];
    for (const j of demands) {
      if (problem.cost[i][j] === Number.POSITIVE_INFINITY) continue;
      through += problem.limit ? problem.limit[i][j] : Number.POSITIVE_INFINITY;
      used.push({ from: i, to: j });
    }
    if (used.length === 0) return;
    if (through < supply) {
      routes.push(...used);
      available += through;
    } else {
      stocks.push(i);
      available += supply;
    }
  });
  return { stocks, routes, available };
}
