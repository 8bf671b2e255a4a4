// Three server processes on one database: a person is moved between them in mid-session, one of them is killed, and nothing that
// was acknowledged is lost, done twice or kept from the others.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ids } from '../src/kernel/ids.ts';
import { migrationSources } from '../src/main/migrations.ts';
import { hashPassword } from '../src/platform/auth/passwords.ts';
import { createSystemIds, systemClock } from '../src/platform/clock.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { type PersonKey, type Seeded, seedDistrict } from './product.ts';

const source = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
/** As the command `serve` does, without building pages. */
const SERVE = `const { serve } = await import(${source('../src/main/server.ts')});
const { readEnv } = await import(${source('../src/platform/env.ts')});
const { url } = await serve(readEnv(), () => undefined);
console.log(url);`;
const PASSWORD = 'Huai-Shu-Jie-2026';
const POINT = { lng: 120.381, lat: 36.291 };
/** How long one process may take to believe what another did; see docs/operating. */
const PATIENCE = 60_000;

type Server = { url: string; child: ChildProcess };
// biome-ignore lint/suspicious/noExplicitAny: answers are read by name, as a script would
type Answer = { status: number; body: any; cookie: string | undefined };

let database: TestDatabase;
let district: Seeded;
let folder: string;
let servers: Server[] = [];
const children: ChildProcess[] = [];
const ids: Ids = createSystemIds(systemClock);

beforeAll(async () => {
  database = await testDatabase(migrationSources);
  district = await database.system((tx) => seedDistrict(tx, ids, systemClock.now()));
  await database.owner('update accounts set password_hash = $1, password_changed_at = now()', [
    await hashPassword(PASSWORD),
  ]);
  folder = await mkdtemp(join(tmpdir(), 'renlin-three-'));
  // At once, on an empty data folder: they also agree on the secret that one of them makes.
  servers = await Promise.all([startServer(), startServer(), startServer()]);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

function addressOf(): string {
  const { host, port, user, password, database: name } = database.config;
  const url = new URL(`postgres://localhost/${name}`);
  url.username = String(user);
  url.password = String(password);
  url.searchParams.set('host', String(host));
  url.searchParams.set('port', String(port));
  return url.href;
}

async function startServer(): Promise<Server> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SERVE], {
    env: {
      ...process.env,
      DATABASE_URL: addressOf(),
      RENLIN_DATA: folder,
      RENLIN_DEMO: '0',
      RENLIN_LOG: 'error',
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said: string[] = [];
  child.stderr?.on('data', (chunk) => said.push(String(chunk)));
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    said.push(line);
    const url = /(http:\/\/[^\s/]+)\/$/.exec(line)?.[1];
    if (url) return { url, child };
  }
  throw new Error(`a server did not start: ${said.join('\n')}`);
}

async function ask(
  server: number,
  method: string,
  path: string,
  options: { cookie?: string | undefined; body?: unknown } = {},
): Promise<Answer> {
  const { url } = servers[server] as Server;
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      origin: url,
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.cookie ? { cookie: options.cookie } : {}),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    cookie: response.headers.get('set-cookie')?.split(';')[0],
  };
}

async function signIn(server: number, person: PersonKey): Promise<string> {
  const answer = await ask(server, 'POST', '/auth/session', {
    body: { login: `demo-${person}`, password: PASSWORD },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.cookie as string;
}

const lamp = (commandId: string) => ({
  commandId,
  kind: 'incident',
  category: 'utility.streetlight',
  text: '路灯不亮',
  point: POINT,
  address: '槐树街1号',
});

const stepsOf = (caseId: string) =>
  database.owner<{ name: string; command_id: string }>(
    'select name, command_id from case_steps where case_id = $1 order by version',
    [caseId],
  );

const soon = (test: () => Promise<boolean>) =>
  expect.poll(test, { timeout: PATIENCE, interval: 200 }).toBe(true);

it(
  'a session begun at one goes on at the others, and what one is told another shows',
  async () => {
    const cookie = await signIn(0, 'worker1');
    expect((await ask(1, 'GET', '/auth/me', { cookie })).body.account.login).toBe('demo-worker1');

    // A page that is open at the second hears of what the third was told.
    const stream = await fetch(`${servers[1]?.url}/api/v1/events`, { headers: { cookie } });
    const heard: string[] = [];
    const reading = (async () => {
      for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>)
        heard.push(Buffer.from(chunk).toString());
    })().catch(() => undefined);

    const id = ids.next();
    const filed = await ask(2, 'POST', '/cases', { cookie, body: lamp(id) });
    expect(filed.status, JSON.stringify(filed.body)).toBe(200);
    expect((await ask(0, 'GET', `/cases/${id}`, { cookie })).body.number).toBe(filed.body.case.number);
    await soon(async () => heard.join('').includes(id));

    // The same phone call ends up at all three at once: once is once.
    const again = ids.next();
    const answers = await Promise.all(
      [0, 1, 2].map((server) => ask(server, 'POST', '/cases', { cookie, body: lamp(again) })),
    );
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map((one) => one.body.case.number)).size).toBe(1);
    expect((await stepsOf(again)).length).toBe(1);

    // Two people do the same at two servers: it is done once. They differ: one is told what changed.
    const dispatcher = await signIn(1, 'dispatcher1');
    const twice = (name: string, forms: readonly [object, object], baseVersion: number) =>
      Promise.all(
        forms.map((form, at) =>
          ask(at + 1, 'POST', `/cases/${id}/commands`, {
            cookie: dispatcher,
            body: { commandId: ids.next(), name, baseVersion, form },
          }),
        ),
      );
    const accepted = await twice('accept', [{}, {}], 1);
    expect(accepted.map((one) => one.body.outcome).sort()).toEqual(['accepted', 'merged']);
    const { version } = (await ask(0, 'GET', `/cases/${id}`, { cookie: dispatcher })).body;
    const dispatched = await twice(
      'dispatch',
      [{ unit: district.units['urban-management'] }, { unit: district.units['housing'] }],
      version,
    );
    expect(dispatched.map((one) => one.status).sort()).toEqual([200, 409]);
    const names = (await stepsOf(id)).map((step) => step.name);
    for (const name of ['accept', 'dispatch']) expect(names.filter((one) => one === name).length).toBe(1);

    // One process dies as in a power cut. Its people go on at the next, with the same session.
    const dead = servers[0]?.child as ChildProcess;
    const gone = new Promise((done) => dead.once('exit', done));
    dead.kill('SIGKILL');
    await gone;
    const late = ids.next();
    expect((await ask(1, 'POST', '/cases', { cookie, body: lamp(late) })).status).toBe(200);
    expect((await ask(2, 'GET', `/cases/${late}`, { cookie })).status).toBe(200);
    // Whoever held the relay of news is replaced.
    await soon(async () => heard.join('').includes(late));

    // Signed out at one: the others forget within the time that they may believe what they read.
    expect((await ask(1, 'DELETE', '/auth/session', { cookie })).status).toBeLessThan(300);
    expect((await ask(1, 'GET', '/auth/me', { cookie })).status).toBe(401);
    await soon(async () => (await ask(2, 'GET', '/auth/me', { cookie })).status === 401);
    servers[1]?.child.kill('SIGTERM');
    await reading;
  },
  5 * PATIENCE,
);
