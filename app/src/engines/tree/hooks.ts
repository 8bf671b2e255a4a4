// Who else stores area paths. A move rewrites the paths of the tree itself; whatever keeps a copy (cases, above all)
// registers here and rewrites its copy in the same transaction, so the two can never disagree.
import type { Tx } from '../../platform/db/db.ts';
import type { PathChange } from './types.ts';

/** Rewrites stored paths: every path that starts with `oldPath` gets `newPath` in its place. */
export type PathHook = (tx: Tx, change: PathChange) => Promise<void>;

const hooks = new Map<string, PathHook>();

/** Registers a hook under a name; the same name again replaces it (two servers in one process share the list). */
export function onPathChanged(name: string, hook: PathHook): void {
  hooks.set(name, hook);
}

export function forgetPathHook(name: string): void {
  hooks.delete(name);
}

/** Runs the hooks one after the other: they share one transaction. */
export async function runPathHooks(tx: Tx, change: PathChange): Promise<void> {
  for (const hook of hooks.values()) await hook(tx, change);
}
