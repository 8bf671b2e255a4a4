// Stress test at district scale: cost per replication and its growth, a whole experiment with intervals, the same bytes on 1, 2
// and 4 workers, cancelling, and the queueing witness with a million arrivals.
// Usage: stress.ts [scale] [streets] [workers] [cancel] [witness] [experiment] [--runs N] [--experiment N]; no part named = all.
// Reference: a heap sort of as many events after every replication of the same run. Every time is given as the clock saw it and
// without the stretches in which the whole machine stood still (stalls.ts). Last line: JSON.
import { createHash } from 'node:crypto';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createRandom } from '../src/random.ts';
import { compileDistrict } from '../src/simulation/district.ts';
import { createEventQueue } from '../src/simulation/event-queue.ts';
import { combineRuns, type RunSummary, sampleMinutes, summariseRun } from '../src/simulation/experiment.ts';
import { queueMetrics, simulateQueue } from '../src/simulation/queueing.ts';
import { sampleDistrict } from '../src/simulation/sample-district.ts';
import type { StressInput } from '../src/simulation/scenario-kinds.ts';
import { quantile } from '../src/simulation/statistics.ts';
import { clock, type StallMeter, startStallMeter } from './stalls.ts';

interface Share {
  grids: number;
  streets?: boolean;
  runs: number;
  offset: number;
  stride: number;
}

const districtOf = (grids: number): StressInput =>
  sampleDistrict({
    grids,
    households: grids * 425,
    responders: Math.round(grids * 6.25),
    hours: 72,
    seed: 1,
  });

/** The same district on a net of streets, one crossing every 100 m or so, which the flood closes and opens again. */
function withStreets(input: StressInput): StressInput {
  const [west, south, east, north] = input.bounds;
  const side = Math.ceil(Math.sqrt(input.grids.length) * 3);
  const nodes = Array.from({ length: side * side }, (_, k): [number, number] => [
    west + ((east - west) * (k % side)) / (side - 1),
    south + ((north - south) * Math.floor(k / side)) / (side - 1),
  ]);
  const edges = nodes.flatMap((_, k): [number, number][] => [
    ...(k % side < side - 1 ? [[k, k + 1] as [number, number]] : []),
    ...(k + side < nodes.length ? [[k, k + side] as [number, number]] : []),
  ]);
  return { ...input, roads: { nodes, edges } };
}

function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

function heapSort(events: number, tick: () => void): void {
  const random = createRandom(2);
  const queue = createEventQueue();
  for (let k = 0; k < events; k++) {
    queue.push(random.next(), 0, k);
    if (k % 256 === 0) tick();
  }
  while (queue.pop()) if (queue.handled() % 256 === 0) tick();
}

/** Slope of ln y over ln x by least squares. */
function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const lx = x.map(Math.log);
  const ly = y.map(Math.log);
  const mx = mean(lx);
  const my = mean(ly);
  return (
    lx.reduce((sum, v, k) => sum + (v - mx) * (ly[k]! - my), 0) /
    lx.reduce((sum, v) => sum + (v - mx) ** 2, 0)
  );
}

const TRIES = 5;

/**
 * The least of several tries for each stretch between two ticks of one and the same piece of work, by the clock. A stretch is below
 * a millisecond or two, so that some try meets neither a freeze nor another program: their sum is what the work costs on a
 * quiet machine, collections of garbage left out.
 */
function leastOfStretches(work: (tick: () => void) => unknown, tries = TRIES): number[] {
  let least: number[] = [];
  for (let k = 0; k < tries; k++) {
    const stretches: number[] = [];
    let last = clock();
    const tick = (): void => {
      const now = clock();
      stretches.push(now - last);
      last = clock();
    };
    work(tick);
    tick();
    least = stretches.map((x, n) => Math.min(x, least[n] ?? Number.POSITIVE_INFINITY));
  }
  return least;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Time per replication for one size: as the clock saw it, without the time stood still, and as the least of stretches. */
function scaleRow(meter: StallMeter, grids: number, runs: number) {
  const district = compileDistrict(districtOf(grids));
  const replicate = (run: number, tick: () => void) =>
    summariseRun(district, 1, run, {
      cancelled: () => {
        tick();
        return false;
      },
    })!;
  replicate(0, () => {});
  replicate(1, () => {});
  const least: number[] = [];
  const ratio: number[] = [];
  const wall: number[] = [];
  const cpu: number[] = [];
  let stoodStill = 0;
  let events = 0;
  for (let run = 0; run < runs; run++) {
    let seen = 0;
    const stretches = leastOfStretches((tick) => {
      const took = meter.time(() => {
        seen = replicate(run, tick).events;
      });
      wall.push(took.wallMs);
      cpu.push(took.cpuMs);
      stoodStill += took.stoodStillMs;
    });
    // the last stretch holds the meter's own wait
    stretches.pop();
    least.push(sum(stretches));
    events += seen / runs;
    ratio.push(least[run]! / sum(leastOfStretches((tick) => heapSort(seen, tick))));
  }
  const row = {
    grids,
    households: grids * 425,
    events: Math.round(events),
    leastMsMean: sum(least) / runs,
    leastMsWorst: Math.max(...least),
    withoutStandstillMs: (sum(wall) - stoodStill) / wall.length,
    wallMsMedian: quantile(wall, 0.5),
    wallMsMean: sum(wall) / wall.length,
    cpuMsMean: sum(cpu) / cpu.length,
    factor: sum(wall) / wall.length / (sum(least) / runs),
    ratioToHeapSort: quantile(ratio, 0.5),
  };
  console.log(JSON.stringify(row));
  return row;
}

async function runInWorkers(grids: number, runs: number, workers: number): Promise<RunSummary[]> {
  const summaries: RunSummary[] = [];
  await Promise.all(
    Array.from({ length: workers }, (_, offset) => {
      const share: Share = { grids, runs, offset, stride: workers };
      const worker = new Worker(new URL(import.meta.url), { workerData: share });
      return new Promise<void>((resolve, reject) => {
        worker.on('message', (summary: RunSummary) => {
          summaries.push(summary);
          if (runs >= 100 && summaries.length % (runs / 10) === 0)
            process.stderr.write(`${summaries.length}/${runs}\n`);
        });
        worker.on('error', reject);
        worker.on('exit', () => resolve());
      });
    }),
  );
  return summaries;
}

function answerOf(grids: number, summaries: readonly RunSummary[]) {
  const input = districtOf(grids);
  return combineRuns(input, 1, summaries, sampleMinutes(input));
}

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/**
 * From asking two busy threads to end until both have ended: least, median and worst of several trials, as the clock saw it and
 * without the time stood still. Even trials stop while the streets are searched, odd ones in the middle of replications.
 */
async function cancelling(meter: StallMeter, trials: number) {
  const wall: number[] = [];
  const quiet: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const streets = trial % 2 === 0;
    const workers = [0, 1].map((offset) => {
      const share: Share = { grids: 800, streets, runs: 1e6, offset, stride: 2 };
      return new Worker(new URL(import.meta.url), { workerData: share });
    });
    await new Promise((resolve) =>
      streets ? setTimeout(resolve, 1500) : workers[0]!.once('message', resolve),
    );
    const asked = clock();
    await Promise.all(workers.map((worker) => worker.terminate()));
    const took = meter.between(asked, clock());
    wall.push(took.wallMs);
    quiet.push(took.quietMs);
  }
  const table = (values: readonly number[]) => ({
    least: Math.min(...values),
    median: quantile(values, 0.5),
    worst: Math.max(...values),
  });
  return {
    wallMs: table(wall),
    quietMs: table(quiet),
    wallWithin200: wall.filter((x) => x <= 200).length,
    trials,
  };
}

async function cancel(meter: StallMeter) {
  const district = compileDistrict(districtOf(800));
  return {
    terminate: await cancelling(meter, 12),
    // the longest that a replication goes on between two looks at `cancelled`
    unaskedMs: Math.max(
      ...leastOfStretches((tick) =>
        summariseRun(district, 1, 0, {
          cancelled: () => {
            tick();
            return false;
          },
        }),
      ),
    ),
  };
}

/** What streets cost: compiling the district, and a replication on it. */
function streets(meter: StallMeter) {
  const input = withStreets(districtOf(800));
  let district: ReturnType<typeof compileDistrict> | undefined;
  const compile = meter.time(() => {
    district = compileDistrict(input);
  });
  const runs = [0, 1, 2, 3].map((run) => meter.time(() => summariseRun(district!, 1, run)).quietMs);
  return {
    crossings: input.roads!.nodes.length,
    streets: input.roads!.edges.length,
    states: district!.phaseHour.length,
    compileQuietMs: compile.quietMs,
    compileWallMs: compile.wallMs,
    runQuietMsMedian: quantile(runs, 0.5),
  };
}

function queueWitness() {
  const exact = queueMetrics(8, 1, 10);
  const seen = simulateQueue(
    { arrivalRate: 8, serviceRate: 1, servers: 10, arrivals: 1_000_000, warmUp: 20_000, waiting: true },
    createRandom('mmc-10'),
  );
  return {
    queue: 'M/M/10, load 0.8, 1,000,000 arrivals',
    exactWait: exact.queueTime,
    simulatedWait: seen.queueTime,
    relative: seen.queueTime / exact.queueTime - 1,
    standardErrors: (seen.queueTime - exact.queueTime) / seen.queueTimeError,
  };
}

function scale(meter: StallMeter, runs: number) {
  const rows = [100, 200, 400, 800].map((grids) => scaleRow(meter, grids, runs));
  const events = rows.map((r) => r.events);
  const least = rows.map((r) => r.leastMsMean);
  return {
    reference: 'heap sort of as many events, after each replication',
    exponent: slope(events, least),
    // n log n itself has a slope a little above 1 over these sizes
    exponentOfNLogN: slope(
      events,
      events.map((n) => n * Math.log(n)),
    ),
    // as the clock saw it
    exponentUncorrected: slope(
      events,
      rows.map((r) => r.wallMsMean),
    ),
    rows,
  };
}

async function sameOnWorkers() {
  const digests: string[] = [];
  for (const workers of [1, 2, 4]) digests.push(digest(answerOf(200, await runInWorkers(200, 8, workers))));
  return { workers: [1, 2, 4], sameBytes: new Set(digests).size === 1, sha256: digests[0] };
}

async function wholeExperiment(meter: StallMeter, runs: number) {
  let answer: ReturnType<typeof answerOf> | undefined;
  const took = await meter.timeAsync(async () => {
    answer = answerOf(800, await runInWorkers(800, runs, 2));
  });
  const { resilience, needs, eventsPerRun } = answer!;
  return {
    runs: answer!.runs,
    grids: 800,
    households: 340_000,
    eventsPerRun: Math.round(eventsPerRun),
    wallSeconds: took.wallMs / 1000,
    quietSeconds: took.quietMs / 1000,
    factor: took.factor,
    cpuSeconds: took.cpuMs / 1000,
    peakRssMb: process.resourceUsage().maxRSS / 1e3,
    serviceLoss: resilience.service.loss,
    organisationLoss: resilience.organisation.loss,
    resourceLoss: resilience.resource.loss,
    rescueInTime: needs['rescue']!.inTimeShare,
    sha256: digest(answer),
  };
}

async function main(): Promise<void> {
  const meter = await startStallMeter();
  const parts: Record<string, () => unknown> = {
    scale: () => scale(meter, option('runs', 7)),
    streets: () => streets(meter),
    workers: sameOnWorkers,
    cancel: () => cancel(meter),
    witness: queueWitness,
    experiment: () => wholeExperiment(meter, option('experiment', 1000)),
  };
  const named = process.argv.slice(2).filter((word) => Object.hasOwn(parts, word));
  const answer: Record<string, unknown> = { bench: 'stress', meterCheck: meter.check() };
  for (const [name, part] of Object.entries(parts)) {
    if (named.length > 0 && !named.includes(name)) continue;
    answer[name] = await part();
    console.log(JSON.stringify({ [name]: answer[name] }));
  }
  await meter.stop();
  console.log(JSON.stringify(answer));
}

if (isMainThread) await main();
else if ('grids' in workerData) {
  const share = workerData as Share;
  const input = districtOf(share.grids);
  const district = compileDistrict(share.streets ? withStreets(input) : input);
  for (let run = share.offset; run < share.runs; run += share.stride)
    parentPort!.postMessage(summariseRun(district, 1, run));
}
