import {
  type Fields,
  InputError,
  optional,
  readArray,
  readChoice,
  readCount,
  readList,
  readNumber,
  readObject,
  readText,
} from './input-error.ts';
import { NEED_CLASSES, type ResponderInput, type ShelterInput, type StockInput } from './scenario-kinds.ts';
import { type Bounds, readPlace } from './scenario-places.ts';

const RESPONDER_KEYS = [
  'id',
  'x',
  'y',
  'count',
  'skills',
  'shiftFrom',
  'shiftTo',
  'metresPerMinute',
  'arrivesAt',
] as const;

export function readResponders(value: unknown, bounds: Bounds): ResponderInput[] {
  return readList(
    value,
    'responders',
    0,
    RESPONDER_KEYS,
    (f, path): ResponderInput => ({
      id: readText(f.id, `${path}.id`),
      ...readPlace(f, path, bounds),
      count: f.count === undefined ? 1 : readCount(f.count, `${path}.count`, 1e5),
      skills: readArray(f.skills, `${path}.skills`, 1).map((s, k) =>
        readChoice(s, `${path}.skills[${k}]`, NEED_CLASSES),
      ),
      ...readShift(f, path),
      metresPerMinute: optional(f.metresPerMinute, `${path}.metresPerMinute`, 1, 2000, 150),
      arrivesAt: optional(f.arrivesAt, `${path}.arrivesAt`, 0, 1e5, 0),
    }),
  );
}

/** Both ends or neither (round the clock); a shift that ends in the hour in which it begins would be none at all. */
function readShift(f: Fields, path: string): { shiftFrom: number; shiftTo: number } {
  const given = (['shiftFrom', 'shiftTo'] as const).filter((end) => f[end] !== undefined);
  if (given.length === 1) {
    const missing = given[0] === 'shiftFrom' ? 'shiftTo' : 'shiftFrom';
    throw new InputError(
      `${path}.${missing}`,
      `must be given together with ${given[0]} ${String(f[given[0]])}`,
      f[missing],
    );
  }
  const shiftFrom = optional(f.shiftFrom, `${path}.shiftFrom`, 0, 24, 0);
  const shiftTo = optional(f.shiftTo, `${path}.shiftTo`, 0, 24, 0);
  const roundTheClock = shiftFrom === 0 && (shiftTo === 0 || shiftTo === 24);
  if (!roundTheClock && shiftFrom % 24 === shiftTo % 24)
    throw new InputError(
      `${path}.shiftTo`,
      `must differ from shiftFrom ${shiftFrom} (round the clock is 0 to 24)`,
      shiftTo,
    );
  return { shiftFrom, shiftTo };
}

export function readStocks(value: unknown, bounds: Bounds): StockInput[] {
  return readList(
    value,
    'stocks',
    0,
    ['id', 'x', 'y', 'items', 'arrivals', 'expiries'],
    (f, path): StockInput => {
      const items = readObject(f.items, `${path}.items`, Object.keys((f.items as object | null) ?? {}));
      const stock: StockInput = {
        id: readText(f.id, `${path}.id`),
        ...readPlace(f, path, bounds),
        items: Object.fromEntries(
          Object.entries(items).map(([item, amount]) => [
            item,
            readNumber(amount, `${path}.items.${item}`, 0, 1e12),
          ]),
        ),
        arrivals: readLots(f.arrivals, `${path}.arrivals`),
        expiries: readLots(f.expiries, `${path}.expiries`),
      };
      checkLots(stock, path);
      return stock;
    },
  );
}

function readLots(value: unknown, path: string): StockInput['arrivals'][number][] {
  return readArray(value ?? [], path).map((entry, k) => {
    const at = `${path}[${k}]`;
    const f = readObject(entry, at, ['item', 'amount', 'atHour', 'expiresAtHour']);
    return {
      ...(f.expiresAtHour === undefined
        ? {}
        : { expiresAtHour: readNumber(f.expiresAtHour, `${at}.expiresAtHour`, 0, 1e5) }),
      item: readText(f.item, `${at}.item`),
      amount: readNumber(f.amount, `${at}.amount`, 0, 1e12),
      atHour: readNumber(f.atHour, `${at}.atHour`, 0, 1e5),
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

export function readShelters(value: unknown, bounds: Bounds): ShelterInput[] {
  return readList(
    value,
    'shelters',
    0,
    ['id', 'x', 'y', 'capacity'],
    (f, path): ShelterInput => ({
      id: readText(f.id, `${path}.id`),
      ...readPlace(f, path, bounds),
      capacity: readNumber(f.capacity, `${path}.capacity`, 0, 1e7),
    }),
  );
}
