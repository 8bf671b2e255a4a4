// What follows a redrawn territory.

import type { Tx } from '../../platform/db/db.ts';
import type { PathHook } from '../tree/hooks.ts';
import type { Replacement } from '../tree/types.ts';
import type { Register } from './declare.ts';
import { followEnded, rewritePaths } from './store.ts';

/** Carries the paths of all records along when an area moves. */
export function followPaths(registers: ReadonlyMap<string, Register>): PathHook {
  return async (tx, change) => {
    if (change.tree !== 'area') return;
    for (const register of registers.values())
      await rewritePaths(tx, register, change.oldPath, change.newPath);
  };
}

/** Puts the area that took its place under the records of one that ended. */
export function followReplacement(registers: ReadonlyMap<string, Register>) {
  return async (tx: Tx, change: Replacement): Promise<void> => {
    if (change.tree !== 'area' || change.ended.length === 0) return;
    for (const register of registers.values()) await followEnded(tx, register, change.ended);
  };
}
