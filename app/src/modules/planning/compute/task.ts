// What goes to a worker and what comes back.
import type { CircleResult, CircleTask } from './circle.ts';
import type { CoverageResult, CoverageTask } from './coverage.ts';
import type { GridsResult, GridsTask } from './grids-task.ts';
import type { SitingResult, SitingTask } from './siting.ts';
import type { StressResult, StressTask } from './stress-task.ts';

export type Task = GridsTask | CoverageTask | SitingTask | CircleTask | StressTask;
export type Result = GridsResult | CoverageResult | SitingResult | CircleResult | StressResult;

export type Progress = { phase: string; objective: number | null; bound: number | null };

/** `wrong`: the input cannot be computed, in the words of core. `cannot`: a correction by hand that cannot be. */
export type Message =
  | { progress: Progress }
  | { result: Result }
  | { wrong: string }
  | { cannot: string; step: number };

/** `stop` holds one number: anything but 0 asks the run to end with the best it has. */
export type WorkerInput = { task: Task; stop: SharedArrayBuffer };
