// The three rates counted by hand, visit-backs and 不计入 over HTTP: who may, what counts, and that a past day stays what it was.
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, follow, give, must } from '../../../test/case-desk.ts';
import {
  DAY,
  HOUR,
  type PersonKey,
  PRODUCT_NOW,
  type TestProduct,
  testProduct,
} from '../../../test/product.ts';
import { findCase } from '../../engines/case/case-store.ts';
import { SESSION_COOKIE } from '../../platform/auth/sessions.ts';
import { remindLate } from './exclusions.ts';
import { keepOutcome } from './outcomes.ts';
import { planVisits } from './visits.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'appraisal' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const resident = { name: '张三', phone: '13812345678' };
const tail = '5678';
const cases: Record<string, { id: string; code: string }> = {};
const id = (name: string) => (cases[name] as { id: string }).id;
const key = (name: string) => ({ code: (cases[name] as { code: string }).code, phoneTail: tail });

async function rates(query = '', person: PersonKey = 'chief') {
  const answer = await p.call(person, 'GET', `/api/v1/appraisal/rates?from=2026-07-15&to=2026-07-15${query}`);
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.any(String)]);
  return answer.body;
}
const numbersOf = (body: { total: { numbers: Record<string, number> } }) => body.total.numbers;

async function upload(person: PersonKey): Promise<string> {
  const boundary = '----renlintest';
  const data = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0a0' } })
    .jpeg()
    .toBuffer();
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
  const response = await p.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      cookie: `${SESSION_COOKIE}=${await p.cookieOf(person)}`,
    },
    payload: Buffer.concat([Buffer.from(head), data, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  expect(response.statusCode).toBe(200);
  return response.json().id;
}

async function lapseAll(): Promise<void> {
  for (let rounds = 0; rounds < 20 && (await p.timers()) > 0; rounds++);
}

const COUNTED = {
  filed: 12,
  withdrawn: 1,
  belongs: 0,
  excluded: 0,
  counted: 11,
  'response-of': 11,
  'response-in': 10,
  ended: 8,
  checked: 7,
  'solved-of': 5,
  'solved-in': 3,
  'satisfied-of': 3,
  'satisfied-in': 2,
  silent: 2,
};

it('counts silence, refusal, reopening, trifles and withdrawal as the rule on the screen says', async () => {
  for (const name of [
    'yes',
    'silent',
    'no',
    'declined',
    'withdrawn',
    'low',
    'reopened',
    'waiting',
    'called',
  ]) {
    const filed = await fileCase(p, null, { reporter: resident, text: `井盖松动 ${name}` });
    cases[name] = { id: filed.id, code: filed.code };
  }
  cases['patrol'] = { id: (await fileCase(p, 'worker1')).id, code: '' };
  cases['quiet'] = {
    id: (await fileCase(p, null, { reporter: { ...resident, wantsReply: false } })).id,
    code: '',
  };
  const hallway = { category: 'appearance.hallway', text: '楼道有小广告', reporter: resident };
  const own = await fileCase(p, null, hallway);
  cases['own'] = { id: own.id, code: own.code };
  await fileCase(p, 'worker1', { ...hallway, kind: 'trifle', reporter: undefined });

  for (const name of ['yes', 'silent', 'no', 'low', 'reopened', 'called', 'patrol', 'quiet'])
    await bring(p, id(name), 'verified');
  await must(p, 'worker1', id('own'), 'handle-myself');
  await must(p, 'secretary1', id('own'), 'finish', { result: '已清理' });
  await must(p, 'verifier', id('own'), 'verify', { result: 'pass' });
  await follow(p, key('own'), id('own'), 'confirm', { fixed: 'yes', rating: 4 });
  await follow(p, key('yes'), id('yes'), 'confirm', { fixed: 'yes', rating: 5 });
  await follow(p, key('no'), id('no'), 'confirm', { fixed: 'no' });
  await follow(p, key('low'), id('low'), 'confirm', { fixed: 'yes', rating: 2 });
  await follow(p, key('reopened'), id('reopened'), 'confirm', { fixed: 'yes', rating: 5 });
  await follow(p, key('reopened'), id('reopened'), 'reopen', { reason: '又松了' });
  await must(p, 'dispatcher1', id('declined'), 'decline', { reason: 'private', whereTo: '人民调解委员会' });
  await follow(p, key('withdrawn'), id('withdrawn'), 'withdraw');
  p.clock.at = PRODUCT_NOW + 9 * DAY;
  await lapseAll();

  const body = await rates();
  expect(numbersOf(body)).toEqual(COUNTED);
  expect(body.total.rates).toEqual({
    response: { part: 10, of: 11, percent: 90.9, small: false },
    solved: { part: 3, of: 5, percent: 60, small: false },
    satisfied: { part: 2, of: 3, percent: null, small: true },
  });
  expect(body.rule).toMatchObject({ code: 'answered', version: 1 });
  expect(body.rule.words.join('')).toMatch(/24 小时.*绝不算满意.*已经知道/s);
  const strict = await rates('&rule=all-ended');
  expect(numbersOf(strict)).toEqual({ ...COUNTED, 'solved-of': 7, 'satisfied-of': 5 });
  // At the end of the first day nobody was silent yet, and one case still had time for its response.
  const first = await rates('&asOf=2026-07-15');
  expect([first.final, numbersOf(first)]).toEqual([
    true,
    { ...COUNTED, ended: 6, checked: 5, silent: 0, 'response-of': expect.any(Number) },
  ]);
});

it('groups by area, unit, category and period, and opens what stands behind a number', async () => {
  const areas = await rates();
  expect(areas.groups.map((one: { label: string; numbers: object }) => [one.label, one.numbers])).toEqual([
    ['西街街道', COUNTED],
  ]);
  const grids = await rates(`&area=${p.district.areas.c1}`);
  expect(grids.groups.map((one: { label: string }) => one.label)).toEqual(['槐树第一网格']);
  const units = await rates('&by=unit');
  const urban = units.groups.find((one: { key: string }) => one.key === p.district.units['urban-management']);
  expect(urban.numbers.filed).toBe(8);
  const categories = await rates('&by=category');
  expect(categories.groups).toHaveLength(2);
  for (const by of ['month', 'week', 'day']) {
    const [only] = (await rates(`&by=${by}`)).groups;
    expect(only.key).toBe({ month: '2026-07', week: '2026-07-13', day: '2026-07-15' }[by]);
  }
  const behind = await p.call(
    'chief',
    'GET',
    `/api/v1/appraisal/rates/cases?from=2026-07-15&to=2026-07-15&cell=solved-in&by=category&key=${encodeURIComponent(categories.groups[0].key)}`,
  );
  expect([behind.status, behind.body.hidden]).toEqual([200, 0]);
  const silent = await p.call(
    'chief',
    'GET',
    '/api/v1/appraisal/rates/cases?from=2026-07-15&to=2026-07-15&cell=silent',
  );
  expect(silent.body.items.map((one: { id: string }) => one.id).sort()).toEqual(
    [id('silent'), id('called')].sort(),
  );
  // Another street reads the numbers, not the cases.
  const foreign = await p.call(
    'dispatcher2',
    'GET',
    '/api/v1/appraisal/rates/cases?from=2026-07-15&to=2026-07-15&cell=filed',
  );
  expect(foreign.body).toMatchObject({ total: 12, visible: 0, hidden: 12, items: [] });
  expect(foreign.body.why).toContain('不在你的查看范围');
});

it('withholds a few cases of others, and counts what belongs to another case there', async () => {
  p.clock.at = PRODUCT_NOW + 9 * DAY + HOUR;
  const today = '2026-07-24';
  const range = `?from=${today}&to=${today}`;
  const twin = await fileCase(p, null, { reporter: resident }, 'g4');
  const own = await p.call('dispatcher2', 'GET', `/api/v1/appraisal/rates${range}`);
  expect(own.body.groups[0]).toMatchObject({ withheld: false, numbers: { filed: 1, counted: 1 } });
  const other = await p.call('dispatcher1', 'GET', `/api/v1/appraisal/rates${range}`);
  expect(other.body).toMatchObject({ withheld: 1, total: { numbers: { filed: 0 } } });
  expect(other.body.groups[0]).toMatchObject({ withheld: true, numbers: null, rates: null });
  const few = await p.call('dispatcher1', 'GET', `/api/v1/appraisal/rates/cases${range}&cell=filed`);
  expect(few.body).toMatchObject({ total: null, hidden: null, visible: 0 });
  await p.database.system(async (tx) => {
    const before = (await findCase(tx, twin.id, twin.id))?.state;
    if (!before) throw new Error('no case');
    const into = { id: id('yes'), number: '260715-00000001' };
    const facts = { ...before.facts, merged: { into, at: p.clock.at, state: before.state, clocks: [] } };
    const after = { ...before, version: before.version + 1, facts };
    const step = { name: 'merge', outcome: 'accepted', actorKind: 'staff', receivedAt: p.clock.at } as never;
    keepOutcome(tx, { before, after, step });
  });
  const merged = await p.call('dispatcher2', 'GET', `/api/v1/appraisal/rates${range}`);
  expect(merged.body.total.numbers).toMatchObject({ filed: 1, belongs: 1, counted: 0, 'response-of': 0 });
});

it('calls back by plan: every drawn ending once, never who asked to be left alone, never by who handled it', async () => {
  p.clock.at = PRODUCT_NOW + 9 * DAY + 2 * HOUR;
  const plan = {
    baseVersion: 0,
    note: '先全部回访',
    rules: [],
    otherwisePercent: 100,
    mostTries: 2,
    restHours: 4,
    dueDays: 5,
  };
  expect((await p.call('chief', 'POST', '/api/v1/appraisal/visit-plans', { body: plan })).status).toBe(403);
  const bad = await p.call('admin', 'POST', '/api/v1/appraisal/visit-plans', {
    body: { ...plan, rules: [{ category: 'no.such', percent: 10 }] },
  });
  expect([bad.status, bad.body.errors[0].path]).toEqual([400, 'rules/0/category']);
  expect((await p.call('admin', 'POST', '/api/v1/appraisal/visit-plans', { body: plan })).body.version).toBe(
    1,
  );
  const again = await p.call('admin', 'POST', '/api/v1/appraisal/visit-plans', { body: plan });
  expect([again.status, again.body.code]).toEqual([409, 'appraisal.plan-changed']);

  // The first look goes back a week; the endings of the first day are older.
  p.clock.at = PRODUCT_NOW + 6 * DAY;
  await planVisits(p.product.appraisal, 'demo');
  p.clock.at = PRODUCT_NOW + 9 * DAY + 2 * HOUR;
  await planVisits(p.product.appraisal, 'demo');
  expect(await planVisits(p.product.appraisal, 'demo')).toBe(0);
  const list = async (person: PersonKey, state = 'due') =>
    (await p.call(person, 'GET', `/api/v1/appraisal/visits?state=${state}`)).body.items as {
      id: string;
      caseId: string;
      tries: number;
    }[];
  const drawn = await list('hotline');
  expect(drawn.map((one) => one.caseId).sort()).toEqual(
    ['yes', 'silent', 'low', 'declined', 'called', 'own'].map(id).sort(),
  );
  const visit = (name: string) => drawn.find((one) => one.caseId === id(name))?.id as string;
  expect((await list('secretary1')).map((one) => one.caseId)).not.toContain(id('own'));
  const tried = (person: PersonKey, name: string, body: object) =>
    p.call(person, 'POST', `/api/v1/appraisal/visits/${visit(name)}/tries`, {
      body: { commandId: p.ids.next(), ...body },
    });
  const handled = await tried('secretary1', 'own', { reached: true, solved: 'yes', satisfied: 'yes' });
  expect([handled.status, handled.body.code]).toEqual([403, 'appraisal.visit-handled']);
  expect((await tried('urban', 'yes', { reached: false })).status).toBe(403);
  const bare = await tried('hotline', 'called', { reached: true, solved: 'yes' });
  expect([bare.status, bare.body.code, bare.body.errors[0].path]).toEqual([
    400,
    'appraisal.visit-answers',
    'satisfied',
  ]);

  const commandId = p.ids.next();
  const body = { commandId, reached: true, solved: 'yes', satisfied: 'no', words: '等了太久' };
  expect((await tried('hotline', 'called', body)).body).toMatchObject({ state: 'done', tries: 1 });
  expect((await tried('hotline', 'called', body)).body).toMatchObject({ state: 'done', tries: 1 });
  const over = await tried('hotline', 'called', { reached: false });
  expect([over.status, over.body.code]).toEqual([409, 'appraisal.visit-over']);
  // The resident's silence stands beside what was said on the phone.
  const seen = await p.call('chief', 'GET', `/api/v1/appraisal/cases/${id('called')}`);
  expect(seen.body.counts).toMatchObject({
    answer: 'silent',
    backSolved: 'yes',
    backSatisfied: 'no',
    rating: null,
  });
  expect((await p.call('chief', 'GET', `/api/v1/cases/${id('called')}`)).body.outcome.confirmed).toBe(
    'silent',
  );

  await tried('hotline', 'silent', { reached: false });
  const soon = await tried('hotline', 'silent', { reached: false });
  expect([soon.status, soon.body.code]).toEqual([409, 'appraisal.visit-too-soon']);
  p.clock.at += 5 * HOUR;
  expect((await tried('verifier', 'silent', { reached: false })).body.state).toBe('unreached');
  expect((await list('hotline', 'unreached')).map((one) => one.caseId)).toEqual([id('silent')]);

  const after = await rates();
  expect(numbersOf(after)).toEqual({
    ...COUNTED,
    'solved-of': 6,
    'solved-in': 4,
    'satisfied-of': 4,
    silent: 1,
  });
  // Silence was known the day after, and the calls too.
  expect(numbersOf(await rates('&asOf=2026-07-23'))).toEqual({ ...COUNTED, ended: 6, checked: 5, silent: 0 });
  const never = await p.database.owner('select 1 from visit_backs where case_id = any ($1)', [
    [id('quiet'), id('patrol'), id('withdrawn')],
  ]);
  expect(never).toEqual([]);
});

it('lets the owner apply for 不计入, another unit decide, and leaves earlier days, ratings and answers alone', async () => {
  p.clock.at = PRODUCT_NOW + 12 * DAY;
  const before = numbersOf(await rates());
  const apply = async (person: PersonKey, name: string, more: object = {}) =>
    p.call(person, 'POST', `/api/v1/appraisal/cases/${id(name)}/exclusions`, {
      body: {
        commandId: p.ids.next(),
        grounds: 'policy-pending',
        words: '产权单位改制，等待市里的处置政策',
        photos: [await upload(person)],
        ...more,
      },
    });
  const bare = await apply('urban', 'low', { photos: [], words: '短' });
  expect([bare.status, bare.body.errors.map((one: { path: string }) => one.path).sort()]).toEqual([
    400,
    ['photos', 'words'],
  ]);
  expect((await apply('housing', 'low')).status).toBe(404);
  expect((await apply('secretary1', 'low')).body.code).toBe('appraisal.exclusion-not-owner');
  const asked = await apply('urban', 'low');
  expect([asked.status, asked.body.state]).toEqual([200, 'asked']);
  expect((await apply('urban2', 'low')).body.code).toBe('appraisal.exclusion-open');
  const decide = (person: PersonKey, application: string, decision: string, commandId = p.ids.next()) =>
    p.call(person, 'POST', `/api/v1/appraisal/exclusions/${application}/decision`, {
      body: { commandId, decision, words: '材料属实，同意' },
    });
  expect((await decide('urban2', asked.body.id, 'granted')).status).toBe(403);
  expect((await decide('dispatcher2', asked.body.id, 'granted')).status).toBe(404);
  expect(numbersOf(await rates())).toEqual(before);

  p.clock.at = asked.body.dueAt + HOUR;
  expect(await remindLate(p.product.appraisal, 'demo')).toBe(1);
  expect(await remindLate(p.product.appraisal, 'demo')).toBe(0);
  const decision = p.ids.next();
  expect((await decide('verifier', asked.body.id, 'granted', decision)).body.state).toBe('granted');
  expect((await decide('verifier', asked.body.id, 'granted', decision)).status).toBe(200);
  expect((await decide('chief', asked.body.id, 'refused')).body.code).toBe('appraisal.exclusion-decided');
  expect((await apply('urban', 'low')).body.code).toBe('appraisal.exclusion-granted');

  expect(numbersOf(await rates())).toEqual({
    ...before,
    excluded: 1,
    counted: 10,
    'response-of': 10,
    'response-in': 9,
    ended: 7,
    checked: 6,
    'solved-of': 5,
    'solved-in': 3,
    'satisfied-of': 3,
  });
  expect(numbersOf(await rates('&asOf=2026-07-27'))).toEqual(before);
  const view = await p.call('chief', 'GET', `/api/v1/cases/${id('low')}`);
  expect(view.body.outcome).toMatchObject({ confirmed: 'yes', rating: 2 });
  const page = await p.call('urban', 'GET', `/api/v1/appraisal/cases/${id('low')}`);
  expect(page.body.counts).toMatchObject({ excluded: true, rating: 2, answer: 'yes' });
  expect(page.body.exclusions[0]).toMatchObject({
    state: { code: 'granted' },
    decidedUnitName: '区监督中心',
  });
});

it('keeps the applicant’s unit from deciding, and ends after the second application', async () => {
  const own = await fileCase(p, null, {
    category: 'appearance.hallway',
    text: '楼道堆物',
    reporter: resident,
  });
  cases['street'] = { id: own.id, code: own.code };
  await must(p, 'dispatcher1', own.id, 'accept');
  await must(p, 'dispatcher1', own.id, 'dispatch', { unit: p.district.units.street1 });
  for (const decision of ['refused', 'refused']) {
    const asked = await p.call('officer1', 'POST', `/api/v1/appraisal/cases/${own.id}/exclusions`, {
      body: {
        commandId: p.ids.next(),
        grounds: 'not-true',
        words: '现场多次查看没有发现堆物',
        photos: [await upload('officer1')],
      },
    });
    expect(asked.status).toBe(200);
    const list = await p.call('dispatcher1', 'GET', '/api/v1/appraisal/exclusions');
    expect(list.body.items.map((one: { mayDecide: boolean }) => one.mayDecide)).toEqual([false]);
    const url = `/api/v1/appraisal/exclusions/${asked.body.id}/decision`;
    const body = () => ({ commandId: p.ids.next(), decision, words: '现场有照片为证' });
    const same = await p.call('dispatcher1', 'POST', url, { body: body() });
    expect([same.status, same.body.code]).toEqual([403, 'appraisal.exclusion-same-unit']);
    expect((await p.call('chief', 'POST', url, { body: body() })).body.state).toBe('refused');
  }
  const page = await p.call('officer1', 'GET', `/api/v1/appraisal/cases/${own.id}`);
  expect(page.body.mayApply.refusal).toContain('2 次');
  const third = await p.call('officer1', 'POST', `/api/v1/appraisal/cases/${own.id}/exclusions`, {
    body: {
      commandId: p.ids.next(),
      grounds: 'not-true',
      words: '第三次申请，理由与上次相同',
      photos: [await upload('officer1')],
    },
  });
  expect([third.status, third.body.code]).toEqual([409, 'appraisal.exclusion-exhausted']);
});

it('refuses days that are none, units and areas that are not there, and says which field', async () => {
  const refused = async (query: string) => {
    const answer = await p.call('chief', 'GET', `/api/v1/appraisal/rates?${query}`);
    return [answer.status, answer.body.errors?.[0]?.path];
  };
  expect(await refused('asOf=2030-01-01')).toEqual([400, 'asOf']);
  expect(await refused('from=2026-02-30')).toEqual([400, 'from']);
  expect(await refused('from=2026-07-15&to=2026-07-01')).toEqual([400, 'to']);
  expect(await refused(`area=${p.ids.next()}`)).toEqual([400, 'area']);
  expect(await refused(`unit=${p.ids.next()}`)).toEqual([400, 'unit']);
  expect(await refused('category=no.such')).toEqual([400, 'category']);
  expect((await p.call(null, 'GET', '/api/v1/appraisal/rates')).status).toBe(401);
  const asked = await give(p, 'verifier', id('waiting'), 'supervise', {
    reason: '久拖不决两周',
    wants: '进展',
  });
  expect([asked.status, asked.body.errors[0].path]).toEqual([400, 'form/within']);
});
