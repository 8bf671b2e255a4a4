// Patrols through the doors of the product: what is due, who goes, what is recorded, what a finding becomes, and what is never asked.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { must } from '../../../test/case-desk.ts';
import {
  DAY,
  HOUR,
  type PersonKey,
  PRODUCT_NOW,
  type TestProduct,
  testProduct,
} from '../../../test/product.ts';
import type { FactQuery } from '../../engines/report/facts.ts';
import { civilDate } from '../../kernel/clock.ts';
import { insertHolding } from '../org/public.ts';
import { patrolFacts } from './report-facts.ts';

let p: TestProduct;
let monthly: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'patrol' });
  const { areas } = p.district;
  const hydrant = (id: string, area: string, lng: number, lat: number) =>
    p.database.owner(
      `insert into assets (district_code, id, code, category, name, address, lng, lat, area_id)
       values ('demo', $1, $1, 'hydrant', $2, '槐树路', $3, $4, $5)`,
      [id, `消火栓 ${id}`, lng, lat, area],
    );
  await hydrant('h1', areas.g1, 120.382, 36.292);
  await hydrant('h2', areas.g1, 120.384, 36.296);
  await hydrant('h3', areas.g2, 120.392, 36.292);
  await hydrant('h4', areas.g3, 120.385, 36.302);
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const get = (person: PersonKey | null, path: string) => p.call(person, 'GET', `/api/v1/patrol${path}`);
const post = (person: PersonKey | null, path: string, body: unknown, method = 'POST') =>
  p.call(person, method, `/api/v1/patrol${path}`, { body });
const today = () => civilDate(p.clock.at);
const plan = (changes: Record<string, unknown> = {}) => ({
  title: '消火栓月查',
  checklist: 'facility-monthly',
  areaId: p.district.areas.c1,
  places: { kind: 'assets', categories: ['hydrant'] },
  every: 'month',
  startsOn: today(),
  endsOn: null,
  ...changes,
});
const good = { whole: 'yes', free: 'yes', dry: 'yes', sign: 'yes' };
const record = (person: PersonKey | null, place: string, changes: Record<string, unknown> = {}) =>
  post(person, '/records', {
    commandId: p.ids.next(),
    planId: monthly,
    placeId: place,
    checklistVersion: 1,
    occurredAt: p.clock.at,
    form: { answers: good },
    ...changes,
  });
const mine = async (person: PersonKey) => {
  const answer = await get(person, '/mine');
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const placesOf = async (person: PersonKey) =>
  (await mine(person)).items.map((one: { place: { id: string } }) => one.place.id);
const stateOf = async (person: PersonKey, place: string, query = '') => {
  const answer = await get(person, `/places?plan=${monthly}${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.items.find((one: { place: { id: string } }) => one.place.id === place);
};

it('is planned by those who answer for the area, who see first what it would mean', async () => {
  for (const person of ['worker1', 'secretary2', 'urban', 'property'] as const)
    expect([person, (await post(person, '/plans', { id: p.ids.next(), ...plan() })).body.code]).toEqual([
      person,
      'patrol.not-your-area',
    ]);
  expect((await post(null, '/plans', { id: p.ids.next(), ...plan() })).status).toBe(401);
  const refused = async (changes: Record<string, unknown>) => {
    const { status, body } = await post('secretary1', '/plans/preview', plan(changes));
    return [status, body.code, body.errors?.[0]?.path];
  };
  expect(await refused({ startsOn: '2026-07-14' })).toEqual([400, 'patrol.dates', 'startsOn']);
  expect(await refused({ endsOn: '2026-07-01' })).toEqual([400, 'patrol.dates', 'endsOn']);
  expect(await refused({ areaId: p.ids.next() })).toEqual([400, 'patrol.place-unknown', 'areaId']);
  expect(await refused({ checklist: 'nothing' })).toEqual([404, 'patrol.checklist-unknown', 'checklist']);
  expect(await refused({ places: { kind: 'assets', categories: ['statue'] } })).toEqual([
    400,
    'patrol.no-places',
    'places',
  ]);
  const preview = await post('secretary1', '/plans/preview', plan());
  expect(preview.body).toMatchObject({
    places: 3,
    next: [
      { from: '2026-07-15', to: '2026-07-31' },
      { from: '2026-08-01', to: '2026-08-31' },
      { from: '2026-09-01', to: '2026-09-30' },
    ],
    periodsInAYear: 13,
    nobody: [],
  });
  expect((await get('secretary1', '/plans')).body.items).toEqual([]);
  monthly = p.ids.next();
  const created = await post('secretary1', '/plans', { id: monthly, ...plan() });
  expect(created.body).toMatchObject({ id: monthly, state: 'running', mayPlan: true, everyN: 1 });
  // The lost answer sent again is the same plan; another plan under its id is not.
  expect((await post('secretary1', '/plans', { id: monthly, ...plan() })).body).toEqual(created.body);
  const other = await post('secretary1', '/plans', { id: monthly, ...plan({ title: '另一项' }) });
  expect([other.status, other.body.code]).toEqual([409, 'patrol.plan-id-taken']);
  expect((await get('secretary2', '/plans')).body.items).toEqual([]);
  expect((await post('secretary2', `/plans/${monthly}/end`, {})).status).toBe(404);
  expect((await get('worker1', '/plans')).body.items).toMatchObject([{ id: monthly, mayPlan: false }]);
});

it('gives each post what is due at its own places, with all that is needed without a network', async () => {
  const round = await mine('worker1');
  expect(round.items.map((one: { place: { id: string } }) => one.place.id)).toEqual(['asset:h2', 'asset:h1']);
  expect(round.items[0]).toMatchObject({
    planId: monthly,
    state: 'due',
    period: { from: '2026-07-15', to: '2026-07-31' },
    place: { name: '消火栓 h2', areaName: '槐树第一网格' },
    lastFindings: [],
  });
  expect(round.checklists).toMatchObject([{ code: 'facility-monthly', version: 1 }]);
  expect(round.checklists[0].items.length).toBeGreaterThan(4);
  expect(await placesOf('worker2')).toEqual(['asset:h3']);
  // The grids have their people: nothing comes to the level above, nor to the next community.
  for (const person of ['secretary1', 'worker3', 'officer1', 'urban'] as const)
    expect(await placesOf(person)).toEqual([]);
});

it('comes to the stand-in with the post, and to the level above when the post is empty', async () => {
  const { posts, persons } = p.district;
  await p.database.system((tx) =>
    insertHolding(tx, {
      id: p.ids.next(),
      postId: posts.worker1,
      personId: persons.housing,
      acting: true,
      validFrom: '2026-07-01',
      validTo: '2026-07-16',
    }),
  );
  await p.database.owner(`update org_holdings set valid_to = '2026-07-15' where post_id = $1`, [
    posts.worker2,
  ]);
  p.platform.sessions.forget('demo');
  expect(await placesOf('housing')).toEqual(['asset:h2', 'asset:h1']);
  expect(await placesOf('secretary1')).toEqual(['asset:h3']);
  const done = await record('housing', 'asset:h2');
  expect(done.status, done.text).toBe(200);
  expect(await placesOf('worker1')).toEqual(['asset:h1']);
  await p.database.owner(`update org_holdings set valid_to = null where post_id = $1`, [posts.worker2]);
  p.clock.at += DAY;
  p.platform.sessions.forget('demo');
  expect(await placesOf('housing')).toEqual([]);
  // What was done while standing in may still arrive when that is over.
  const late = await record('housing', 'asset:h2', { occurredAt: p.clock.at - DAY });
  expect(late.status, late.text).toBe(200);
  const now = await record('housing', 'asset:h1');
  expect([now.status, now.body.code]).toEqual([403, 'patrol.not-your-patrol']);
});

it('is recorded once, by those who go there, against the version that the phone had', async () => {
  for (const person of ['worker3', 'urban', 'admin', 'dispatcher1'] as const)
    expect([person, (await record(person, 'asset:h1')).body.code]).toEqual([
      person,
      'patrol.not-your-patrol',
    ]);
  expect((await record(null, 'asset:h1')).status).toBe(401);
  const wrong = await record('worker1', 'asset:h1', {
    form: {
      answers: { ...good, whole: 'perhaps', pressure: 9, mystery: 1 },
      words: { nothing: 'x' },
      'photos-nothing': [],
    },
  });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'patrol.answers']);
  expect(wrong.body.errors.map((one: { path: string }) => one.path).sort()).toEqual([
    'form/answers/mystery',
    'form/answers/pressure',
    'form/answers/whole',
    'form/photos-nothing',
    'form/words/nothing',
  ]);
  expect(wrong.text).not.toMatch(/undefined|\{[a-z]+\}/);
  const body = { commandId: p.ids.next() };
  const [first, again] = [
    await record('worker1', 'asset:h1', body),
    await record('worker1', 'asset:h1', body),
  ];
  expect(first.status, first.text).toBe(200);
  expect(again.body).toEqual(first.body);
  const [count] = await p.database.owner<{ n: number }>(
    `select count(*)::int as n from patrol_records where place_id = 'asset:h1'`,
  );
  expect(count?.n).toBe(1);
  const taken = await record('worker1', 'asset:h2', body);
  expect([taken.status, taken.body.code]).toEqual([409, 'patrol.command-taken']);
  expect((await record('worker2', 'asset:h1', body)).body.code).toBe('patrol.command-taken');
  expect(await placesOf('worker1')).toEqual([]);
  expect((await mine('worker1')).done).toBe(2);
  for (const place of ['asset:h4', 'asset:none', 'feature:x', `area:${p.district.areas.g1}`, 'area:x']) {
    const answer = await record('worker1', place);
    // A thing of the next community is taken as well: it may have been this grid's when the phone set out.
    expect([place, answer.status]).toEqual([place, place === 'asset:h4' ? 200 : 400]);
  }
  const unknown = await record('worker1', 'asset:h1', { checklistVersion: 2 });
  expect([unknown.status, unknown.body.code]).toEqual([400, 'patrol.version-unknown']);
});

it('keeps no position, no way and no duration: there is no field for them', async () => {
  for (const extra of [{ point: { lng: 120, lat: 36 } }, { startedAt: 1 }, { minutes: 3 }]) {
    expect((await record('worker1', 'asset:h1', extra)).body.code).toBe('input.invalid');
    const inside = await record('worker1', 'asset:h1', { form: { answers: good, ...extra } });
    expect(inside.status).toBe(400);
  }
  const columns = await p.database.owner<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name like 'patrol\\_%'`,
  );
  expect(columns.length).toBeGreaterThan(20);
  expect(columns.map((one) => one.name).join(' ')).not.toMatch(
    /lng|lat\b|point|route|path|started|duration|minutes|photo|score|rank/,
  );
  // Who went is not told, in the list of a place as little as in the numbers.
  const listed = await get('secretary1', '/records?place=asset:h1');
  expect(listed.body.items.length).toBeGreaterThan(0);
  expect(listed.text).not.toContain(p.district.accounts.worker1);
});

it('a finding becomes a hazard case, a second one joins it, and the next round hears that it was dealt with', async () => {
  const words = { whole: '栓口盖子没了' };
  const body = {
    commandId: p.ids.next(),
    form: { answers: { ...good, whole: 'no', pressure: 0.05 }, words },
  };
  const found = await record('worker2', 'asset:h3', body);
  expect(found.status, found.text).toBe(200);
  expect(found.body.cases).toMatchObject([
    { item: 'pressure', joined: false },
    { item: 'whole', joined: false },
  ]);
  expect((await record('worker2', 'asset:h3', body)).body).toEqual(found.body);
  const caseId = found.body.cases[1].id as string;
  const seen = await p.call('worker2', 'GET', `/api/v1/cases/${caseId}`);
  expect(seen.body).toMatchObject({
    headline: '栓口盖子没了',
    text: '巡查发现（消火栓 h3）：栓口盖子没了',
    reporter: null,
    place: { areaId: p.district.areas.g2 },
  });
  expect((await p.stored(caseId)).row).toMatchObject({
    kind: 'hazard',
    category: 'utility.hydrant',
    urgent: true,
  });
  const links = await get('worker2', `/cases/${caseId}`);
  expect(links.body.items).toMatchObject([
    { id: body.commandId, placeName: '消火栓 h3', planTitle: '消火栓月查' },
  ]);

  p.clock.at += HOUR;
  const second = await record('worker2', 'asset:h3', { form: { answers: { ...good, whole: 'no' } } });
  expect(second.status, second.text).toBe(200);
  expect(second.body.cases).toEqual([{ item: 'whole', id: caseId, joined: true }]);
  const noted = await p.call('worker2', 'GET', `/api/v1/cases/${caseId}`);
  expect(noted.text).toContain('巡查发现（消火栓 h3）：消火栓缺件或损坏');
  const [cases] = await p.database.owner<{ n: number }>(`select count(*)::int as n from cases`);
  expect(cases?.n).toBe(2);
  expect((await get('worker2', `/cases/${caseId}`)).body.items).toHaveLength(2);

  const open = await stateOf('secretary1', 'asset:h3');
  expect(open.lastFindings).toMatchObject([
    { item: 'pressure', case: { closedAt: null } },
    { item: 'whole', case: { id: caseId, closedAt: null } },
  ]);
  await must(p, 'dispatcher1', caseId, 'decline', { reason: 'private', whereTo: '物业' });
  p.clock.at = Date.UTC(2026, 7, 3, 2);
  const round = await mine('worker2');
  expect(round.items).toMatchObject([{ state: 'due', place: { id: 'asset:h3' } }]);
  const told = round.items[0].lastFindings.find((one: { item: string }) => one.item === 'whole');
  expect(told).toMatchObject({ case: { id: caseId } });
  expect(told.case.closedAt).toBeGreaterThan(PRODUCT_NOW);
  // Found again after it was closed: a new case. And a round without a finding lets the old word go.
  const anew = await record('worker2', 'asset:h3', { form: { answers: { ...good, whole: 'no' } } });
  expect(anew.body.cases[0]).toMatchObject({ joined: false });
  expect(anew.body.cases[0].id).not.toBe(caseId);
  // Whoever does not see the place sees neither its records nor its cases.
  expect((await get('worker4', '/records?place=asset:h3')).body.items).toEqual([]);
  expect((await get('worker4', `/cases/${caseId}`)).body.items).toEqual([]);
});

it('photos are asked of nobody; those of a finding go with its case', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  const raw = await p.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: {
      'content-type': 'multipart/form-data; boundary=x',
      cookie: `__Host-renlin=${await p.cookieOf('worker1')}; renlin=${await p.cookieOf('worker1')}; renlin_session=${await p.cookieOf('worker1')}`,
    },
    payload: Buffer.concat([
      Buffer.from(
        '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n',
      ),
      png,
      Buffer.from('\r\n--x--\r\n'),
    ]),
  });
  expect(raw.statusCode, raw.body).toBe(200);
  const { id, claim } = raw.json() as { id: string; claim?: string };
  const answer = await record('worker1', 'asset:h2', {
    form: { answers: { ...good, dry: 'no' }, 'photos-dry': [claim ? `${id}.${claim}` : id] },
  });
  expect(answer.status, answer.text).toBe(200);
  const seen = await p.call('worker1', 'GET', `/api/v1/cases/${answer.body.cases[0].id}`);
  expect(seen.body.photos).toMatchObject([{ fileId: id }]);
});

it('shows what is left by plan and area, and every number opens its list', async () => {
  // It is August: h1 waits, h2 and h3 are done.
  const seen = await get('secretary1', '/overview');
  expect(seen.body).toMatchObject({ area: { name: '槐树社区' }, on: '2026-08-03' });
  expect(seen.body.plans).toMatchObject([
    {
      plan: { id: monthly },
      period: { from: '2026-08-01', to: '2026-08-31' },
      counts: { due: 1, done: 2, late: 0 },
      areas: [
        { name: '槐树第一网格', counts: { due: 1, done: 1, late: 0 } },
        { name: '槐树第二网格', counts: { due: 0, done: 1, late: 0 } },
      ],
    },
  ]);
  for (const { areas } of seen.body.plans)
    for (const area of areas)
      for (const [state, n] of Object.entries(area.counts)) {
        const list = await get('secretary1', `/places?plan=${monthly}&area=${area.id}&state=${state}`);
        expect([area.name, state, list.body.total]).toEqual([area.name, state, n]);
      }
  expect((await get('secretary1', '/overview?on=2026-07-20')).body.plans[0].counts).toEqual({
    due: 0,
    done: 3,
    late: 0,
  });
  expect((await get('verifier', '/overview')).body.area.name).toBe('测试区');
  expect((await get('worker1', '/overview')).body.plans[0].counts).toEqual({ due: 1, done: 1, late: 0 });
  const foreign = await get('secretary1', `/overview?area=${p.district.areas.c2}`);
  expect([foreign.status, foreign.body.code]).toEqual([403, 'patrol.not-your-area']);
  expect((await get('secretary2', `/places?plan=${monthly}`)).body.code).toBe('patrol.plan-unknown');
  expect((await get('urban', '/overview')).body.code).toBe('patrol.not-your-area');
});

it('gives its numbers to forms: how often places were looked at and what was found, by period and area, with what is behind', async () => {
  const factOf = (code: string) => {
    const fact = patrolFacts.find((one) => one.code === code);
    if (!fact) throw new Error(code);
    return fact;
  };
  const ask = (code: string, area: 'c1' | 'c3', from: string, to: string) =>
    p.database.system(async (tx) => {
      const [node] = await tx.rows<FactQuery['area']>(
        'select id, key, path, name from tree_nodes where district_code = $1 and id = $2',
        [tx.scope.district, p.district.areas[area]],
      );
      if (!node) throw new Error(area);
      const query: FactQuery = { area: node, from, to, until: p.clock.at + 1 };
      const page = await factOf(code).records(tx, query, { limit: 100, offset: 0 });
      return { value: await factOf(code).value(tx, query), page };
    });
  const { g1, g2, c1 } = p.district.areas;
  const [kept] = await p.database.owner<{ records: number; findings: number }>(
    `select (select count(*)::int from patrol_records where area_id = any ($1)) as records,
       (select count(*)::int from patrol_findings where area_id = any ($1)) as findings`,
    [[g1, g2, c1]],
  );
  const records = await ask('patrol.records', 'c1', '2026-01-01', '2026-12-31');
  const findings = await ask('patrol.findings', 'c1', '2026-01-01', '2026-12-31');
  expect(kept).toEqual({ records: records.value, findings: findings.value });
  expect(findings.value).toBeGreaterThan(0);
  expect([records.page.total, findings.page.total]).toEqual([records.value, findings.value]);
  for (const { label, link } of findings.page.items) {
    expect(label).toMatch(/^消火栓/);
    expect(link).toMatch(/^\/console\/cases\/[0-9a-f-]{36}$/);
  }
  // Where nobody ever patrolled nothing is known; a time before the first patrol is known as nothing kept, too.
  expect((await ask('patrol.records', 'c3', '2026-01-01', '2026-12-31')).value).toBeNull();
  expect((await ask('patrol.records', 'c1', '2025-01-01', '2025-12-31')).value).toBeNull();
});

it('sent late it counts for the period it was done in, whatever the clock of the phone says', async () => {
  p.clock.at = Date.UTC(2026, 8, 2, 2);
  expect(await stateOf('secretary1', 'asset:h1')).toMatchObject({ state: 'late', lateSince: '2026-09-01' });
  const late = await record('worker1', 'asset:h1', { occurredAt: Date.UTC(2026, 7, 20, 2) });
  expect(late.body.period).toEqual({ from: '2026-08-01', to: '2026-08-31' });
  expect(await stateOf('secretary1', 'asset:h1')).toMatchObject({ state: 'due', lateSince: null });
  expect(await stateOf('secretary1', 'asset:h1', '&on=2026-08-31')).toMatchObject({ state: 'done' });
  // A clock that runs a year ahead: it was done now. One that runs a year behind: the list that it was done from is believed.
  const ahead = await record('worker1', 'asset:h1', { occurredAt: p.clock.at + 365 * DAY });
  expect(ahead.body.period.from).toBe('2026-09-01');
  const behind = await record('worker1', 'asset:h2', {
    occurredAt: p.clock.at - 365 * DAY,
    period: '2026-09-01',
  });
  expect(behind.body.period.from).toBe('2026-09-01');
  const nonsense = await record('worker1', 'asset:h2', { period: '2026-09-07' });
  expect(nonsense.body.period.from).toBe('2026-09-01');
});

it('checklists go from draft to a day on; what is published stays, and an older version is taken and said so', async () => {
  for (const person of ['secretary1', 'worker1', 'chief'] as const)
    expect((await post(person, '/checklists/facility-monthly/draft', {})).status).toBe(403);
  const opened = await post('admin', '/checklists/facility-monthly/draft', undefined);
  expect(opened.body.versions.map((one: { state: string }) => one.state)).toEqual(['in-force', 'draft']);
  const draft = opened.body.versions[1];
  const items = draft.items.filter((one: { code: string }) => one.code !== 'sign');
  items.push({
    ...draft.items[0],
    code: 'cap',
    finding: { ...draft.items[0].finding, category: 'living.consult' },
  });
  const { title, basis } = draft;
  const saved = await post(
    'admin',
    '/checklists/facility-monthly/draft',
    { baseRevision: 1, title, basis, items },
    'PUT',
  );
  expect(saved.status, saved.text).toBe(200);
  const stale = await post(
    'admin',
    '/checklists/facility-monthly/draft',
    { baseRevision: 1, title, basis, items },
    'PUT',
  );
  expect([stale.status, stale.body.code]).toEqual([409, 'patrol.draft-changed']);
  const refused = await post('admin', '/checklists/facility-monthly/publish', {
    baseRevision: 2,
    effectiveOn: today(),
  });
  expect([refused.body.code, refused.body.errors[0].path]).toEqual([
    'patrol.contradictory',
    `items/${items.length - 1}/finding/category`,
  ]);
  items.at(-1).finding.category = 'utility.hydrant';
  await post('admin', '/checklists/facility-monthly/draft', { baseRevision: 2, title, basis, items }, 'PUT');
  const effect = await get('admin', '/checklists/facility-monthly/effect?from=2026-09-10');
  expect(effect.body).toMatchObject({
    replaces: 1,
    faults: [],
    comparison: { added: ['cap'], removed: ['sign'], changed: [] },
    plans: [{ id: monthly, places: 3, waiting: 1 }],
  });
  const past = await post('admin', '/checklists/facility-monthly/publish', {
    baseRevision: 3,
    effectiveOn: '2026-09-01',
  });
  expect(past.body.code).toBe('patrol.effective-in-past');
  const published = await post('admin', '/checklists/facility-monthly/publish', {
    baseRevision: 3,
    effectiveOn: '2026-09-10',
  });
  expect(published.body.versions.map((one: { state: string }) => one.state)).toEqual([
    'in-force',
    'upcoming',
  ]);
  const compared = await get('worker1', '/checklists/facility-monthly/compare?from=1&to=2');
  expect(compared.body).toMatchObject({ added: ['cap'], removed: ['sign'] });
  const closed = await post(
    'admin',
    '/checklists/facility-monthly/draft',
    { baseRevision: 3, title, basis, items },
    'PUT',
  );
  expect(closed.body.code).toBe('patrol.no-draft');
  // Not even the application's own role writes over a published version.
  const written = await p.database.system((tx) =>
    tx.count(`update checklist_versions set basis = 'x' where code = 'facility-monthly' and version = 1`),
  );
  expect(written).toBe(0);
  // The phone carries the coming version; after the day the old one is still taken.
  expect((await mine('worker2')).checklists.map((one: { version: number }) => one.version)).toEqual([1, 2]);
  p.clock.at = Date.UTC(2026, 8, 11, 2);
  const older = await record('worker2', 'asset:h3');
  expect(older.body.checklist).toEqual({ code: 'facility-monthly', version: 1, current: 2, older: true });
});

it('follows the grids when they are redrawn: what was offline is taken and lies where the place lies now', async () => {
  const { g1, g2 } = p.district.areas;
  const weekly = p.ids.next();
  const created = await post('secretary1', '/plans', {
    id: weekly,
    ...plan({
      title: '网格周巡',
      checklist: 'grid-weekly',
      places: { kind: 'areas', level: 'grid' },
      every: 'week',
    }),
  });
  expect(created.status, created.text).toBe(200);
  expect((await mine('worker1')).items[0]).toMatchObject({ planId: weekly, place: { id: `area:${g1}` } });
  const merged = await p.call('admin', 'POST', '/api/v1/org/changes', {
    body: { commandId: p.ids.next(), plan: { kind: 'merge', tree: 'area', ids: [g1, g2], intoId: g2 } },
  });
  expect(merged.body).toMatchObject({ state: 'done' });
  p.platform.sessions.forget('demo');
  const areas = await p.database.owner<{ area_id: string }>(
    `select distinct area_id from patrol_records where place_id in ('asset:h1', 'asset:h2', 'asset:h3')`,
  );
  expect(areas.map((one) => one.area_id)).toEqual([g2]);
  const offline = await record('worker1', 'asset:h1', { form: { answers: { ...good, free: 'no' } } });
  expect(offline.status, offline.text).toBe(200);
  expect(offline.body.place).toMatchObject({ areaId: g2 });
  expect((await p.stored(offline.body.cases[0].id)).row).toMatchObject({ area_id: g2 });
  const answers = Object.fromEntries(
    ['manhole', 'road', 'streetlight', 'cable', 'fire-lane', 'wall', 'flood', 'bin', 'fitness'].map(
      (code) => [code, 'yes'],
    ),
  );
  const whole = await record('worker1', `area:${g1}`, { planId: weekly, form: { answers } });
  expect(whole.status, whole.text).toBe(200);
  expect(whole.body.place).toMatchObject({ id: `area:${g1}`, areaId: g2 });
  expect((await get('worker2', `/records?place=area:${g1}`)).body.items).toHaveLength(1);
  const ended = await post('secretary1', `/plans/${weekly}/end`, {});
  expect(ended.body).toMatchObject({ endsOn: today(), state: 'running' });
  p.clock.at += DAY;
  expect((await mine('worker1')).items.some((one: { planId: string }) => one.planId === weekly)).toBe(false);
  const over = await post('secretary1', `/plans/${weekly}/end`, {});
  expect([over.status, over.body.code]).toEqual([409, 'patrol.plan-over']);
});
