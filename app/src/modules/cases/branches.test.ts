// The branches of the loop over HTTP: returning, more time, pausing, escalation to the top, matters for others, the complained-about firm.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, follow, give, must } from '../../../test/case-desk.ts';
import { DAY, HOUR, MINUTE, PRODUCT_NOW, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'branches' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const resident = { name: '张三', phone: '13812345678' };
type Clock = { name: string; startedAt: number; state: string; due: number };
const handleClock = async (id: string) =>
  ((await p.stored(id)).row['clocks'] as Clock[]).filter((clock) => clock.name === 'handle');

it('returns with the item and the proposed owner; the clock and the number stay, a third return is impossible', async () => {
  const filed = await fileCase(p, null, { reporter: resident });
  await bring(p, filed.id, 'handling');
  const [before] = await handleClock(filed.id);
  const wish = { item: 'p-05', proposedUnit: p.district.units.housing, reason: '不属于本单位职责' };
  const self = await give(p, 'urban', filed.id, 'return', {
    ...wish,
    proposedUnit: p.district.units['urban-management'],
  });
  expect([self.status, self.body.code, self.body.errors[0].path]).toEqual([
    409,
    'cases.return-to-self',
    'form/proposedUnit',
  ]);
  const bare = await give(p, 'urban', filed.id, 'return', { reason: '不是我们的' });
  expect([bare.status, bare.body.errors.map((one: { path: string }) => one.path)]).toEqual([
    400,
    ['form/item', 'form/proposedUnit'],
  ]);
  // An item that gives the matter to somebody else, and one that gives it to nobody, prove nothing.
  const elses = await give(p, 'urban', filed.id, 'return', { ...wish, item: 's-05' });
  expect([elses.status, elses.body.code, elses.body.errors[0].path]).toEqual([
    409,
    'cases.return-item',
    'form/item',
  ]);
  expect(elses.body.title).toContain('S-05');
  expect(elses.body.title).toContain('市场监督管理局');
  expect(elses.body.title).toContain('住房和城乡建设局');
  for (const item of ['c-90', 'g-01', 'x-99']) {
    const nobodys = await give(p, 'urban', filed.id, 'return', { ...wish, item });
    expect([nobodys.status, nobodys.body.code]).toEqual([409, 'cases.return-no-item']);
  }
  const offered = (await p.call('urban', 'GET', `/api/v1/cases/${filed.id}`)).body.actions.find(
    (one: { name: string }) => one.name === 'return',
  );
  const options = (name: string) =>
    offered.form.fields.find((one: { name: string }) => one.name === name).options as {
      value: string;
      label: string;
    }[];
  expect(options('item')).toContainEqual({
    value: 'p-05',
    label: 'P-05 供水供电供气供热保障 → 住房和城乡建设局',
  });
  // Its own items are no reason to send it back, and a unit that no item names can't be proposed.
  expect(options('item').map((one) => one.value)).not.toContain('p-02');
  expect(options('proposedUnit').map((one) => one.value)).toContain(p.district.units.housing);
  expect(options('proposedUnit').map((one) => one.value)).not.toContain(p.district.units.committee1);
  p.clock.at += HOUR;
  await must(p, 'urban', filed.id, 'return', wish);
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: p.district.units.housing });
  await must(p, 'housing', filed.id, 'return', {
    ...wish,
    item: 'p-02',
    proposedUnit: p.district.units['urban-management'],
  });
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: p.district.units['urban-management'] });
  const third = await give(p, 'urban', filed.id, 'return', wish);
  expect([third.status, third.body.code]).toEqual([409, 'cases.return-exhausted']);
  const after = await handleClock(filed.id);
  expect(after).toHaveLength(1);
  expect([after[0]?.startedAt, after[0]?.due, after[0]?.state]).toEqual([
    before?.startedAt,
    before?.due,
    'running',
  ]);
  const seen = await p.call(null, 'POST', '/api/v1/public/follow', {
    body: { code: filed.code, phoneTail: '5678' },
  });
  expect(seen.body.number).toBe(filed.number);
  const returns = seen.body.timeline.filter((one: { name: string }) => one.name === 'return');
  expect(returns).toHaveLength(2);
  // The reporter reads that it was returned and whose it is said to be, not what units write to each other.
  expect(returns[0].words.join()).toContain('住房和城乡建设局');
  expect(JSON.stringify(seen.body)).not.toContain(wish.reason);
  expect((await p.call('dispatcher1', 'GET', `/api/v1/cases/${filed.id}`)).text).toContain(wish.reason);
  // Back in this month's days for the other tests.
  p.clock.at = PRODUCT_NOW;
});

it('asks for more time before the limit, lets another decide, and tells the reporter', async () => {
  const filed = await fileCase(p, null, { category: 'greening.green', text: '绿地裸露', reporter: resident });
  await bring(p, filed.id, 'handling');
  const [before] = await handleClock(filed.id);
  const shorter = await give(p, 'urban', filed.id, 'request-extension', {
    limit: { n: 1, unit: 'work-hour' },
    reason: '需要更多时间',
  });
  expect([shorter.status, shorter.body.code]).toEqual([400, 'cases.extension-not-longer']);
  await must(p, 'urban', filed.id, 'request-extension', {
    limit: { n: 40, unit: 'work-day' },
    reason: '苗木到货需要时间',
  });
  const twice = await give(p, 'urban', filed.id, 'request-extension', {
    limit: { n: 50, unit: 'work-day' },
    reason: '再要一些时间',
  });
  expect([twice.status, twice.body.code]).toEqual([409, 'cases.extension-pending']);
  expect((await give(p, 'urban2', filed.id, 'decide-extension', { decision: 'granted' })).status).toBe(403);
  await must(p, 'dispatcher1', filed.id, 'decide-extension', { decision: 'granted' });
  const [after] = await handleClock(filed.id);
  expect(after?.due).toBeGreaterThan(before?.due ?? 0);
  const seen = await p.call(null, 'POST', '/api/v1/public/follow', {
    body: { code: filed.code, phoneTail: '5678' },
  });
  expect(seen.body.timeline.map((one: { name: string }) => one.name)).toContain('decide-extension');
  const late = await fileCase(p, null);
  await bring(p, late.id, 'handling');
  p.clock.at += 60 * DAY;
  const tooLate = await give(p, 'urban', late.id, 'request-extension', {
    limit: { n: 90, unit: 'work-day' },
    reason: '需要更多时间',
  });
  expect([tooLate.status, tooLate.body.code]).toEqual([409, 'cases.extension-too-late']);
  p.clock.at = PRODUCT_NOW;
});

it('says where to go instead when it is not accepted, and lets the reporter reopen and rate it', async () => {
  const filed = await fileCase(p, null, { reporter: resident });
  const silent = await give(p, 'dispatcher1', filed.id, 'decline', { reason: 'private' });
  expect([silent.status, silent.body.errors[0].path]).toEqual([400, 'form/whereTo']);
  await must(p, 'dispatcher1', filed.id, 'decline', {
    reason: 'private',
    whereTo: '槐树社区人民调解委员会，电话 0532-00000000',
  });
  const key = { code: filed.code, phoneTail: '5678' };
  const seen = await p.call(null, 'POST', '/api/v1/public/follow', { body: key });
  expect(seen.text).toContain('人民调解委员会');
  expect(seen.body.outcome).toMatchObject({ closed: true, solved: 'unknown' });
  expect((await follow(p, key, filed.id, 'rate', { rating: 1 })).status).toBe(200);
  expect((await follow(p, key, filed.id, 'reopen', { reason: '不是私事' })).body.case.state.code).toBe(
    'filed',
  );
});

it('never gives a withdrawn item to a street, nor enforcement to a community', async () => {
  const illegal = await fileCase(p, null, { category: 'appearance.illegal-building', text: '楼顶加盖' });
  await must(p, 'dispatcher1', illegal.id, 'accept');
  const street = await give(p, 'dispatcher1', illegal.id, 'dispatch', { unit: p.district.units.street1 });
  expect([street.status, street.body.code, street.body.errors[0].path]).toEqual([
    409,
    'cases.withdrawn-item',
    'form/unit',
  ]);
  const view = await p.call('dispatcher1', 'GET', `/api/v1/cases/${illegal.id}`);
  expect(view.body.routing).toMatchObject({ item: 's-01', itemType: 'withdrawn', caretaker: false });
  expect(view.body.routing.candidates[0]).toMatchObject({
    unitId: p.district.units['urban-management'],
    role: 'owner',
  });
  expect(view.body.routing.words.join()).toContain('违法建设查处');
  // In English the names of the category and the item are English too.
  const english = await p.call('dispatcher1', 'GET', `/api/v1/cases/${illegal.id}`, {
    headers: { 'accept-language': 'en' },
  });
  expect(english.body.routing.words[0]).toContain('Illegal building');
  expect(english.body.routing.words[0]).not.toMatch(/违法|违建|搭建/);
  // Nobody is offered whom the server would refuse.
  const offered = view.body.actions
    .find((one: { name: string }) => one.name === 'dispatch')
    .form.fields.find((one: { name: string }) => one.name === 'unit');
  expect(offered.options.map((one: { value: string }) => one.value)).not.toContain(p.district.units.street1);
  for (const { value } of offered.options) {
    const rehearsed = await p.product.cases.engine.rehearse(
      { actor: await p.actorOf('dispatcher1') },
      illegal.id,
      {
        commandId: p.ids.next(),
        name: 'dispatch',
        baseVersion: view.body.version,
        occurredAt: p.clock.at,
        form: { unit: value },
      },
    );
    expect(rehearsed.after.ownerUnit).toBe(value);
  }
  const smoke = await fileCase(p, null, { category: 'appearance.smoke', text: '餐饮油烟扰民' });
  await must(p, 'dispatcher1', smoke.id, 'accept');
  const community = await give(p, 'dispatcher1', smoke.id, 'dispatch', { unit: p.district.units.committee1 });
  expect(community.status).toBe(409);
  expect(['cases.community-no-enforcement', 'cases.negative-item', 'cases.withdrawn-item']).toContain(
    community.body.code,
  );
});

it('opens the step of the department when a firm reports that persuading failed', async () => {
  const filed = await fileCase(p, null, { category: 'appearance.hallway', text: '三单元楼道堆满纸箱' });
  await must(p, 'dispatcher1', filed.id, 'accept');
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: p.district.units.firm });
  const [before] = await handleClock(filed.id);
  await must(p, 'property', filed.id, 'sign');
  await must(p, 'property', filed.id, 'report-up', { note: '两次上门劝阻无效' });
  const stored = await p.stored(filed.id);
  expect(['dispatched', 'filed']).toContain(stored.state);
  expect(stored.row['owner_unit']).not.toBe(p.district.units.firm);
  const clocks = await handleClock(filed.id);
  expect(clocks).toHaveLength(1);
  expect(clocks[0]?.startedAt).toBe(before?.startedAt);
  expect((stored.row['facts'] as { persuaded: object }).persuaded).toMatchObject({
    unit: p.district.units.firm,
  });
});

it('keeps a complaint away from the firm it is about, and never shows who complained', async () => {
  const filed = await fileCase(p, null, {
    kind: 'request',
    category: undefined,
    text: '物业不修电梯',
    reporter: resident,
    subjectUnitId: p.district.units.firm,
  });
  await must(p, 'dispatcher1', filed.id, 'accept');
  const toFirm = await give(p, 'dispatcher1', filed.id, 'dispatch', { unit: p.district.units.firm });
  expect(toFirm.status).toBeGreaterThanOrEqual(400);
  expect((await p.call('property', 'GET', `/api/v1/cases/${filed.id}`)).status).toBe(404);
  const other = await fileCase(p, null, {
    category: 'appearance.hallway',
    text: '楼道堆物',
    reporter: resident,
  });
  await must(p, 'dispatcher1', other.id, 'accept');
  await must(p, 'dispatcher1', other.id, 'dispatch', { unit: p.district.units.firm });
  const handling = await p.call('property', 'GET', `/api/v1/cases/${other.id}`);
  expect([handling.status, handling.body.reporter]).toEqual([200, null]);
  for (const secret of ['张三', '13812345678', '5678']) expect(handling.text).not.toContain(secret);
  const reveal = await p.call('property', 'POST', `/api/v1/cases/${other.id}/reveal`, {
    body: { reason: '想联系业主' },
  });
  expect([reveal.status, reveal.body.code]).toEqual([403, 'cases.reveal-not-possible']);
});

it('shows names masked, in full only for a reason, and writes down who looked', async () => {
  const filed = await fileCase(p, null, { reporter: resident });
  const masked = await p.call('dispatcher1', 'GET', `/api/v1/cases/${filed.id}`);
  expect(masked.body.reporter.masked).toEqual({ name: '张*', phone: '138****5678' });
  expect(masked.text).not.toContain('13812345678');
  const bare = await p.call('dispatcher1', 'POST', `/api/v1/cases/${filed.id}/reveal`, { body: {} });
  expect(bare.status).toBe(400);
  const looked = await p.call('dispatcher1', 'POST', `/api/v1/cases/${filed.id}/reveal`, {
    body: { reason: '回访核实地址' },
  });
  expect(looked.body.items[0]).toMatchObject({ name: '张三', phone: '13812345678' });
  const log = await p.database.owner('select account_id, reason from case_reveals where case_id = $1', [
    filed.id,
  ]);
  expect(log).toEqual([{ account_id: p.district.accounts.dispatcher1, reason: '回访核实地址' }]);
  const list = await p.call('dispatcher1', 'GET', '/api/v1/cases?view=all&limit=200');
  for (const secret of ['张三', '13812345678']) expect(list.text).not.toContain(secret);
});

it('shows dwellings on the public map only as cells of five and more, things exactly, words never', async () => {
  const text = '202 室门口堆了纸箱，联系我 13812345678';
  for (let n = 0; n < 4; n++)
    await fileCase(p, null, {
      category: 'appearance.hallway',
      text,
      commandId: p.ids.next(),
      point: { lng: 120.4105, lat: 36.3005 },
    });
  const before = await p.call(null, 'GET', '/api/v1/public/map');
  const cellsBefore = before.body.cells.filter((cell: { count: number }) => cell.count < 5);
  expect(cellsBefore).toEqual([]);
  const total = (body: { cells: { count: number }[] }) =>
    body.cells.reduce((sum, cell) => sum + cell.count, 0);
  await fileCase(p, null, {
    category: 'appearance.hallway',
    text,
    commandId: p.ids.next(),
    point: { lng: 120.4105, lat: 36.3005 },
  });
  const after = await p.call(null, 'GET', '/api/v1/public/map');
  expect(total(after.body) - total(before.body)).toBe(5);
  for (const secret of ['202 室', '13812345678', '纸箱']) expect(after.text).not.toContain(secret);
  expect(after.body.points.length).toBeGreaterThan(0);
});

it('takes trifles only from the grid, only from its list, and keeps them out of the three rates', async () => {
  const trifle = { kind: 'trifle', text: '清了一张小广告', category: 'street-order.poster' };
  const stats = async () => (await p.call('chief', 'GET', '/api/v1/cases/stats')).body.numbers;
  const before = await stats();
  const filed = await fileCase(p, 'worker1', trifle);
  expect((await p.stored(filed.id)).state).toBe('closed');
  const counted = (list: { code: string; value: number }[], code: string) =>
    list.find((one) => one.code === code)?.value;
  const after = await stats();
  for (const code of ['closed', 'solved', 'silent', 'filed'])
    expect(counted(after, code), code).toBe(counted(before, code));
  const listed = p.call('worker1', 'POST', '/api/v1/cases', {
    body: { ...trifle, category: 'utility.manhole', commandId: p.ids.next(), point: p.point('g1') },
  });
  expect([(await listed).status, (await listed).body.code]).toEqual([409, 'cases.not-on-grid-list']);
  for (const person of [null, 'worker4', 'urban'] as const) {
    const refused = await p.call(person, 'POST', '/api/v1/cases', {
      body: { ...trifle, commandId: p.ids.next(), point: p.point('g1') },
    });
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.forbidden']);
  }
});

it('understands coordinates of Chinese phones, and says so when a place lies outside', async () => {
  const inside = p.point('g1', 5);
  const body = (point: object) => ({
    body: { commandId: p.ids.next(), kind: 'incident', category: 'utility.manhole', text: '井盖', point },
  });
  const outside = await p.call(null, 'POST', '/api/v1/cases', body({ lng: 119, lat: 36 }));
  expect([outside.status, outside.body.code, outside.body.errors[0].path]).toEqual([
    400,
    'cases.place-outside',
    'point',
  ]);
  const impossible = await p.call(null, 'POST', '/api/v1/cases', body({ lng: 36.3, lat: 120.38 }));
  expect([impossible.status, impossible.body.errors[0].path]).toEqual([400, 'point/lat']);
  // GCJ-02 lies some hundred metres off: close to the western edge the raw point falls outside.
  const edge = { lng: 120.3802, lat: inside.lat };
  const shifted = {
    lng: edge.lng - (await gcjOffset(edge)).lng,
    lat: edge.lat - (await gcjOffset(edge)).lat,
  };
  expect(shifted.lng).toBeLessThan(120.38);
  const system = await p.call(null, 'POST', '/api/v1/cases', body({ ...edge, system: 'gcj02' }));
  expect([system.status, system.body.code]).toEqual([400, 'cases.place-outside']);
  const back = await p.call(
    null,
    'POST',
    '/api/v1/cases',
    body({ lng: 120.4002 + 0.0052, lat: inside.lat, system: 'gcj02' }),
  );
  expect(back.status).toBe(200);
});

async function gcjOffset(point: { lng: number; lat: number }): Promise<{ lng: number; lat: number }> {
  const { toWgs84 } = await import('../places/public.ts');
  const real = toWgs84({ ...point, system: 'gcj02' });
  return { lng: point.lng - real.lng, lat: point.lat - real.lat };
}

it('goes on handling when more time is granted after the pause was over', async () => {
  const filed = await fileCase(p, null, { category: 'greening.green', text: '绿地裸露' });
  await bring(p, filed.id, 'handling');
  await must(p, 'urban', filed.id, 'request-extension', {
    limit: { n: 40, unit: 'work-day' },
    reason: '苗木到货需要时间',
  });
  await must(p, 'urban', filed.id, 'pause', { reason: 'weather', note: '连续降雨' });
  // The pause is over; the decision comes before the machine looks.
  p.clock.at += 6 * DAY;
  await must(p, 'dispatcher1', filed.id, 'decide-extension', { decision: 'granted' });
  expect((await p.stored(filed.id)).state).toBe('handling');
  expect((await handleClock(filed.id)).map((clock) => clock.state)).toEqual(['running']);
  await must(p, 'urban', filed.id, 'finish', { result: '已补种' });
  expect(await p.doctor()).toEqual([]);
  p.clock.at = PRODUCT_NOW;
});

it('takes a resident’s report that was refused for a mistake, once the mistake is mended', async () => {
  const body = { commandId: p.ids.next(), kind: 'incident', category: 'utility.manhole', text: '井盖没了' };
  const send = (point: object) => p.call(null, 'POST', '/api/v1/cases', { body: { ...body, point } });
  expect((await send({ lng: 121.9, lat: 37.9 })).status).toBe(400);
  expect((await send(p.point('g1'))).status).toBe(200);
});

it('shows words as words, whatever they look like', async () => {
  const text = '<script>alert(1)</script> & "井盖" \u202e';
  const filed = await fileCase(p, null, { text });
  const view = await p.call('dispatcher1', 'GET', `/api/v1/cases/${filed.id}`);
  expect(view.body.text).toBe(text.trim());
  expect(view.raw.headers['content-type']).toContain('application/json');
  const bad = await p.call(null, 'POST', '/api/v1/cases', {
    body: { commandId: p.ids.next(), kind: 'incident', text: 'a\u0000b', point: p.point('g1') },
  });
  expect([bad.status, bad.body.code]).toEqual([400, 'input.malformed']);
});

it('suggests the same public thing nearby, and not what is private, far or long closed', async () => {
  const spot = { lng: 120.4151, lat: 36.2951 };
  const filed = await fileCase(p, null, { text: '路口井盖缺失很危险', point: spot });
  const ask = async (query: string) =>
    ((await p.call(null, 'GET', `/api/v1/cases/duplicates?${query}`)).body.items as { id: string }[]).map(
      (one) => one.id,
    );
  expect(
    await ask(
      `category=utility.manhole&lng=${spot.lng + 0.0002}&lat=${spot.lat}&text=${encodeURIComponent('井盖没了')}`,
    ),
  ).toContain(filed.id);
  expect(await ask(`category=utility.manhole&lng=${spot.lng + 0.004}&lat=${spot.lat}`)).not.toContain(
    filed.id,
  );
  const hall = await fileCase(p, null, { category: 'appearance.hallway', text: '楼道堆物', point: spot });
  expect(await ask(`category=appearance.hallway&lng=${spot.lng}&lat=${spot.lat}`)).not.toContain(hall.id);
});

it('pages through a long list without losing or repeating a case', async () => {
  const seen: string[] = [];
  let after = '';
  for (let page = 0; page < 40; page++) {
    const answer = await p.call(
      'chief',
      'GET',
      `/api/v1/cases?view=all&limit=7${after ? `&after=${encodeURIComponent(after)}` : ''}`,
    );
    seen.push(...answer.body.items.map((row: { id: string }) => row.id));
    if (!answer.body.next) break;
    after = answer.body.next;
  }
  const all = await p.database.owner<{ id: string }>('select id from cases');
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBe(all.length);
});

it('never falls silent: at the top of the territory it comes back every working day', async () => {
  const filed = await fileCase(p, null);
  p.clock.at += 3 * DAY;
  for (let round = 0; (await p.timers()) > 0 && round < 60; round++);
  const before = await p.stored(filed.id);
  expect((before.row['facts'] as { escalatedTo: string }).escalatedTo).toBe(p.district.paths.d);
  expect(before.row['timer_at']).not.toBeNull();
  p.clock.at += 4 * DAY;
  for (let round = 0; (await p.timers()) > 0 && round < 60; round++);
  const after = await p.stored(filed.id);
  expect(after.version).toBeGreaterThan(before.version);
  expect(after.row['timer_at']).not.toBeNull();
  // After a long standstill it is asked about once and not once for every day that went by.
  p.clock.at += 12 * DAY;
  for (let round = 0; (await p.timers()) > 0 && round < 200; round++);
  expect((await p.stored(filed.id)).version).toBeLessThanOrEqual(after.version + 2);
  p.clock.at = PRODUCT_NOW;
});

it('lets what was held go on when the clock or an undo moves the case', async () => {
  const { id } = await fileCase(p, null);
  const held = await give(p, 'dispatcher1', id, 'correct', { headline: '改过的标题' }, { baseVersion: 2 });
  expect(held.status).toBe(202);
  p.clock.at = PRODUCT_NOW + 3 * HOUR + MINUTE;
  for (let round = 0; (await p.timers()) > 0 && round < 60; round++);
  expect((await p.database.owner('select from case_held where case_id = $1', [id])).length).toBe(0);
  expect((await p.stored(id)).row['headline']).toBe('改过的标题');
  p.clock.at = PRODUCT_NOW;
});

it('finds in the steps what somebody changed behind their back', async () => {
  const { id, number } = await fileCase(p, null);
  await p.database.owner(`update cases set solved = 'yes' where id = $1`, [id]);
  expect(await p.doctor()).toEqual([`${number}: differs from its steps in solved`]);
  await p.database.owner(`update cases set solved = 'unknown' where id = $1`, [id]);
  expect(await p.doctor()).toEqual([]);
});
