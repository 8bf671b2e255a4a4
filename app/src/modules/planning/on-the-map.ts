// Which thing of the map some words mean: its address or its name, said the same way. Words that mean two places mean none.
export type Spot = { lng: number; lat: number };
export type Named = Spot & { name: string | null; address: string | null };

/** Two things of one name nearer to each other than this are one place: a gate and its house. About 120 metres. */
const SAME_PLACE = 0.0012;

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '');

/** Finds by the first of some words that means exactly one place. O(things) once, then O(words). */
export function createFinder<T extends Named>(
  things: readonly T[],
): (words: readonly string[]) => T | undefined {
  const known = new Map<string, T | null>();
  const add = (words: string | null, thing: T) => {
    const key = plain(words ?? '');
    if (key === '') return;
    const before = known.get(key);
    if (before === undefined) known.set(key, thing);
    else if (before && !isSamePlace(before, thing)) known.set(key, null);
  };
  for (const thing of things) {
    add(thing.address, thing);
    if (thing.name !== thing.address) add(thing.name, thing);
  }
  return (words) => {
    for (const one of words) {
      const found = known.get(plain(one));
      if (found) return found;
    }
    return undefined;
  };
}

export const isSamePlace = (a: Spot, b: Spot): boolean =>
  Math.abs(a.lng - b.lng) < SAME_PLACE && Math.abs(a.lat - b.lat) < SAME_PLACE;
