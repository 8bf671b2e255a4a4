import {
  type Fields,
  InputError,
  optional,
  readArray,
  readCount,
  readList,
  readNumber,
  readObject,
  readText,
} from './input-error.ts';
import type { DamageStateInput, FacilityInput, GridInput } from './scenario-kinds.ts';

export type Bounds = readonly [west: number, south: number, east: number, north: number];

export function readPlace(f: Fields, path: string, bounds: Bounds): { x: number; y: number } {
  return {
    x: readNumber(f.x, `${path}.x`, bounds[0], bounds[2]),
    y: readNumber(f.y, `${path}.y`, bounds[1], bounds[3]),
  };
}

const GRID_KEYS = [
  'id',
  'area',
  'x',
  'y',
  'households',
  'people',
  'group',
  'elderly',
  'chronic',
  'powered',
  'priority',
] as const;

export function readGrids(value: unknown, bounds: Bounds): GridInput[] {
  return readList(value, 'grids', 1, GRID_KEYS, (f, path) => {
    const households = readCount(f.households, `${path}.households`, 1e6);
    const counted = (key: string): number => optional(f[key], `${path}.${key}`, 0, households, 0);
    return {
      id: readText(f.id, `${path}.id`),
      area: readText(f.area, `${path}.area`),
      ...readPlace(f, path, bounds),
      households,
      people: readNumber(f.people, `${path}.people`, 0, 1e7),
      group: f.group === undefined ? 'all' : readText(f.group, `${path}.group`),
      elderly: counted('elderly'),
      chronic: counted('chronic'),
      powered: counted('powered'),
      priority: optional(f.priority, `${path}.priority`, 0, 9, 0),
    };
  });
}

const FACILITY_KEYS = [
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
] as const;

/** The bits of a number hold the services of a place. */
const MOST_SERVICES = 24;

export function readFacilities(value: unknown, grids: readonly GridInput[], bounds: Bounds): FacilityInput[] {
  const known = new Set(grids.map((g) => g.id));
  const facilities = readList(
    value,
    'facilities',
    0,
    FACILITY_KEYS,
    (f, path): FacilityInput => ({
      id: readText(f.id, `${path}.id`),
      service: readText(f.service, `${path}.service`),
      ...readPlace(f, path, bounds),
      serves: readGridIds(f.serves, `${path}.serves`, known),
      dependsOn: readArray(f.dependsOn ?? [], `${path}.dependsOn`).map((s, k) =>
        readText(s, `${path}.dependsOn[${k}]`),
      ),
      backupHours: optional(f.backupHours, `${path}.backupHours`, 0, 1e4, 0),
      capacity: (f.capacity ?? null) === null ? null : readNumber(f.capacity, `${path}.capacity`, 0, 1e9),
      damageStates: readDamageStates(f, path),
      failureMedian: optional(f.failureMedian, `${path}.failureMedian`, 0, 10, 0),
      failureSigma: optional(f.failureSigma, `${path}.failureSigma`, 0.01, 5, 0.4),
      repairMedianHours: optional(f.repairMedianHours, `${path}.repairMedianHours`, 0.01, 1e5, 12),
      repairSigma: optional(f.repairSigma, `${path}.repairSigma`, 0.01, 5, 0.5),
      ...(f.floods === undefined ? {} : { floods: readFloods(f.floods, `${path}.floods`, known) }),
    }),
  );
  const services = new Set(facilities.map((f) => f.service));
  if (services.size > MOST_SERVICES)
    throw new InputError('facilities', `may name at most ${MOST_SERVICES} services`, services.size);
  facilities.forEach((f, i) => {
    f.dependsOn.forEach((s, k) => {
      if (!services.has(s))
        throw new InputError(`facilities[${i}].dependsOn[${k}]`, 'must be the service of some facility', s);
    });
  });
  return facilities;
}

function readGridIds(value: unknown, path: string, known: ReadonlySet<string>): string[] {
  const seen = new Set<string>();
  return readArray(value, path).map((id, k) => {
    const text = readText(id, `${path}[${k}]`);
    if (!known.has(text)) throw new InputError(`${path}[${k}]`, 'must be the id of a grid', id);
    if (seen.has(text)) throw new InputError(`${path}[${k}]`, 'must be named once only', id);
    seen.add(text);
    return text;
  });
}

function readFloods(
  value: unknown,
  path: string,
  known: ReadonlySet<string>,
): NonNullable<FacilityInput['floods']> {
  const f = readObject(value, path, ['grids', 'afterHours', 'intensity']);
  return {
    grids: readGridIds(f.grids, `${path}.grids`, known),
    afterHours: readNumber(f.afterHours, `${path}.afterHours`, 0, 1e4),
    intensity: readNumber(f.intensity, `${path}.intensity`, 0, 1),
  };
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
