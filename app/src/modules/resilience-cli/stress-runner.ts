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
import type { Message, Share } from './stress-worker.ts';

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
 * a run's draws depend on the seed and its number alone, and results are put in the order of the numbers.
 * A job with a `signal` never computes in this thread, not even the streets, so that it can be ended within milliseconds.
 * Input that cannot be compiled rejects with a RangeError or InputError whose message names path and value.
 */
export async function collectRuns(input: StressInput, job: StressJob): Promise<RunSummary[]> {
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
    await inWorkers(input, job, take);
  }
  return summaries.sort((a, b) => a.run - b.run);
}

/** `collectRuns` put together into the answer. */
export async function runStress(input: StressInput, job: StressJob): Promise<StressResult> {
  return combineRuns(input, job.seed, await collectRuns(input, job), sampleMinutes(input));
}

function inWorkers(input: StressInput, job: StressJob, take: (summary: RunSummary) => void): Promise<void> {
  const count = Math.min(job.workers, job.runs);
  return new Promise((resolve, reject) => {
    let open = count;
    const workers = Array.from({ length: count }, (_, offset) => {
      const workerData: Share = {
        input,
        seed: job.seed,
        runs: job.runs,
        story: job.story ?? 0,
        offset,
        stride: count,
      };
      return new Worker(new URL('./stress-worker.ts', import.meta.url), { workerData });
    });
    const stop = (reason: unknown): void => {
      job.signal?.removeEventListener('abort', aborted);
      for (const worker of workers) void worker.terminate();
      reject(reason);
    };
    const aborted = (): void => stop(job.signal?.reason);
    job.signal?.addEventListener('abort', aborted, { once: true });
    for (const worker of workers) {
      worker.on('message', (message: Message) => {
        if ('wrong' in message) stop(new RangeError(message.wrong));
        else if (job.signal?.aborted !== true) take(message.summary);
      });
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
