// One thread of a stress test: every `stride`-th run from `offset` on, each posted as it is done.
import { parentPort, workerData } from 'node:worker_threads';
import { compileDistrict } from '@renlin/core/simulation/district';
import { summariseRun } from '@renlin/core/simulation/experiment';
import type { StressInput } from '@renlin/core/simulation/scenario';

type Share = {
  input: StressInput;
  seed: string | number;
  runs: number;
  story: number;
  offset: number;
  stride: number;
};

const share = workerData as Share;
const district = compileDistrict(share.input);
for (let run = share.offset; run < share.runs; run += share.stride) {
  parentPort!.postMessage(summariseRun(district, share.seed, run, { story: run === 0 ? share.story : 0 }));
}
