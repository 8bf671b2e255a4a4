// Signing in, the lock, the second factor, the administration and the audit log, through HTTP.
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_NOW, type TestServer, testServer } from '../../../test/server.ts';
import type { Actor } from '../../kernel/actor.ts';
import { chainAudit, verifyAudit } from '../../platform/audit/audit.ts';
import { insertAccount } from '../../platform/auth/accounts.ts';
import { hashPassword } from '../../platform/auth/passwords.ts';
import { identityMessages } from './messages.ts';
import { createIdentityModule } from './module.ts';

const PASSWORD = 'Correct-horse-7';
const duties: Record<string, string[]> = {
  admin: ['manage-accounts'],
  auditor: ['audit'],
  mixed: ['manage-accounts', 'audit'],
  elsewhere: ['manage-accounts'],
};
const accountIds: Record<string, string> = {};
let server: TestServer;

beforeAll(async () => {
  server = await testServer({
    districts: ['demo', 'other'],
    messages: [identityMessages],
    passwordMaxAgeDays: 90,
    async resolveActor(_tx, account): Promise<Actor> {
      const held = {
        postId: account.id,
        title: '',
        unitId: account.id,
        areaPath: '0/',
        areaId: account.id,
        acting: false,
      };
      return {
        kind: 'staff',
        accountId: account.id,
        personId: '',
        district: account.district,
        name: account.name,
        posts: [{ ...held, duties: duties[account.name] ?? [] }],
      };
    },
    routes: ({ accounts }) =>
      createIdentityModule({
        accounts,
        async describeMe(_tx, account) {
          return { district: { code: account.district, name: '测试区' }, posts: [], home: 'console' };
        },
        demoUsers: {
          list: async () => [
            {
              user: 'wang',
              name: '王',
              title: '网格员',
              area: '一格',
              unit: '街道',
              home: 'field',
              about: '',
            },
          ],
          findAccount: async (_tx, user) => (user === 'wang' ? accountIds.plain : undefined),
        },
      }).routes ?? [],
  });
  const passwordHash = await hashPassword(PASSWORD);
  for (const login of ['plain', 'locked', 'totp', 'admin', 'auditor', 'mixed', 'aged', 'many']) {
    accountIds[login] = await server.database.system((tx) =>
      insertAccount(tx, server.platform.ids, TEST_NOW, {
        district: 'demo',
        login,
        name: login,
        passwordHash,
      }),
    );
  }
  accountIds.elsewhere = await server.database.system(
    (tx) =>
      insertAccount(tx, server.platform.ids, TEST_NOW, {
        district: 'other',
        login: 'elsewhere',
        name: 'elsewhere',
        passwordHash,
      }),
    'other',
  );
});
afterAll(() => server.close());

const signIn = (login: string, password = PASSWORD, code?: string) =>
  server.request({
    method: 'POST',
    url: '/api/v1/auth/session',
    body: { login, password, ...(code ? { code } : {}) },
  });

async function sessionOf(login: string): Promise<string> {
  const response = await signIn(login);
  expect(response.statusCode).toBe(200);
  return server.cookieOf(response) as string;
}

describe('signing in', () => {
  it('gives a cookie that scripts cannot read, and ends with signing out', async () => {
    const response = await signIn(' PLAIN ');
    expect(response.json()).toMatchObject({
      account: { login: 'plain' },
      district: { code: 'demo' },
      home: 'console',
      totp: false,
      mustChangePassword: false,
    });
    expect(response.headers['set-cookie']).toMatch(
      /^renlin_session=[\w-]{43}; .*Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const cookie = server.cookieOf(response) as string;
    expect((await server.request({ url: '/api/v1/auth/me', cookie })).statusCode).toBe(200);
    expect((await server.request({ method: 'DELETE', url: '/api/v1/auth/session', cookie })).statusCode).toBe(
      204,
    );
    expect((await server.request({ url: '/api/v1/auth/me', cookie })).statusCode).toBe(401);
    const rows = await server.database.owner<{ count: number }>(
      'select count(*)::int as count from sessions where account_id = $1',
      [accountIds.plain],
    );
    expect(rows[0]?.count).toBe(0);
  });

  it('says the same for a wrong password and for nobody, and locks both after five', async () => {
    const codes: string[][] = [];
    for (const login of ['locked', 'nobody-here']) {
      const seen: string[] = [];
      for (let i = 0; i < 6; i++) seen.push((await signIn(login, 'Wrong-password-1')).json().code);
      codes.push(seen);
    }
    expect(codes[0]).toEqual([...Array(5).fill('auth.invalid-credentials'), 'auth.locked']);
    expect(codes[1]).toEqual(codes[0]);
    const right = await signIn('locked');
    expect([right.statusCode, right.json().params.minutes]).toEqual([429, 15]);
    server.clock.at += 15 * 60_000 + 1;
    expect((await signIn('locked')).statusCode).toBe(200);
    server.clock.at = TEST_NOW;
  });

  it('lets attempts in parallel not outrun the lock', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => signIn('racer', 'Wrong-password-1')));
    const tried = all.filter((one) => one.json().code === 'auth.invalid-credentials');
    expect(tried).toHaveLength(5);
  });

  it('keeps at most five sessions of an account, the newest', async () => {
    const cookies: string[] = [];
    for (let i = 0; i < 6; i++) {
      server.clock.at += 1000;
      cookies.push(
        (await server.platform.sessions.create(accountIds.many as string, { ip: '', userAgent: '' })).token,
      );
    }
    const alive = await Promise.all(cookies.map((cookie) => server.platform.sessions.find(cookie)));
    expect(alive.map((one) => one !== undefined)).toEqual([false, true, true, true, true, true]);
    server.clock.at = TEST_NOW;
  });

  it('ends a session that was idle for twelve hours', async () => {
    const { token } = await server.platform.sessions.create(accountIds.many as string, {
      ip: '',
      userAgent: '',
    });
    server.clock.at += 11 * 3_600_000;
    expect(await server.platform.sessions.find(token)).toBeDefined();
    server.clock.at += 11 * 3_600_000;
    expect(await server.platform.sessions.find(token)).toBeDefined();
    server.clock.at += 12 * 3_600_000 + 1;
    expect(await server.platform.sessions.find(token)).toBeUndefined();
    server.clock.at = TEST_NOW;
  });
});

describe('passwords', () => {
  it('asks to change an aged password before anything else, by the rules, and ends other sessions', async () => {
    server.clock.at = TEST_NOW + 91 * 86_400_000;
    const response = await signIn('aged');
    expect(response.json().mustChangePassword).toBe(true);
    const cookie = server.cookieOf(response) as string;
    const barred = await server.request({ url: '/api/v1/notices', cookie });
    expect([barred.statusCode, barred.json().code]).toEqual([403, 'auth.password-change-required']);
    const other = (
      await server.platform.sessions.create(accountIds.aged as string, { ip: '', userAgent: '' })
    ).token;
    const change = (next: string, current = PASSWORD) =>
      server.request({ method: 'POST', url: '/api/v1/auth/password', cookie, body: { current, next } });
    const faults: [string, string][] = [
      ['Short-1', 'password-short'],
      ['alllowercaseletters', 'password-simple'],
      ['My-aged-secret-1', 'password-login'],
      ['Password-123456', 'password-common'],
      [PASSWORD, 'password-reused'],
    ];
    for (const [next, code] of faults) {
      const refused = await change(next);
      expect([next, refused.statusCode, refused.json().errors?.[0]?.code]).toEqual([next, 400, code]);
    }
    expect((await change('Fresh-horse-77', 'Wrong-password-1')).json().code).toBe('auth.password-wrong');
    const changed = await change('Fresh-horse-77');
    expect([changed.statusCode, changed.json().mustChangePassword]).toEqual([200, false]);
    expect((await server.request({ url: '/api/v1/auth/me', cookie: other })).statusCode).toBe(401);
    const renewed = server.cookieOf(changed) as string;
    expect((await server.request({ url: '/api/v1/notices', cookie: renewed })).statusCode).toBe(200);
    server.clock.at = TEST_NOW;
  });
});

describe('the second factor', () => {
  it('is asked for after it was confirmed; a code is good once', async () => {
    const cookie = await sessionOf('totp');
    const start = await server.request({ method: 'POST', url: '/api/v1/auth/totp/start', cookie });
    const { secret, uri } = start.json() as { secret: string; uri: string };
    expect(uri).toContain('otpauth://totp/');
    const stored = await server.database.owner<{ totp_secret: string }>(
      'select totp_secret from accounts where login = $1',
      ['totp'],
    );
    expect(stored[0]?.totp_secret).toMatch(/^a1\./);
    expect(stored[0]?.totp_secret).not.toContain(secret);
    const code = () => generateSync({ secret, epoch: Math.floor(server.clock.at / 1000) });
    const confirm = (given: string) =>
      server.request({ method: 'POST', url: '/api/v1/auth/totp/confirm', cookie, body: { code: given } });
    const wrong = code() === '000000' ? '000001' : '000000';
    expect((await confirm(wrong)).statusCode).toBe(400);
    const first = code();
    expect((await confirm(first)).statusCode).toBe(204);
    expect((await signIn('totp')).json().code).toBe('auth.code-required');
    expect((await signIn('totp', PASSWORD, first)).json().code).toBe('auth.code-invalid');
    server.clock.at += 60_000;
    const both = await Promise.all([signIn('totp', PASSWORD, code()), signIn('totp', PASSWORD, code())]);
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 401]);
    server.clock.at = TEST_NOW;
  });
});

describe('the demo', () => {
  it('lists its users and signs in as one; outside demo mode neither exists', async () => {
    expect((await server.request({ url: '/api/v1/demo/users' })).json()[0].user).toBe('wang');
    const response = await server.request({
      method: 'POST',
      url: '/api/v1/demo/session',
      body: { user: 'wang' },
    });
    expect(response.json()).toMatchObject({ demo: true, account: { id: accountIds.plain } });
    const nobody = await server.request({ method: 'POST', url: '/api/v1/demo/session', body: { user: 'x' } });
    expect(nobody.json().code).toBe('identity.no-demo-user');
    const env = server.platform.env as { RENLIN_DEMO: boolean };
    env.RENLIN_DEMO = false;
    expect((await server.request({ url: '/api/v1/demo/users' })).statusCode).toBe(404);
    const off = await server.request({ method: 'POST', url: '/api/v1/demo/session', body: { user: 'wang' } });
    expect([off.statusCode, server.cookieOf(off)]).toEqual([404, undefined]);
    env.RENLIN_DEMO = true;
  });
});

describe('administration', () => {
  it('makes an account whose first password must be changed, and disables it at once', async () => {
    const cookie = await sessionOf('admin');
    const made = await server.request({
      method: 'POST',
      url: '/api/v1/accounts',
      cookie,
      body: { login: 'New.Person', name: '新人' },
    });
    const { id, password } = made.json() as { id: string; password: string };
    const again = await server.request({
      method: 'POST',
      url: '/api/v1/accounts',
      cookie,
      body: { login: 'new.person', name: 'x' },
    });
    expect([again.statusCode, again.json().code]).toEqual([409, 'accounts.login-taken']);
    const first = await signIn('new.person', password);
    expect(first.json().mustChangePassword).toBe(true);
    const theirs = server.cookieOf(first) as string;
    const command = (name: string, of = id) =>
      server.request({ method: 'POST', url: `/api/v1/accounts/${of}/commands`, cookie, body: { name } });
    expect((await command('disable')).statusCode).toBe(200);
    expect((await server.request({ url: '/api/v1/auth/me', cookie: theirs })).statusCode).toBe(401);
    expect((await signIn('new.person', password)).json().code).toBe('auth.invalid-credentials');
    await command('enable');
    expect((await signIn('new.person', password)).statusCode).toBe(200);
    expect((await command('disable', accountIds.admin)).json().code).toBe('accounts.not-yourself');
    expect((await command('disable', accountIds.elsewhere)).statusCode).toBe(404);
  });

  it('shows accounts of the own district only, and to administrators only', async () => {
    const list = await server.request({
      url: '/api/v1/accounts?limit=200',
      cookie: await sessionOf('admin'),
    });
    const logins = list.json().items.map((one: { login: string }) => one.login);
    expect(logins).toContain('plain');
    expect(logins).not.toContain('elsewhere');
    expect(list.body).not.toContain('argon2');
    expect(
      (await server.request({ url: '/api/v1/accounts', cookie: await sessionOf('plain') })).statusCode,
    ).toBe(403);
  });

  it('gives the log to auditors, and to nobody who also administers', async () => {
    const log = await server.request({
      url: '/api/v1/audit?action=accounts',
      cookie: await sessionOf('auditor'),
    });
    const items = log.json().items as { action: string; changed: string[]; actor: { accountId: string } }[];
    expect(items.map((one) => one.action)).toEqual([
      'accounts.enable',
      'accounts.disable',
      'accounts.create',
    ]);
    expect(items[2]?.changed).toEqual(['login', 'name']);
    expect(items[2]?.actor.accountId).toBe(accountIds.admin);
    expect(log.body).not.toContain('新人');
    const mixed = await server.request({ url: '/api/v1/audit', cookie: await sessionOf('mixed') });
    expect(mixed.json().code).toBe('auth.duties-not-separated');
    expect(
      (await server.request({ url: '/api/v1/audit', cookie: await sessionOf('admin') })).statusCode,
    ).toBe(403);
  });
});

describe('the audit log', () => {
  it('cannot be changed or removed, not even by the owner of the table', async () => {
    await expect(server.database.owner(`update audit_log set result = 'failed'`)).rejects.toThrow(
      'append-only',
    );
    // Rows older than 180 days may be pruned; by the machine's clock those of this test may be, so a young one is asked for.
    await server.database.owner(
      `insert into audit_log (district_code, id, at, actor_kind, action, object_type, object_id, result)
       values ('other', gen_random_uuid(), now(), 'system', 'test', 'test', 'x', 'done')`,
    );
    await expect(server.database.owner(`delete from audit_log where action = 'test'`)).rejects.toThrow(
      'append-only',
    );
    await expect(server.database.owner('truncate audit_log')).rejects.toThrow('append-only');
    await expect(server.database.system((tx) => tx.count('delete from audit_log'))).rejects.toThrow(
      'permission denied',
    );
  });

  it('is chained, and the chain shows a row that was changed behind its back', async () => {
    expect(await chainAudit(server.platform.db)).toBeGreaterThan(10);
    expect(await chainAudit(server.platform.db)).toBe(0);
    const whole = await verifyAudit(server.platform.db, 'demo');
    expect([whole.rows > 10, whole.brokenAt]).toEqual([true, undefined]);
    await server.database.owner('alter table audit_log disable trigger audit_log__append_only');
    await server.database.owner(
      `update audit_log set result = 'failed' where id = (select audit_id from audit_chain where district_code = 'demo' and seq = 3)`,
    );
    expect((await verifyAudit(server.platform.db, 'demo')).brokenAt).toBe(3);
  });
});
