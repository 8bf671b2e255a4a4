// Two people at one case in the same moment: one of them is first, and the other's transaction is rolled back and tried anew.
import { problem } from '../../kernel/problem.ts';
import { isLostRace } from './case-store.ts';

/** Whether the save of this attempt found that somebody else had been faster. */
export type Race = { lost: boolean };

/** Runs one attempt; `lost` when somebody else was faster. The transaction was rolled back then, with all that was written beside. */
export async function unlessLost<T>(attempt: (race: Race) => Promise<T>): Promise<T | 'lost'> {
  const race: Race = { lost: false };
  try {
    return await attempt(race);
  } catch (error) {
    if (race.lost || isLostRace(error)) return 'lost';
    throw error;
  }
}

/** Runs attempts until one is not lost. Four losses in a row: the case is busy, and the sender's retry is as good as ours. */
export async function untilWon<T>(attempt: (race: Race) => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 4; tries++) {
    const result = await unlessLost(attempt);
    if (result !== 'lost') return result;
  }
  throw problem('server.busy', {});
}
