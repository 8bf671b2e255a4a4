import { geodesicMiles } from './geodesic.ts';
import { type DistrictGraph, districtGraph } from './graph.ts';

/** A graph file that cannot be used; the message names the field. */
export class GraphFormatError extends Error {}

/**
 * Reads a node-link graph in JSON (as networkx and GerryChain write it): `nodes` with population and, where known, positions, and
 * either `adjacency` (a list of neighbours per node) or `links` / `edges` (source, target). Shared borders are `shared_perim`.
 * Population: `field`, or TOTPOP, or P0010001 (the 2020 census). Positions: C_X/C_Y, INTPTLON*+INTPTLAT* (geodesic miles) or x/y.
 */
export function readNodeLink(text: string, field?: string): { graph: DistrictGraph; ids: string[] } {
  const root = objectOf(parsed(text), 'the top level');
  const nodes = listOf(root['nodes'], 'nodes').map((node, i) => objectOf(node, `nodes[${i}]`));
  if (nodes.length === 0) throw new GraphFormatError('nodes: the list is empty');
  const name =
    field ?? ['TOTPOP', 'P0010001', 'POP100', 'population'].find((key) => nodes[0][key] !== undefined);
  if (name === undefined)
    throw new GraphFormatError('nodes[0]: there is no TOTPOP; name the population attribute');
  const population = nodes.map((node, i) => {
    const value = numberIn(node, name);
    if (value === undefined || value < 0)
      throw new GraphFormatError(`nodes[${i}].${name} must be a number ≥ 0`);
    return value;
  });
  const ids = nodes.map((node, i) => String(node['id'] ?? i));
  const place = new Map(ids.map((id, i) => [id, i]));
  if (place.size !== ids.length) throw new GraphFormatError('nodes: two nodes have the same id');
  return { graph: districtGraph(population, pairsIn(root, place), positionsOf(nodes)), ids };
}

function pairsIn(
  root: Record<string, unknown>,
  place: ReadonlyMap<string, number>,
): [number, number, number?][] {
  const pairs: [number, number, number?][] = [];
  const at = (id: unknown, where: string): number => {
    const found = place.get(String(id));
    if (found === undefined) throw new GraphFormatError(`${where}: there is no node "${String(id)}"`);
    return found;
  };
  const put = (a: number, b: number, link: Record<string, unknown>): void => {
    const border = numberIn(link, 'shared_perim');
    pairs.push(border === undefined ? [a, b] : [a, b, border]);
  };
  if (root['adjacency'] !== undefined) {
    listOf(root['adjacency'], 'adjacency').forEach((row, a) => {
      if (a >= place.size) throw new GraphFormatError(`adjacency: ${a + 1} rows for ${place.size} nodes`);
      listOf(row, `adjacency[${a}]`).forEach((link, i) => {
        const one = objectOf(link, `adjacency[${a}][${i}]`);
        put(a, at(one['id'], `adjacency[${a}][${i}].id`), one);
      });
    });
    return pairs;
  }
  listOf(root['links'] ?? root['edges'], 'links').forEach((link, i) => {
    const one = objectOf(link, `links[${i}]`);
    put(at(one['source'], `links[${i}].source`), at(one['target'], `links[${i}].target`), one);
  });
  return pairs;
}

function positionsOf(nodes: readonly Record<string, unknown>[]): Pick<DistrictGraph, 'x' | 'y' | 'squared'> {
  const suffix = ['20', '10', ''].find((s) =>
    nodes.every((node) => numberIn(node, `INTPTLON${s}`) !== undefined),
  );
  const pairs: [string, string, boolean][] = [['x', 'y', false]];
  if (nodes.every((node) => numberIn(node, 'C_X') !== undefined)) pairs.unshift(['C_X', 'C_Y', true]);
  if (suffix !== undefined) pairs.unshift([`INTPTLON${suffix}`, `INTPTLAT${suffix}`, true]);
  for (const [east, north, isDegrees] of pairs) {
    const x = Float64Array.from(nodes, (node) => numberIn(node, east) ?? Number.NaN);
    const y = Float64Array.from(nodes, (node) => numberIn(node, north) ?? Number.NaN);
    if (x.some(Number.isNaN) || y.some(Number.isNaN)) continue;
    if (!isDegrees) return { x, y };
    return { x, y, squared: (a, b) => geodesicMiles(x[a], y[a], x[b], y[b]) ** 2 };
  }
  return {};
}

/** Attributes are often numbers written as text, with a sign. */
function numberIn(source: Record<string, unknown>, key: string): number | undefined {
  const value = source[key];
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GraphFormatError(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new GraphFormatError(`${name} must be an object`);
  return value as Record<string, unknown>;
}

function listOf(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new GraphFormatError(`${name} must be a list`);
  return value;
}
