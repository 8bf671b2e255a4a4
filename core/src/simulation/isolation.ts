import { announceCut, BY_STREETS } from './cut-announcement.ts';
import { STREETS } from './need-rules.ts';
import type { RunContext } from './run-context.ts';

/** Which grids closed streets part from the rest, and since when. */
export interface Isolation {
  /** Minute since which closed streets part a grid from the rest, −1 while they do not. */
  readonly since: Float64Array;
  /** The streets are now in state `phase`: tell who is parted from the rest, and count their waiting time from here. O(grids). */
  close(phase: number, now: number): void;
}

export function createIsolation(run: RunContext): Isolation {
  const { d, input, story } = run;
  const since = new Float64Array(d.grids).fill(-1);
  return {
    since,
    close(phase, now) {
      run.phase = phase;
      for (let g = 0; g < d.grids; g++) {
        const parted = d.isolated[phase][g] === 1;
        if (parted === since[g] >= 0) continue;
        since[g] = parted ? now : -1;
        if (story.open())
          story.tell({
            minute: now,
            kind: parted ? 'grid-cut-off' : 'grid-reachable',
            grid: input.grids[g].id,
          });
        if (parted) announceCut(run, g, STREETS, BY_STREETS, now);
      }
    },
  };
}
