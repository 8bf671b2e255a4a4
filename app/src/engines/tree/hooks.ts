// Who else stores area paths, or ids of nodes that may end. A move rewrites the paths of the tree itself; whatever keeps a copy (cases,
// above all) registers here and rewrites its copy in the same transaction, so the two can never disagree.
import type { Tx } from '../../platform/db/db.ts';
import type { PathChange, Replacement } from './types.ts';

/** Rewrites stored paths: every path that starts with `oldPath` gets `newPath` in its place. */
export type PathHook = (tx: Tx, change: PathChange) => Promise<void>;

const hooks = new Map<string, PathHook>();
const replacementHooks = new Map<string, ReplacementHook>();

/** Registers a hook under a name; the same name again replaces it (two servers in one process share the list). */
export function onPathChanged(name: string, hook: PathHook): void {
  hooks.set(name, hook);
}

/** A product that is put together begins without the hooks of one before it in this process. */
export function forgetHooks(): void {
  hooks.clear();
  replacementHooks.clear();
}

/** Runs the hooks one after the other: they share one transaction. */
export async function runPathHooks(tx: Tx, change: PathChange): Promise<void> {
  for (const hook of hooks.values()) await hook(tx, change);
}

/** Puts new ids in the place of old ones. Open work follows; what is history stays as it was written. */
export type ReplacementHook = (tx: Tx, replacement: Replacement) => Promise<void>;

/** Registers a hook under a name; the same name again replaces it. */
export function onReplaced(name: string, hook: ReplacementHook): void {
  replacementHooks.set(name, hook);
}

export async function runReplacementHooks(tx: Tx, replacement: Replacement): Promise<void> {
  for (const hook of replacementHooks.values()) await hook(tx, replacement);
}
