// Personal API keys on the real product: what they open, what they never open, and how they end.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bring, fileCase, must } from '../../../test/case-desk.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  DAY,
  type PersonKey,
  type TestProduct,
  testProduct,
} from '../../../test/product.ts';
import { KEY_SCOPES } from '../../kernel/key-scopes.ts';
import { createHttpServer } from '../../platform/http/server.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'keys' });
}, 400_000);
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

type Made = { id: string; key: string };

async function made(person: PersonKey, scopes: readonly string[] = KEY_SCOPES, days = 30): Promise<Made> {
  const answer = await p.call(person, 'POST', '/api/v1/keys', { body: { name: '看板脚本', scopes, days } });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

const by = (key: string, method: string, url: string, request: ApiRequest = {}): Promise<ApiAnswer> =>
  p.call(null, method, url, { ...request, headers: { ...request.headers, authorization: `Bearer ${key}` } });

test('a key is shown once, kept as a hash, listed for its owner alone and on record', async () => {
  const { id, key } = await made('dispatcher1', ['cases.read', 'cases.read'], 365);
  expect(key).toMatch(/^rlk_demo_[A-Za-z0-9_-]{43}$/);
  const listed = await p.call('dispatcher1', 'GET', '/api/v1/keys');
  expect(listed.body.items).toMatchObject([
    { id, name: '看板脚本', scopes: ['cases.read'], state: 'in-force', revokedAt: null, usedAt: null },
  ]);
  expect(listed.body.items[0].expiresAt).toBe(p.clock.at + 365 * DAY);
  expect(listed.text).not.toContain(key);
  const [row] = await p.database.owner<Record<string, unknown>>('select * from api_keys where id = $1', [id]);
  expect(JSON.stringify(row)).not.toContain(key.slice(9, 30));
  expect(row?.['token_hash']).toEqual(createHash('sha256').update(key).digest());
  expect((await p.call('dispatcher2', 'GET', '/api/v1/keys')).body.items).toEqual([]);
  expect((await p.call('dispatcher2', 'POST', `/api/v1/keys/${id}/revoke`, { body: {} })).body.code).toBe(
    'keys.not-found',
  );
  const log = await p.database.owner<{ action: string; actor_account: string }>(
    'select action, actor_account from audit_log where object_id = $1',
    [id],
  );
  expect(log).toEqual([{ action: 'keys.create', actor_account: p.district.accounts.dispatcher1 }]);
});

test('a key acts as its person and no further than its scopes', async () => {
  const filed = await fileCase(p, null, { text: '井盖移位，夜里有危险' });
  const reader = await made('dispatcher1', ['cases.read']);
  const seen = await by(reader.key, 'GET', `/api/v1/cases/${filed.id}`);
  expect(seen.status, seen.text).toBe(200);
  expect(seen.body.actions.map((one: { name: string }) => one.name)).toContain('accept');
  const body = { commandId: p.ids.next(), name: 'accept', baseVersion: 1, form: {} };
  const refused = await by(reader.key, 'POST', `/api/v1/cases/${filed.id}/commands`, { body });
  expect([refused.status, refused.body.code, refused.body.params]).toEqual([
    403,
    'auth.key-scope',
    { scope: 'cases.act' },
  ]);
  expect((await p.stored(filed.id)).version).toBe(1);

  // The same scopes in other hands: another street, a member without the duty.
  const other = await made('dispatcher2');
  expect((await by(other.key, 'GET', `/api/v1/cases/${filed.id}`)).status).toBe(404);
  const acts = await made('dispatcher1', ['cases.act']);
  const accepted = await by(acts.key, 'POST', `/api/v1/cases/${filed.id}/commands`, { body });
  expect(accepted.status, accepted.text).toBe(200);
  const [step] = await p.database.owner<{ account_id: string }>(
    'select account_id from case_steps where case_id = $1 and version = 2',
    [filed.id],
  );
  expect(step?.account_id).toBe(p.district.accounts.dispatcher1);
  expect((await by(acts.key, 'GET', '/api/v1/cases')).body.code).toBe('auth.key-scope');

  // What no scope names stays shut to keys, above all the making of keys; a duty is asked for as ever.
  const all = await made('security');
  for (const [method, url] of [
    ['GET', '/api/v1/keys'],
    ['GET', '/api/v1/auth/me'],
    ['GET', '/api/v1/webhooks'],
    ['GET', '/api/v1/people'],
  ] as const) {
    const shut = await by(all.key, method, url);
    expect([shut.status, shut.body.code], url).toEqual([403, 'auth.key-not-here']);
  }
  const wish = { name: 'x', scopes: ['cases.read'], days: 1 };
  expect((await by(all.key, 'POST', '/api/v1/keys', { body: wish })).body.code).toBe('auth.key-not-here');
  // A public route without a scope answers as to anybody.
  expect((await by(all.key, 'GET', '/api/v1/public/map')).status).toBe(200);
});

test('a filing by key is the owner’s own, needs no cookie and minds no other site', async () => {
  const { key } = await made('worker1', ['cases.file']);
  const commandId = p.ids.next();
  const body = {
    commandId,
    kind: 'incident',
    category: 'utility.streetlight',
    text: '路灯不亮',
    point: p.point('g1', 7),
  };
  const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
  const filed = await by(key, 'POST', '/api/v1/cases', { body, headers });
  expect(filed.status, filed.text).toBe(200);
  expect((await p.stored(commandId)).row['filed_by']).toBe(p.district.accounts.worker1);
  // Without the scope a filing must not slip through as a resident's.
  const reader = await made('worker1', ['cases.read']);
  const refused = await by(reader.key, 'POST', '/api/v1/cases', {
    body: { ...body, commandId: p.ids.next() },
  });
  expect(refused.body.code).toBe('auth.key-scope');
  // A cookie beside a key counts for nothing.
  const beside = await p.call('dispatcher1', 'GET', '/api/v1/keys', {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(beside.body.code).toBe('auth.key-not-here');
});

test('what is no key, a revoked one and one past its day are told apart, at once', async () => {
  const { id, key } = await made('secretary1', ['cases.read'], 1);
  expect((await by(key, 'GET', '/api/v1/work')).status).toBe(200);
  const [used] = await p.database.owner<{ used_at: Date }>('select used_at from api_keys where id = $1', [
    id,
  ]);
  expect(used?.used_at).not.toBeNull();
  for (const wrong of [
    'x',
    'rlk_demo_short',
    `rlk_demo_${'A'.repeat(43)}`,
    `rlk_nowhere_${key.slice(9)}`,
    `${key}x`,
    key.slice(0, -1),
    '%00',
    `rlk_demo_${"'".repeat(43)}`,
  ]) {
    const answer = await by(wrong, 'GET', '/api/v1/work');
    expect([answer.status, answer.body.code], wrong).toEqual([401, 'auth.key-unknown']);
  }
  const ended = await p.call('secretary1', 'POST', `/api/v1/keys/${id}/revoke`, { body: {} });
  expect(ended.body.state).toBe('revoked');
  const after = await by(key, 'GET', '/api/v1/work');
  expect([after.status, after.body.code]).toEqual([401, 'auth.key-revoked']);
  expect((await by(key, 'GET', '/api/v1/public/map')).status).toBe(401);
  expect((await p.call('secretary1', 'POST', `/api/v1/keys/${id}/revoke`, { body: {} })).status).toBe(200);
  const actions = await p.database.owner<{ action: string }>(
    'select action from audit_log where object_id = $1 order by at, id',
    [id],
  );
  expect(actions.map((one) => one.action)).toEqual(['keys.create', 'keys.revoke']);

  const short = await made('secretary1', ['cases.read'], 1);
  const start = p.clock.at;
  p.clock.at = start + DAY - 1;
  expect((await by(short.key, 'GET', '/api/v1/work')).status).toBe(200);
  p.clock.at = start + DAY;
  const expired = await by(short.key, 'GET', '/api/v1/work');
  expect([expired.status, expired.body.code]).toEqual([401, 'auth.key-expired']);
});

test('the keys of a locked account, of somebody who left and of a vacated post stop', async () => {
  const keys = {
    locked: await made('worker2', ['cases.read']),
    left: await made('worker3', ['cases.read']),
    vacated: await made('worker4', ['cases.read']),
  };
  for (const { key } of Object.values(keys)) expect((await by(key, 'GET', '/api/v1/work')).status).toBe(200);
  const disable = { body: { name: 'disable' } };
  const account = p.district.accounts.worker2;
  expect((await p.call('admin', 'POST', `/api/v1/accounts/${account}/commands`, disable)).status).toBe(200);
  await p.database.owner(`update org_persons set left_on = '2026-07-01' where id = $1`, [
    p.district.persons.worker3,
  ]);
  await p.database.owner(`update org_holdings set valid_to = '2026-07-02' where post_id = $1`, [
    p.district.posts.worker4,
  ]);
  for (const [why, { key }] of Object.entries(keys)) {
    const answer = await by(key, 'GET', '/api/v1/work');
    expect([why, answer.status, answer.body.code]).toEqual([why, 401, 'auth.key-account']);
  }
  // Sessions believe what they read of a post for some seconds.
  p.platform.sessions.forget('demo');
  expect(
    (
      await p.call('worker4', 'POST', '/api/v1/keys', {
        body: { name: 'x', scopes: ['cases.read'], days: 1 },
      })
    ).body.code,
  ).toBe('keys.no-post');
  const enable = { body: { name: 'enable' } };
  await p.call('admin', 'POST', `/api/v1/accounts/${account}/commands`, enable);
  expect((await by(keys.locked.key, 'GET', '/api/v1/work')).status).toBe(200);
});

test('a wish that does not fit is refused by name, and nobody holds more than twenty', async () => {
  const good = { name: '脚本', scopes: ['cases.read'], days: 30 };
  const wrong: [Record<string, unknown>, string][] = [
    [{ ...good, days: 366 }, 'days'],
    [{ ...good, days: 0 }, 'days'],
    [{ ...good, days: 1.5 }, 'days'],
    [{ ...good, scopes: [] }, 'scopes'],
    [{ ...good, scopes: ['everything'] }, 'scopes/0'],
    [{ ...good, name: ' ' }, 'name'],
    [{ ...good, name: 'a\u0000b' }, 'name'],
    [{ ...good, name: 'x'.repeat(61) }, 'name'],
    [{ ...good, expiresAt: 1 }, 'expiresAt'],
  ];
  for (const [body, path] of wrong) {
    const answer = await p.call('officer2', 'POST', '/api/v1/keys', { body });
    expect(answer.status, JSON.stringify(body)).toBe(400);
    if (answer.body.code === 'input.invalid') expect(answer.body.errors[0].path).toBe(path);
  }
  expect((await p.call(null, 'POST', '/api/v1/keys', { body: good })).status).toBe(401);
  const many = await Promise.all(
    Array.from({ length: 24 }, () => p.call('officer2', 'POST', '/api/v1/keys', { body: good })),
  );
  expect(many.filter((one) => one.status === 200).length).toBe(20);
  expect(many.filter((one) => one.body.code === 'keys.too-many').length).toBe(4);
});

test('each key has a rate of its own', async () => {
  const app = await createHttpServer(p.platform, p.product.routes, {
    publicDistrict: 'demo',
    version: '0',
    ...p.product.doors,
    keyPerMinute: 5,
  });
  const first = await made('officer1', ['cases.read']);
  const second = await made('officer1', ['cases.read']);
  const ask = async ({ key }: Made) =>
    (await app.inject({ url: '/api/v1/work', headers: { authorization: `Bearer ${key}` } })).statusCode;
  const statuses = [];
  for (let i = 0; i < 7; i++) statuses.push(await ask(first));
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(await ask(second)).toBe(200);
  // Guessing from one address is slowed down as well.
  const guesses = [];
  for (let i = 0; i < 62; i++)
    guesses.push(await ask({ id: '', key: `rlk_demo_${String(i).padStart(43, 'A')}` }));
  expect(guesses.slice(0, 60).every((status) => status === 401)).toBe(true);
  expect(guesses.slice(60)).toEqual([429, 429]);
  await app.close();
});

test('what a key did shows in the case as its person’s', async () => {
  const filed = await fileCase(p, null, { text: '消火栓漏水', category: 'utility.hydrant' });
  await bring(p, filed.id, 'filed');
  await must(p, 'dispatcher1', filed.id, 'note', { note: '先看一下' });
  const { key } = await made('dispatcher1', ['cases.act', 'cases.read']);
  const { version } = await p.stored(filed.id);
  const unit = p.district.units['urban-management'];
  const body = { commandId: p.ids.next(), name: 'dispatch', baseVersion: version, form: { unit } };
  const given = await by(key, 'POST', `/api/v1/cases/${filed.id}/commands`, { body });
  expect(given.status, given.text).toBe(200);
  const again = await by(key, 'POST', `/api/v1/cases/${filed.id}/commands`, { body });
  expect(again.body.outcome).toBe('accepted');
  expect((await p.stored(filed.id)).version).toBe(version + 1);
  const page = await p.call('dispatcher1', 'GET', `/api/v1/cases/${filed.id}`);
  expect(page.body.timeline.at(-1).actor).toMatchObject({ kind: 'staff', label: '街道派遣员' });
});
