import { Worker } from 'node:worker_threads';
import { compileDistrict } from '@renlin/core/simulation/district';
import {
  combineRuns,
  type RunSummary,
  type StressResult,
  sampleMinutes,
  summariseRun,
} from '@renlin/core/simulation/experiment';
import type { StressInput } from '@renlin/core/simulation/scenario';

export type StressJob = {
  seed: string | number;
  runs: number;
  /** 1 computes in this thread; more start that many worker threads. The answer is the same. */
  workers: number;
  story?: number;
  progress?: (done: number, of: number) => void;
  /** Ends the workers at once; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
};

/**
 * Runs the replications of a stress test, in worker threads when asked. Which worker computes which run does not matter:
 * a run's draws depend on the seed and its number alone, and results are combined in the order of the numbers.
 * A job with a `signal` always leaves this thread, so that it can be ended within milliseconds.
 */
export async function runStress(input: StressInput, job: StressJob): Promise<StressResult> {
  job.signal?.throwIfAborted();
  const summaries: RunSummary[] = [];
  const take = (summary: RunSummary): void => {
    summaries.push(summary);
    job.progress?.(summaries.length, job.runs);
  };
  if (job.workers === 1 && job.signal === undefined) {
    const district = compileDistrict(input);
    for (let run = 0; run < job.runs; run++)
      take(summariseRun(district, job.seed, run, { story: run === 0 ? (job.story ?? 0) : 0 })!);
  } else {
    // bad input is found here, with its message, before any thread starts
    compileDistrict(input);
    await inWorkers(input, job, take);
  }
  return combineRuns(input, job.seed, summaries, sampleMinutes(input));
}

function inWorkers(input: StressInput, job: StressJob, take: (summary: RunSummary) => void): Promise<void> {
  const count = Math.min(job.workers, job.runs);
  return new Promise((resolve, reject) => {
    let open = count;
    const workers = Array.from(
      { length: count },
      (_, offset) =>
        new Worker(new URL('./stress-worker.ts', import.meta.url), {
          workerData: { input, seed: job.seed, runs: job.runs, story: job.story ?? 0, offset, stride: count },
        }),
    );
    const stop = (reason: unknown): void => {
      for (const worker of workers) void worker.terminate();
      reject(reason);
    };
    const aborted = (): void => stop(job.signal?.reason);
    job.signal?.addEventListener('abort', aborted, { once: true });
    for (const worker of workers) {
      worker.on('message', take);
      worker.on('error', stop);
      worker.on('exit', (code) => {
        if (code !== 0) return;
        if (--open === 0) {
          job.signal?.removeEventListener('abort', aborted);
          resolve();
        }
      });
    }
  });
}
