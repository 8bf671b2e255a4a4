// Stress test at district scale: cost per replication and its growth, a whole experiment with intervals, the same bytes on 1, 2
// and 4 workers, cancelling, and the queueing witness with a million arrivals.
// Usage: stress.ts [scale] [workers] [cancel] [witness] [experiment] [--runs N] [--experiment N]; no part named = all.
// Reference: a heap sort of as many events after every replication of the same run. Last line: JSON.
import { createHash } from 'node:crypto';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createRandom } from '../src/random.ts';
import { compileDistrict } from '../src/simulation/district.ts';
import { createEventQueue } from '../src/simulation/event-queue.ts';
import { combineRuns, type RunSummary, sampleMinutes, summariseRun } from '../src/simulation/experiment.ts';
import { queueMetrics, simulateQueue } from '../src/simulation/queueing.ts';
import { sampleDistrict } from '../src/simulation/sample-district.ts';
import { quantile } from '../src/simulation/statistics.ts';

interface Share {
  grids: number;
  runs: number;
  offset: number;
  stride: number;
}

const districtOf = (grids: number) =>
  sampleDistrict({
    grids,
    households: grids * 425,
    responders: Math.round(grids * 6.25),
    hours: 72,
    seed: 1,
  });

function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000;
}

function heapSort(events: number): void {
  const random = createRandom(2);
  const queue = createEventQueue();
  for (let k = 0; k < events; k++) queue.push(random.next(), 0, k);
  while (queue.pop());
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

/** Processor and wall time per replication for one size; the reference runs between them, so both see the same machine. */
function scaleRow(grids: number, runs: number) {
  const district = compileDistrict(districtOf(grids));
  const cpu: number[] = [];
  const wall: number[] = [];
  const ratio: number[] = [];
  let events = 0;
  for (let run = -2; run < runs; run++) {
    let seen = 0;
    const begun = performance.now();
    const used = cpuMilliseconds(() => {
      seen = summariseRun(district, 1, Math.max(0, run))!.events;
    });
    const took = performance.now() - begun;
    const reference = cpuMilliseconds(() => heapSort(seen));
    // the first two warm the compiler up
    if (run < 0) continue;
    events += seen / runs;
    cpu.push(used);
    wall.push(took);
    ratio.push(used / Math.max(1, reference));
  }
  const row = {
    grids,
    households: grids * 425,
    events: Math.round(events),
    cpuMsLeast: Math.min(...cpu),
    cpuMsMedian: quantile(cpu, 0.5),
    wallMsMedian: quantile(wall, 0.5),
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

/** Milliseconds from asking two busy threads to end until both have ended: least, median and worst of several trials. */
async function cancelMilliseconds(trials: number): Promise<{ least: number; median: number; worst: number }> {
  const seen: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const workers = [0, 1].map(
      (offset) =>
        new Worker(new URL(import.meta.url), { workerData: { grids: 800, runs: 1e6, offset, stride: 2 } }),
    );
    // even trials stop while the district is compiled, odd ones in the middle of replications
    await (trial % 2 === 0
      ? new Promise((resolve) => setTimeout(resolve, 300))
      : new Promise((resolve) => workers[0]!.once('message', resolve)));
    const asked = performance.now();
    await Promise.all(workers.map((worker) => worker.terminate()));
    seen.push(performance.now() - asked);
  }
  return { least: Math.min(...seen), median: quantile(seen, 0.5), worst: Math.max(...seen) };
}

/** Most processor time that a replication at full size spends between two looks at `cancelled`. */
function longestUnasked(): number {
  const district = compileDistrict(districtOf(800));
  let longest = 0;
  for (let run = 0; run < 5; run++) {
    let last = process.cpuUsage();
    summariseRun(district, 1, run, {
      cancelled: () => {
        const used = process.cpuUsage(last);
        longest = Math.max(longest, (used.user + used.system) / 1000);
        last = process.cpuUsage();
        return false;
      },
    });
  }
  return longest;
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

function scale(runs: number) {
  const rows = [100, 200, 400, 800].map((grids) => scaleRow(grids, runs));
  const events = rows.map((r) => r.events);
  return {
    reference: 'heap sort of as many events, after each replication',
    exponent: slope(
      events,
      rows.map((r) => r.cpuMsLeast),
    ),
    // the reference costs n log n itself: what is left of the exponent beside it
    exponentToHeapSort: slope(
      events,
      rows.map((r) => r.ratioToHeapSort),
    ),
    rows,
  };
}

async function sameOnWorkers() {
  const digests: string[] = [];
  for (const workers of [1, 2, 4]) digests.push(digest(answerOf(200, await runInWorkers(200, 8, workers))));
  return { workers: [1, 2, 4], sameBytes: new Set(digests).size === 1, sha256: digests[0] };
}

async function wholeExperiment(runs: number) {
  const begun = performance.now();
  const before = process.cpuUsage();
  const answer = answerOf(800, await runInWorkers(800, runs, 2));
  const used = process.cpuUsage(before);
  return {
    runs: answer.runs,
    grids: 800,
    households: 340_000,
    eventsPerRun: Math.round(answer.eventsPerRun),
    wallSeconds: (performance.now() - begun) / 1000,
    cpuSeconds: (used.user + used.system) / 1e6,
    peakRssMb: process.resourceUsage().maxRSS / 1e3,
    serviceLoss: answer.resilience.service.loss,
    organisationLoss: answer.resilience.organisation.loss,
    resourceLoss: answer.resilience.resource.loss,
    rescueInTime: answer.needs['rescue']!.inTimeShare,
    sha256: digest(answer),
  };
}

async function main(): Promise<void> {
  const parts: Record<string, () => unknown> = {
    scale: () => scale(option('runs', 15)),
    workers: sameOnWorkers,
    cancel: async () => ({ terminateMs: await cancelMilliseconds(10), unaskedCpuMs: longestUnasked() }),
    witness: queueWitness,
    experiment: () => wholeExperiment(option('experiment', 1000)),
  };
  const named = process.argv.slice(2).filter((word) => Object.hasOwn(parts, word));
  const answer: Record<string, unknown> = { bench: 'stress' };
  for (const [name, part] of Object.entries(parts)) {
    if (named.length > 0 && !named.includes(name)) continue;
    answer[name] = await part();
    console.log(JSON.stringify({ [name]: answer[name] }));
  }
  console.log(JSON.stringify(answer));
}

if (isMainThread) await main();
else {
  const share = workerData as Share;
  const district = compileDistrict(districtOf(share.grids));
  for (let run = share.offset; run < share.runs; run += share.stride)
    parentPort!.postMessage(summariseRun(district, 1, run));
}
