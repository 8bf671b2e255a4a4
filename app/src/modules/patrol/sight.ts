// What of the territory somebody sees of patrols: the areas of their posts that look over an area.
import { type Actor, seenPaths } from '../../kernel/actor.ts';
import { within } from './places.ts';

const pathsOf = (actor: Actor): string[] => (actor.kind === 'staff' ? seenPaths(actor.posts) : []);

/** Is any part of this area in sight? */
export function seesSome(actor: Actor, path: string): boolean {
  return pathsOf(actor).some((seen) => within(path, seen) !== undefined);
}

export function sees(actor: Actor, path: string): boolean {
  return pathsOf(actor).some((seen) => path.startsWith(seen));
}

/** The widest area in sight. */
export function widestPath(actor: Actor): string | undefined {
  return pathsOf(actor).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
}
