// Runs a task in a worker thread: its progress, a polite stop that keeps the best answer, and an end at once.
import { Worker } from 'node:worker_threads';
import type { Message, Progress, Result, Task, WorkerInput } from './task.ts';

/** The input cannot be computed; the message is core's. */
export class WrongTask extends Error {}
/** A correction by hand that cannot be. */
export class Impossible extends Error {
  readonly step: number;
  constructor(code: string, step: number) {
    super(code);
    this.step = step;
  }
}
/** Ended from outside before there was an answer. */
export class Cancelled extends Error {}

export type Running = { result: Promise<Result>; stop(): void; end(): void };

export function runTask(task: Task, onProgress: (progress: Progress) => void = () => undefined): Running {
  const stop = new SharedArrayBuffer(4);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { task, stop } satisfies WorkerInput,
  });
  let fail: (reason: Error) => void = () => undefined;
  const result = new Promise<Result>((resolve, reject) => {
    fail = reject;
    worker.on('message', (message: Message) => {
      if ('progress' in message) onProgress(message.progress);
      else if ('result' in message) resolve(message.result);
      else if ('wrong' in message) reject(new WrongTask(message.wrong));
      else reject(new Impossible(message.cannot, message.step));
    });
    worker.on('error', reject);
    worker.on('exit', (code) =>
      reject(code === 0 ? new Cancelled() : new Error(`planning worker: exit ${code}`)),
    );
  });
  return {
    result,
    stop: () => {
      Atomics.store(new Int32Array(stop), 0, 1);
    },
    end: () => {
      fail(new Cancelled());
      void worker.terminate();
    },
  };
}
