// Which work may leave now. Every case is a lane of its own: inside a lane the order of the person's work holds, and no lane waits for
// another one. Pure.
import { LONGEST_WAIT_MS } from './backoff.ts';
import { asksPerson, type Item, isFinal } from './item.ts';

/** The first item of each case that has not ended, in the order of the work. O(items). */
function heads(items: readonly Item[]): Item[] {
  const seen = new Set<string>();
  const found: Item[] = [];
  for (const item of inOrder(items)) {
    if (isFinal(item) || seen.has(item.caseId)) continue;
    seen.add(item.caseId);
    found.push(item);
  }
  return found;
}

export function inOrder(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => a.seq - b.seq || (a.id < b.id ? -1 : 1));
}

/** What may be sent at this instant: at most one item of each case. */
export function readyItems(items: readonly Item[], now: number): Item[] {
  return heads(items).filter((item) => mayLeave(item) && instantOf(item, now) <= now);
}

/** When the next item may be sent by itself; null when nothing waits for time. */
export function nextInstant(items: readonly Item[], now: number): number | null {
  const instants = heads(items)
    .filter(mayLeave)
    .map((item) => instantOf(item, now));
  return instants.length === 0 ? null : Math.min(...instants);
}

/** A clock that was set back must not make work wait for days. */
function instantOf(item: Item, now: number): number {
  return item.notBefore - now > LONGEST_WAIT_MS ? now : item.notBefore;
}

function mayLeave(item: Item): boolean {
  // What the server holds back is asked for again: it may have been carried out in the meantime.
  return item.state === 'waiting' || (item.state === 'held' && item.why === 'early');
}

/** The items that build directly on one, and that nobody has decided about yet. */
export function restingOn(items: readonly Item[], id: string): Item[] {
  return items.filter((item) => item.after === id && !isFinal(item) && !asksPerson(item));
}

/** What a new item of a case builds on: the last one of that case that has not been refused. */
export function lastOf(items: readonly Item[], caseId: string): Item | undefined {
  return inOrder(items).findLast((item) => item.caseId === caseId && item.state !== 'rejected');
}

const LONGEST_CHAIN = 50;

/** The items that one rests on, the first first; what was refused is not among them. */
export function chainOf(items: ReadonlyMap<string, Item>, item: Item): Item[] {
  const chain: Item[] = [];
  let earlier = item.after === null ? undefined : items.get(item.after);
  while (earlier && chain.length < LONGEST_CHAIN) {
    if (earlier.state !== 'rejected') chain.unshift(earlier);
    earlier = earlier.after === null ? undefined : items.get(earlier.after);
  }
  return chain;
}
