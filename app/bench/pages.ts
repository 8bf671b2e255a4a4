// What staff look at all day, while others do too: the queue, my work, a case, searches, the map's tiles, the three rates and what stands
// behind them, in turn by N people at once, with a second of reading between two pages and then without.
//   npm run bench:pages -- [--users 20] [--seconds S] [--pressing S] [--data FOLDER,FOLDER,…]
// --data are folders that the lifecycle bench has filled, the smallest first; without it a fresh demo. Reference of each page, in the same
// run: its own statements sent bare on as many connections, in the same turns and pauses. `health` is the cost of any answer at all.
// The last line of output is one JSON object; names with quiet leave out what the machine stood still (core/bench/stalls.ts).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '@renlin/core/random';
import { quantile } from '@renlin/core/simulation/statistics';
import pg from 'pg';
import { clock, startStallMeter } from '../../core/bench/stalls.ts';
import { prepareDatabase, serve } from '../src/main/server.ts';
import { keepCounts } from '../src/modules/appraisal/kept.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDb } from '../src/platform/db/db.ts';
import { APP_ROLE } from '../src/platform/db/owner.ts';
import { readEnv } from '../src/platform/env.ts';
import { openPeople, type Span, startServer, stopServer } from './people.ts';
import { recordStatements, type Transaction } from './recorded-statements.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
    pressing: { type: 'string', default: '10' },
    data: { type: 'string' },
  },
});
const users = Number(values.users);
const seconds = Number(values.seconds);
const pressingSeconds = Number(values.pressing);
const THINK_MS = 1000;
const WARM_UP_SECONDS = 8;
const NAMES = ['street', 'department', 'verifier', 'worker'] as const;
const say = (line: string) => process.stderr.write(`${line}\n`);
const random = createRandom('pages');
const pick = <T>(from: readonly T[]): T => from[random.int(from.length)] as T;

type Figures = { n: number; p50Ms: number; p95Ms: number; p99Ms: number; quietP95Ms: number };
type Size = {
  cases: number;
  open: number;
  errors: number;
  reading: Record<string, Figures>;
  bare: Record<string, Figures>;
  pressing: Record<string, Figures>;
  /** Of the middle of a page's time, to the middle of its bare statements. */
  ratioToBareSql: Record<string, number>;
  pointsAloneMs: number;
};

const made = values.data ? undefined : await mkdtemp(join(tmpdir(), 'renlin-pages-'));
const folders = values.data?.split(',') ?? [made as string];
const meter = await startStallMeter();
const sizes: Size[] = [];
for (const folder of folders) sizes.push(await measureFolder(folder));
await meter.stop();
if (made) await rm(made, { recursive: true, force: true });
const exponents = exponentsOf(sizes);
if (exponents) say(`exponents of the middle by the number of cases: ${JSON.stringify(exponents)}`);
process.stdout.write(`${JSON.stringify({ users, seconds, sizes, exponents })}\n`);
process.exitCode = sizes.some((size) => size.errors > 0) ? 1 : 0;

async function measureFolder(folder: string): Promise<Size> {
  const port = 20_000 + ((process.pid + sizes.length) % 20_000);
  const variables = { RENLIN_DATA: folder, RENLIN_DEMO: '1', RENLIN_LOG: 'error', PORT: String(port) };
  const env = readEnv(variables);
  // Makes the demo where there is none.
  const first = await serve(env, say);
  await keepAll((await prepareDatabase(env, say)).config);
  const own = openPeople(port, 1);
  const bare = await recordPages(own, await pagesOf(own, await own.signIn('street')));
  own.close();
  await first.close();
  const database = await prepareDatabase(env, say);
  const { cases, open } = await countCases(database.config);
  say(`${folder}: ${cases} cases, ${open} open`);

  const child = await startServer(port, variables);
  const people = openPeople(port, users);
  const cookies = await Promise.all(NAMES.map((name) => people.signIn(name)));
  // Each opens cases of the own list.
  const pages = await Promise.all(cookies.map((cookie) => pagesOf(people, cookie)));
  const visit = async (user: number, page: string) => {
    const person = user % cookies.length;
    await people.call('GET', pages[person]?.[page]?.() ?? '', cookies[person]);
  };
  const order = Object.keys(pages[0] ?? {});
  await round(order, WARM_UP_SECONDS, 0, visit);
  people.errors = 0;
  say('reading');
  const reading = tell(await round(order, seconds, THINK_MS, visit));
  const from = clock();
  await people.call('GET', '/cases/points', cookies[0]);
  const pointsAloneMs = round2(clock() - from);
  say('pressing');
  const pressing = tell(await round(order, pressingSeconds, 0, visit));
  const { errors } = people;
  people.close();
  await stopServer(child);
  await database.stop();

  const beneath = await prepareDatabase(env, say);
  const clients = await Promise.all(
    Array.from({ length: users }, async () => {
      const client = new pg.Client({ ...beneath.config, options: '-c timezone=UTC' });
      await client.connect();
      await client.query(`set role ${APP_ROLE}`);
      return client;
    }),
  );
  const replay = async (user: number, page: string) => {
    for (const { text, values: given, name } of bare.get(page) ?? [])
      await clients[user]?.query({ text, values: given, ...(name ? { name } : {}) });
  };
  const recorded = order.filter((page) => bare.has(page));
  await round(recorded, WARM_UP_SECONDS / 2, 0, replay);
  say('bare statements');
  const alone = tell(await round(recorded, seconds / 2, THINK_MS, replay));
  await Promise.all(clients.map((client) => client.end()));
  await beneath.stop();
  const ratioToBareSql = Object.fromEntries(
    recorded.map((page) => [
      page,
      round2((reading[page]?.p50Ms ?? Number.NaN) / (alone[page]?.p50Ms ?? Number.NaN)),
    ]),
  );
  return { cases, open, errors, reading, bare: alone, pressing, ratioToBareSql, pointsAloneMs };
}

/** Each page by the call that it makes when it is opened. */
async function pagesOf(
  people: ReturnType<typeof openPeople>,
  cookie: string,
): Promise<Record<string, () => string>> {
  type Listed = { items: { id: string; number: string }[] };
  const list = (await people.call('GET', '/cases?kind=incident&limit=100', cookie)).body as Listed;
  // Numbers that people can type: copies carry a mark behind theirs.
  const numbers = list.items.map((item) => item.number).filter((number) => !number.includes('~'));
  const info = (await people.call('GET', '/map/info')).body as { center: [number, number] };
  const { x, y } = tileOf(...info.center, 15);
  const near = (at: number) => at + random.int(3) - 1;
  const today = new Date(systemClock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const monthEnd = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1, 0))
    .toISOString()
    .slice(0, 10);
  const word = (words: readonly string[]) => `/cases?q=${encodeURIComponent(pick(words))}`;
  return {
    queue: () => '/cases?view=queue&limit=50',
    waiting: () => '/cases?view=waiting&limit=50',
    all: () => '/cases?limit=50',
    work: () => '/work',
    case: () => `/cases/${pick(list.items).id}`,
    number: () => `/cases?q=${pick(numbers.length > 0 ? numbers : ['000000-00000000'])}`,
    word: () => word(['路灯', '垃圾', '井盖', '噪音']),
    place: () => word(['长城路1号', '中山路', '幸福小区', '菜市场']),
    baseTile: () => `/tiles/base/15/${near(x)}/${near(y)}.mvt`,
    areaTile: () => `/tiles/areas/15/${near(x)}/${near(y)}.mvt`,
    rates: () => '/appraisal/rates',
    ratesOfMonth: () => `/appraisal/rates?asOf=${monthEnd}&from=${monthEnd.slice(0, 8)}01&by=category`,
    behindRate: () => '/appraisal/rates/cases?cell=filed',
    figures: () => '/cases/stats',
    whistles: () => '/whistles/counts',
    health: () => '/healthz',
  };
}

/** The statements of each page as the street's dispatcher sends them; a page answered from memory has none. */
async function recordPages(
  people: ReturnType<typeof openPeople>,
  pages: Record<string, () => string>,
): Promise<Map<string, Transaction['statements']>> {
  const cookie = await people.signIn('street');
  const found = new Map<string, Transaction['statements']>();
  for (const [page, path] of Object.entries(pages)) {
    const at = path();
    // Once before, so that what is kept in memory is there.
    await people.call('GET', at, cookie);
    const all = await recordStatements(async () => {
      await people.call('GET', at, cookie);
    });
    const own = all.find(({ statements }) =>
      /^begin read only.*renlin\.reach = 'staff'/s.test(statements[0]?.text ?? ''),
    );
    if (own) found.set(page, own.statements);
  }
  return found;
}

/** Everybody opens one page after the other; `thinkMs` is the middle of the pause between two. */
async function round(
  order: readonly string[],
  forSeconds: number,
  thinkMs: number,
  open: (user: number, page: string) => Promise<void>,
): Promise<Map<string, Span[]>> {
  const spans = new Map<string, Span[]>(order.map((name) => [name, []]));
  const until = clock() + forSeconds * 1000;
  await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      if (thinkMs > 0) await new Promise((done) => setTimeout(done, thinkMs * random.next()));
      for (let turn = user; clock() < until; turn++) {
        const name = order[turn % order.length] as string;
        const from = clock();
        await open(user, name);
        spans.get(name)?.push({ from, to: clock() });
        if (thinkMs > 0) await new Promise((done) => setTimeout(done, thinkMs * (0.5 + random.next())));
      }
    }),
  );
  return spans;
}

function tell(spans: Map<string, Span[]>): Record<string, Figures> {
  return Object.fromEntries(
    [...spans].map(([name, each]) => {
      const walls = each.map(({ from, to }) => to - from);
      const quiets = each.map(({ from, to }) => meter.between(from, to).quietMs);
      const figures = {
        n: each.length,
        p50Ms: round2(quantile(walls, 0.5)),
        p95Ms: round2(quantile(walls, 0.95)),
        p99Ms: round2(quantile(walls, 0.99)),
        quietP95Ms: round2(quantile(quiets, 0.95)),
      };
      say(`${name.padEnd(13)} ${JSON.stringify(figures)}`);
      return [name, figures];
    }),
  );
}

/** By which power of the number of cases the middle of a page grows, from the smallest folder to the largest. */
function exponentsOf(all: readonly Size[]): Record<string, number> | undefined {
  const [least, most] = [all[0], all.at(-1)];
  if (!least || !most || least === most) return undefined;
  return Object.fromEntries(
    Object.keys(least.reading).map((page) => {
      const times = (most.reading[page]?.p50Ms ?? Number.NaN) / (least.reading[page]?.p50Ms ?? Number.NaN);
      return [page, round2(Math.log(times) / Math.log(most.cases / least.cases))];
    }),
  );
}

/** The counts of the three rates are kept behind the present; a folder that was filled by statements has none yet. */
async function keepAll(config: pg.ClientConfig): Promise<void> {
  const db = openDb({ config });
  await keepCounts({ db, now: () => systemClock.now() }, 'demo');
  await db.close();
}

async function countCases(config: pg.ClientConfig): Promise<{ cases: number; open: number }> {
  const client = new pg.Client(config);
  await client.connect();
  const { rows } = await client.query<{ cases: number; open: number }>(
    'select count(*)::int as cases, count(*) filter (where closed_at is null)::int as open from cases',
  );
  await client.end();
  return rows[0] ?? { cases: 0, open: 0 };
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
