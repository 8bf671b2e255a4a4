// 吹哨报到 over HTTP: asked by the community, blown by the street, answered by each called unit, accepted once by all.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, give, must } from '../../../test/case-desk.ts';
import {
  HOUR,
  MINUTE,
  type PersonKey,
  PRODUCT_NOW,
  type TestProduct,
  testProduct,
} from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'whistle' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const unit = (key: string) => p.district.units[key] as string;
const called = { urban: 'urban-management', housing: 'housing', market: 'market' } as const;
type Unit = {
  unitId: string;
  caseId: string;
  state: { code: string };
  arrive: { dueAt: number; at: number; late: boolean };
};
type View = { id: string; state: { code: string }; units: Unit[]; commanders: Record<string, unknown>[] };

async function view(person: PersonKey, id: string) {
  const answer = await p.call(person, 'GET', `/api/v1/cases/${id}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
const whistleOf = async (person: PersonKey, id: string): Promise<View> => (await view(person, id)).whistle;

function form(units: readonly string[], more: Record<string, unknown> = {}) {
  return {
    type: 'daily',
    units: units.map(unit),
    purpose: '一起查清污水从哪里来',
    where: '三号楼前',
    ...more,
  };
}

async function whistled(units: readonly string[], more: Record<string, unknown> = {}) {
  const filed = await fileCase(p, null);
  await bring(p, filed.id, 'handling');
  await must(p, 'dispatcher1', filed.id, 'whistle', form(units, more));
  const whistle = await whistleOf('dispatcher1', filed.id);
  const child = (key: string) => whistle.units.find((one) => one.unitId === unit(key))?.caseId as string;
  return { about: filed, id: whistle.id, whistle, child };
}

it('is asked for by the community, blown by the street, and ends with one joint acceptance', async () => {
  const filed = await fileCase(p, null);
  await bring(p, filed.id, 'handling');
  await must(p, 'secretary1', filed.id, 'ask-whistle', {
    reason: '社区没有执法权，三个部门都要到场',
    units: [unit(called.urban), unit(called.housing)],
  });
  const asked = await whistleOf('dispatcher1', filed.id);
  expect(asked).toMatchObject({
    state: { code: 'asked' },
    wanted: ['城市管理局', expect.any(String)],
    units: [],
  });
  const queue = await p.call('dispatcher1', 'GET', '/api/v1/cases?view=queue&limit=200');
  expect(queue.body.items.map((one: { id: string }) => one.id)).toContain(asked.id);
  const twice = await give(p, 'secretary1', filed.id, 'ask-whistle', {
    reason: '再请求一次',
    units: [unit('market')],
  });
  expect([twice.status, twice.body.code]).toEqual([409, 'cases.whistle-open']);

  // The community may ask, only the street whistles.
  expect((await give(p, 'secretary1', asked.id, 'blow', form(['urban-management']))).status).toBe(403);
  const offered = (await view('dispatcher1', asked.id)).actions.find(
    (one: { name: string }) => one.name === 'blow',
  );
  expect(offered.form.fields.find((one: { name: string }) => one.name === 'units')).toMatchObject({
    type: 'units',
    initial: [unit(called.urban), unit(called.housing)],
  });
  await must(p, 'dispatcher1', asked.id, 'blow', form(['urban-management', 'housing', 'market']));
  const whistle = await whistleOf('dispatcher1', filed.id);
  expect(whistle.units.map((one) => one.state.code)).toEqual(['called', 'called', 'called']);
  const children = await p.database.owner<{
    id: string;
    owner_unit: string;
    parent_id: string;
    clocks: { name: string; due: number }[];
  }>('select id, owner_unit, parent_id, clocks from cases where parent_id = $1', [whistle.id]);
  expect(children.map((one) => one.owner_unit).sort()).toEqual(Object.values(called).map(unit).sort());
  for (const child of children) {
    const shown = whistle.units.find((one) => one.caseId === child.id);
    expect(child.clocks.find((one) => one.name === 'arrive')?.due).toBe(shown?.arrive.dueAt);
  }
  // Four working hours from ten o'clock: the midday rest counts for nobody.
  expect(whistle.units[0]?.arrive.dueAt).toBe(PRODUCT_NOW + 5.5 * HOUR);
  const child = (key: string) => whistle.units.find((one) => one.unitId === unit(key))?.caseId as string;

  // Each unit sees the whistle and what it is about, and only its own call to act on.
  expect((await view('market', filed.id)).number).toBe(filed.number);
  expect((await whistleOf('market', child('market'))).id).toBe(whistle.id);
  expect((await p.call('market', 'GET', `/api/v1/cases/${child('housing')}`)).status).toBe(404);
  const mine = await p.call('market', 'GET', '/api/v1/cases?view=queue');
  expect(mine.body.items.map((one: { id: string }) => one.id)).toContain(child('market'));

  await must(p, 'urban', child('urban-management'), 'receive');
  await must(p, 'urban', child('urban-management'), 'arrive', { note: '两人到场，正在查管线' });
  await must(p, 'housing', child('housing'), 'arrive', { note: '物业科一人到场' });
  // Its history says who came with what words, and names no id.
  const { timeline } = await view('dispatcher1', asked.id);
  const words = timeline.flatMap((one: { words: string[] }) => one.words) as string[];
  expect(words).toContain('物业科一人到场');
  expect(words.filter((one) => /[0-9a-f]{8}-[0-9a-f]{4}/.test(one))).toEqual([]);
  const early = await give(p, 'dispatcher1', whistle.id, 'accept-jointly', { result: '查清了，已封堵' });
  expect([early.status, early.body.code]).toEqual([409, 'cases.whistle-missing']);
  expect(early.text).toContain('市场监督管理局');
  await must(p, 'urban', child('urban-management'), 'report-result', { result: '封堵了错接的管口' });
  await must(p, 'housing', child('housing'), 'report-result', { result: '已责令物业修复' });
  const other = await fileCase(p, null);
  const merging = await give(p, 'dispatcher1', filed.id, 'merge', { into: other.number });
  expect([merging.status, merging.body.code]).toEqual([409, 'cases.merge-whistle']);
  const finishing = await give(p, 'urban', filed.id, 'finish', { result: '都办好了' });
  expect([finishing.status, finishing.body.code]).toEqual([409, 'cases.whistle-runs']);
  const unsaid = await give(p, 'market', child('market'), 'decline-call', {
    item: 's-01',
    proposedUnit: unit('housing'),
    reason: '现场没有经营单位，不涉及本局',
  });
  expect([unsaid.status, unsaid.body.code]).toEqual([409, 'cases.return-item']);
  await must(p, 'market', child('market'), 'decline-call', {
    item: 'p-05',
    proposedUnit: unit('housing'),
    reason: '现场没有经营单位，不涉及本局',
  });
  expect(
    (await whistleOf('dispatcher1', filed.id)).units.find((one) => one.unitId === unit('market')),
  ).toMatchObject({
    state: { code: 'call-declined' },
    declined: { proposed: unit('housing'), reason: '现场没有经营单位，不涉及本局' },
  });
  await must(p, 'dispatcher1', whistle.id, 'excuse', {
    calledUnit: unit('market'),
    note: '同意，不需要到场',
  });
  expect((await p.stored(child('market'))).state).toBe('excused');
  expect((await p.stored(whistle.id)).state).toBe('ready');

  // 事不完、人不撤: one is sent back, and reports again.
  await must(p, 'dispatcher1', whistle.id, 'send-back', {
    units: [unit('housing')],
    note: '回填不实，请再办',
  });
  expect([(await p.stored(whistle.id)).state, (await p.stored(child('housing'))).state]).toEqual([
    'calling',
    'on-site',
  ]);
  await must(p, 'housing', child('housing'), 'report-result', { result: '已重新回填夯实' });
  await must(p, 'dispatcher1', whistle.id, 'accept-jointly', { result: '三方现场确认，污水已断' });
  for (const key of ['urban-management', 'housing'])
    expect((await p.stored(child(key))).state).toBe('closed');
  expect((await p.stored(child('market'))).state).toBe('excused');
  const after = await view('dispatcher1', filed.id);
  expect(after.timeline.at(-1)).toMatchObject({
    name: 'whistle-ended',
    words: ['三方现场确认，污水已断', '联合验收通过'],
  });
  await must(p, 'urban', filed.id, 'finish', { result: '已办结' });
});

it('takes an emergency by the clock on the wall, and tells the whistler and the level above who is late', async () => {
  p.clock.at = PRODUCT_NOW + 10 * HOUR;
  const { id, child, whistle } = await whistled(['urban-management', 'housing'], { type: 'emergency' });
  expect(whistle.units.map((one) => one.arrive.dueAt)).toEqual([
    p.clock.at + 30 * MINUTE,
    p.clock.at + 30 * MINUTE,
  ]);
  p.clock.at += 20 * MINUTE;
  await must(p, 'urban', child('urban-management'), 'arrive', { note: '应急队到场' });
  p.clock.at += 11 * MINUTE;
  await p.timers();
  const seen = (await whistleOf('dispatcher1', id)).units;
  expect(seen.map((one) => [one.state.code, one.arrive.late])).toEqual([
    ['on-site', false],
    ['called', true],
  ]);
  const notices = await p.database.owner<{ key: string; unit_id: string | null; link: string }>(
    `select key, unit_id, link from notices where at >= $1 order by key`,
    [new Date(p.clock.at - 2 * MINUTE).toISOString()],
  );
  expect(notices).toContainEqual(
    expect.objectContaining({ key: 'notice.call-late', unit_id: unit('street1') }),
  );
  expect(notices).toContainEqual(
    expect.objectContaining({ key: 'notice.escalated', link: `/console/cases/${child('housing')}` }),
  );
  // Late is not let off: it comes, and the record keeps both.
  await must(p, 'housing', child('housing'), 'arrive', { note: '路上耽误，已到场' });
  expect((await whistleOf('dispatcher1', id)).units[1]).toMatchObject({
    state: { code: 'on-site' },
    arrive: { late: true },
  });
  await must(p, 'dispatcher1', id, 'call-off', { reason: '险情已由消防处置完毕' });
  expect((await p.stored(child('housing'))).state).toBe('called-off');
  p.clock.at = PRODUCT_NOW;
});

it('insists once; a second request to be excused is refused', async () => {
  const { id, child } = await whistled(['housing']);
  const declined = { item: 's-08', proposedUnit: unit('market'), reason: '不属于本局职责范围' };
  const bare = await give(p, 'housing', child('housing'), 'decline-call', { reason: '不归我们管' });
  expect([bare.status, bare.body.errors.map((one: { path: string }) => one.path)]).toEqual([
    400,
    ['form/item', 'form/proposedUnit'],
  ]);
  await must(p, 'housing', child('housing'), 'decline-call', declined);
  await must(p, 'dispatcher1', id, 'insist', { calledUnit: unit('housing'), note: '图纸在你局，请到场' });
  const again = await give(p, 'housing', child('housing'), 'decline-call', declined);
  expect([again.status, again.body.code]).toEqual([409, 'cases.call-declined-before']);
  await must(p, 'housing', child('housing'), 'arrive', { note: '带图纸到场' });
});

it('lets a department whistle a street and other departments, and nobody without the duty', async () => {
  const commandId = p.ids.next();
  const body = {
    kind: 'whistle',
    category: undefined,
    text: '联合整治占道经营',
    point: p.point('g1', 3),
    commandId,
  };
  expect((await p.call('urban', 'POST', '/api/v1/cases', { body })).status).toBe(403);
  expect(
    (await p.call(null, 'POST', '/api/v1/cases', { body: { ...body, commandId: p.ids.next() } })).status,
  ).toBe(403);
  const named = await p.call('urban2', 'POST', '/api/v1/cases', {
    body: { ...body, commandId: p.ids.next(), reporter: { name: '张三' } },
  });
  expect([named.status, named.body.code]).toEqual([400, 'cases.whistle-reporter']);
  const filed = await fileCase(p, 'urban2', body);
  await must(p, 'urban2', filed.id, 'blow', form(['street1', 'market']));
  const whistle = await whistleOf('urban2', filed.id);
  const street = whistle.units[0]?.caseId as string;
  await must(p, 'officer1', street, 'arrive', { note: '街道综合执法队到场' });
  // It is the department's whistle: the street can't end it.
  const foreign = await give(p, 'dispatcher1', filed.id, 'call-off', { reason: '街道想撤掉这个哨' });
  expect([foreign.status, foreign.body.code]).toEqual([403, 'cases.whistle-not-yours']);
  await must(p, 'urban2', filed.id, 'call-off', { reason: '改期另行组织' });
});

it('refuses what nobody could answer to, and does nothing by halves', async () => {
  const filed = await fileCase(p, null, { subjectUnitId: unit('market') });
  await bring(p, filed.id, 'handling');
  const before = await p.stored(filed.id);
  const count = async () =>
    (await p.database.owner<{ n: number }>('select count(*)::int as n from cases'))[0]?.n;
  const cases = await count();
  const now = p.clock.at;
  const wrong: [Record<string, unknown>, number, string, string][] = [
    [
      form(['housing'], { units: ['00000000-0000-7000-8000-00000000dead'] }),
      400,
      'cases.unknown-unit',
      'form/units',
    ],
    [form(['market']), 400, 'cases.whistle-subject', 'form/units'],
    [form([]), 400, 'input.invalid', 'form/units'],
    [form(['housing', 'housing']), 400, 'cases.whistle-same-unit', 'form/units'],
    [form(['street1']), 400, 'cases.whistle-self', 'form/units'],
    [form(['housing'], { arriveAt: now - MINUTE }), 400, 'cases.whistle-past', 'form/arriveAt'],
    [
      form(['housing'], { arriveAt: now + 400 * 24 * HOUR }),
      400,
      'cases.whistle-arrive-late',
      'form/arriveAt',
    ],
    [
      form(['housing'], { within: { n: 1, unit: 'work-hour' } }),
      400,
      'cases.whistle-arrive-late',
      'form/within',
    ],
  ];
  for (const [body, status, code, path] of wrong) {
    const answer = await give(p, 'dispatcher1', filed.id, 'whistle', body);
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.path], answer.text).toEqual([
      status,
      code,
      path,
    ]);
    expect(answer.body.title).not.toContain('problem.');
  }
  expect(await p.stored(filed.id)).toEqual(before);
  expect(await count()).toBe(cases);
});

it('needs the word of both commanders, or of a deputy; a hand-over is acknowledged anew', async () => {
  const { id, child } = await whistled(['housing'], { type: 'hard' });
  const post = p.district.posts;
  const missing = await give(p, 'dispatcher1', id, 'name-commanders', {
    street: post.secretary1,
    community: post.member1,
  });
  expect([missing.status, missing.body.code, missing.body.errors[0].path]).toEqual([
    400,
    'cases.commander-street',
    'form/street',
  ]);
  await must(p, 'housing', child('housing'), 'arrive', { note: '到场' });
  await must(p, 'housing', child('housing'), 'report-result', { result: '墙体已经加固完成' });
  const result = { result: '联合验收通过' };
  const none = await give(p, 'dispatcher1', id, 'accept-jointly', result);
  expect([none.status, none.body.code]).toEqual([409, 'cases.commanders-missing']);
  await must(p, 'dispatcher1', id, 'name-commanders', { street: post.member1, community: post.secretary1 });
  expect((await give(p, 'secretary2', id, 'acknowledge-command')).status).toBe(404);
  const silent = await give(p, 'dispatcher1', id, 'accept-jointly', result);
  expect([silent.status, silent.body.code]).toEqual([409, 'cases.commanders-silent']);
  const notYet = await give(p, 'secretary1', id, 'commander-word', { note: '同意' });
  expect([notYet.status, notYet.body.code]).toEqual([409, 'cases.commander-word-given']);
  await must(p, 'member1', id, 'acknowledge-command');
  await must(p, 'secretary1', id, 'acknowledge-command');
  const twice = await give(p, 'secretary1', id, 'name-deputy', { post: post.member1 });
  expect([twice.status, twice.body.code]).toEqual([400, 'cases.commander-twice']);
  // Handed over: the successor acknowledges anew, and may be stood in for by a deputy.
  await must(p, 'member1', id, 'hand-over-command', { post: post.member2, note: '外出学习，移交指挥' });
  const gone = await give(p, 'member1', id, 'commander-word', { note: '同意验收' });
  expect([gone.status, gone.body.code]).toEqual([409, 'cases.commander-not-you']);
  await must(p, 'member2', id, 'acknowledge-command');
  await must(p, 'member2', id, 'name-deputy', { post: post.member1 });
  await must(p, 'member1', id, 'commander-word', { note: '同意验收' });
  await must(p, 'secretary1', id, 'commander-word', { note: '居民也认可' });
  expect((await whistleOf('dispatcher1', id)).commanders).toMatchObject([
    {
      role: 'street',
      title: '街道办事处副主任',
      deputy: '街道党工委委员',
      word: { note: '同意验收', by: '街道党工委委员' },
    },
    { role: 'community', title: '社区党委书记', word: { note: '居民也认可' } },
  ]);
  await must(p, 'dispatcher1', id, 'accept-jointly', result);
});

it('shows too few and too many in words, and every number opens its records', async () => {
  const counts = await p.call('chief', 'GET', '/api/v1/whistles/counts?months=2');
  expect(counts.status, counts.text).toBe(200);
  const street = counts.body.items.find((one: { areaId: string }) => one.areaId === p.district.areas.s1);
  expect(street).toMatchObject({ areaName: '西街街道', month: '2026-07', finding: 'small' });
  const records = await p.call(
    'chief',
    'GET',
    `/api/v1/whistles?area=${street.areaId}&month=${street.month}`,
  );
  expect(records.body.items).toHaveLength(street.whistles);
  expect(street.whistles).toBeGreaterThan(3);
  for (let index = street.cases; index < 20; index++) await fileCase(p, null);
  const more = (await p.call('chief', 'GET', '/api/v1/whistles/counts')).body;
  expect(more.items.find((one: { areaId: string }) => one.areaId === p.district.areas.s1)).toMatchObject({
    finding: 'many',
  });
  for (let index = 0; index < 20; index++) await fileCase(p, null, {}, 'g4');
  const quiet = (await p.call('chief', 'GET', '/api/v1/whistles/counts')).body.items;
  expect(quiet.find((one: { areaId: string }) => one.areaId === p.district.areas.s2)).toMatchObject({
    whistles: 0,
    finding: 'few',
  });
  // Whistles and calls are no cases of their own in the figures.
  const stats = (await p.call('chief', 'GET', '/api/v1/cases/stats')).body;
  const filed = stats.numbers.find((one: { code: string }) => one.code === 'filed').value;
  const [rows] = await p.database.owner<{ n: number }>(
    // A test before this one looked ahead of the clock.
    `select count(*)::int as n from cases where kind in ('incident', 'request', 'hazard') and filed_at <= $1`,
    [new Date(p.clock.at)],
  );
  expect(filed).toBe(rows?.n);
});
