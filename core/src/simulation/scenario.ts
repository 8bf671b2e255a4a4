import { FOUR_RESILIENCES } from '../indicators/presets.ts';
import {
  type Fields,
  InputError,
  optional,
  readArray,
  readChoice,
  readCount,
  readNumber,
  readObject,
  readText,
} from './input-error.ts';
import { readHazard, readPoint } from './scenario-hazard.ts';
import {
  type CommandInput,
  type DamageStateInput,
  type FacilityInput,
  type GridInput,
  type MeasureInput,
  NEED_CLASSES,
  type PolicyInput,
  type ResponderInput,
  type ShelterInput,
  type StockInput,
  type StressInput,
} from './scenario-kinds.ts';

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
  const place = (fields: Fields, path: string): { x: number; y: number } => ({
    x: readNumber(fields.x, `${path}.x`, bounds[0], bounds[2]),
    y: readNumber(fields.y, `${path}.y`, bounds[1], bounds[3]),
  });
  const horizonHours = readNumber(root.horizonHours, 'horizonHours', 1, 24 * 60);

  const grids = list(
    root.grids,
    'grids',
    1,
    ['id', 'area', 'x', 'y', 'households', 'people', 'group', 'elderly', 'chronic', 'powered', 'priority'],
    (f, path): GridInput => {
      const households = readCount(f.households, `${path}.households`, 1e6);
      const share = (key: string): number =>
        f[key] === undefined ? 0 : readNumber(f[key], `${path}.${key}`, 0, households);
      return {
        id: readText(f.id, `${path}.id`),
        area: readText(f.area, `${path}.area`),
        ...place(f, path),
        households,
        people: readNumber(f.people, `${path}.people`, 0, 1e7),
        group: f.group === undefined ? 'all' : readText(f.group, `${path}.group`),
        elderly: share('elderly'),
        chronic: share('chronic'),
        powered: share('powered'),
        priority: optional(f.priority, `${path}.priority`, 0, 9, 0),
      };
    },
  );
  const gridIds = new Set(grids.map((g) => g.id));
  const gridList = (value: unknown, path: string): string[] =>
    readArray(value, path).map((id, k) => {
      const text = readText(id, `${path}[${k}]`);
      if (!gridIds.has(text)) throw new InputError(`${path}[${k}]`, 'must be the id of a grid', id);
      return text;
    });

  const facilities = list(
    root.facilities,
    'facilities',
    0,
    [
      'id',
      'service',
      'x',
      'y',
      'serves',
      'dependsOn',
      'backupHours',
      'failureMedian',
      'failureSigma',
      'repairMedianHours',
      'repairSigma',
      'floods',
      'capacity',
      'damageStates',
    ],
    (f, path): FacilityInput => {
      const floods =
        f.floods === undefined
          ? undefined
          : readObject(f.floods, `${path}.floods`, ['grids', 'afterHours', 'intensity']);
      return {
        id: readText(f.id, `${path}.id`),
        service: readText(f.service, `${path}.service`),
        ...place(f, path),
        serves: gridList(f.serves, `${path}.serves`),
        dependsOn:
          f.dependsOn === undefined
            ? []
            : readArray(f.dependsOn, `${path}.dependsOn`).map((s, k) =>
                readText(s, `${path}.dependsOn[${k}]`),
              ),
        backupHours: optional(f.backupHours, `${path}.backupHours`, 0, 1e4, 0),
        capacity:
          f.capacity === undefined || f.capacity === null
            ? null
            : readNumber(f.capacity, `${path}.capacity`, 0, 1e9),
        damageStates: readDamageStates(f, path),
        failureMedian: optional(f.failureMedian, `${path}.failureMedian`, 0, 10, 0),
        failureSigma: optional(f.failureSigma, `${path}.failureSigma`, 0.01, 5, 0.4),
        repairMedianHours: optional(f.repairMedianHours, `${path}.repairMedianHours`, 0.01, 1e5, 12),
        repairSigma: optional(f.repairSigma, `${path}.repairSigma`, 0.01, 5, 0.5),
        ...(floods
          ? {
              floods: {
                grids: gridList(floods.grids, `${path}.floods.grids`),
                afterHours: readNumber(floods.afterHours, `${path}.floods.afterHours`, 0, 1e4),
                intensity: readNumber(floods.intensity, `${path}.floods.intensity`, 0, 1),
              },
            }
          : {}),
      };
    },
  );
  const services = new Set(facilities.map((f) => f.service));
  if (services.size > 24) throw new InputError('facilities', 'may name at most 24 services', services.size);
  facilities.forEach((f, i) => {
    f.dependsOn.forEach((s, k) => {
      if (!services.has(s))
        throw new InputError(`facilities[${i}].dependsOn[${k}]`, 'must be the service of some facility', s);
    });
  });

  const responders = list(
    root.responders,
    'responders',
    0,
    ['id', 'x', 'y', 'count', 'skills', 'shiftFrom', 'shiftTo', 'metresPerMinute', 'arrivesAt'],
    (f, path): ResponderInput => ({
      id: readText(f.id, `${path}.id`),
      ...place(f, path),
      count: f.count === undefined ? 1 : readCount(f.count, `${path}.count`, 1e5),
      skills: readArray(f.skills, `${path}.skills`, 1).map((s, k) =>
        readChoice(s, `${path}.skills[${k}]`, NEED_CLASSES),
      ),
      shiftFrom: optional(f.shiftFrom, `${path}.shiftFrom`, 0, 24, 0),
      shiftTo: optional(f.shiftTo, `${path}.shiftTo`, 0, 24, 0),
      metresPerMinute: optional(f.metresPerMinute, `${path}.metresPerMinute`, 1, 2000, 150),
      arrivesAt: optional(f.arrivesAt, `${path}.arrivesAt`, 0, 1e5, 0),
    }),
  );

  const lot = (value: unknown, path: string): StockInput['arrivals'][number] => {
    const f = readObject(value, path, ['item', 'amount', 'atHour', 'expiresAtHour']);
    const expiry =
      f.expiresAtHour === undefined
        ? {}
        : { expiresAtHour: readNumber(f.expiresAtHour, `${path}.expiresAtHour`, 0, 1e5) };
    return {
      ...expiry,
      item: readText(f.item, `${path}.item`),
      amount: readNumber(f.amount, `${path}.amount`, 0, 1e12),
      atHour: readNumber(f.atHour, `${path}.atHour`, 0, 1e5),
    };
  };
  const lots = (value: unknown, path: string) =>
    value === undefined ? [] : readArray(value, path).map((entry, k) => lot(entry, `${path}[${k}]`));
  const stocks = list(
    root.stocks,
    'stocks',
    0,
    ['id', 'x', 'y', 'items', 'arrivals', 'expiries'],
    (f, path): StockInput => {
      const items = readObject(f.items, `${path}.items`, Object.keys((f.items as object | null) ?? {}));
      const stock: StockInput = {
        id: readText(f.id, `${path}.id`),
        ...place(f, path),
        items: Object.fromEntries(
          Object.entries(items).map(([item, amount]) => [
            item,
            readNumber(amount, `${path}.items.${item}`, 0, 1e12),
          ]),
        ),
        arrivals: lots(f.arrivals, `${path}.arrivals`),
        expiries: lots(f.expiries, `${path}.expiries`),
      };
      checkLots(stock, path);
      return stock;
    },
  );
  const shelters = list(
    root.shelters,
    'shelters',
    0,
    ['id', 'x', 'y', 'capacity'],
    (f, path): ShelterInput => ({
      id: readText(f.id, `${path}.id`),
      ...place(f, path),
      capacity: readNumber(f.capacity, `${path}.capacity`, 0, 1e7),
    }),
  );

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

function list<T extends { id: string }>(
  value: unknown,
  path: string,
  least: number,
  keys: readonly string[],
  read: (fields: Fields, path: string) => T,
): T[] {
  const seen = new Set<string>();
  return (value === undefined && least === 0 ? [] : readArray(value, path, least)).map((entry, i) => {
    const item = read(readObject(entry, `${path}[${i}]`, keys), `${path}[${i}]`);
    if (seen.has(item.id)) throw new InputError(`${path}[${i}].id`, 'must be used once only', item.id);
    seen.add(item.id);
    return item;
  });
}

/** Degrees of damage must be ordered: a worse one needs more, and leaves less. */
function readDamageStates(f: Fields, path: string): DamageStateInput[] {
  if (f.damageStates === undefined) return [];
  const at = `${path}.damageStates`;
  if (f.failureMedian !== undefined && f.failureMedian !== 0 && readArray(f.damageStates, at).length > 0)
    throw new InputError(`${path}.failureMedian`, 'is not used with damageStates', f.failureMedian);
  let before = 0;
  let left = 1;
  return readArray(f.damageStates, at).map((entry, k) => {
    const s = readObject(entry, `${at}[${k}]`, [
      'name',
      'failureMedian',
      'repairMedianHours',
      'capacityShare',
    ]);
    before = readNumber(s.failureMedian, `${at}[${k}].failureMedian`, before, 10);
    left = optional(s.capacityShare, `${at}[${k}].capacityShare`, 0, left, 0);
    return {
      name: readText(s.name, `${at}[${k}].name`),
      failureMedian: before,
      repairMedianHours: readNumber(s.repairMedianHours, `${at}[${k}].repairMedianHours`, 0.01, 1e5),
      capacityShare: left,
    };
  });
}

/** No more can run out of date than there is, and nothing before it came. */
function checkLots(stock: StockInput, path: string): void {
  const sums = new Map<string, number>();
  stock.expiries.forEach((lot, k) => {
    const sum = (sums.get(lot.item) ?? 0) + lot.amount;
    sums.set(lot.item, sum);
    const held = stock.items[lot.item] ?? 0;
    if (sum > held + 1e-9)
      throw new InputError(
        `${path}.expiries[${k}].amount`,
        `must not exceed what items.${lot.item} holds (${held})`,
        lot.amount,
      );
  });
  stock.arrivals.forEach((lot, k) => {
    if (lot.expiresAtHour !== undefined && lot.expiresAtHour < lot.atHour)
      throw new InputError(
        `${path}.arrivals[${k}].expiresAtHour`,
        `must not be before atHour ${lot.atHour}`,
        lot.expiresAtHour,
      );
  });
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
    const pair = readArray(e, `roads.edges[${k}]`, 2);
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
  return list(
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
