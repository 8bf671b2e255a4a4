// How many whole lifecycles a second: file → dispatch → finish → verify → search, over HTTP, with sessions and authorisation on, against
// the same statements straight on connections in the same run.
//   npm run bench:lifecycle -- --cases N --seconds S [--flight 16] [--data FOLDER]
// The last line of output is one JSON object.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { CaseState, CaseStep } from '../src/engines/case/case.ts';
import { findCase, insertCase, listSteps, saveStep } from '../src/engines/case/case-store.ts';
import { allMessages, compose } from '../src/main/compose.ts';
import { ensureDemo } from '../src/main/demo.ts';
import { buildPlatform } from '../src/main/platform.ts';
import { prepareDatabase } from '../src/main/server.ts';
import { createSystemIds, systemClock } from '../src/platform/clock.ts';
import { type Db, openDb, scopeOf } from '../src/platform/db/db.ts';
import { readEnv } from '../src/platform/env.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '20' },
    flight: { type: 'string', default: '16' },
    data: { type: 'string' },
  },
});
const wanted = Number(values.cases);
const seconds = Number(values.seconds);
const flight = Number(values.flight);
const say = (line: string) => process.stderr.write(`${line}\n`);
const ids = createSystemIds(systemClock);

const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'renlin-bench-')));
const env = readEnv({ RENLIN_DATA: folder, RENLIN_DEMO: '1', RENLIN_LOG: 'error', PORT: '0' });
const database = await prepareDatabase(env, say);
const platform = await buildPlatform(env, database.config, allMessages);
await ensureDemo(platform, compose(platform), database.config, say);
await preload(database.config, wanted);
const before = await countCases(database.config);
await platform.close();

const server = await startServer();
const http = await measureHttp(server.port);
server.child.kill('SIGTERM');
const db = openDb({ config: database.config, max: flight });
const raw = await measureStatements(db, http.sample);
await db.close();
await database.stop();
if (!values.data) await rm(folder, { recursive: true, force: true });

const figure = {
  lifecyclesPerSecond: round(http.perSecond),
  p95Ms: round(http.p95),
  ratioToRawSql: round(http.perSecond / raw.perSecond),
  cases: before,
  rawSqlPerSecond: round(raw.perSecond),
  p50Ms: round(http.p50),
  errors: http.errors,
  flight,
  seconds,
};
process.stdout.write(`${JSON.stringify(figure)}\n`);

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

/** Copies the demo's own lives with new ids and numbers until there are enough: every row with its steps and words. */
async function preload(config: pg.ClientConfig, count: number): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from cases');
  const base = rows[0]?.n ?? 0;
  const rounds = Math.ceil(Math.max(0, count - base) / Math.max(1, base));
  await client.query(`set synchronous_commit = off`);
  for (let round = 1; round <= rounds; round++) {
    const tag = round.toString(16).padStart(4, '0');
    // The last four digits of an id are drawn at random; the round goes there, and the copy stays unique.
    const id = (column: string) =>
      `(left(${column}::text, 24) || '${tag}' || right(${column}::text, 8))::uuid`;
    await client.query('begin');
    await client.query(
      `insert into cases select district_code, ${id('id')}, number || '-${tag}', kind, version, state, category, headline, text, channel,
         area_id, area_path, lng, lat, address, urgent, owner_unit, assist_units, subject_unit, filed_by, clocks, due_at, null, occurred_at,
         filed_at, last_at, coalesce(closed_at, filed_at), solved, confirmed, rating, joined, parent_id, facts
       from cases where number not like '%-%-%'`,
    );
    await client.query(
      `insert into case_steps select s.district_code, ${id('s.case_id')}, s.version, ${id('s.command_id')}, s.name, s.outcome, s.from_state,
         s.to_state, s.actor_kind, s.account_id, s.unit_id, s.actor_label, s.occurred_at, s.received_at, s.form, s.changes
       from case_steps s join cases c on c.district_code = s.district_code and c.id = s.case_id where c.number not like '%-%-%'`,
    );
    await client.query(
      `insert into case_words select w.district_code, ${id('w.case_id')}, w.words from case_words w
       join cases c on c.district_code = w.district_code and c.id = w.case_id where c.number not like '%-%-%'`,
    );
    await client.query('commit');
    if (round % 20 === 0) say(`preload ${round}/${rounds}`);
  }
  if (rounds > 0) await client.query('vacuum analyze cases, case_steps, case_words');
  await client.end();
}

async function startServer(): Promise<{ port: number; child: ChildProcess }> {
  const port = 20_000 + (process.pid % 20_000);
  const script = `import('${new URL('../src/main/server.ts', import.meta.url).href}').then(async (m) => {
    const { readEnv } = await import('${new URL('../src/platform/env.ts', import.meta.url).href}');
    const running = await m.serve(readEnv(), () => undefined);
    process.on('SIGTERM', () => running.close().then(() => process.exit(0)));
  })`;
  const child = spawn(process.execPath, ['-e', script], {
    env: { ...process.env, RENLIN_DATA: folder, RENLIN_DEMO: '1', RENLIN_LOG: 'error', PORT: String(port) },
    stdio: 'inherit',
  });
  for (let attempt = 0; attempt < 600; attempt++) {
    if (
      await fetch(`http://127.0.0.1:${port}/healthz`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return { port, child };
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the server did not start');
}

type Answer = { status: number; body: unknown; cookie: string | undefined };
type Sample = { states: CaseState[]; steps: CaseStep[] };

async function measureHttp(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: flight });
  const times: number[] = [];
  let errors = 0;
  let done = 0;
  const call = (method: string, path: string, cookie?: string, body?: unknown): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        ...(cookie ? { cookie } : {}),
        ...(text ? { 'content-type': 'application/json' } : {}),
      };
      const outgoing = httpRequest(
        { port, host: '127.0.0.1', path: `/api/v1${path}`, method, agent, headers },
        (incoming) => {
          let received = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (part: string) => {
            received += part;
          });
          incoming.on('end', () => {
            times.push(performance.now() - started);
            const status = incoming.statusCode ?? 0;
            if (status >= 400) errors += 1;
            const set = incoming.headers['set-cookie']?.[0]?.split(';')[0];
            resolve({ status, body: received ? JSON.parse(received) : undefined, cookie: set });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  const signIn = async (user: string) =>
    (await call('POST', '/demo/session', undefined, { user })).cookie ?? '';
  const cookies = {
    street: await signIn('street'),
    department: await signIn('department'),
    verifier: await signIn('verifier'),
    worker: await signIn('worker'),
  };
  const list = (await call('GET', '/cases?limit=20', cookies.street)).body as {
    items: { point: { lng: number; lat: number } | null }[];
  };
  const points = list.items.flatMap((item) => (item.point ? [item.point] : []));
  const units = (await call('GET', '/units', cookies.street)).body as {
    items: { id: string; name: string; code?: string | null }[];
  };
  const unit = units.items.find((one) => one.code === 'urban-management' || one.name === '城市管理局')?.id;
  if (!unit || points.length === 0) throw new Error('the demo has no unit or place to work with');
  const one = async (turn: number): Promise<string> => {
    const commandId = ids.next();
    const point = points[turn % points.length];
    const text = `第${turn}盏路灯不亮，编号${commandId.slice(0, 8)}`;
    const filed = (
      await call('POST', '/cases', cookies.worker, {
        commandId,
        kind: 'incident',
        category: 'utility.streetlight',
        text,
        point,
        address: '长城路1号',
      })
    ).body as { case: { number: string; version: number } };
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
    return commandId;
  };
  const last = await one(0);
  await Promise.all(Array.from({ length: flight }, (_, lane) => one(lane)));
  times.length = 0;
  errors = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: flight }, async (_, lane) => {
      for (let turn = lane; performance.now() < until; turn += flight) {
        await one(turn);
        done += 1;
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  agent.destroy();
  return { perSecond: done / elapsed, p95: at(0.95), p50: at(0.5), errors, sample: last };
}

/** The same five statements of one lived case, again and again with new ids, on as many connections as there were requests in flight. */
async function measureStatements(db: Db, sampleId: string): Promise<{ perSecond: number }> {
  const scope = scopeOf({ kind: 'system', district: 'demo', reason: 'bench' });
  const sample = await db.read(scope, async (tx): Promise<Sample> => {
    const steps = await listSteps(tx, sampleId);
    const loaded = await findCase(tx, sampleId, sampleId);
    if (!loaded) throw new Error('the sample case is gone');
    const states: CaseState[] = [];
    let state = {
      id: sampleId,
      district: 'demo',
      number: loaded.state.number,
      kind: loaded.state.kind,
    } as CaseState;
    for (const step of steps) {
      state = { ...state, ...step.changes, version: step.version };
      states.push(state);
    }
    return { states, steps };
  });
  const words = ['路灯', '灯不', '不亮', '编号'];
  let done = 0;
  const one = async () => {
    const id = ids.next();
    const number = `B${id.slice(0, 18)}`;
    const states = sample.states.map((state) => ({ ...state, id, number }));
    const steps = sample.steps.map((step) => ({ ...step, commandId: ids.next() }));
    await db.tx(scope, async (tx) => {
      void insertCase(tx, states[0] as CaseState, steps[0] as CaseStep, words);
    });
    for (let at = 1; at < states.length; at++) {
      await db.tx(scope, async (tx) => {
        await findCase(tx, id, (steps[at] as CaseStep).commandId);
        void saveStep(tx, states[at] as CaseState, at, steps[at] as CaseStep);
      });
    }
    await db.read(scope, (tx) =>
      tx.rows('select id from cases where district_code = $1 and number = $2', ['demo', number]),
    );
  };
  await Promise.all(Array.from({ length: flight }, one));
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: flight }, async () => {
      while (performance.now() < until) {
        await one();
        done += 1;
      }
    }),
  );
  return { perSecond: done / ((performance.now() - started) / 1000) };
}
