// One command to many cases, through the API with the whole product.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bring, type Filed, fileCase, must } from '../../../test/case-desk.ts';
import {
  type ApiAnswer,
  HOUR,
  type PersonKey,
  type TestProduct,
  testProduct,
} from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct();
});
afterAll(() => p.close());

const many = async (n: number) => {
  const filed: Filed[] = [];
  for (let i = 0; i < n; i++) filed.push(await fileCase(p, null));
  return filed;
};
const itemsOf = async (cases: readonly { id: string }[]) =>
  Promise.all(cases.map(async ({ id }) => ({ id, baseVersion: (await p.stored(id)).version })));
const preview = async (person: PersonKey, name: string, form: object, cases: readonly { id: string }[]) =>
  p.call(person, 'POST', '/api/v1/bulk/preview', { body: { name, form, items: await itemsOf(cases) } });

async function start(person: PersonKey, name: string, form: object, cases: readonly { id: string }[]) {
  const bulkId = p.ids.next();
  const body = { bulkId, name, form, items: await itemsOf(cases) };
  const answer = await p.call(person, 'POST', '/api/v1/bulk', { body });
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([202, expect.any(String)]);
  return bulkId;
}

/** The run as it stands once it has come to an end. */
async function ended(person: PersonKey, id: string, state: 'done' | 'undone') {
  let run: ApiAnswer['body'];
  await vi.waitFor(
    async () => {
      run = (await p.call(person, 'GET', `/api/v1/bulk/${id}`)).body;
      expect(run.state).toBe(state);
    },
    { timeout: 50_000, interval: 50 },
  );
  return run;
}

async function undone(person: PersonKey, id: string) {
  expect((await p.call(person, 'POST', `/api/v1/bulk/${id}/undo`)).status).toBe(202);
  return ended(person, id, 'undone');
}

const unitOf = (name: string) => p.district.units[name] as string;

describe('a command to many cases', () => {
  it('is rehearsed: each says what it would do or why not, and nothing happens', async () => {
    const cases = await many(3);
    await bring(p, (cases[2] as Filed).id, 'handling');
    const before = await Promise.all(cases.map(({ id }) => p.stored(id)));
    const answer = await preview('dispatcher1', 'dispatch', { unit: unitOf('urban-management') }, cases);
    expect(answer.body).toMatchObject({ total: 3, willGo: 2, refused: 1 });
    expect(answer.body.items[0]).toMatchObject({
      before: { state: { code: 'reported' }, holder: null },
      after: { state: { code: 'dispatched' }, holder: { unitId: unitOf('urban-management') } },
      refused: null,
    });
    expect(answer.body.items[2].refused).toMatchObject({ code: 'cases.not-possible' });
    expect(answer.body.items[2].refused.message).toBe('现在是“处置中”，不能“派给”。');
    expect(await Promise.all(cases.map(({ id }) => p.stored(id)))).toEqual(before);
    const left = await p.database.owner(
      'select (select count(*)::int from case_rejections) as refused, (select count(*)::int from bulk_runs) as runs',
    );
    expect(left).toEqual([{ refused: 0, runs: 0 }]);
  });

  it('reaches each by itself, is on record for each, and is taken back where nothing happened since', async () => {
    const cases = await many(30);
    const [first, second] = cases as [Filed, Filed];
    await bring(p, first.id, 'handling');
    const id = await start('dispatcher1', 'dispatch', { unit: unitOf('urban-management') }, cases);
    const done = await ended('dispatcher1', id, 'done');
    expect(done).toMatchObject({ total: 30, done: 29, refused: 1 });
    expect(done.items[0].refused.code).toBe('cases.not-possible');
    expect((await p.stored(second.id)).state).toBe('dispatched');
    const [audited] = await p.database.owner<{ n: number }>(
      `select count(*)::int as n from audit_log where action = 'cases.bulk-dispatch'`,
    );
    expect(audited?.n).toBe(29);

    await must(p, 'urban', second.id, 'sign');
    p.clock.at += 60_000;
    const back = await undone('dispatcher1', id);
    expect(back).toMatchObject({ undone: 28, notUndone: 1 });
    expect(back.items[1].notUndone.code).toBe('cases.undo-not-possible');
    expect((await p.stored(second.id)).state).toBe('handling');
    expect((await p.stored((cases[5] as Filed).id)).state).toBe('reported');
    expect(await p.doctor()).toEqual([]);
  });

  it('merges many into one and takes it back', async () => {
    const [lead, ...others] = (await many(6)) as [Filed, ...Filed[]];
    const id = await start('dispatcher1', 'merge', { into: lead.number }, others);
    expect(await ended('dispatcher1', id, 'done')).toMatchObject({ done: 5, refused: 0 });
    expect((await p.stored(lead.id)).row['joined']).toBe(6);
    expect(await undone('dispatcher1', id)).toMatchObject({ undone: 5, notUndone: 0 });
    expect((await p.stored(lead.id)).row['joined']).toBe(1);
    expect((await p.stored((others[0] as Filed).id)).state).toBe('reported');
    expect(await p.doctor()).toEqual([]);
  });

  it('closes many that belong elsewhere: each says what becomes of it, each reporter is told where to go, and it is taken back', async () => {
    const cases = await many(4);
    const [first, second, third] = cases as [Filed, Filed, Filed];
    await bring(p, first.id, 'handling');
    const form = { reason: 'court', whereTo: '区人民法院立案庭' };
    const looked = await preview('dispatcher1', 'decline', form, cases);
    expect(looked.body).toMatchObject({ total: 4, willGo: 3, refused: 1 });
    expect(looked.body.items[1]).toMatchObject({
      before: { state: { code: 'reported' } },
      after: { state: { code: 'declined', label: '不予受理' } },
    });
    const nowhere = await preview('dispatcher1', 'decline', { reason: 'court' }, cases);
    expect(nowhere.body).toMatchObject({ willGo: 0, refused: 4 });
    const id = await start('dispatcher1', 'decline', form, cases);
    const done = await ended('dispatcher1', id, 'done');
    expect(done).toMatchObject({ done: 3, refused: 1 });
    expect(done.items[0].refused.message).toBe('现在是“处置中”，不能“不予受理”。');
    const [audited] = await p.database.owner<{ n: number }>(
      `select count(*)::int as n from audit_log where action = 'cases.bulk-decline'`,
    );
    expect(audited?.n).toBe(3);
    expect((await p.stored(second.id)).state).toBe('declined');
    const followed = await p.call(null, 'POST', '/api/v1/public/follow', { body: { code: second.code } });
    expect(JSON.stringify(followed.body)).toContain('区人民法院立案庭');
    // Whoever was told so may have it opened again; that one is left as it is.
    await must(p, 'dispatcher1', third.id, 'reopen', { reason: '当事人说不是诉讼' });
    expect(await undone('dispatcher1', id)).toMatchObject({ undone: 2, notUndone: 1 });
    expect((await p.stored(second.id)).state).toBe('reported');
    expect((await p.stored(third.id)).state).toBe('filed');
    expect(await p.doctor()).toEqual([]);
  });

  it('goes on where a process left it, and does nothing twice', async () => {
    const cases = await many(4);
    const id = await start('dispatcher1', 'accept', {}, cases);
    await ended('dispatcher1', id, 'done');
    // As if the process had died after the commands and before it wrote down two of the results.
    await p.database.owner(
      `update bulk_runs set state = 'running', finished_at = null, worked_until = '2000-01-01' where id = $1`,
      [id],
    );
    await p.database.owner('update bulk_items set result = null where bulk_id = $1 and position > 2', [id]);
    expect(await p.product.cases.parts.bulk.resume('demo')).toBe(1);
    expect(await ended('dispatcher1', id, 'done')).toMatchObject({ done: 4, refused: 0 });
    for (const one of cases) expect(await p.stored(one.id)).toMatchObject({ state: 'filed', steps: 2 });
  });

  it('is the same run when it is sent twice, and nobody else’s business', async () => {
    const cases = await many(2);
    const bulkId = p.ids.next();
    const body = { bulkId, name: 'accept', form: {}, items: await itemsOf(cases) };
    const send = () => p.call('dispatcher1', 'POST', '/api/v1/bulk', { body });
    expect((await Promise.all([send(), send()])).map((one) => one.status)).toEqual([202, 202]);
    expect(await ended('dispatcher1', bulkId, 'done')).toMatchObject({ total: 2, done: 2 });
    expect((await p.call('dispatcher2', 'GET', `/api/v1/bulk/${bulkId}`)).status).toBe(404);
    expect((await p.call('dispatcher2', 'POST', `/api/v1/bulk/${bulkId}/undo`)).status).toBe(404);
    const stolen = await p.call('dispatcher2', 'POST', '/api/v1/bulk', { body });
    expect(stolen.body.code).toBe('cases.command-id-reused');
  });

  it('refuses what makes no sense, and what others would not be allowed one by one', async () => {
    const [one, two] = (await many(2)) as [Filed, Filed];
    const items = await itemsOf([one, two]);
    const send = (body: object) =>
      p.call('dispatcher1', 'POST', '/api/v1/bulk', { body: { bulkId: p.ids.next(), form: {}, ...body } });
    expect((await send({ name: 'verify', items })).body.code).toBe('cases.not-for-many');
    expect((await send({ name: 'accept', items: [] })).status).toBe(400);
    expect((await send({ name: 'accept', items: [...items, items[0]] })).body.code).toBe('cases.bulk-twice');
    const foreign = await start('dispatcher2', 'accept', {}, [one, two]);
    const refused = await ended('dispatcher2', foreign, 'done');
    expect(refused.items.map((item: { refused: { code: string } }) => item.refused.code)).toEqual([
      'cases.not-found',
      'cases.not-found',
    ]);
    expect(refused.items[0]).toMatchObject({ number: '', headline: '' });
  });

  it('can’t be taken back half an hour later', async () => {
    const cases = await many(1);
    const id = await start('dispatcher1', 'accept', {}, cases);
    await ended('dispatcher1', id, 'done');
    p.clock.at += HOUR;
    const late = await p.call('dispatcher1', 'POST', `/api/v1/bulk/${id}/undo`);
    expect(late.body.code).toBe('cases.bulk-too-late');
    expect((await p.stored((cases[0] as Filed).id)).state).toBe('filed');
  });
});
