// One thread of a stress test: every `stride`-th run from `offset` on, each posted as it is done.
import { parentPort, workerData } from 'node:worker_threads';
import { compileDistrict } from '@renlin/core/simulation/district';
import { type RunSummary, summariseRun } from '@renlin/core/simulation/experiment';
import type { StressInput } from '@renlin/core/simulation/scenario';

export type Share = {
  input: StressInput;
  seed: string | number;
  runs: number;
  story: number;
  offset: number;
  stride: number;
};

/** A run that is done, or what is wrong with the input (errors lose their class on the way between threads). */
export type Message = { summary: RunSummary } | { wrong: string };

const share = workerData as Share;
const post = (message: Message): void => parentPort!.postMessage(message);
try {
  const district = compileDistrict(share.input);
  for (let run = share.offset; run < share.runs; run += share.stride) {
    const summary = summariseRun(district, share.seed, run, { story: run === 0 ? share.story : 0 });
    if (summary) post({ summary });
  }
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  post({ wrong: error.message });
}
