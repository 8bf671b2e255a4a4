// How long the machine stood still while something was timed. Some virtual machines freeze as a whole, for a second at a time,
// and go on counting wall and processor time. Two threads that do nothing but sleep for a millisecond note every beat that came
// late; a stretch in which **both** were late belongs to no program. `quietMs` is wall time without these stretches. It is an
// estimate: a stretch may also be one in which other programs had every processor, and a slowness below 8 ms stays in the figure.
import { Worker, workerData } from 'node:worker_threads';
import { quantile } from '../src/simulation/statistics.ts';

/** A beat that comes this many milliseconds after the one before is late. */
const LATE = 8;
const ROOM = 1 << 18;
/** Head of a heart's memory: time of the last beat, number of late ones. Pairs of times follow. */
const HEAD = 2;

export interface Timing {
  /** As the clock saw it. */
  wallMs: number;
  stoodStillMs: number;
  /** Wall time less the time stood still. */
  quietMs: number;
  /** Wall over quiet time: 1 on a machine that is ours. */
  factor: number;
}

export interface StallMeter {
  between(from: number, to: number): Timing;
  /** Times the work; `cpuMs` is the processor time that the system counted, frozen stretches and all. */
  time(work: () => void): Timing & { cpuMs: number };
  timeAsync(work: () => Promise<void>): Promise<Timing & { cpuMs: number }>;
  /** A loop of known cost as the meter sees it: 1 = right, below 1 = it takes off too much. */
  check(): number;
  stop(): Promise<void>;
}

/** Milliseconds of the machine's monotonic clock, the same in every thread and process. */
export const clock = (): number => Number(process.hrtime.bigint()) / 1e6;

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

export async function startStallMeter(): Promise<StallMeter> {
  const hearts = [0, 1].map(() => new Float64Array(new SharedArrayBuffer(8 * (HEAD + 2 * ROOM))));
  const threads = hearts.map((heart) => new Worker(new URL(import.meta.url), { workerData: { heart } }));
  await Promise.all(
    threads.map((thread) => new Promise((resolve) => thread.once('online', () => resolve(undefined)))),
  );
  for (const heart of hearts) while (heart[0] === 0) sleep(1);

  function between(from: number, to: number): Timing {
    // a freeze at the very end is known only at the beat after it
    for (const heart of hearts) while (heart[0]! < to) sleep(1);
    const [a, b] = hearts.map((heart) => Math.min(ROOM, heart[1]!));
    const at = (heart: Float64Array, k: number, end: 0 | 1): number => heart[HEAD + 2 * k + end]!;
    let stoodStillMs = 0;
    for (let i = 0, j = 0; i < a! && j < b!; ) {
      const begin = Math.max(from, at(hearts[0]!, i, 0), at(hearts[1]!, j, 0));
      const end = Math.min(to, at(hearts[0]!, i, 1), at(hearts[1]!, j, 1));
      stoodStillMs += Math.max(0, end - begin);
      if (at(hearts[0]!, i, 1) < at(hearts[1]!, j, 1)) i++;
      else j++;
    }
    const wallMs = to - from;
    const quietMs = wallMs - stoodStillMs;
    return { wallMs, stoodStillMs, quietMs, factor: wallMs / Math.max(1e-3, quietMs) };
  }

  async function timeAsync(work: () => Promise<void>): Promise<Timing & { cpuMs: number }> {
    const before = process.cpuUsage();
    const from = clock();
    await work();
    const to = clock();
    const used = process.cpuUsage(before);
    return { ...between(from, to), cpuMs: (used.user + used.system) / 1000 };
  }

  const time = (work: () => void): Timing & { cpuMs: number } => {
    const before = process.cpuUsage();
    const from = clock();
    work();
    const to = clock();
    const used = process.cpuUsage(before);
    return { ...between(from, to), cpuMs: (used.user + used.system) / 1000 };
  };

  return {
    between,
    time,
    timeAsync,
    check() {
      for (let k = 0; k < 200; k++) turn();
      const each: number[] = [];
      const seen = time(() => {
        for (let k = 0; k < 1000; k++) {
          const begun = clock();
          turn();
          each.push(clock() - begun);
        }
      });
      // half of the turns meet no freeze: their median is what a turn costs
      return seen.quietMs / (1000 * quantile(each, 0.5));
    },
    async stop() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

let kept = 1;

/** A fixed piece of work of about half a millisecond. */
function turn(): void {
  for (let k = 0; k < 100_000; k++) kept = (kept * 1664525 + k) >>> 0;
}

function beat(heart: Float64Array): never {
  let last = clock();
  for (;;) {
    sleep(1);
    const now = clock();
    if (now - last > LATE && heart[1]! < ROOM) {
      heart[HEAD + 2 * heart[1]!] = last;
      heart[HEAD + 2 * heart[1]! + 1] = now;
      heart[1]!++;
    }
    heart[0] = now;
    last = now;
  }
}

if (workerData?.heart instanceof Float64Array) beat(workerData.heart);
