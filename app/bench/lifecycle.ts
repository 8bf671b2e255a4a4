// How many whole lifecycles a second: file → dispatch → finish → verify → search, over HTTP, with sessions and authorisation on, against
// the same statements straight on connections in the same run.
//   npm run bench:lifecycle -- --cases N --seconds S [--flight 16] [--data FOLDER [--fill]] [--beside FOLDER [--code CHECKOUT]] [--profile FOLDER]
// --beside is the folder of another filling: a second server on it takes turns too, and `ratioToBeside` is the rate against its rate.
// --code is another checkout, say of an earlier commit: the server beside is then that one's (its folder is made when it isn't there).
// --warm is how many seconds each server works before the first turn (45). --costs measures nothing but what each statement costs alone.
// --data is kept, so that a larger size begins where a smaller one ended; --fill brings it to N cases and measures nothing; --profile
// writes the server's processor profile.
// Names that begin with quiet: the same figure with the
// stretches taken off in which the whole machine stood still (core/bench/stalls.ts); where it never does, both are the same.
// The last line of output is one JSON object.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { quantile } from '@renlin/core/simulation/statistics';
import pg from 'pg';
import { clock, startStallMeter } from '../../core/bench/stalls.ts';
import { prepareDatabase, serve } from '../src/main/server.ts';
import { countMissing } from '../src/modules/appraisal/outcomes.ts';
import { createSystemIds, systemClock } from '../src/platform/clock.ts';
import { openDb } from '../src/platform/db/db.ts';
import { readEnv } from '../src/platform/env.ts';
import { openPeople, startServer, stopServer } from './people.ts';
import { about, recordStatements, replayOf } from './recorded-statements.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '20' },
    flight: { type: 'string', default: '16' },
    data: { type: 'string' },
    profile: { type: 'string' },
    fill: { type: 'boolean', default: false },
    beside: { type: 'string' },
    code: { type: 'string' },
    warm: { type: 'string', default: '45' },
    costs: { type: 'boolean', default: false },
  },
});
const wanted = Number(values.cases);
const seconds = Number(values.seconds);
const flight = Number(values.flight);
const DISTRICT = 'demo';
/** File, dispatch, finish, verify, search: each is one transaction. */
const LIFECYCLE_REQUESTS = 5;
/** One turn of either side. */
const TURN_MS = 5_000;
/** What is done before the first turn: the server's code is compiled as it runs, and is at its rate after some ten thousand requests. */
const WARM_UP_MS = { http: Number(values.warm) * 1000, raw: 10_000 };
/** How often the statements are sent one by one, for what each costs. */
const WARM_UP_ROUNDS = 200;
const COST_ROUNDS = 500;
/** Copies of one round are written together; more would hold one transaction open for minutes. */
const COPIES = 20;
const say = (line: string) => process.stderr.write(`${line}\n`);
const ids = createSystemIds(systemClock);

const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'renlin-bench-')));
const PORT = 20_000 + (process.pid % 20_000);
const variables = { RENLIN_DATA: folder, RENLIN_DEMO: '1', RENLIN_LOG: 'error', PORT: String(PORT) };
const env = readEnv(variables);
const recorded = await recordLifecycle();
const database = await prepareDatabase(env, say);
await preload(database.config, wanted);
if (values.fill) {
  await database.stop();
  process.exit(0);
}
const before = await countCases(database.config);

if (values.costs) {
  const alone = replayOf(recorded.transactions, {
    ...recorded,
    config: database.config,
    connections: 1,
    ids,
  });
  await alone.costs(WARM_UP_ROUNDS);
  const costs = await alone.costs(COST_ROUNDS);
  const whole = costs.reduce((sum, cost) => sum + cost.ms, 0);
  for (const { name, times, ms } of costs)
    say(
      `${name.padEnd(24)} ${String(times).padStart(3)}  ${ms.toFixed(3)} ms  ${((100 * ms) / whole).toFixed(1)} %`,
    );
  await alone.close();
  await database.stop();
  process.stdout.write(`${JSON.stringify({ cases: before, wholeMs: round(whole), costs })}\n`);
  process.exit(0);
}

const meter = await startStallMeter();
const child = await startServer(PORT, variables, { profile: values.profile });
const http = await openHttp(PORT);
const raw = replayOf(recorded.transactions, {
  ...recorded,
  config: database.config,
  connections: flight,
  ids,
});
const beside = values.beside ? await openBeside(values.beside, values.code) : undefined;
// All take turns, so that a machine that is now fast and now slow is so to all; what comes before the first turn warms them up.
await inFlight(http.one, WARM_UP_MS.http);
await inFlight(raw.one, WARM_UP_MS.raw);
if (beside) await inFlight(beside.one, WARM_UP_MS.http);
http.people.spans.length = 0;
http.people.errors = 0;
const turns = Math.max(1, Math.round((seconds * 1000) / TURN_MS));
const run = { http: emptyRun(), raw: emptyRun(), beside: emptyRun() };
for (let turn = 0; turn < turns; turn++) {
  await measure(run.http, http.one);
  await measure(run.raw, raw.one);
  if (beside) await measure(run.beside, beside.one);
  const others = beside ? `, ${run.beside.done} beside` : '';
  say(`turn ${turn + 1}/${turns}: ${run.http.done} lifecycles, ${run.raw.done} by statements alone${others}`);
}
http.people.close();
await stopServer(child);
await beside?.close();
await raw.close();
const walls = http.people.spans.map((span) => span.to - span.from);
const quiets = http.people.spans.map((span) => meter.between(span.from, span.to).quietMs);
await meter.stop();
await database.stop();
if (!values.data) await rm(folder, { recursive: true, force: true });

const figure = {
  lifecyclesPerSecond: round(perSecond(run.http, 'wallMs')),
  p95Ms: round(quantile(walls, 0.95)),
  ratioToRawSql: round(perSecond(run.http, 'wallMs') / perSecond(run.raw, 'wallMs')),
  cases: before,
  rawSqlPerSecond: round(perSecond(run.raw, 'wallMs')),
  p50Ms: round(quantile(walls, 0.5)),
  quietLifecyclesPerSecond: round(perSecond(run.http, 'quietMs')),
  quietP50Ms: round(quantile(quiets, 0.5)),
  quietP95Ms: round(quantile(quiets, 0.95)),
  quietRatioToRawSql: round(perSecond(run.http, 'quietMs') / perSecond(run.raw, 'quietMs')),
  quietRawSqlPerSecond: round(perSecond(run.raw, 'quietMs')),
  ...(beside
    ? {
        besidePerSecond: round(perSecond(run.beside, 'wallMs')),
        ratioToBeside: round(perSecond(run.http, 'wallMs') / perSecond(run.beside, 'wallMs')),
        quietRatioToBeside: round(perSecond(run.http, 'quietMs') / perSecond(run.beside, 'quietMs')),
      }
    : {}),
  wallOverQuiet: round(run.http.wallMs / run.http.quietMs),
  lifecycles: run.http.done,
  errors: http.people.errors,
  flight,
  seconds,
};
process.stdout.write(`${JSON.stringify(figure)}\n`);

type Run = { done: number; wallMs: number; quietMs: number };

function emptyRun(): Run {
  return { done: 0, wallMs: 0, quietMs: 0 };
}

function perSecond(run: Run, time: 'wallMs' | 'quietMs'): number {
  return (run.done / run[time]) * 1000;
}

/** Keeps `flight` lifecycles going for so long; gives how many ended. */
async function inFlight(one: (turn: number) => Promise<unknown>, ms: number): Promise<number> {
  const until = clock() + ms;
  let done = 0;
  await Promise.all(
    Array.from({ length: flight }, async (_, lane) => {
      for (let turn = lane; clock() < until; turn += flight) {
        await one(turn);
        done += 1;
      }
    }),
  );
  return done;
}

/** One turn, added to the run. */
async function measure(run: Run, one: (turn: number) => Promise<unknown>): Promise<void> {
  let done = 0;
  const timing = await meter.timeAsync(async () => {
    done = await inFlight(one, TURN_MS);
  });
  run.done += done;
  run.wallMs += timing.wallMs;
  run.quietMs += timing.quietMs;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

async function countCases(config: pg.ClientConfig): Promise<number> {
  const client = new pg.Client(config);
  await client.connect();
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from cases');
  await client.end();
  return rows[0]?.n ?? 0;
}

/** Copies the demo's own lives with new ids and numbers until there are enough: every row with its steps, words and outcomes. */
async function preload(config: pg.ClientConfig, count: number): Promise<void> {
  const db = openDb({ config });
  await countMissing({ db }, DISTRICT);
  await db.close();
  const client = new pg.Client(config);
  await client.connect();
  const { rows } = await client.query<{ n: number; own: number; last: number }>(
    `select count(*)::int as n, count(*) filter (where number not like '%~%')::int as own,
       coalesce(max(substr(number, length(number) - 5)::int) filter (where number like '%~%'), 0) as last from cases`,
  );
  const { n = 0, own = 0, last = 0 } = rows[0] ?? {};
  const copies = Math.ceil(Math.max(0, count - n) / Math.max(1, own));
  await client.query('set synchronous_commit = off');
  for (let from = last + 1; from <= last + copies; from += COPIES) {
    const to = Math.min(from + COPIES - 1, last + copies);
    // The last digits of an id are drawn at random; the number of the copy goes before them. The digit of the version (6 for 7 or 8) keeps
    // a copy from being any original.
    const id = (column: string) =>
      `(left(${column}::text, 14) || '6' || substr(${column}::text, 16, 9) || lpad(to_hex(k.copy), 4, '0') || right(${column}::text, 8))::uuid`;
    const originals = `generate_series(${from}, ${to}) as k (copy), cases c`;
    const here = `c.number not like '%~%'`;
    await client.query('begin');
    await client.query(
      `insert into cases select c.district_code, ${id('c.id')}, c.number || '~' || lpad(k.copy::text, 6, '0'), c.kind, c.version, c.state,
         c.category, c.headline, c.text, c.channel, c.area_id, c.area_path, c.lng, c.lat, c.address, c.urgent, c.owner_unit, c.assist_units,
         c.subject_unit, c.filed_by, c.clocks, c.due_at, null, c.occurred_at, c.filed_at, c.last_at, c.closed_at,
         c.solved, c.confirmed, c.rating, c.joined, c.parent_id, c.facts from ${originals} where ${here}`,
    );
    await client.query(
      `insert into case_steps select s.district_code, ${id('s.case_id')}, s.version, ${id('s.command_id')}, s.name, s.outcome, s.from_state,
         s.to_state, s.actor_kind, s.account_id, s.unit_id, s.actor_label, s.occurred_at, s.received_at, s.form, s.changes
       from ${originals} join case_steps s on s.district_code = c.district_code and s.case_id = c.id where ${here}`,
    );
    await client.query(
      `insert into case_words select w.district_code, ${id('w.case_id')}, w.words
       from ${originals} join case_words w on w.district_code = c.district_code and w.case_id = c.id where ${here}`,
    );
    await client.query(
      `insert into case_outcomes select (jsonb_populate_record(o, jsonb_build_object('case_id', ${id('o.case_id')}))).*
       from ${originals} join case_outcomes o on o.district_code = c.district_code and o.case_id = c.id where ${here}`,
    );
    await client.query('commit');
    say(`preload: ${to - last}/${copies} copies of ${own} cases`);
  }
  if (copies > 0) {
    // Written past the product, so what it keeps of the rows is made again from them.
    await client.query('truncate rate_counts, rate_marks, rate_paths, rate_stale');
    await client.query('vacuum analyze cases, case_steps, case_words, case_outcomes');
  }
  await client.end();
}

/** The statements of one lifecycle of a server in this process, after one that warmed its caches. Makes the demo where there is none. */
async function recordLifecycle() {
  const running = await serve(env, say);
  const client = await openHttp(PORT);
  await client.one(0);
  const since = systemClock.now();
  let lived = { id: '', number: '' };
  const all = await recordStatements(async () => {
    lived = await client.one(1);
  });
  client.people.close();
  await running.close();
  const transactions = about(all, [lived.id, lived.number]);
  const statements = transactions.flatMap((one) =>
    one.statements.map(({ name, text }) => name ?? text.slice(0, 40)),
  );
  say(
    `recorded: ${transactions.length} transactions, ${statements.length} statements: ${statements.join(', ')}`,
  );
  if (transactions.length !== LIFECYCLE_REQUESTS)
    throw new Error('a request is missing in what was recorded');
  return { transactions, since, number: lived.number };
}

/** The same product, or another checkout's, on another folder with people of its own. The server brings its database along. */
async function openBeside(otherFolder: string, checkout: string | undefined) {
  const port = String(PORT + 1);
  const others = { ...variables, RENLIN_DATA: otherFolder, PORT: port };
  const app = checkout === undefined ? undefined : pathToFileURL(`${resolve(checkout)}/app/`);
  const server = await startServer(PORT + 1, others, { app });
  const { one, people } = await openHttp(PORT + 1);
  return {
    one,
    async close() {
      people.close();
      await stopServer(server);
    },
  };
}

async function openHttp(port: number) {
  const people = openPeople(port, flight);
  const { call, signIn } = people;
  const cookies = {
    street: await signIn('street'),
    department: await signIn('department'),
    verifier: await signIn('verifier'),
    worker: await signIn('worker'),
  };
  const list = (await call('GET', '/cases?kind=incident&limit=20', cookies.street)).body as {
    items: { point: { lng: number; lat: number } | null }[];
  };
  const points: { lng: number; lat: number }[] = [];
  // Where one may report from: what was listed on the rim of the district (or came with an outside order) need not lie inside it.
  for (const { point } of list.items)
    if (point && (await file(point, `试报${ids.next().slice(0, 8)}`)).status < 400) points.push(point);
  const units = (await call('GET', '/units', cookies.street)).body as {
    items: { id: string; name: string; code?: string | null }[];
  };
  const unit = units.items.find((one) => one.code === 'urban-management' || one.name === '城市管理局')?.id;
  if (!unit || points.length === 0) throw new Error('the demo has no unit or place to work with');
  function file(point: { lng: number; lat: number } | undefined, text: string, commandId = ids.next()) {
    const where = { point, address: '长城路1号' };
    const what = { kind: 'incident', category: 'utility.streetlight', text };
    return call('POST', '/cases', cookies.worker, { commandId, ...what, ...where });
  }
  const one = async (turn: number): Promise<{ id: string; number: string }> => {
    const commandId = ids.next();
    const point = points[turn % points.length];
    const text = `第${turn}盏路灯不亮，编号${commandId.slice(0, 8)}`;
    const answer = await file(point, text, commandId);
    if (answer.status >= 400) throw new Error(`filing: ${answer.status} ${JSON.stringify(answer.body)}`);
    const filed = answer.body as { case: { number: string; version: number } };
    let version = filed.case.version;
    const give = async (cookie: string, name: string, form: object) => {
      const body = { commandId: ids.next(), name, baseVersion: version, occurredAt: systemClock.now(), form };
      version = (
        (await call('POST', `/cases/${commandId}/commands`, cookie, body)).body as {
          case: { version: number };
        }
      ).case.version;
    };
    await give(cookies.street, 'dispatch', { unit });
    await give(cookies.department, 'finish', { result: '已更换灯泡，恢复照明。' });
    await give(cookies.verifier, 'verify', { result: 'pass' });
    await call('GET', `/cases?q=${filed.case.number}`, cookies.street);
    return { id: commandId, number: filed.case.number };
  };
  return { one, people };
}
