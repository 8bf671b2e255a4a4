import { readArray, readChoice, readNumber, readObject, readText } from '@renlin/core/simulation/input-error';
import {
  type Damage,
  type Relation,
  recoverServices,
  type ServiceComponent,
  type ServiceRecovery,
  type ServiceSystem,
} from '@renlin/core/simulation/interdependency';

const RELATIONS: readonly Relation[] = ['constant', 'linear', 'binary'];

/**
 * `renlin solve services`: interdependent services step by step (schema: docs/core/simulation.md). Throws InputError or RangeError
 * naming path and value.
 */
export function solveServices(value: unknown): ServiceRecovery {
  const raw = readObject(value, 'input', [
    'resources',
    'components',
    'links',
    'damage',
    'steps',
    'goals',
    'repair',
  ]);
  const system: ServiceSystem = {
    resources: readArray(raw['resources'], 'resources', 1).map((entry, k) =>
      readResource(entry, `resources[${k}]`),
    ),
    components: readArray(raw['components'], 'components', 1).map((entry, k) =>
      readComponent(entry, `components[${k}]`),
    ),
    links: readArray(raw['links'] ?? [], 'links').map((entry, k) => {
      const path = `links[${k}]`;
      const f = readObject(entry, path, ['from', 'to', 'capacity', 'repairSteps']);
      return {
        from: readText(f['from'], `${path}.from`),
        to: readText(f['to'], `${path}.to`),
        capacity: readNumber(f['capacity'], `${path}.capacity`, 0),
        ...repairOf(f['repairSteps'], `${path}.repairSteps`),
      };
    }),
  };
  const steps = readNumber(raw['steps'], 'steps', 1, 10_000);
  if (raw['repair'] !== undefined) readChoice(String(raw['repair']), 'repair', ['true', 'false']);
  return recoverServices(
    system,
    readShares(raw['damage'], 'damage'),
    Math.floor(steps),
    readShares(raw['goals'], 'goals'),
    {
      repair: raw['repair'] !== false,
    },
  );
}

/** Shares 0…1 by name. */
function readShares(value: unknown, path: string): Damage {
  const f = readObject(value ?? {}, path, Object.keys((value as object | null) ?? {}));
  return Object.fromEntries(
    Object.entries(f).map(([key, x]) => [key, readNumber(x, `${path}.${key}`, 0, 1)]),
  );
}

function repairOf(value: unknown, path: string): { repairSteps?: number } {
  return value === undefined ? {} : { repairSteps: readNumber(value, path, 1e-6) };
}

function readResource(value: unknown, path: string): ServiceSystem['resources'][number] {
  const f = readObject(value, path, ['id', 'carried', 'priority']);
  if (typeof f['carried'] !== 'boolean' && f['carried'] !== undefined)
    readChoice(f['carried'], `${path}.carried`, ['true', 'false']);
  return {
    id: readText(f['id'], `${path}.id`),
    carried: f['carried'] !== false,
    ...(f['priority'] === undefined
      ? {}
      : {
          priority: readArray(f['priority'], `${path}.priority`).map((id, k) =>
            readText(id, `${path}.priority[${k}]`),
          ),
        }),
  };
}

function readComponent(value: unknown, path: string): ServiceComponent {
  const f = readObject(value, path, ['id', 'place', 'supply', 'demand', 'repairSteps', 'damage']);
  return {
    id: readText(f['id'], `${path}.id`),
    place: readText(f['place'], `${path}.place`),
    supply: byResource(
      f['supply'],
      `${path}.supply`,
      (g, at) => ({
        amount: readNumber(g['amount'], `${at}.amount`, 0),
        functionality: readChoice(g['functionality'] ?? 'linear', `${at}.functionality`, RELATIONS),
        unmet: readChoice(g['unmet'] ?? 'binary', `${at}.unmet`, RELATIONS),
      }),
      ['amount', 'functionality', 'unmet'],
    ),
    demand: byResource(
      f['demand'],
      `${path}.demand`,
      (g, at) => ({
        amount: readNumber(g['amount'], `${at}.amount`, 0),
        functionality: readChoice(g['functionality'] ?? 'constant', `${at}.functionality`, RELATIONS),
        ...surgeOf(g['surge'], `${at}.surge`),
      }),
      ['amount', 'functionality', 'surge'],
    ),
    ...repairOf(f['repairSteps'], `${path}.repairSteps`),
    damage: readChoice(f['damage'] ?? 'linear', `${path}.damage`, ['linear', 'binary'] as const),
  };
}

function surgeOf(value: unknown, path: string): { surge?: { factor: number; decay: number } } {
  if (value === undefined) return {};
  const f = readObject(value, path, ['factor', 'decay']);
  return {
    surge: {
      factor: readNumber(f['factor'], `${path}.factor`, 0),
      decay: readNumber(f['decay'], `${path}.decay`, 0),
    },
  };
}

function byResource<T>(
  value: unknown,
  path: string,
  read: (fields: Readonly<Record<string, unknown>>, path: string) => T,
  keys: readonly string[],
): Record<string, T> {
  const f = readObject(value ?? {}, path, Object.keys((value as object | null) ?? {}));
  return Object.fromEntries(
    Object.entries(f).map(([id, entry]) => [
      id,
      read(readObject(entry, `${path}.${id}`, keys), `${path}.${id}`),
    ]),
  );
}
