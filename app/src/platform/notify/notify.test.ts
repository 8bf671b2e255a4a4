// Notices reach whoever holds the post; what leaves the house is a title and a link without personal data.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_NOW, type TestServer, testServer } from '../../../test/server.ts';
import type { Actor } from '../../kernel/actor.ts';
import { insertAccount } from '../auth/accounts.ts';
import { type Channel, dingtalkSign, httpCall } from './channels.ts';

const POST = '0197f000-0000-7000-8000-000000000001';
const UNIT = '0197f000-0000-7000-8000-000000000002';
const OTHER = '0197f000-0000-7000-8000-000000000003';
let server: TestServer;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  server = await testServer({
    messages: [
      {
        'zh-CN': { 'notice.case': '案件 {number} 待处置（{who}，{phone}，{place}）' },
        en: { 'notice.case': 'case {number} waits ({who}, {phone}, {place})' },
      },
    ],
    async resolveActor(_tx, account): Promise<Actor> {
      const mine = account.name === 'holder';
      const post = {
        postId: mine ? POST : OTHER,
        title: '',
        unitId: mine ? UNIT : OTHER,
        areaPath: '0/',
        areaId: OTHER,
      };
      const duties = account.name === 'security' ? ['manage-security'] : ['handle'];
      return {
        kind: 'staff',
        accountId: account.id,
        personId: '',
        district: account.district,
        name: account.name,
        posts: [{ ...post, duties, acting: false }],
      };
    },
  });
  for (const name of ['holder', 'stranger', 'security']) {
    const id = await server.database.system((tx) =>
      insertAccount(tx, server.platform.ids, TEST_NOW, { district: 'demo', login: name, name }),
    );
    cookies[name] = (await server.platform.sessions.create(id, { ip: '', userAgent: '' })).token;
  }
});
afterAll(() => server.close());

const params = { number: 'A-2026-0715', who: '张三', phone: '13800138000', place: '幸福路 8 号 1-302' };
const as = (name: string) => ({ cookie: cookies[name] });

it('shows a notice to the holder of the post or duty only, until it is read', async () => {
  await server.database.system(async (tx) => {
    await server.platform.notify.toPosts(tx, [POST, POST], {
      key: 'notice.case',
      params,
      link: '/console/c/1',
      urgency: 'later',
    });
    await server.platform.notify.toUnit(tx, UNIT, 'handle', {
      key: 'notice.case',
      params,
      link: '/console/c/2',
      urgency: 'later',
    });
    await server.platform.notify.toUnit(tx, UNIT, 'lead', {
      key: 'notice.case',
      params,
      link: '/console/c/3',
      urgency: 'later',
    });
  });
  const mine = await server.request({ url: '/api/v1/notices', ...as('holder') });
  expect(mine.statusCode, server.logged.at(-1)).toBe(200);
  const { items, unread } = mine.json() as {
    items: { id: string; link: string; text: string }[];
    unread: number;
  };
  expect(items.map((one) => one.link)).toEqual(['/console/c/2', '/console/c/1']);
  expect(items[0]?.text).toContain('A-2026-0715');
  expect(unread).toBe(2);
  expect((await server.request({ url: '/api/v1/notices', ...as('stranger') })).json().items).toEqual([]);
  const url = '/api/v1/notices/read';
  const foreign = await server.request({
    method: 'POST',
    url,
    body: { ids: [items[0]?.id] },
    ...as('stranger'),
  });
  expect(foreign.json()).toEqual({ marked: 0 });
  expect((await server.request({ method: 'POST', url, body: {}, ...as('holder') })).json()).toEqual({
    marked: 2,
  });
  expect((await server.request({ url: '/api/v1/notices', ...as('holder') })).json().unread).toBe(0);
});

it('sends nothing until a channel is switched on, and then no personal data', async () => {
  const notify = server.platform.notify;
  const push = (link: string) =>
    server.database.system((tx) =>
      notify.toPosts(tx, [POST], { key: 'notice.case', params, link, urgency: 'now' }),
    );
  await push('/console/c/4');
  expect(await notify.deliver()).toBe(0);
  const settings = { kind: 'wecom', url: 'https://qyapi.example/robot?key=very-secret' };
  const made = await server.request({
    method: 'POST',
    url: '/api/v1/notice-channels',
    body: { name: '值班群', settings },
    ...as('security'),
  });
  const { id } = made.json() as { id: string };
  await push('/console/c/5');
  expect(await notify.deliver()).toBe(0);
  const url = `/api/v1/notice-channels/${id}`;
  expect(
    (await server.request({ method: 'PATCH', url, body: { enabled: true }, ...as('holder') })).statusCode,
  ).toBe(403);
  expect(
    (await server.request({ method: 'PATCH', url, body: { enabled: true }, ...as('security') })).statusCode,
  ).toBe(200);
  await push('/console/c/6');
  expect(await notify.deliver()).toBe(1);
  expect(await notify.deliver()).toBe(0);
  const [message] = server.sent.splice(0);
  expect(message?.message).toEqual({
    title: '案件 A-2026-0715 待处置（…，…，…）',
    url: 'https://renlin.example/console/c/6',
  });
  const stored = await server.database.owner<{ settings: string }>('select settings from notice_channels');
  expect(stored[0]?.settings).not.toContain('very-secret');
  expect((await server.request({ url: '/api/v1/notice-channels', ...as('security') })).body).not.toContain(
    'very-secret',
  );
});

it('tries again later when the other side is down, and sends what waited as one message', async () => {
  const notify = server.platform.notify;
  const push = server.sent.push;
  server.sent.push = () => {
    throw new Error('down: https://qyapi.example/robot?key=very-secret');
  };
  for (const link of ['/console/c/7', '/console/c/8']) {
    await server.database.system((tx) =>
      notify.toPosts(tx, [POST], { key: 'notice.case', params, link, urgency: 'now' }),
    );
  }
  expect(await notify.deliver()).toBe(0);
  server.sent.push = push;
  expect(await notify.deliver()).toBe(0);
  server.clock.at += 31_000;
  expect(await notify.deliver()).toBe(2);
  expect(server.sent).toHaveLength(1);
  expect(server.sent[0]?.message.title).toContain('2 条新提醒');
  expect(server.logged.join('')).not.toContain('very-secret');
});

it('signs for DingTalk and keeps to the limits of the robots', () => {
  // Computed once with `printf '1784080800000\nSECtest' | openssl dgst -sha256 -hmac SECtest -binary | base64`.
  const channel: Channel = {
    kind: 'dingtalk',
    url: 'https://oapi.example/robot/send?access_token=t',
    secret: 'SECtest1',
  };
  const call = httpCall(channel, { title: '题', url: undefined }, 1784080800000);
  const sent = new URL(call?.url ?? '');
  expect(sent.searchParams.get('timestamp')).toBe('1784080800000');
  expect(sent.searchParams.get('sign')).toBe(dingtalkSign('SECtest1', 1784080800000));
  expect(dingtalkSign('SECtest', 1784080800000)).toBe('zJICF47ukK8cM/0wA5DSit/s6Cv9P1W36QAf8rSeOuQ=');
  const long = httpCall(
    { kind: 'wecom', url: 'https://x.example' },
    { title: '长'.repeat(2000), url: undefined },
    0,
  );
  expect(Buffer.byteLength(JSON.parse(long?.body ?? '').text.content)).toBeLessThanOrEqual(2048);
  const sms: Channel = {
    kind: 'http',
    url: 'https://sms.example',
    headers: {},
    body: '{"text":"{title} {url}"}',
  };
  expect(JSON.parse(httpCall(sms, { title: 'a "b"\n$&', url: 'https://r' }, 0)?.body ?? '')).toEqual({
    text: 'a "b"\n$& https://r',
  });
});
