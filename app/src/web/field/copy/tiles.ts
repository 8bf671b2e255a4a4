// The map of the own grids on the phone. A tile shows streets and houses, nothing of anybody, and so lies open in the browser's cache,
// from where the service worker answers (`field-worker`).
import type { PhoneShelf } from '../../sync/dexie-store.ts';
import { copyOfCards } from './read-copy.ts';
import { TILE_CACHE } from './tile-cache.ts';
import { tilesOf } from './tile-list.ts';

/** More than the grids of one person need; a street office looks at the rest online. */
const MOST_TILES = 600;
const RENEW_AFTER_MS = 7 * 86_400_000;
const NOTE = 'tiles';
const AT_ONCE = 4;

/** What lies in the cache, counted. */
export async function keptTiles(): Promise<{ count: number; bytes: number }> {
  if (!('caches' in globalThis)) return { count: 0, bytes: 0 };
  const cache = await caches.open(TILE_CACHE);
  const found = await cache.matchAll();
  const sizes = await Promise.all(found.map(async (one) => (await one.arrayBuffer()).byteLength));
  return { count: found.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

export async function dropTiles(shelf: PhoneShelf): Promise<void> {
  await caches.delete(TILE_CACHE);
  await shelf.setNote(NOTE, 'off');
}

/** The next pull fetches them. A phone too full for a word of it is too full for the map, and the pull says so. */
export function wantTiles(shelf: PhoneShelf): Promise<void> {
  return shelf.setNote(NOTE, '').catch(() => undefined);
}

/** Fetches what is missing or a week old. A failure leaves what is there; the next pull tries again. */
export async function keepTiles(shelf: PhoneShelf, now: number): Promise<void> {
  if (!('caches' in globalThis)) return;
  const noted = await shelf.note(NOTE);
  if (noted === 'off') return;
  const cards = await copyOfCards(shelf.replica);
  const boxes = cards.flatMap((card) => (card.bounds ? [card.bounds] : []));
  const wanted = tilesOf(boxes, MOST_TILES);
  const mark = JSON.stringify(boxes);
  const before = noted ? (JSON.parse(noted) as { at: number; mark: string }) : undefined;
  if (before?.mark === mark && Math.abs(now - before.at) < RENEW_AFTER_MS) return;
  const cache = await caches.open(TILE_CACHE);
  const waiting = [...wanted];
  let failed = false;
  const fetchNext = async (): Promise<void> => {
    for (let path = waiting.shift(); path && !failed; path = waiting.shift()) {
      const answer = await fetch(path, { credentials: 'same-origin' }).catch(() => undefined);
      if (answer?.ok) await cache.put(path, answer);
      else failed = true;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
  if (failed) return;
  const keep = new Set(wanted);
  for (const request of await cache.keys())
    if (!keep.has(new URL(request.url).pathname)) await cache.delete(request);
  await shelf.setNote(NOTE, JSON.stringify({ at: now, mark }));
}
