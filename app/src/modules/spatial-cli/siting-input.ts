import {
  type CapacitatedLocationInstance,
  type CapacitatedMedianInstance,
  FormatError,
  floorDistances,
  readOrlibCover,
  readOrlibLocation,
  readOrlibMedian,
  readPmedcap,
  readRailCover,
  readTsplibPoints,
} from '@renlin/core/siting/formats';
import type { CostMatrix } from '@renlin/core/siting/types';

/** What a siting file may hold, whatever its format; solvers take what they need and ask for what is missing. */
export type SitingInput = {
  matrix?: CostMatrix;
  coveredBy?: readonly ArrayLike<number>[];
  clients?: number;
  sites?: number;
  p?: number;
  radius?: number;
  weight?: readonly number[];
  demand?: ArrayLike<number>;
  capacity?: ArrayLike<number>;
  openingCost?: ArrayLike<number>;
  siteCost?: ArrayLike<number>;
  times?: number;
  fixed?: readonly number[];
  forbidden?: readonly number[];
  existing?: readonly number[];
};

export type SitingProblem = 'pmedian' | 'mclp' | 'lscp' | 'cpmp' | 'cflp';
export type SitingFormat = 'orlib' | 'tsplib' | 'json';

/** Reads a file's text for a problem. Throws FormatError (its message names the item at fault). */
export function readSitingInput(
  text: string,
  problem: SitingProblem,
  format: SitingFormat,
  capacity: number | undefined,
): SitingInput {
  if (format === 'json') return readJson(text);
  if (format === 'tsplib') return { matrix: floorDistances(readTsplibPoints(text)) };
  switch (problem) {
    case 'pmedian':
    case 'mclp':
      return { ...readOrlibMedian(text) };
    case 'lscp':
      return readCover(text);
    case 'cpmp':
      return capacitatedMedian(readPmedcap(text));
    case 'cflp':
      return location(readOrlibLocation(text, capacity));
  }
}

function capacitatedMedian(read: CapacitatedMedianInstance): SitingInput {
  return { matrix: read.matrix, p: read.p, demand: read.demand, capacity: read.capacity };
}

function location(read: CapacitatedLocationInstance): SitingInput {
  return { matrix: read.matrix, demand: read.demand, capacity: read.capacity, openingCost: read.openingCost };
}

/** Covering files list rows, or (rail instances) columns; the counts tell which. */
function readCover(text: string): SitingInput {
  try {
    return { ...readOrlibCover(text) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    try {
      return { ...readRailCover(text) };
    } catch {
      throw error;
    }
  }
}

function readJson(text: string): SitingInput {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FormatError(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FormatError('the top level must be an object');
  }
  const source = value as Record<string, unknown>;
  const input: SitingInput = {};
  if (source['cost'] !== undefined) input.matrix = matrixOf(source['cost']);
  else if (source['clients'] !== undefined && Array.isArray(source['clients'])) {
    input.matrix = distances(
      pairsOf(source['clients'], 'clients'),
      pairsOf(source['sites'] ?? source['clients'], 'sites'),
    );
  }
  if (source['coveredBy'] !== undefined) {
    input.coveredBy = listOf(source['coveredBy'], 'coveredBy').map((row, i) =>
      numbersOf(row, `coveredBy[${i}]`),
    );
    input.clients = input.coveredBy.length;
    let most = -1;
    for (const row of input.coveredBy) for (const j of Array.from(row)) most = Math.max(most, j);
    input.sites = typeof source['sites'] === 'number' ? source['sites'] : most + 1;
  }
  for (const name of ['weight', 'demand', 'capacity', 'openingCost', 'siteCost'] as const) {
    if (source[name] !== undefined) input[name] = numbersOf(source[name], name);
  }
  for (const name of ['fixed', 'forbidden', 'existing'] as const) {
    if (source[name] !== undefined) input[name] = numbersOf(source[name], name);
  }
  for (const name of ['p', 'radius', 'times'] as const) {
    if (source[name] !== undefined) input[name] = numberOf(source[name], name);
  }
  return input;
}

function listOf(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new FormatError(`${name} must be a list`);
  return value;
}

function numberOf(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new FormatError(`${name} must be a number`);
  return value;
}

function numbersOf(value: unknown, name: string): number[] {
  return listOf(value, name).map((item, k) => numberOf(item, `${name}[${k}]`));
}

function pairsOf(value: unknown, name: string): number[][] {
  return listOf(value, name).map((item, k) => {
    const pair = numbersOf(item, `${name}[${k}]`);
    if (pair.length !== 2) throw new FormatError(`${name}[${k}] must be [x, y]`);
    return pair;
  });
}

/** Rows per client; null is a forbidden pair. */
function matrixOf(value: unknown): CostMatrix {
  const rows = listOf(value, 'cost').map((row, i) => listOf(row, `cost[${i}]`));
  const sites = rows[0]?.length ?? 0;
  if (sites === 0) throw new FormatError('cost must have at least one row and one column');
  const cost = new Float64Array(rows.length * sites);
  rows.forEach((row, i) => {
    if (row.length !== sites)
      throw new FormatError(`cost[${i}] must hold ${sites} values, got ${row.length}`);
    row.forEach((item, j) => {
      cost[i * sites + j] = item === null ? Number.POSITIVE_INFINITY : numberOf(item, `cost[${i}][${j}]`);
    });
  });
  return { clients: rows.length, sites, cost };
}

function distances(clients: number[][], sites: number[][]): CostMatrix {
  if (clients.length === 0 || sites.length === 0)
    throw new FormatError('clients and sites must not be empty');
  const cost = new Float64Array(clients.length * sites.length);
  clients.forEach(([x = 0, y = 0], i) => {
    sites.forEach(([a = 0, b = 0], j) => {
      cost[i * sites.length + j] = Math.sqrt((x - a) * (x - a) + (y - b) * (y - b));
    });
  });
  return { clients: clients.length, sites: sites.length, cost };
}
