// What staff look at all day, while others do too: the queue, my work, a case, a search, the map's tiles, the three rates, in turn by N
// people at once, first with a second of reading between two pages and then without.
//   npm run bench:pages -- [--cases N] [--users 20] [--seconds S] [--data FOLDER]
// --data is a folder that the lifecycle bench has filled. Reference: GET /healthz by the same people in the same turns, the cost of any
// answer. The last line of output is one JSON object; names with quiet leave out what the machine stood still (core/bench/stalls.ts).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '@renlin/core/random';
import { quantile } from '@renlin/core/simulation/statistics';
import pg from 'pg';
import { clock, startStallMeter } from '../../core/bench/stalls.ts';
import { prepareDatabase, serve } from '../src/main/server.ts';
import { readEnv } from '../src/platform/env.ts';
import { openPeople, type Span, startServer, stopServer } from './people.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
    data: { type: 'string' },
  },
});
const users = Number(values.users);
const seconds = Number(values.seconds);
const say = (line: string) => process.stderr.write(`${line}\n`);
const random = createRandom('pages');
const port = 20_000 + (process.pid % 20_000);
const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'renlin-pages-')));
const variables = { RENLIN_DATA: folder, RENLIN_DEMO: '1', RENLIN_LOG: 'error', PORT: String(port) };
const env = readEnv(variables);
// Makes the demo where there is none.
await (await serve(env, say)).close();
const database = await prepareDatabase(env, say);
const cases = await countCases(database.config);

const meter = await startStallMeter();
const child = await startServer(port, variables);
const people = openPeople(port, users);
const names = ['street', 'department', 'verifier', 'worker'] as const;
const cookies = await Promise.all(names.map((name) => people.signIn(name)));
const list = (await people.call('GET', '/cases?limit=100', cookies[0])).body as { items: { id: string }[] };
const info = (await people.call('GET', '/map/info')).body as { center: [number, number] };
const [lng, lat] = info.center;
const { x, y } = tileOf(lng, lat, 15);
const pick = <T>(from: readonly T[]): T => from[random.int(from.length)] as T;

/** Each page by the calls that it makes when it is opened. */
const pages: Record<string, () => string> = {
  queue: () => '/cases?view=queue&limit=50',
  all: () => '/cases?limit=50',
  work: () => '/work',
  case: () => `/cases/${pick(list.items).id}`,
  search: () => `/cases?q=${encodeURIComponent(pick(['路灯', '垃圾', '井盖', '噪音']))}`,
  baseTile: () => `/tiles/base/15/${x + random.int(3) - 1}/${y + random.int(3) - 1}.mvt`,
  areaTile: () => `/tiles/areas/15/${x + random.int(3) - 1}/${y + random.int(3) - 1}.mvt`,
  rates: () => '/appraisal/rates',
  health: () => '/../../healthz',
};

await round(10, 0);
people.errors = 0;
const reading = await round(seconds, 1000);
const pressing = await round(seconds, 0);
people.close();
await stopServer(child);
await meter.stop();
await database.stop();
if (!values.data) await rm(folder, { recursive: true, force: true });
process.stdout.write(
  `${JSON.stringify({ cases, users, errors: people.errors, reading: tell(reading), pressing: tell(pressing) })}\n`,
);
process.exitCode = people.errors > 0 ? 1 : 0;

/** Everybody opens one page after the other; `thinkMs` is the middle of the pause between two. */
async function round(forSeconds: number, thinkMs: number): Promise<Map<string, Span[]>> {
  const spans = new Map<string, Span[]>(Object.keys(pages).map((name) => [name, []]));
  const until = clock() + forSeconds * 1000;
  await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      const order = Object.keys(pages);
      for (let turn = user; clock() < until; turn++) {
        const name = order[turn % order.length] as string;
        const from = clock();
        await people.call('GET', pages[name]?.() ?? '', cookies[user % cookies.length]);
        spans.get(name)?.push({ from, to: clock() });
        if (thinkMs > 0) await new Promise((done) => setTimeout(done, thinkMs * (0.5 + random.next())));
      }
    }),
  );
  return spans;
}

function tell(spans: Map<string, Span[]>) {
  return Object.fromEntries(
    [...spans].map(([name, each]) => {
      const walls = each.map(({ from, to }) => to - from);
      const quiets = each.map(({ from, to }) => meter.between(from, to).quietMs);
      const figures = {
        n: each.length,
        p50Ms: round2(quantile(walls, 0.5)),
        p95Ms: round2(quantile(walls, 0.95)),
        quietP95Ms: round2(quantile(quiets, 0.95)),
      };
      say(`${name.padEnd(10)} ${JSON.stringify(figures)}`);
      return [name, figures];
    }),
  );
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

function tileOf(atLng: number, atLat: number, z: number): { x: number; y: number } {
  const n = 2 ** z;
  const rad = (atLat * Math.PI) / 180;
  return {
    x: Math.floor(((atLng + 180) / 360) * n),
    y: Math.floor(((1 - Math.log(Math.tan(rad) + 1 / Math.cos(rad)) / Math.PI) / 2) * n),
  };
}

async function countCases(config: pg.ClientConfig): Promise<number> {
  const client = new pg.Client(config);
  await client.connect();
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from cases');
  await client.end();
  return rows[0]?.n ?? 0;
}
