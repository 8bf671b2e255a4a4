// One run in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { GraphFileError } from '@renlin/core/network/codec';
import { computeCircle } from './circle.ts';
import { CannotCorrect } from './corrections.ts';
import { computeCoverage } from './coverage.ts';
import { computeGrids } from './grids.ts';
import { computeSiting } from './siting.ts';
import { computeStress } from './stress.ts';
import type { Message, Progress, Result, WorkerInput } from './task.ts';

const { task, stop } = workerData as WorkerInput;
const flag = new Int32Array(stop);
const port = parentPort as NonNullable<typeof parentPort>;
const post = (message: Message): void => port.postMessage(message);
let last = '';
/** Said only when something is new: the thread has no clock. */
const progress = (phase: string, objective: number | null, bound: number | null): void => {
  const words = `${phase} ${objective} ${bound}`;
  if (words === last) return;
  last = words;
  post({ progress: { phase, objective, bound } satisfies Progress });
};

async function compute(): Promise<Result | undefined> {
  switch (task.kind) {
    case 'grids':
      return computeGrids(task, (phase) => progress(phase, null, null));
    case 'coverage':
      return computeCoverage(task, (phase) => progress(phase, null, null));
    case 'circle':
      return computeCircle(task, progress);
    case 'siting':
      return computeSiting(task, {
        shouldStop: () => Atomics.load(flag, 0) !== 0,
        progress,
      });
    case 'stress':
      return computeStress(task, { shouldStop: () => Atomics.load(flag, 0) !== 0, progress });
  }
}

try {
  const result = await compute();
  // Stopped before there was anything: the thread ends without a word, and the run is cancelled.
  if (result) post({ result });
} catch (error) {
  if (error instanceof CannotCorrect) post({ cannot: error.code, step: error.step });
  else if (error instanceof RangeError || error instanceof GraphFileError) post({ wrong: error.message });
  else throw error;
}
