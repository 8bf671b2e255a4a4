// How much of a thing so many people should have.
import type * as store from './store.ts';

/** What an area should be able to bridge by itself, where no rule says otherwise. */
export const GOAL_DAYS = 3;

type Counted = Pick<store.ItemRow, 'perPersonDay' | 'perThousand' | 'goalDays'>;

/** By the day and by heads, the greater of the two; undefined where no rule counts it. */
export function leastOf(item: Counted, people: number): number | undefined {
  const byDay =
    item.perPersonDay === null ? undefined : people * item.perPersonDay * (item.goalDays ?? GOAL_DAYS);
  // Things are counted whole: a few hundred people need no tenth of a boat.
  const byHead = item.perThousand === null ? undefined : Math.round((people * item.perThousand) / 1000);
  if (byDay === undefined) return byHead;
  return byHead === undefined ? byDay : Math.max(byDay, byHead);
}
