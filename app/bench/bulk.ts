// How long one command to many cases takes, over HTTP, as the page does it: look first, run while progress is asked for, take it back.
// Reference in the same run: the same command given to as many cases one by one, as many in flight as the run itself has.
//   npm run bench:bulk -- [--items 1000] [--data FOLDER]
// The last line of output is one JSON object.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '@renlin/core/random';
import { startStallMeter } from '../../core/bench/stalls.ts';
import { createSystemIds, systemClock } from '../src/platform/clock.ts';
import { openPeople, type Person, startServer, stopServer } from './people.ts';

const { values } = parseArgs({
  options: { items: { type: 'string', default: '1000' }, data: { type: 'string' } },
});
const most = Number(values.items);
/** As the page asks for progress (`ASK_AGAIN_MS` of the bulk panel). */
const ASK_AGAIN_MS = 700;
const IN_FLIGHT = 6;
const ids = createSystemIds(systemClock);
const random = createRandom('bulk');
const say = (line: string) => process.stderr.write(`${line}\n`);

type Target = { id: string; baseVersion: number };
type Run = { state: string; total: number; done: number; refused: number; undone: number; notUndone: number };
type Point = { lng: number; lat: number };

const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'renlin-bulk-')));
const port = 20_000 + (process.pid % 20_000);
const server = await startServer(port, {
  RENLIN_DATA: folder,
  RENLIN_DEMO: '1',
  RENLIN_LOG: 'error',
  PORT: String(port),
});
const meter = await startStallMeter();
const people = openPeople(port, IN_FLIGHT);
const sizes: Sized[] = [];
let street: Person;
let unit: string | undefined;
let points: Point[] = [];
try {
  street = await people.person('street');
  const { items: units } = await street<{ items: { id: string; name: string }[] }>('GET', '/units');
  unit = units.find((one) => one.name === '城市管理局')?.id;
  points = await pointsOf(street);
  if (!unit || points.length === 0) throw new Error('the demo has no unit or place to work with');
  await measure(Math.min(50, most));
  for (const size of [most / 4, most / 2, most]) sizes.push(await measure(Math.round(size)));
} finally {
  people.close();
  await meter.stop();
  await stopServer(server);
  if (!values.data) await rm(folder, { recursive: true, force: true });
}

const [smallest, , largest] = sizes as [Sized, Sized, Sized];
const figure = {
  ...largest,
  exponent: round(Math.log(largest.runMs / smallest.runMs) / Math.log(largest.items / smallest.items)),
  sizes,
};
process.stdout.write(`${JSON.stringify(figure)}\n`);

type Sized = Awaited<ReturnType<typeof measure>>;

async function measure(items: number) {
  const form = { unit };
  const targets = await file(items);
  const order = { name: 'dispatch', form, items: targets };
  let outlook = { willGo: 0 };
  const preview = await meter.timeAsync(async () => {
    outlook = await street('POST', '/bulk/preview', order);
  });
  const bulkId = ids.next();
  const progress = new Set<number>();
  let run = {} as Run;
  const running = await meter.timeAsync(async () => {
    await street('POST', '/bulk', { bulkId, ...order });
    run = await watch(bulkId, 'done', (one) => progress.add(one.done + one.refused));
  });
  let back = {} as Run;
  const undoing = await meter.timeAsync(async () => {
    await street('POST', `/bulk/${bulkId}/undo`, {});
    back = await watch(bulkId, 'undone', () => undefined);
  });
  const others = await file(items);
  const oneByOne = await meter.timeAsync(() =>
    each(others, ({ id, baseVersion }) =>
      street('POST', `/cases/${id}/commands`, { commandId: ids.next(), name: 'dispatch', baseVersion, form }),
    ),
  );
  if (outlook.willGo !== items || run.done !== items || back.undone !== items)
    throw new Error(`not every case took it: ${JSON.stringify({ outlook: outlook.willGo, run, back })}`);
  const measured = {
    items,
    previewMs: round(preview.wallMs),
    runMs: round(running.wallMs),
    undoMs: round(undoing.wallMs),
    oneByOneMs: round(oneByOne.wallMs),
    ratioToOneByOne: round(running.wallMs / oneByOne.wallMs),
    timesProgressShown: progress.size,
    quietRunMs: round(running.quietMs),
    wallOverQuiet: round(running.wallMs / running.quietMs),
  };
  say(JSON.stringify(measured));
  return measured;
}

async function watch(id: string, until: string, look: (run: Run) => void): Promise<Run> {
  for (;;) {
    const { items: _items, ...run } = await street<Run & { items: unknown[] }>('GET', `/bulk/${id}`);
    look(run);
    if (run.state === until) return run;
    await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
  }
}

async function file(count: number): Promise<Target[]> {
  const targets: Target[] = [];
  await each(Array.from({ length: count }), async () => {
    const id = ids.next();
    const filed = await street<{ case: { version: number } }>('POST', '/cases', {
      commandId: id,
      kind: 'incident',
      category: 'utility.streetlight',
      text: `路灯不亮，灯杆编号${random.int(1_000_000)}`,
      point: random.pick(points),
      address: '长城路1号',
    });
    targets.push({ id, baseVersion: filed.case.version });
  });
  return targets;
}

/** Points in the grid that most of the street's cases lie in. */
async function pointsOf(person: Person): Promise<Point[]> {
  const { items } = await person<{ items: { areaName: string; point: Point | null }[] }>(
    'GET',
    '/cases?kind=incident&limit=50',
  );
  const grids = Map.groupBy(items, ({ areaName }) => areaName);
  const [largest = []] = [...grids.values()].sort((a, b) => b.length - a.length);
  return largest.flatMap(({ point }) => (point ? [point] : []));
}

async function each<T>(list: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < list.length) await act(list[next++] as T);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
