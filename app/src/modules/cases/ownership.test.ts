// Journeys 2 and 3: a pipe that no list knows, and a case that three units want to return. What must happen does, what never may doesn't.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, give, must } from '../../../test/case-desk.ts';
import { DAY, HOUR, PRODUCT_NOW, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
const NOBODYS = 'utility.nobodys-pipe';
beforeAll(async () => {
  p = await testProduct({ seed: 'ownership' });
  // A category that no list names: sewage in a compound without a property firm.
  const saved = await p.call('admin', 'POST', '/api/v1/categories', {
    body: {
      code: NOBODYS,
      parent: 'utility',
      group: 'component',
      label: { 'zh-CN': '无主管网', en: 'Pipe without an owner' },
      kinds: ['incident', 'request'],
      publicThing: false,
      enforcement: false,
      urgent: false,
      fileWhen: { 'zh-CN': '冒溢', en: 'overflowing' },
      closeWhen: { 'zh-CN': '疏通', en: 'cleared' },
      limits: [
        { outcome: 'done', label: { 'zh-CN': '疏通', en: 'clear' }, limit: { n: 3, unit: 'work-day' } },
      ],
      retired: false,
    },
  });
  if (saved.status !== 200) throw new Error(saved.text);
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const unit = (key: string) => p.district.units[key] as string;
type Clock = { name: string; state: string; startedAt: number; due: number; segments: { kind: string }[] };
const clocks = async (id: string, name: string) =>
  ((await p.stored(id)).row['clocks'] as Clock[]).filter((clock) => clock.name === name);
type Proposal = { code: string; adds: boolean; item: object; source: { id: string }; reason: string };
/** What waits beside the draft of a list. */
async function proposalsOf(list: string): Promise<Proposal[]> {
  const drafts = await p.call('admin', 'GET', '/api/v1/duty-lists');
  const draft = drafts.body.items.find(
    (one: { list: string; standing: string }) => one.list === list && one.standing === 'draft',
  );
  return (await p.call('admin', 'GET', `/api/v1/duty-lists/${draft.id}`)).body.proposals;
}
const resident = { name: '张三', phone: '13812345678' };
async function followed(code: string) {
  const answer = await p.call(null, 'POST', '/api/v1/public/follow', { body: { code, phoneTail: '5678' } });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

it('journey 2: nobody’s pipe is worked on while the ownership is ruled on, and the ruling goes back to the list', async () => {
  const filed = await fileCase(p, null, {
    category: NOBODYS,
    text: '老小区没有物业，污水管冒溢，流到楼道口',
    reporter: resident,
  });
  const declined = { reason: 'not-ours', whereTo: '产权单位' };
  const refused = async (person: 'dispatcher1' | 'officer1', name: string, form: object) => {
    const answer = await give(p, person, filed.id, name, form as Record<string, unknown>);
    return [answer.status, answer.body.code];
  };
  // Nobody's is no reason to decline, neither at the door nor later.
  expect(await refused('dispatcher1', 'decline', declined)).toEqual([409, 'cases.nobodys']);
  await must(p, 'dispatcher1', filed.id, 'accept');
  expect(await refused('dispatcher1', 'decline', declined)).toEqual([409, 'cases.nobodys']);
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: unit('street1') });
  // 先行处置 at once, with the clock of the ruling beside the handling clock.
  const page = (await p.call('chief', 'GET', `/api/v1/cases/${filed.id}`)).body;
  expect(page.ownership.open).toMatchObject({
    caretaker: '西街街道办事处',
    clock: { name: 'ruling', state: 'running' },
  });
  expect(page.routing.caretaker).toBe(true);
  await must(p, 'officer1', filed.id, 'sign');
  const [handle] = await clocks(filed.id, 'handle');
  expect(handle?.state).toBe('running');
  const away = await give(p, 'officer1', filed.id, 'return', {
    item: 's-01',
    proposedUnit: unit('housing'),
    reason: '不是街道的管网',
  });
  expect([away.status, away.body.code]).toEqual([409, 'cases.ruling-open']);
  const pause = { reason: 'material', note: '等管材' };
  expect(await refused('officer1', 'pause', pause)).toEqual([409, 'cases.ruling-no-pause']);
  expect(await refused('dispatcher1', 'decline', { ...declined, reason: 'private' })).toEqual([
    409,
    'cases.not-possible',
  ]);

  const seen = await followed(filed.code);
  expect(seen.state.code).toBe('handling');
  expect(seen.ownership.open).toMatchObject({ caretaker: '西街街道办事处' });
  expect(seen.ownership.open.dueAt).toBeGreaterThan(p.clock.at);
  expect(JSON.stringify(seen)).not.toContain('不予受理');

  // Whoever acts first has a stake in the answer and can't rule; neither can a unit without the duty.
  expect((await give(p, 'dispatcher1', filed.id, 'rule', {})).status).toBe(403);
  p.clock.at += 2 * HOUR;
  const queue = await p.call('chief', 'GET', '/api/v1/cases?view=queue&limit=200');
  expect(queue.body.items.map((one: { id: string }) => one.id)).toContain(filed.id);
  const ruling = {
    lead: unit('housing'),
    basis: '《城镇排水与污水处理条例》',
    note: '由住建部门牵头，街道配合疏通',
  };
  const wrong = await give(p, 'chief', filed.id, 'rule', {
    ...ruling,
    lead: '00000000-0000-7000-8000-00000000dead',
  });
  expect([wrong.status, wrong.body.code, wrong.body.errors[0].path]).toEqual([
    400,
    'cases.unknown-unit',
    'form/lead',
  ]);
  await must(p, 'chief', filed.id, 'rule', { ...ruling, assist: [unit('street1')] });
  const { row } = await p.stored(filed.id);
  expect([row['state'], row['owner_unit'], row['assist_units'], row['number']]).toEqual([
    'dispatched',
    unit('housing'),
    [unit('street1')],
    filed.number,
  ]);
  const after = await clocks(filed.id, 'handle');
  expect(after).toHaveLength(1);
  expect([after[0]?.startedAt, after[0]?.due, after[0]?.state]).toEqual([
    handle?.startedAt,
    handle?.due,
    'running',
  ]);
  expect(after[0]?.segments.every((segment) => segment.kind === 'run')).toBe(true);

  // Written back: the next version of the list has a proposal to start from.
  const [proposal, ...more] = await proposalsOf('street');
  expect(more).toEqual([]);
  expect(proposal).toMatchObject({
    adds: true,
    code: `r-${NOBODYS}`,
    item: {
      type: 'assist',
      categories: [{ code: NOBODYS }],
      lead: { code: 'housing' },
      assist: [{ kind: 'street-office' }],
      basis: ruling.basis,
    },
    source: { kind: 'ruling', id: filed.id, label: filed.number },
    reason: ruling.note,
  });

  // 谁办了多久: two hours of 先行处置, then the lead.
  p.clock.at += HOUR;
  const held = (await followed(filed.code)).held;
  expect(held.map((one: { words: string }) => one.words)).toEqual([
    '西街街道办事处（先行处置）：2 工作时 0 分',
    '住房和城乡建设局：0 工作时 0 分',
  ]);
  p.clock.at = PRODUCT_NOW;
});

it('a third return that waited for an earlier command opens the ruling too', async () => {
  const filed = await fileCase(p, null, { category: 'appearance.smoke', text: '烧烤摊油烟扰民' });
  await must(p, 'dispatcher1', filed.id, 'accept');
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: unit('urban-management') });
  const back = (item: string, proposedUnit: string) => ({ item, proposedUnit, reason: '不属于本局的职责' });
  await must(p, 'urban', filed.id, 'return', back('s-07', unit('environment')));
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: unit('environment') });
  await must(p, 'ecology', filed.id, 'return', back('s-08', unit('market')));
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: unit('market') });
  // A phone without signal sends the second before the first.
  const { version } = await p.stored(filed.id);
  const early = await give(p, 'market', filed.id, 'return', back('s-02', unit('urban-management')), {
    baseVersion: version + 1,
  });
  expect(early.status, early.text).toBe(202);
  await must(p, 'market', filed.id, 'sign', {}, { baseVersion: version });
  const page = (await p.call('chief', 'GET', `/api/v1/cases/${filed.id}`)).body;
  expect(page.ownership.open).toMatchObject({ caretaker: '市场监督管理局' });
});

it('journey 3: a third return is impossible, the ruling names the lead, the resident sees who held it how long', async () => {
  const filed = await fileCase(p, null, {
    category: 'appearance.smoke',
    text: '楼下饭店油烟直排，开不了窗',
    reporter: resident,
  });
  await must(p, 'dispatcher1', filed.id, 'accept');
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: unit('urban-management') });
  await must(p, 'urban', filed.id, 'sign');
  const [handle] = await clocks(filed.id, 'handle');
  const tooEarly = await give(p, 'dispatcher1', filed.id, 'ask-ruling', { reason: '各部门都说不归自己' });
  expect([tooEarly.status, tooEarly.body.code]).toEqual([409, 'cases.ruling-too-early']);
  p.clock.at += HOUR;
  await must(p, 'urban', filed.id, 'return', {
    item: 's-07',
    proposedUnit: unit('environment'),
    reason: '属于大气污染，应由生态环境部门办',
  });
  p.clock.at += HOUR / 2;
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: unit('environment') });
  p.clock.at += 3 * HOUR;
  await must(p, 'ecology', filed.id, 'return', {
    item: 's-08',
    proposedUnit: unit('market'),
    reason: '应由市场监管部门吊证',
  });
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: unit('market') });
  p.clock.at += HOUR;
  await must(p, 'market', filed.id, 'sign');

  const spent = (await p.call('market', 'GET', `/api/v1/cases/${filed.id}`)).body;
  expect(spent.ownership).toMatchObject({ open: null, spent: { by: '区指挥中心' } });
  expect(spent.actions.map((one: { name: string }) => one.name)).not.toContain('return');
  const third = { item: 's-03', proposedUnit: unit('urban-management'), reason: '执照合法，应由城管执法' };
  const commandId = p.ids.next();
  const refused = await give(p, 'market', filed.id, 'return', third, { commandId });
  expect([refused.status, refused.body.code]).toEqual([409, 'cases.return-exhausted']);
  expect(refused.body.title).toContain('先行处置');
  // Refused and asked: market keeps working, what it said stands in the question. Sent again, it is not asked twice.
  const again = await give(p, 'market', filed.id, 'return', third, { commandId });
  expect([again.status, again.body.code]).toEqual([409, 'cases.return-exhausted']);
  const once = await give(p, 'market', filed.id, 'return', third);
  expect([once.status, once.body.code]).toEqual([409, 'cases.ruling-open']);
  const page = (await p.call('chief', 'GET', `/api/v1/cases/${filed.id}`)).body;
  expect(page.state.code).toBe('handling');
  expect(page.holder.unitId).toBe(unit('market'));
  expect(page.timeline.filter((one: { name: string }) => one.name === 'open-ruling')).toHaveLength(1);
  expect(
    page.ownership.open.positions.map((one: { unit: string; proposed: string }) => [one.unit, one.proposed]),
  ).toEqual([
    ['城市管理局', '生态环境局'],
    ['生态环境局', '市场监督管理局'],
    ['市场监督管理局', '城市管理局'],
  ]);
  expect(page.ownership.open).toMatchObject({
    by: '区指挥中心',
    positions: [
      { words: '属于大气污染，应由生态环境部门办' },
      { words: '应由市场监管部门吊证' },
      { words: third.reason },
    ],
  });
  expect((await p.stored(filed.id)).row['facts']).toMatchObject({ returns: [{}, {}] });

  // Nobody rules in time: they are told again; the case itself is with the highest level already, for its handling is late too.
  p.clock.at += 4 * DAY;
  while ((await p.timers()) > 0);
  const told = await p.database.owner('select 1 from notices where key = $1 and link like $2', [
    'notice.ruling-late',
    `%${filed.id}%`,
  ]);
  expect(told.length).toBeGreaterThan(0);
  expect((await p.stored(filed.id)).row['facts']).toMatchObject({ escalatedTo: p.district.paths.d });

  await must(p, 'chief', filed.id, 'rule', {
    lead: unit('urban-management'),
    basis: '《大气污染防治法》第一百一十八条',
    note: '城管牵头执法，市场监管配合查验',
    assist: [unit('market')],
  });
  const { row } = await p.stored(filed.id);
  expect([row['owner_unit'], row['state'], row['number'], row['id']]).toEqual([
    unit('urban-management'),
    'dispatched',
    filed.number,
    filed.id,
  ]);
  const after = await clocks(filed.id, 'handle');
  expect(after).toHaveLength(1);
  expect([after[0]?.startedAt, after[0]?.due]).toEqual([handle?.startedAt, handle?.due]);
  const stands = await give(p, 'urban', filed.id, 'return', third);
  expect([stands.status, stands.body.code]).toEqual([409, 'cases.ruling-stands']);
  const elsewhere = await give(p, 'dispatcher1', filed.id, 'redirect', {
    unit: unit('market'),
    reason: '改派回市场监管',
  });
  expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'cases.ruling-stands']);
  const rerule = await give(p, 'chief', filed.id, 'rule', {
    lead: unit('market'),
    basis: '再定',
    note: '换一个单位',
  });
  expect([rerule.status, rerule.body.code]).toEqual([409, 'cases.no-ruling']);

  const seen = await followed(filed.code);
  expect(seen.number).toBe(filed.number);
  const held = seen.held as {
    unit: { name: string } | null;
    caretaker: boolean;
    workedMs: number;
    words: string;
  }[];
  expect(held.map((one) => [one.unit?.name ?? null, one.caretaker])).toEqual([
    ['城市管理局', false],
    [null, false],
    ['生态环境局', false],
    ['市场监督管理局', false],
    ['市场监督管理局', true],
  ]);
  expect(held.slice(0, 3).map((one) => one.workedMs / HOUR)).toEqual([1, 0.5, 1.5]);
  expect(held[0]?.words).toBe('城市管理局：1 工作时 0 分');
  expect(seen.ownership.ruled).toMatchObject({ lead: '城市管理局', assist: ['市场监督管理局'] });
  // What units wrote against each other stays among the staff.
  expect(JSON.stringify(seen.ownership)).not.toContain('执照合法');
  p.clock.at = PRODUCT_NOW;
});

it('asks for a ruling by hand when the lists do not help, names who acts first, and keeps the question over a closing', async () => {
  const filed = await fileCase(p, null, {
    category: undefined,
    text: '说不清是谁的线缆',
    reporter: resident,
  });
  await must(p, 'dispatcher1', filed.id, 'accept');
  const wrong = await give(p, 'dispatcher1', filed.id, 'ask-ruling', {
    reason: '线缆没有标识',
    caretaker: '00000000-0000-7000-8000-00000000dead',
  });
  expect([wrong.status, wrong.body.code, wrong.body.errors[0].path]).toEqual([
    400,
    'cases.unknown-unit',
    'form/caretaker',
  ]);
  await must(p, 'dispatcher1', filed.id, 'ask-ruling', { reason: '线缆没有标识，产权不明' });
  const { row } = await p.stored(filed.id);
  expect([row['state'], row['owner_unit']]).toEqual(['dispatched', unit('street1')]);
  await must(p, 'officer1', filed.id, 'sign');
  await must(p, 'officer1', filed.id, 'finish', { result: '已扎起，恢复通行' });
  await must(p, 'verifier', filed.id, 'verify', { result: 'pass' });
  // The case may be done before the question is: it is still answered, and the owner of a finished case does not change.
  const unsorted = await give(p, 'chief', filed.id, 'rule', {
    lead: unit('housing'),
    basis: '区三定方案',
    note: '没有写明是哪类事项',
  });
  expect([unsorted.status, unsorted.body.code, unsorted.body.errors[0].path]).toEqual([
    400,
    'cases.ruling-category',
    'form/category',
  ]);
  await must(p, 'chief', filed.id, 'rule', {
    lead: unit('housing'),
    basis: '区三定方案',
    note: '今后此类线缆由住建牵头',
    category: 'utility.cable',
  });
  expect((await p.stored(filed.id)).row['owner_unit']).toBe(unit('street1'));
  const proposal = (await proposalsOf('street')).find((one) => one.source.id === filed.id);
  // The item has other categories too: the ruling is about this one alone.
  expect(proposal).toMatchObject({
    adds: true,
    code: 'r-utility.cable',
    item: { categories: [{ code: 'utility.cable' }] },
  });
});

it('does not let a unit rule on what it returned or holds', async () => {
  const filed = await fileCase(p, null, { category: NOBODYS, text: '污水冒溢', reporter: resident });
  await bring(p, filed.id, 'dispatched', 'command', 'chief');
  const own = await give(p, 'chief', filed.id, 'rule', {
    lead: unit('housing'),
    basis: '区三定方案',
    note: '自己裁定自己承办的事',
  });
  expect([own.status, own.body.code]).toEqual([409, 'cases.ruling-own']);
});
