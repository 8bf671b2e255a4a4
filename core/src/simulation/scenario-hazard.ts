import {
  InputError,
  optional,
  readArray,
  readChoice,
  readCount,
  readNumber,
  readObject,
  readTuple,
} from './input-error.ts';
import type { HazardInput, ResponderInput, StressInput } from './scenario-kinds.ts';

/** What a hazard may refer to. */
interface Surroundings
  extends Pick<StressInput, 'bounds' | 'horizonHours' | 'facilities' | 'responders' | 'stocks' | 'shelters'> {
  /** How many streets there are. */
  streets: number;
}

export function readPoint(value: unknown, path: string, bounds: readonly number[]): [number, number] {
  const pair = readTuple(value, path, 2);
  return [
    readNumber(pair[0], `${path}[0]`, bounds[0], bounds[2]),
    readNumber(pair[1], `${path}[1]`, bounds[1], bounds[3]),
  ];
}

/** Reads what happens: nothing of it may lie outside the map or name what is not there. */
export function readHazard(value: unknown, district: Surroundings): HazardInput {
  const f = readObject(value, 'hazard', [
    'kind',
    'footprints',
    'rasters',
    'scale',
    'displacementMedian',
    'displacementSigma',
    'returnMedianHours',
    'closesRoadsAt',
    'lost',
    'lostRoads',
    'lostStocks',
    'lostShelters',
    'lostPeople',
  ]);
  const { bounds, horizonHours: horizon } = district;
  return {
    kind: readChoice(f.kind, 'hazard.kind', [
      'rainstorm',
      'fire',
      'cold-wave',
      'epidemic',
      'earthquake',
      'other',
    ]),
    footprints: readArray(f.footprints ?? [], 'hazard.footprints').map((entry, k) => {
      const path = `hazard.footprints[${k}]`;
      const part = readObject(entry, path, ['polygon', 'fromHour', 'toHour', 'intensity']);
      const fromHour = readNumber(part.fromHour, `${path}.fromHour`, 0, horizon);
      return {
        polygon: readArray(part.polygon, `${path}.polygon`, 3).map((p, n) =>
          readPoint(p, `${path}.polygon[${n}]`, bounds),
        ),
        fromHour,
        toHour: readNumber(part.toHour, `${path}.toHour`, fromHour, 1e5),
        intensity: readNumber(part.intensity, `${path}.intensity`, 0, 1),
      };
    }),
    rasters: readRasters(f.rasters, bounds, horizon),
    scale: optional(f.scale, 'hazard.scale', 0, 100, 1),
    displacementMedian: optional(f.displacementMedian, 'hazard.displacementMedian', 0, 10, 0.7),
    displacementSigma: optional(f.displacementSigma, 'hazard.displacementSigma', 0.01, 5, 0.4),
    returnMedianHours: optional(f.returnMedianHours, 'hazard.returnMedianHours', 0.1, 1e5, 24),
    closesRoadsAt: optional(f.closesRoadsAt, 'hazard.closesRoadsAt', 0, 10, 0.5),
    lost: readIds(f.lost ?? [], 'hazard.lost', 'a facility', district.facilities),
    lostRoads: readArray(f.lostRoads ?? [], 'hazard.lostRoads').map((edge, k) => {
      const path = `hazard.lostRoads[${k}]`;
      if (district.streets === 0)
        throw new InputError(path, 'must be the number of a street, and roads names none', edge);
      return readCount(edge, path, district.streets - 1);
    }),
    ...(f.lostStocks === undefined
      ? {}
      : { lostStocks: readIds(f.lostStocks, 'hazard.lostStocks', 'a stock point', district.stocks) }),
    ...(f.lostShelters === undefined
      ? {}
      : { lostShelters: readIds(f.lostShelters, 'hazard.lostShelters', 'a shelter', district.shelters) }),
    ...(f.lostPeople === undefined ? {} : { lostPeople: readLostPeople(f.lostPeople, district.responders) }),
  };
}

function readIds(value: unknown, path: string, what: string, of: readonly { id: string }[]): string[] {
  const known = new Set(of.map(({ id }) => id));
  return readArray(value, path).map((id, k) => {
    if (!known.has(id as string)) throw new InputError(`${path}[${k}]`, `must be the id of ${what}`, id);
    return id as string;
  });
}

/** Nobody can be lost who is not there. */
function readLostPeople(value: unknown, responders: readonly ResponderInput[]): Record<string, number> {
  const f = readObject(
    value,
    'hazard.lostPeople',
    responders.map(({ id }) => id),
  );
  return Object.fromEntries(
    Object.entries(f).map(([id, n]) => [
      id,
      readCount(n, `hazard.lostPeople.${id}`, responders.find((group) => group.id === id)!.count),
    ]),
  );
}

function readRasters(value: unknown, bounds: readonly number[], horizon: number): HazardInput['rasters'] {
  return readArray(value ?? [], 'hazard.rasters').map((entry, k) => {
    const path = `hazard.rasters[${k}]`;
    const f = readObject(entry, path, ['west', 'south', 'cellMetres', 'columns', 'rows', 'frames']);
    const west = readNumber(f.west, `${path}.west`, bounds[0], bounds[2]);
    const south = readNumber(f.south, `${path}.south`, bounds[1], bounds[3]);
    const columns = Math.max(1, readCount(f.columns, `${path}.columns`, 10_000));
    const rows = Math.max(1, readCount(f.rows, `${path}.rows`, 10_000));
    const cellMetres = readNumber(
      f.cellMetres,
      `${path}.cellMetres`,
      0.1,
      Math.max(0.1, Math.min((bounds[2] - west) / columns, (bounds[3] - south) / rows) + 1e-9),
    );
    const frames = readArray(f.frames, `${path}.frames`, 1).map((frame, n) => {
      const at = `${path}.frames[${n}]`;
      const g = readObject(frame, at, ['fromHour', 'toHour', 'values']);
      const values = readArray(g.values, `${at}.values`);
      if (values.length !== rows * columns)
        throw new InputError(`${at}.values`, `must have ${rows} × ${columns} numbers`, values.length);
      const fromHour = readNumber(g.fromHour, `${at}.fromHour`, 0, horizon);
      return {
        fromHour,
        toHour: readNumber(g.toHour, `${at}.toHour`, fromHour, 1e5),
        values: values.map((x, v) => readNumber(x, `${at}.values[${v}]`, 0, 1)),
      };
    });
    return { west, south, cellMetres, columns, rows, frames };
  });
}
