// Stress test at district scale. Reference: a heap sort of as many events, in the same run. Last line: JSON.
import { createRandom } from '../src/random.ts';
import { compileDistrict } from '../src/simulation/district.ts';
import { createEventQueue } from '../src/simulation/event-queue.ts';
import { runReplication } from '../src/simulation/replication.ts';
import { sampleDistrict } from '../src/simulation/sample-district.ts';

const at = process.argv.indexOf('--runs');
const runs = at < 0 ? 5 : Number(process.argv[at + 1]);

function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000;
}

const rows = [200, 400, 800].map((grids) => {
  const input = sampleDistrict({
    grids,
    households: grids * 425,
    responders: Math.round(grids * 6.25),
    hours: 72,
    seed: 1,
  });
  const district = compileDistrict(input);
  let events = 0;
  runReplication(district, createRandom(0));
  const total = cpuMilliseconds(() => {
    for (let run = 0; run < runs; run++)
      events += runReplication(district, createRandom(1).fork(run))!.events;
  });
  const reference = cpuMilliseconds(() => {
    const random = createRandom(2);
    const queue = createEventQueue();
    for (let k = 0; k < events; k++) queue.push(random.next(), 0, k);
    while (queue.pop());
  });
  const row = {
    grids,
    events: events / runs,
    msPerRun: total / runs,
    ratioToHeapSort: total / reference,
    rssMb: process.memoryUsage().rss / 1e6,
  };
  console.log(JSON.stringify(row));
  return row;
});
const first = rows[0]!;
const last = rows[2]!;
const exponent = Math.log(last.msPerRun / first.msPerRun) / Math.log(last.events / first.events);
console.log(
  JSON.stringify({ bench: 'stress', runs, reference: 'heap sort of as many events', exponent, rows }),
);
