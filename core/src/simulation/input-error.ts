/** Bad input, told by its path in the file and the value found there. */
export class InputError extends RangeError {
  readonly path: string;
  readonly expected: string;
  readonly value: unknown;
  constructor(path: string, expected: string, value: unknown) {
    super(`${path}: ${expected}, got ${show(value)}`);
    this.name = 'InputError';
    this.path = path;
    this.expected = expected;
    this.value = value;
  }
}

/** Does what may find bad input, and tells its path from the place where that input lies: `under('equity', …)` says `equity.values[3]`. */
export function under<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `${place}${place.endsWith(':') ? ' ' : '.'}${error.path}`,
      error.expected,
      error.value,
    );
  }
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

export type Fields = Readonly<Record<string, unknown>>;

/** An object with no other keys than `allowed`. */
export function readObject(value: unknown, path: string, allowed: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(path, 'must be an object', value);
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key))
      throw new InputError(
        `${path}.${key}`,
        `is not known here (known: ${allowed.join(', ')})`,
        (value as Fields)[key],
      );
  }
  return value as Fields;
}

export function readArray(value: unknown, path: string, least = 0): readonly unknown[] {
  if (!Array.isArray(value)) throw new InputError(path, 'must be a list', value);
  if (value.length < least) throw new InputError(path, `needs at least ${least} entries`, value);
  return value;
}

export function readNumber(
  value: unknown,
  path: string,
  low: number,
  high = Number.POSITIVE_INFINITY,
): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new InputError(path, 'must be a finite number', value);
  if (value < low || value > high) {
    throw new InputError(
      path,
      high === Number.POSITIVE_INFINITY ? `must be at least ${low}` : `must be between ${low} and ${high}`,
      value,
    );
  }
  return value;
}

/** A number, or the fallback where nothing is given. */
export function optional(value: unknown, path: string, low: number, high: number, fallback: number): number {
  return value === undefined ? fallback : readNumber(value, path, low, high);
}

export function readCount(value: unknown, path: string, high: number): number {
  const n = readNumber(value, path, 0, high);
  if (!Number.isInteger(n)) throw new InputError(path, 'must be a whole number', value);
  return n;
}

export function readText(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '')
    throw new InputError(path, 'must be a text that is not empty', value);
  return value;
}

export function readChoice<T extends string>(value: unknown, path: string, choices: readonly T[]): T {
  if (!choices.includes(value as T))
    throw new InputError(path, `must be one of ${choices.join(', ')}`, value);
  return value as T;
}

/** A list of exactly so many entries. */
export function readTuple(value: unknown, path: string, length: number): readonly unknown[] {
  const entries = readArray(value, path, length);
  if (entries.length !== length) throw new InputError(path, `must have ${length} entries`, value);
  return entries;
}

/** A list of objects, each with an id of its own and no other keys than `keys`; nothing given is an empty list where `least` is 0. */
export function readList<T extends { id: string }>(
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
