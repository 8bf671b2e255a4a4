// The loop over HTTP, as staff and as a resident: from the report to the rated closure, and what happens when things come twice, late,
// out of order or at once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, follow, give, must } from '../../../test/case-desk.ts';
import { DAY, HOUR, PRODUCT_NOW, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct();
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const resident = { name: '欧阳修文', phone: '13812345678' };
const tail = '5678';

it('goes the whole way: 上报 → 立案 → 派遣 → 签收 → 处置 → 核查 → 居民确认 → 结案 → 评价', async () => {
  const filed = await fileCase(p, null, { reporter: resident });
  expect(filed.answer.body.case.state.code).toBe('reported');
  expect(filed.number).toMatch(/^260715-\d{8}$/);
  expect(filed.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
  const accepted = await must(p, 'dispatcher1', filed.id, 'accept');
  expect(accepted.body.case.state.code).toBe('filed');
  const routing = accepted.body.case.routing;
  expect(routing).toMatchObject({ item: 'p-01', itemType: 'assist', caretaker: false });
  expect(routing.words.join('')).toContain('城市管理局');
  const dispatch = accepted.body.case.actions.find((action: { name: string }) => action.name === 'dispatch');
  expect(dispatch.form.fields[0].initial).toBe(p.district.units['urban-management']);
  const dispatched = await must(p, 'dispatcher1', filed.id, 'dispatch', {
    unit: dispatch.form.fields[0].initial,
  });
  expect(dispatched.body.case.holder.unitName).toBe('城市管理局');
  expect((await p.stored(filed.id)).row['assist_units']).toEqual([p.district.units['street1']]);
  await must(p, 'urban', filed.id, 'sign');
  await must(p, 'urban', filed.id, 'finish', { result: '井盖已更换' });
  const verified = await must(p, 'worker1', filed.id, 'verify', { result: 'pass' });
  expect(verified.body.case).toMatchObject({
    state: { code: 'confirming' },
    outcome: { closed: false, solved: 'yes', confirmed: 'pending' },
  });

  const key = { code: filed.code, phoneTail: tail };
  const seen = await p.call(null, 'POST', '/api/v1/public/follow', { body: key });
  expect(seen.body.actions.map((action: { name: string }) => action.name)).toContain('confirm');
  expect(seen.body.timeline.map((one: { name: string }) => one.name)).toEqual([
    'file',
    'accept',
    'dispatch',
    'sign',
    'finish',
    'verify',
  ]);
  const confirmed = await follow(p, key, filed.id, 'confirm', { fixed: 'yes', rating: 5 });
  expect(confirmed.status).toBe(200);
  expect(confirmed.body.case).toMatchObject({
    state: { code: 'closed' },
    outcome: { closed: true, solved: 'yes', confirmed: 'yes', rating: 5 },
  });
  const rated = await follow(p, key, filed.id, 'rate', { rating: 4 });
  expect(rated.body.case.outcome.rating).toBe(4);
});

it('says that no category was chosen, not that no item covers nothing', async () => {
  const filed = await fileCase(p, 'hotline', { category: undefined });
  const { caretaker, words } = filed.answer.body.case.routing;
  expect(caretaker).toBe(true);
  expect(words[0]).toBe('还没有选类别，没有清单事项可以对应。');
});

it('asks for the last digits of the phone, and tells nobody else anything', async () => {
  const filed = await fileCase(p, null, { reporter: resident });
  const none = await p.call(null, 'POST', '/api/v1/public/follow', { body: { code: filed.code } });
  expect([none.status, none.body.code]).toEqual([403, 'cases.follow-tail']);
  const wrong = await p.call(null, 'POST', '/api/v1/public/follow', {
    body: { code: filed.code, phoneTail: '0000' },
  });
  expect([wrong.status, wrong.body.code]).toEqual([403, 'cases.follow-tail']);
  const unknown = await p.call(null, 'POST', '/api/v1/public/follow', {
    body: { code: '0000-000-000', phoneTail: tail },
  });
  expect([unknown.status, unknown.body.code]).toEqual([404, 'cases.follow-unknown']);
  // The six digits of an authenticator are something else.
  expect(JSON.stringify(unknown.body)).not.toContain('动态码');
  const typed = filed.code.toLowerCase().replaceAll('-', ' ');
  expect(
    (await p.call(null, 'POST', '/api/v1/public/follow', { body: { code: typed, phoneTail: tail } })).status,
  ).toBe(200);
});

it('carries out a filing once, however often and however fast it is sent', async () => {
  const commandId = p.ids.next();
  const body = {
    commandId,
    kind: 'incident',
    category: 'utility.manhole',
    text: '同一件事',
    point: p.point('g1'),
    reporter: resident,
  };
  const answers = await Promise.all([1, 2, 3].map(() => p.call(null, 'POST', '/api/v1/cases', { body })));
  answers.push(await p.call(null, 'POST', '/api/v1/cases', { body }));
  expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200]);
  expect(new Set(answers.map((one) => one.body.case.number)).size).toBe(1);
  expect(new Set(answers.map((one) => one.body.follow.code)).size).toBe(1);
  expect((await p.stored(commandId)).steps).toBe(1);
  const reporters = await p.database.owner('select from case_reporters where case_id = $1', [commandId]);
  expect(reporters.length).toBe(1);
  // The id is on the public map: knowing it gives nobody the reporter's code, by filing or by joining.
  const strangers = [
    await p.call(null, 'POST', '/api/v1/cases', { body: { ...body, reporter: undefined } }),
    await p.call(null, 'POST', '/api/v1/cases', { body: { ...body, text: '别人的话' } }),
    await p.call(null, 'POST', `/api/v1/cases/${commandId}/join`, { body: { commandId } }),
  ];
  expect(strangers.map((one) => [one.status, one.body.code])).toEqual(
    strangers.map(() => [409, 'cases.command-id-reused']),
  );
  const stolen = await p.call('worker1', 'POST', '/api/v1/cases', { body });
  expect([stolen.status, stolen.body.code]).toEqual([409, 'cases.command-id-reused']);
});

it('knows a resident who sends again by the proof they brought, also with other words', async () => {
  const body = {
    commandId: p.ids.next(),
    kind: 'incident',
    text: '井盖响',
    point: p.point('g1'),
    proof: 'only-this-page-knows-it',
  };
  const file = (more: object) => p.call(null, 'POST', '/api/v1/cases', { body: { ...body, ...more } });
  const first = await file({});
  expect((await file({ text: '井盖响得厉害' })).body.follow).toEqual(first.body.follow);
  expect((await file({ proof: 'somebody-elses-guess' })).body.code).toBe('cases.command-id-reused');
  const shown = await p.call('dispatcher1', 'GET', `/api/v1/cases/${body.commandId}`);
  expect(shown.body.timeline[0].words).toEqual([]);
});

it('carries out a command once: sent twice, after a lost answer, and in a double click', async () => {
  const { id } = await fileCase(p, null);
  const commandId = p.ids.next();
  const first = await give(p, 'dispatcher1', id, 'accept', {}, { commandId, baseVersion: 1 });
  const again = await give(p, 'dispatcher1', id, 'accept', {}, { commandId, baseVersion: 1 });
  expect([first.status, again.status, again.body.outcome]).toEqual([200, 200, 'accepted']);
  expect((await p.stored(id)).version).toBe(2);
  const twin = p.ids.next();
  const unit = p.district.units['urban-management'];
  const clicks = await Promise.all(
    [1, 2].map(() => give(p, 'dispatcher1', id, 'dispatch', { unit }, { commandId: twin, baseVersion: 2 })),
  );
  expect(clicks.map((one) => one.status)).toEqual([200, 200]);
  expect(await p.stored(id)).toMatchObject({ version: 3, steps: 3, state: 'dispatched' });
  const elsewhere = await fileCase(p, null);
  const reused = await give(p, 'dispatcher1', elsewhere.id, 'accept', {}, { commandId: twin });
  expect([reused.status, reused.body.code]).toEqual([409, 'cases.command-id-reused']);
});

it('says what changed when two people act at once', async () => {
  const { id } = await fileCase(p, null);
  await bring(p, id, 'filed');
  const units = p.district.units;
  const both = await Promise.all([
    give(p, 'dispatcher1', id, 'dispatch', { unit: units['urban-management'] }, { baseVersion: 2 }),
    give(p, 'chief', id, 'decline', { reason: 'not-ours', whereTo: '业主委员会' }, { baseVersion: 2 }),
  ]);
  const lost = both.find((one) => one.status !== 200);
  expect(both.filter((one) => one.status === 200).length).toBe(1);
  expect(lost?.status).toBe(409);
  expect(lost?.body.code).toBe('cases.version-conflict');
  expect(lost?.body.params.current).toBe(3);
  expect(lost?.body.params.changes).toHaveLength(1);
  expect(lost?.body.params.changes[0]).toMatchObject({
    version: 3,
    by: both[0]?.status === 200 ? '街道派遣员' : '区值班长',
  });
  expect(await p.stored(id)).toMatchObject({ version: 3, steps: 3 });
});

it('lets an old version pass when only remarks came in between', async () => {
  const { id } = await fileCase(p, null);
  await must(p, 'worker1', id, 'note', { note: '路过看了一眼' });
  const accepted = await give(p, 'dispatcher1', id, 'accept', {}, { baseVersion: 1 });
  expect(accepted.status).toBe(200);
  expect((await p.stored(id)).version).toBe(3);
});

it('merges two who both finished: nothing lost, nothing doubled', async () => {
  const { id } = await fileCase(p, null);
  await bring(p, id, 'handling');
  const [a, b] = await Promise.all([
    give(p, 'urban', id, 'finish', { result: '换了井盖' }, { baseVersion: 4 }),
    give(p, 'urban2', id, 'finish', { result: '我也到场换好了' }, { baseVersion: 4 }),
  ]);
  expect([a?.status, b?.status]).toEqual([200, 200]);
  expect([a?.body.outcome, b?.body.outcome].sort()).toEqual(['accepted', 'merged']);
  const view = await p.call('dispatcher1', 'GET', `/api/v1/cases/${id}`);
  const words = JSON.stringify(view.body.timeline);
  expect(words).toContain('换了井盖');
  expect(words).toContain('我也到场换好了');
  expect(
    view.body.clocks.filter(
      (clock: { name: string; state: string }) => clock.name === 'verify' && clock.state === 'running',
    ).length,
  ).toBe(1);
});

it('holds what came too early and carries it out in order when the missing one arrives', async () => {
  const { id } = await fileCase(p, null);
  await bring(p, id, 'dispatched');
  const finish = p.ids.next();
  const early = await give(
    p,
    'urban',
    id,
    'finish',
    { result: '离线办完' },
    { commandId: finish, baseVersion: 4 },
  );
  expect([early.status, early.body.outcome]).toEqual([202, 'held']);
  expect((await p.stored(id)).state).toBe('dispatched');
  expect(
    (await give(p, 'urban', id, 'finish', { result: '离线办完' }, { commandId: finish, baseVersion: 4 }))
      .status,
  ).toBe(202);
  const stranger = await give(p, 'worker4', id, 'finish', { result: 'x' }, { baseVersion: 9 });
  expect(stranger.status).toBe(404);
  await must(p, 'urban', id, 'sign', {}, { baseVersion: 3 });
  expect(await p.stored(id)).toMatchObject({ state: 'checking', version: 5, steps: 5 });
  const asked = await give(
    p,
    'urban',
    id,
    'finish',
    { result: '离线办完' },
    { commandId: finish, baseVersion: 4 },
  );
  expect([asked.status, asked.body.outcome]).toEqual([200, 'accepted']);
  expect((await p.database.owner('select from case_held where case_id = $1', [id])).length).toBe(0);
});

it('never keeps a resident waiting for a version that may not come', async () => {
  const filed = await fileCase(p, null, { reporter: resident });
  const answer = await p.call(null, 'POST', '/api/v1/public/follow/commands', {
    body: {
      code: filed.code,
      phoneTail: tail,
      commandId: p.ids.next(),
      name: 'urge',
      baseVersion: 40,
      form: {},
    },
  });
  expect([answer.status, answer.body.code]).toEqual([409, 'cases.version-conflict']);
  expect((await p.database.owner('select from case_held where case_id = $1', [filed.id])).length).toBe(0);
});

it('keeps a refusal: the same command stays refused', async () => {
  const { id } = await fileCase(p, null);
  await bring(p, id, 'checking');
  const commandId = p.ids.next();
  const refused = await give(p, 'urban', id, 'sign', {}, { commandId });
  expect([refused.status, refused.body.code]).toEqual([409, 'cases.not-possible']);
  await must(p, 'verifier', id, 'verify', { result: 'fail', note: '没修好' });
  await must(p, 'urban', id, 'finish', { result: '又修了' });
  const again = await give(p, 'urban', id, 'sign', {}, { commandId });
  expect([again.status, again.body.code]).toEqual([409, 'cases.not-possible']);
  expect(again.body.params.state).toBe('checking');
});

it('takes back within ten seconds and not after', async () => {
  const { id } = await fileCase(p, null);
  const accept = p.ids.next();
  const given = await must(p, 'dispatcher1', id, 'accept', {}, { commandId: accept });
  expect(given.body.undo.until).toBe(p.clock.at + 10_000);
  const other = await p.call('chief', 'POST', `/api/v1/cases/${id}/undo`, {
    body: { commandId: p.ids.next(), undoes: accept },
  });
  expect([other.status, other.body.code]).toEqual([403, 'cases.undo-not-yours']);
  p.clock.at += 9_000;
  const undo = { commandId: p.ids.next(), undoes: accept };
  const undone = await p.call('dispatcher1', 'POST', `/api/v1/cases/${id}/undo`, { body: undo });
  expect([undone.status, undone.body.case?.state.code]).toEqual([200, 'reported']);
  expect((await p.call('dispatcher1', 'POST', `/api/v1/cases/${id}/undo`, { body: undo })).status).toBe(200);
  expect((await p.stored(id)).version).toBe(3);
  const second = p.ids.next();
  await must(p, 'dispatcher1', id, 'accept', {}, { commandId: second });
  p.clock.at += 20_000;
  const late = await p.call('dispatcher1', 'POST', `/api/v1/cases/${id}/undo`, {
    body: { commandId: p.ids.next(), undoes: second },
  });
  expect([late.status, late.body.code]).toEqual([409, 'cases.undo-too-late']);
  expect(await p.stored(id)).toMatchObject({ version: 4, state: 'filed' });
});

it('lets several residents join at the same moment, each with a code of their own', async () => {
  const { id } = await fileCase(p, 'worker1');
  const joins = await Promise.all(
    [1, 2, 3].map(() =>
      p.call(null, 'POST', `/api/v1/cases/${id}/join`, {
        body: { commandId: p.ids.next(), reporter: resident },
      }),
    ),
  );
  expect(joins.map((one) => one.status)).toEqual([200, 200, 200]);
  expect(new Set(joins.map((one) => one.body.follow.code)).size).toBe(3);
  expect((await p.database.owner('select from case_reporters where case_id = $1', [id])).length).toBe(3);
  const stored = await p.stored(id);
  expect([stored.row['joined'], stored.version, stored.steps]).toEqual([3, 4, 4]);
  await bring(p, id, 'verified');
  // They are reporters now: they are asked, and nobody answers for them.
  expect((await p.stored(id)).state).toBe('confirming');
});

it('joins public things only, and counts a repeated join once', async () => {
  const dwelling = await fileCase(p, null, { category: 'appearance.hallway', text: '楼道堆物' });
  const refused = await p.call(null, 'POST', `/api/v1/cases/${dwelling.id}/join`, {
    body: { commandId: p.ids.next() },
  });
  expect(refused.status).toBe(404);
  const thing = await fileCase(p, null);
  const body = { commandId: p.ids.next(), text: '我也看到了' };
  for (const _ of [1, 2])
    expect((await p.call(null, 'POST', `/api/v1/cases/${thing.id}/join`, { body })).body.joined).toBe(2);
});

/** Every lapse that is due, and those that follow from them. */
async function settle(): Promise<void> {
  for (let rounds = 0; (await p.timers()) > 0; rounds++) expect(rounds).toBeLessThan(50);
}

it('escalates when nobody moves: to the street, then the district, each once', async () => {
  p.clock.at = PRODUCT_NOW + DAY;
  await settle();
  const { id } = await fileCase(p, null);
  p.clock.at += 3 * HOUR;
  await p.timers();
  let stored = await p.stored(id);
  expect((stored.row['facts'] as { escalatedTo: string }).escalatedTo).toBe(p.district.paths.s1);
  await settle();
  expect((await p.stored(id)).version).toBe(stored.version);
  const urgent = (await p.call('dispatcher1', 'GET', '/api/v1/cases?view=queue')).body.items.map(
    (row: { id: string }) => row.id,
  );
  expect(urgent).toContain(id);
  p.clock.at += 2 * HOUR;
  await p.timers();
  stored = await p.stored(id);
  expect((stored.row['facts'] as { escalatedTo: string }).escalatedTo).toBe(p.district.paths.d);
  const taken = await must(p, 'chief', id, 'take-escalation', {
    note: '区里直派',
    unit: p.district.units['urban-management'],
  });
  expect(taken.body.case.state.code).toBe('dispatched');
});

it('closes on silence and never calls it satisfied; an elapsed pause resumes by itself', async () => {
  const filed = await fileCase(p, null, { reporter: resident });
  await bring(p, filed.id, 'verified');
  p.clock.at += 4 * DAY;
  await settle();
  const unanswered = await p.database.owner(`select from cases where confirmed = 'silent'`);
  expect(await p.stored(filed.id)).toMatchObject({
    state: 'closed',
    row: { confirmed: 'silent', rating: null },
  });
  const stats = (await p.call('chief', 'GET', '/api/v1/cases/stats')).body.numbers;
  const silent = stats.find((one: { code: string }) => one.code === 'silent');
  expect(silent.value).toBe(unanswered.length);
  p.clock.at = PRODUCT_NOW + 9 * DAY;
  const paused = await fileCase(p, null, { category: 'greening.green', text: '绿地裸露' });
  await bring(p, paused.id, 'handling');
  await must(p, 'urban', paused.id, 'pause', { reason: 'weather', note: '等雨停' });
  p.clock.at += 4 * DAY;
  await p.timers();
  expect((await p.stored(paused.id)).state).toBe('paused');
  // A limit in calendar days ends with its last day.
  p.clock.at += 2 * DAY;
  await p.timers();
  expect((await p.stored(paused.id)).state).toBe('handling');
});

it('reopens within the window of the stored closing, whatever was said since', async () => {
  p.clock.at = PRODUCT_NOW + 20 * DAY;
  const filed = await fileCase(p, null, { reporter: resident });
  await bring(p, filed.id, 'verified');
  const key = { code: filed.code, phoneTail: tail };
  await follow(p, key, filed.id, 'confirm', { fixed: 'yes' });
  p.clock.at += 6 * DAY;
  expect((await follow(p, key, filed.id, 'rate', { rating: 2 })).status).toBe(200);
  p.clock.at += 2 * DAY;
  const late = await follow(p, key, filed.id, 'reopen', { reason: '又坏了' });
  expect([late.status, late.body.code]).toEqual([409, 'cases.reopen-too-late']);
  const other = await fileCase(p, null, { reporter: resident });
  await bring(p, other.id, 'verified');
  const second = { code: other.code, phoneTail: tail };
  await follow(p, second, other.id, 'confirm', { fixed: 'yes' });
  p.clock.at += 6 * DAY;
  expect((await follow(p, second, other.id, 'reopen', { reason: '又坏了' })).body.case.state.code).toBe(
    'filed',
  );
  const handling = await follow(p, second, other.id, 'urge', { note: '快一点' });
  expect(handling.status).toBe(200);
  expect(((await p.stored(other.id)).row['facts'] as { urged: number }).urged).toBe(1);
});
