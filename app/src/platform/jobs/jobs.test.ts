// Live events in order and by scope, resumed after a break; timers that one process runs at a time; queued jobs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_NOW, type TestServer, testServer } from '../../../test/server.ts';
import type { Actor } from '../../kernel/actor.ts';
import { insertAccount } from '../auth/accounts.ts';
import { concerns } from './event-routes.ts';
import type { StreamEvent } from './events.ts';
import { createJobs } from './jobs.ts';

const UNIT = '0197f000-0000-7000-8000-000000000002';
let server: TestServer;
let cookie: string;
let base: string;

beforeAll(async () => {
  server = await testServer({
    districts: ['demo', 'other'],
    async resolveActor(_tx, account): Promise<Actor> {
      const post = {
        postId: UNIT,
        title: '',
        unitId: UNIT,
        areaPath: '0/1a/',
        areaId: UNIT,
        duties: ['view'],
        acting: false,
      };
      const { id: accountId, district, name } = account;
      return { kind: 'staff', accountId, personId: '', district, name, posts: [post] };
    },
  });
  await server.platform.events.start();
  base = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const id = await server.database.system((tx) =>
    insertAccount(tx, server.platform.ids, TEST_NOW, { district: 'demo', login: 'reader', name: 'reader' }),
  );
  cookie = (await server.platform.sessions.create(id, { ip: '', userAgent: '' })).token;
});
afterAll(() => server.close());

const publish = (areaPath: string, n: number, district = 'demo') =>
  server.database.system(
    (tx) => server.platform.events.publish(tx, { topic: 'case.changed', areaPath, units: [], data: { n } }),
    district,
  );

/** Opens the stream and reads until `count` events came. */
async function read(
  count: number,
  last?: number,
  opened?: () => Promise<unknown>,
): Promise<{ id: number; n: number }[]> {
  const stop = new AbortController();
  const response = await fetch(`${base}/api/v1/events`, {
    headers: {
      cookie: `renlin_session=${cookie}`,
      ...(last === undefined ? {} : { 'last-event-id': String(last) }),
    },
    signal: stop.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  await opened?.();
  const seen: { id: number; n: number }[] = [];
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk);
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const match = /^id: (\d+)\nevent: case\.changed\ndata: (.*)$/.exec(block);
      if (match) seen.push({ id: Number(match[1]), n: JSON.parse(match[2] as string).n });
    }
    if (seen.length >= count) break;
  }
  stop.abort();
  return seen;
}

describe('events', () => {
  it('streams what concerns the reader, after commit, and resumes without loss', async () => {
    const first = await read(2, undefined, async () => {
      await publish('0/1a/2f/', 1);
      await publish('0/1b/', 2);
      await publish('0/1a/', 3, 'other');
      await expect(
        server.database.system(async (tx) => {
          await server.platform.events.publish(tx, {
            topic: 'case.changed',
            areaPath: '0/1a/',
            units: [],
            data: { n: 4 },
          });
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
      await publish('0/1a/', 5);
    });
    expect(first.map((one) => one.n)).toEqual([1, 5]);
    const both = new Promise<void>((done) => {
      const end = server.platform.events.subscribe('demo', (event) => {
        if (event.data.n !== 7) return;
        end();
        done();
      });
    });
    await publish('0/1a/', 6);
    await publish('0/1a/', 7);
    await both;
    const resumed = await read(2, first.at(-1)?.id);
    expect(resumed.map((one) => one.n)).toEqual([6, 7]);
  });

  it('ends all streams when the server closes them, and asks for a session', async () => {
    expect((await fetch(`${base}/api/v1/events`)).status).toBe(401);
    const response = await fetch(`${base}/api/v1/events`, {
      headers: { cookie: `renlin_session=${cookie}` },
    });
    server.platform.streams.closeAll();
    expect(await response.text()).toContain('retry:');
    expect(server.platform.streams.open()).toBe(0);
  });

  it('keeps what is addressed to one post or account from everybody else', () => {
    const post = {
      postId: 'p',
      title: '',
      unitId: 'u',
      areaPath: '0/',
      areaId: 'a',
      duties: ['view'],
      acting: false,
    };
    const actor: Actor = {
      kind: 'staff',
      accountId: 'me',
      personId: '',
      district: 'demo',
      name: '',
      posts: [post],
    };
    const event = (over: Partial<StreamEvent>): StreamEvent => ({
      id: 1,
      district: 'demo',
      topic: 'x',
      areaPath: '~',
      units: [],
      data: {},
      ...over,
    });
    const verdicts = [
      event({}),
      event({ areaPath: '0/1/' }),
      event({ units: ['u'] }),
      event({ areaPath: '0/1/', data: { account: 'you' } }),
      event({ data: { account: 'me' } }),
      event({ areaPath: '0/1/', data: { post: 'q' } }),
      event({ data: { post: 'p' } }),
    ].map((one) => concerns(actor, one));
    expect(verdicts).toEqual([false, true, true, false, true, false, true]);
    expect(concerns({ kind: 'public', district: 'demo' }, event({ areaPath: '0/' }))).toBe(false);
    // Whoever only handles hears of what lies with the unit.
    const handler: Actor = { ...actor, posts: [{ ...post, duties: ['handle'] }] };
    expect(
      [event({ areaPath: '0/1/' }), event({ units: ['u'] })].map((one) => concerns(handler, one)),
    ).toEqual([false, true]);
  });
});

describe('jobs', () => {
  it('runs a timer in one process at a time, and not again before its time', async () => {
    const { platform, database } = server;
    const second = createJobs({ config: database.config, log: platform.log });
    let runs = 0;
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    const definition = {
      name: 'test-timer',
      everySeconds: 3600,
      async run() {
        runs += 1;
        await held;
      },
    };
    const one = platform.jobs.runTimer(definition, platform);
    for (;;) {
      const rows = await database.owner('select from job_leases where name = $1', ['test-timer']);
      if (rows.length > 0) break;
    }
    expect(await second.runTimer(definition, platform)).toBe(false);
    release();
    expect(await one).toBe(true);
    expect(await second.runTimer(definition, platform)).toBe(false);
    await database.owner(`update job_leases set next_at = now() where name = 'test-timer'`);
    expect(await second.runTimer(definition, platform)).toBe(true);
    expect(runs).toBe(2);
  });

  it('counts and logs a timer that fails, and frees its lease', async () => {
    const { platform } = server;
    const definition = {
      name: 'failing',
      everySeconds: 0,
      run: () => Promise.reject(new Error('broken timer')),
    };
    expect(await platform.jobs.runTimer(definition, platform)).toBe(true);
    expect(await platform.jobs.runTimer(definition, platform)).toBe(true);
    expect(platform.jobs.failures()).toBe(2);
    expect(server.logged.join('')).toContain('broken timer');
  });

  it('runs what was queued', async () => {
    const { platform } = server;
    const done = new Promise<unknown>((resolve) => {
      const definition = {
        name: 'test-queue',
        run: async (_platform: unknown, payload: unknown) => resolve(payload),
      };
      void platform.jobs.start([definition], platform).then(() => platform.jobs.send('test-queue', { n: 7 }));
    });
    expect(await done).toEqual({ n: 7 });
  });
});
