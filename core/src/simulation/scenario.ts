import { FOUR_RESILIENCES } from '../indicators/presets.ts';
import {
  InputError,
  optional,
  readArray,
  readChoice,
  readCount,
  readList,
  readNumber,
  readObject,
  readText,
  readTuple,
} from './input-error.ts';
import { readHazard, readPoint } from './scenario-hazard.ts';
import type { CommandInput, MeasureInput, PolicyInput, StressInput } from './scenario-kinds.ts';
import { readFacilities, readGrids } from './scenario-places.ts';
import { readResponders, readShelters, readStocks } from './scenario-response.ts';

export type { StressInput } from './scenario-kinds.ts';

const INPUT_KEYS = [
  'name',
  'units',
  'bounds',
  'horizonHours',
  'startHour',
  'grids',
  'roads',
  'facilities',
  'responders',
  'stocks',
  'shelters',
  'hazard',
  'policy',
  'command',
  'measures',
  'records',
] as const;

/**
 * Reads and checks an input. Throws InputError with the path and the value of the first thing that is wrong: unknown keys and
 * units, negative or NaN numbers, places outside the map, references to ids that do not exist, impossible shifts.
 */
export function parseStressInput(raw: unknown): StressInput {
  const root = readObject(raw, 'input', INPUT_KEYS);
  if (root.units !== undefined) {
    const units = readObject(root.units, 'units', ['length']);
    readChoice(units.length, 'units.length', ['m']);
  }
  const box = readArray(root.bounds, 'bounds', 4);
  const bounds = [0, 1, 2, 3].map((k) => readNumber(box[k], `bounds[${k}]`, -1e9, 1e9)) as [
    number,
    number,
    number,
    number,
  ];
  if (box.length !== 4 || bounds[0] >= bounds[2] || bounds[1] >= bounds[3])
    throw new InputError('bounds', 'must be [west, south, east, north]', root.bounds);
  const horizonHours = readNumber(root.horizonHours, 'horizonHours', 1, 24 * 60);

  const grids = readGrids(root.grids, bounds);
  const facilities = readFacilities(root.facilities, grids, bounds);
  const responders = readResponders(root.responders, bounds);
  const stocks = readStocks(root.stocks, bounds);
  const shelters = readShelters(root.shelters, bounds);
  const roads = readRoads(root.roads, bounds);
  return {
    name: readText(root.name, 'name'),
    units: { length: 'm' },
    bounds,
    horizonHours,
    startHour: optional(root.startHour, 'startHour', 0, 24, 0),
    grids,
    roads,
    facilities,
    responders,
    stocks,
    shelters,
    hazard: readHazard(root.hazard, {
      bounds,
      horizonHours,
      facilities,
      responders,
      stocks,
      shelters,
      streets: roads?.edges.length ?? 0,
    }),
    policy: readPolicy(root.policy),
    command: readCommand(root.command),
    measures: readMeasures(root.measures),
    records: readRecords(root.records),
  };
}

/** Shares read from records, by the ids of the psychological dimension of the four-resiliences preset. */
function readRecords(value: unknown): StressInput['records'] {
  if (value === undefined || value === null) return null;
  const known = FOUR_RESILIENCES.indicators.filter((i) => i.dimension === 'psychological').map((i) => i.id);
  const f = readObject(value, 'records', known);
  return Object.fromEntries(Object.entries(f).map(([id, x]) => [id, readNumber(x, `records.${id}`, 0, 1)]));
}

function readRoads(value: unknown, bounds: readonly number[]): StressInput['roads'] {
  if (value === undefined || value === null) return null;
  const f = readObject(value, 'roads', ['nodes', 'edges']);
  const nodes = readArray(f.nodes, 'roads.nodes', 1).map((p, k) => readPoint(p, `roads.nodes[${k}]`, bounds));
  const edges = readArray(f.edges, 'roads.edges').map((e, k): [number, number] => {
    const pair = readTuple(e, `roads.edges[${k}]`, 2);
    return [0, 1].map((end) => {
      const node = readCount(pair[end], `roads.edges[${k}][${end}]`, 1e9);
      if (node >= nodes.length)
        throw new InputError(
          `roads.edges[${k}][${end}]`,
          `must be the number of a node (0…${nodes.length - 1})`,
          node,
        );
      return node;
    }) as [number, number];
  });
  return { nodes, edges };
}

function readPolicy(value: unknown): PolicyInput {
  const f = value === undefined ? {} : readObject(value, 'policy', ['rule', 'reserve', 'batchMinutes']);
  return {
    rule:
      f.rule === undefined ? 'priority' : readChoice(f.rule, 'policy.rule', ['nearest', 'priority', 'batch']),
    reserve: optional(f.reserve, 'policy.reserve', 0, 0.9, 0),
    batchMinutes: optional(f.batchMinutes, 'policy.batchMinutes', 1, 240, 10),
  };
}

function readCommand(value: unknown): CommandInput {
  const f =
    value === undefined ? {} : readObject(value, 'command', ['commanders', 'span', 'decisionMinutes']);
  return {
    commanders:
      f.commanders === undefined ? 2 : Math.max(1, readCount(f.commanders, 'command.commanders', 100)),
    span: f.span === undefined ? 7 : Math.max(1, readCount(f.span, 'command.span', 1000)),
    decisionMinutes: optional(f.decisionMinutes, 'command.decisionMinutes', 0, 120, 2),
  };
}

function readMeasures(value: unknown): MeasureInput[] {
  return readList(
    value,
    'measures',
    0,
    ['id', 'label', 'costYuan', 'changes'],
    (f, path): MeasureInput => ({
      id: readText(f.id, `${path}.id`),
      label: f.label === undefined ? readText(f.id, `${path}.id`) : readText(f.label, `${path}.label`),
      costYuan: readNumber(f.costYuan, `${path}.costYuan`, 0.01, 1e12),
      changes: readArray(f.changes, `${path}.changes`, 1).map((entry, k) => {
        const at = `${path}.changes[${k}]`;
        const change = readObject(entry, at, ['path', 'add', 'set', 'multiply']);
        const given = (['add', 'set', 'multiply'] as const).filter((op) => change[op] !== undefined);
        if (given.length !== 1) throw new InputError(at, 'needs exactly one of add, set, multiply', entry);
        return {
          path: readText(change.path, `${at}.path`),
          [given[0]]: readNumber(change[given[0]], `${at}.${given[0]}`, -1e12, 1e12),
        };
      }),
    }),
  );
}
