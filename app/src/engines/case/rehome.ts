// Open work when areas and units are redrawn: each case that gets another place or another unit gets a step that says so, and nothing
// else about it changes: not its state, not its clocks. `doctor` replays the step like any other.
import { type Clock, succeedOwner } from '@renlin/core/calendar/clock';
import type { Tx } from '../../platform/db/db.ts';
import {
  type Home,
  type HomeFilter,
  type HomeRow,
  selectEscalatedWithin,
  selectNaming,
  selectOpenHomes,
  writeHomes,
} from './rehome-store.ts';

export type { Home } from './rehome-store.ts';

/** A new home for a case: only what is named changes. */
export type Rehoming = {
  home: Home;
  to: Partial<
    Pick<Home, 'areaId' | 'areaPath' | 'ownerUnit' | 'assistUnits' | 'subjectUnit' | 'clocks' | 'facts'>
  >;
  /** What the step says, e.g. the old place and the new one. */
  words: string;
};

/** Which change moved them: written into each step. */
export type RehomingCause = { nextId(): string; at: number; label: string; changeId: string | null };

/** The open cases of some areas (not of those below) or of some units, locked until the end of the transaction. */
export function listOpenHomes(tx: Tx, filter: HomeFilter): Promise<Home[]> {
  return selectOpenHomes(tx, filter);
}

/** The open cases whose facts name one of these units, whoever has them; locked until the end of the transaction. O(open cases). */
export function listNaming(tx: Tx, unitIds: readonly string[]): Promise<Home[]> {
  return unitIds.length === 0 ? Promise.resolve([]) : selectNaming(tx, unitIds);
}

/** The clocks of a case when units stand for others from an instant on: who held it until then stays in their stretches. */
export function clocksAfter(
  clocks: readonly Clock[],
  successors: ReadonlyMap<string, string>,
  at: number,
): Clock[] {
  return clocks.map((clock) => {
    const owner = clock.segments.at(-1)?.owner;
    const next = owner === undefined ? undefined : successors.get(owner);
    return owner === undefined || next === undefined ? clock : succeedOwner(clock, at, owner, next);
  });
}

/** Gives cases their new homes, one step each. Gives how many really changed. O(cases), one statement per 500. */
export async function rehomeCases(tx: Tx, moves: readonly Rehoming[], cause: RehomingCause): Promise<number> {
  const rows: HomeRow[] = [];
  for (const { home, to, words } of moves) {
    const changes = Object.fromEntries(
      Object.entries(to).filter(
        ([name, value]) => JSON.stringify(home[name as keyof Home]) !== JSON.stringify(value),
      ),
    );
    if (Object.keys(changes).length > 0) {
      const form = { home: words, by: { change: cause.changeId } };
      rows.push({ id: home.id, commandId: cause.nextId(), changes, form });
    }
  }
  await writeHomes(tx, rows, cause);
  return rows.length;
}

/** Escalations name the level that must take them by its path; when that path changes, they follow it. */
export async function rehomeEscalations(
  tx: Tx,
  change: { oldPath: string; newPath: string; exactly?: boolean },
  cause: RehomingCause,
): Promise<number> {
  const found = await selectEscalatedWithin(tx, change.oldPath);
  const rows = found
    .filter((one) => !change.exactly || one.facts['escalatedTo'] === change.oldPath)
    .map(({ id, facts }) => {
      const escalatedTo = `${change.newPath}${String(facts['escalatedTo']).slice(change.oldPath.length)}`;
      return { id, commandId: cause.nextId(), changes: { facts: { ...facts, escalatedTo } }, form: {} };
    });
  await writeHomes(tx, rows, cause);
  return rows.length;
}
