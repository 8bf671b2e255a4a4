// The invariant: who flagged is shown to nobody but themselves. Everything that anybody can read is read before and after the flag, and
// no answer may name the flagger, their post or their place more often than it did.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonKey, people, personKeys, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'flagger' });
});
afterAll(async () => {
  await p.close();
});

const SECRET = '秘密词甲乙丙';
const post = (person: PersonKey, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1/admission${path}`, { body });

/** What points at the worker who flags. */
function marks(): string[] {
  const { accounts, persons, posts, areas } = p.district;
  return [
    accounts.worker1,
    persons.worker1,
    posts.worker1,
    areas.g1,
    areas.c1,
    '测试worker1',
    'demo-worker1',
    'T-worker1',
    '槐树',
  ];
}

/** One reader for each set of duties, a colleague of the flagger's own unit and the unit that asked among them. */
const readers = [
  ...new Map(
    personKeys
      .filter((key) => key !== 'worker1')
      .reverse()
      .map((key) => [people[key].duties.join(), key] as const),
  ).values(),
];

/** How often each mark stands in what a person can read: every GET route, with the ids that there are to ask for. */
async function reading(ids: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const gets = p.product.routes.filter((one) => one.method === 'GET' && !one.path.includes('/events'));
  expect(gets.length).toBeGreaterThan(60);
  expect(readers).toEqual(expect.arrayContaining(['worker2', 'asker', 'relief', 'auditor', 'admin']));
  for (const person of readers)
    for (const { path } of gets) {
      const asked = path.includes(':') ? ids : [''];
      for (const id of asked) {
        const url = path.replace(/:(\w+)/g, (_, name: string) => (name === 'n' ? '0' : id));
        const answer = await p.call(person, 'GET', url);
        expect(answer.status, `${person} ${url}`).toBeLessThan(500);
        for (const mark of marks())
          found.set(
            `${person} ${path} ${mark}`,
            (found.get(`${person} ${path} ${mark}`) ?? 0) + answer.text.split(mark).length - 1,
          );
      }
    }
  return found;
}

async function photo(): Promise<string> {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const form = new FormData();
  form.set('file', new Blob([pixel], { type: 'image/png' }), 'x.png');
  const encoded = new Response(form);
  const answer = await p.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: {
      'content-type': encoded.headers.get('content-type') ?? '',
      cookie: `renlin_session=${await p.cookieOf('worker1')}`,
    },
    payload: Buffer.from(await encoded.arrayBuffer()),
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().id;
}

it('is flagged with one click, answered in the words of the relief group, and points at nobody', async () => {
  const unitId = p.district.units['urban-management'] as string;
  const fileId = await photo();
  const commandId = p.ids.next();
  const ids = [fileId, commandId];
  const before = await reading(ids);

  const body = { commandId, channel: 'wechat', unitId, words: `要我们今晚报表 ${SECRET}`, photos: [fileId] };
  const flagged = await post('worker1', '/flags', body);
  expect(flagged.status, flagged.text).toBe(200);
  expect((await post('worker1', '/flags', body)).body).toEqual(flagged.body);
  const stolen = { ...body, photos: [] };
  expect((await post('worker2', '/flags', stolen)).body.code).toBe('admission.command-taken');
  // One click is enough.
  expect((await post('worker2', '/flags', { commandId: p.ids.next(), channel: 'phone' })).status).toBe(200);

  const listed = await p.call('relief', 'GET', '/api/v1/admission/flags');
  const flag = listed.body.items.find((one: { words: string }) => one.words.includes(SECRET));
  expect(flag).toMatchObject({
    channel: 'wechat',
    unitId,
    photos: 1,
    flaggedOn: '2026-07-15',
    finding: null,
  });
  expect(Object.keys(flag).sort()).toEqual(
    ['channel', 'finding', 'flaggedOn', 'id', 'photos', 'unitId', 'unitName', 'words'].sort(),
  );
  expect((await p.call('relief', 'GET', `/api/v1/admission/flags/${flag.id}/photos/0`)).status).toBe(200);
  expect((await p.call('asker', 'GET', `/api/v1/admission/flags/${flag.id}/photos/0`)).status).toBe(403);
  expect((await p.call('asker', 'GET', `/api/v1/files/${fileId}`)).status).toBe(404);

  const finding = {
    commandId: p.ids.next(),
    outcome: 'outside',
    unitId,
    title: '当晚报送的临时表',
    words: '不在清单，停止',
  };
  expect((await post('asker', `/flags/${flag.id}/decide`, finding)).status).toBe(403);
  const decided = await post('relief', `/flags/${flag.id}/decide`, finding);
  expect(decided.status, decided.text).toBe(200);
  expect((await post('relief', `/flags/${flag.id}/decide`, finding)).body).toEqual(decided.body);
  expect((await p.call('asker', 'GET', '/api/v1/notices')).text).toContain('当晚报送的临时表');

  const after = await reading([...ids, flag.id, finding.commandId]);
  const more = [...after].filter(([where, n]) => n > (before.get(where) ?? 0));
  expect(more).toEqual([]);
  // The unit that asked reads the finding, and nothing of the flag.
  const found = await p.call('asker', 'GET', '/api/v1/admission/findings');
  expect(found.body.items).toMatchObject([{ outcome: 'outside', title: '当晚报送的临时表' }]);
  for (const person of personKeys.filter((key) => key !== 'worker1' && key !== 'relief'))
    for (const path of ['/flags', '/flags/mine', '/findings', '/burden', '/requests'])
      expect((await p.call(person, 'GET', `/api/v1/admission${path}`)).text, person).not.toContain(SECRET);
  // They themselves see what became of it.
  const mine = await p.call('worker1', 'GET', '/api/v1/admission/flags/mine');
  expect(mine.body.items).toMatchObject([{ finding: { outcome: 'outside', words: '不在清单，停止' } }]);
});

it('leaves the account nowhere but in a table that only its owner reads', async () => {
  const account = p.district.accounts.worker1;
  const tables = await p.database.owner<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c
     join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, 2`,
  );
  const holding: string[] = [];
  for (const { table, column } of tables) {
    const rows = await p.database.owner(
      `select from public.${table} where "${column}"::text like '%${account}%' limit 1`,
    );
    if (rows.length > 0) holding.push(`${table}.${column}`);
  }
  expect(holding.sort()).toEqual(['accounts.id', 'admission_flag_senders.account_id', 'sessions.account_id']);
  const scope = { district: 'demo', paths: [], units: [] };
  const senders = 'select account_id::text as id from admission_flag_senders';
  const as = (reach: 'system' | 'staff', of: string) =>
    p.platform.db.read({ ...scope, reach, account: of }, (tx) => tx.rows<{ id: string }>(senders));
  expect(await as('system', '')).toEqual([]);
  expect(await as('staff', p.district.accounts.relief)).toEqual([]);
  expect(await as('staff', p.district.accounts.auditor)).toEqual([]);
  expect(await as('staff', account)).toEqual([{ id: account }]);
});

it('is answered by others than the unit that asked and than who flagged', async () => {
  const unitId = p.district.units.command as string;
  const about = await post('worker1', '/flags', { commandId: p.ids.next(), channel: 'paper', unitId });
  expect((await p.call('relief', 'GET', '/api/v1/admission/flags')).text).not.toContain(about.body.id);
  const finding = {
    commandId: p.ids.next(),
    outcome: 'no-request',
    unitId: p.district.units.market,
    title: '不是要求',
    words: '只是通知',
  };
  expect((await post('relief', `/flags/${about.body.id}/decide`, finding)).status).toBe(404);
  const own = await post('relief', '/flags', { commandId: p.ids.next(), channel: 'phone' });
  const answer = await post('relief', `/flags/${own.body.id}/decide`, finding);
  expect([answer.status, answer.body.code]).toEqual([403, 'admission.own-flag']);
});

it('forgets who it was on the day that was said', async () => {
  const forget = () =>
    p.product.jobs.find((job) => job.name === 'admission-forget')?.run(p.platform as never, {});
  const count = async () =>
    (await p.database.owner<{ n: number }>('select count(*)::int as n from admission_flag_senders'))[0]?.n;
  const all = await count();
  await forget();
  expect(await count()).toBe(all);
  await p.database.owner(`update admission_flag_senders set keep_until = now() - interval '1 day'`);
  await forget();
  expect(await count()).toBe(0);
});
