// A sensible order of places by distance: the nearest next, then crossings undone. A suggestion; nobody is held to it, and nothing of
// the way anybody took is known.
import { distance } from '@renlin/core/geometry/measure';

export type Located = { lng: number | null; lat: number | null };

/** Beyond this many places only the nearest next is taken. */
const MOST_UNCROSSED = 300;
const ROUNDS = 8;

/** The places in the suggested order: those without a point first, as they came. O(n²). */
export function suggestOrder<T extends Located>(places: readonly T[]): T[] {
  const nowhere = places.filter((place) => place.lng === null || place.lat === null);
  const there = places.flatMap((place) =>
    place.lng === null || place.lat === null ? [] : [{ place, point: [place.lng, place.lat] as const }],
  );
  const order = nearestNext(there);
  if (order.length <= MOST_UNCROSSED) uncross(order);
  return [...nowhere, ...order.map((one) => one.place)];
}

type Stop<T> = { place: T; point: readonly [number, number] };

/** Begins in the north-west corner: the same places give the same order on every phone. */
function nearestNext<T>(stops: readonly Stop<T>[]): Stop<T>[] {
  const left = [...stops];
  const order: Stop<T>[] = [];
  let best = left.reduce(
    (at, stop, index) => (cornerOf(stop) < cornerOf(left[at] as Stop<T>) ? index : at),
    0,
  );
  while (left.length > 0) {
    const [here] = left.splice(best, 1) as [Stop<T>];
    order.push(here);
    best = 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [index, stop] of left.entries()) {
      const metres = distance(here.point, stop.point);
      if (metres < nearest) [best, nearest] = [index, metres];
    }
  }
  return order;
}

const cornerOf = ({ point: [lng, lat] }: Stop<unknown>) => lng - lat;

/** Turns stretches around while that makes the way shorter (2-opt on an open path). */
function uncross<T>(order: Stop<T>[]): void {
  const between = (a: number, b: number) =>
    distance((order[a] as Stop<T>).point, (order[b] as Stop<T>).point);
  for (let round = 0, turned = true; turned && round < ROUNDS; round++) {
    turned = false;
    for (let i = 0; i < order.length - 2; i++) {
      for (let j = i + 2; j < order.length; j++) {
        const last = j === order.length - 1;
        const now = between(i, i + 1) + (last ? 0 : between(j, j + 1));
        const then = between(i, j) + (last ? 0 : between(i + 1, j + 1));
        if (then >= now - 1e-6) continue;
        order.splice(i + 1, j - i, ...order.slice(i + 1, j + 1).reverse());
        turned = true;
      }
    }
  }
}
