// Teams and call-outs: who may be asked, who sees who said what, nobody left behind, and at red only trained and insured squads outdoors.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { followCallOuts, tellEnds } from './follow.ts';
import { certificateEnd, certificateStanding, monthsAfter, redFaults, standingOf } from './standing.ts';

let p: TestProduct;
let rescue: string;
let supplies: string;
let group: string;
const volunteers: string[] = [];
let callOut: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'teams' });
});
afterAll(() => p.close());

const consent = { givenBy: 'self', onDay: '2026-07-15', edition: 1 };
async function made(register: string, values: object, more: object = {}): Promise<string> {
  const answer = await p.call('secretary1', 'POST', `/api/v1/registers/${register}/records`, {
    body: { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.c1, values, ...more },
  });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.id;
}
const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1/${path}`);
const post = (person: PersonKey, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1/${path}`, { body });
const call = (changes: object = {}) => ({
  commandId: p.ids.next(),
  areaId: p.district.areas.c1,
  task: 'flood',
  wanted: 3,
  meetAt: p.clock.at + HOUR,
  meetingPoint: '党群服务中心门前',
  safety: '穿救生衣，两人一组',
  outdoor: true,
  maxHours: 4,
  teams: [rescue],
  posts: [],
  ...changes,
});
const mark = (person: PersonKey, id: string, marks: object[]) =>
  post(person, `call-outs/${id}/marks`, { commandId: p.ids.next(), marks });
const roll = async (id = callOut) => (await get('secretary1', `call-outs/${id}`)).body;

it('reckons by days: what holds, what ends soon, what is over', () => {
  expect(standingOf(null, '2026-07-15')).toBe('none');
  expect(standingOf('2026-07-15', '2026-07-15'), 'the last day still counts').toBe('soon');
  expect(standingOf('2026-07-14', '2026-07-15')).toBe('over');
  expect(standingOf('2026-08-14', '2026-07-15')).toBe('soon');
  expect(standingOf('2026-08-15', '2026-07-15')).toBe('ok');
  expect(monthsAfter('2024-02-29', 12)).toBe('2025-02-28');
  expect(monthsAfter('2026-10-31', 4)).toBe('2027-02-28');
  const dates = { issuedOn: '2023-07-14', validUntil: null, months: 36 };
  expect(certificateEnd(dates)).toBe('2026-07-14');
  expect(certificateStanding(dates, '2026-07-15')).toBe('over');
  expect(certificateStanding({ ...dates, validUntil: '2027-01-01' }, '2026-07-15')).toBe('ok');
  expect(certificateStanding({ ...dates, months: null }, '2026-07-15')).toBe('for-good');
  expect(redFaults({ insuredUntil: '2026-07-15', trainedUntil: null }, '2026-07-15')).toEqual(['trained']);
});

it('shows of each team what holds and what is due, its people masked', async () => {
  rescue = await made('teams', {
    name: '社区抢险队',
    sort: 'community',
    skills: ['rescue', 'flood'],
    insuredUntil: '2026-12-31',
    trainedUntil: '2026-08-01',
    leader: '徐国栋',
    phone: '13700000001',
  });
  supplies = await made('teams', { name: '红马甲队', sort: 'organisation', skills: ['logistics'] });
  group = await made('teams', {
    name: '楼院互助组',
    sort: 'mutual-aid',
    skills: ['transfer'],
    headcount: 8,
    insuredUntil: '2027-01-01',
    trainedUntil: '2027-01-01',
  });
  const kind = await made('certificate-kinds', {
    name: '防汛抢险训练',
    months: 12,
    skills: ['flood'],
    source: '本地规定',
  });
  for (const [at, name] of ['黄海波', '杨春梅', '刘志强'].entries()) {
    const id = await made(
      'volunteers',
      { name, phone: `1370000200${at}`, skills: ['carrying'] },
      { consent },
    );
    volunteers.push(id);
    await made('team-members', { volunteer: id, team: rescue, does: 'member' }, { consent });
  }
  // The first holds it, the second's is over, the third never had one.
  await made('certificates', { holder: volunteers[0], kind, issuedOn: '2025-08-01' });
  await made('certificates', { holder: volunteers[1], kind, issuedOn: '2024-08-01' });
  await made('emergency-agreements', {
    name: '楼院互助约定',
    team: group,
    agreedTo: ['transfer'],
    signedOn: '2025-07-01',
    validUntil: '2026-07-30',
  });
  const { body } = await get('secretary1', `teams?areaId=${p.district.areas.c1}`);
  const one = body.items.find((team: { id: string }) => team.id === rescue);
  expect(one).toMatchObject({
    members: 3,
    insured: { standing: 'ok' },
    trained: { standing: 'soon' },
    redFaults: [],
    certificates: { valid: 1, over: 1, soon: 1 },
    leader: '徐**'.slice(0, 2),
  });
  expect(body.due.certificates).toHaveLength(2);
  expect(body.due.insurance).toEqual([rescue]);
  expect(body.due.agreements).toHaveLength(1);
  const page = await get('secretary1', `teams/${rescue}`);
  expect(page.text).not.toContain('黄海波');
  expect(page.body.people[0].name).toMatch(/\*/);
  expect((await get('secretary2', `teams/${rescue}`)).body.code).toBe('teams.unknown');
});

it('asks the members, but not for work for which their certificate is over; only those who answer for the place call', async () => {
  const body = call({ posts: [p.district.posts.worker1] });
  expect((await post('worker1', 'call-outs', body)).body.code).toBe('teams.not-yours');
  expect((await post('secretary1', 'call-outs', call({ meetAt: p.clock.at + 5 * DAY }))).body).toMatchObject({
    code: 'teams.time',
    errors: [{ path: 'meetAt' }],
  });
  expect((await post('secretary1', 'call-outs', call({ teams: [] }))).body.code).toBe('teams.nobody');
  expect((await post('secretary1', 'call-outs', call({ posts: [p.district.posts.worker4] }))).body.code).toBe(
    'teams.post-unknown',
  );
  const started = await post('secretary1', 'call-outs', body);
  expect(started.status, started.text).toBe(200);
  expect(started.body.asked).toBe(3);
  callOut = started.body.id;
  const again = await post('secretary1', 'call-outs', body);
  expect([again.status, again.body.number]).toEqual([200, started.body.number]);
  const view = await roll();
  expect(view.roll).toHaveLength(3);
  expect(view.counts).toMatchObject({ waiting: 3, coming: 0 });
});

it('shows who said what to the organiser alone; everybody else sees counts', async () => {
  expect((await get('dispatcher1', `call-outs/${callOut}`)).body.roll).toBeNull();
  expect((await get('worker1', `call-outs/${callOut}`)).body).toMatchObject({
    roll: null,
    counts: { waiting: 3 },
  });
  expect(
    (await get('member1', `call-outs/${callOut}`)).body.roll,
    'the commander answers for safety',
  ).toHaveLength(3);
  const { roll: lines } = await roll();
  expect((await mark('worker1', callOut, [{ turnId: lines[0].id, what: 'accept-turn' }])).body.code).toBe(
    'teams.not-the-organiser',
  );
});

it('is answered in the app by whoever holds the post, and by list for those who have none', async () => {
  const { roll: lines } = await roll();
  const mine = lines.find((one: { byApp: boolean }) => one.byApp);
  const work = await get('worker1', 'work');
  expect(JSON.stringify(work.body)).toContain(mine.id);
  const accepted = await post('worker1', `cases/${mine.id}/commands`, {
    commandId: p.ids.next(),
    name: 'accept-turn',
    baseVersion: 1,
    occurredAt: p.clock.at,
    form: {},
  });
  expect(accepted.status, accepted.text).toBe(200);
  const others = lines.filter((one: { byApp: boolean }) => !one.byApp);
  const answer = await mark('secretary1', callOut, [
    { turnId: others[0].id, what: 'accept-turn' },
    { turnId: others[1].id, what: 'decline-turn' },
    { turnId: p.ids.next(), what: 'accept-turn' },
  ]);
  expect(answer.body, answer.text).toMatchObject({
    taken: 2,
    refused: [{ code: 'teams.call-out-unknown' }],
    callOut: { counts: { waiting: 0, coming: 2, 'not-coming': 1 } },
  });
});

it('counts who came by the list with its own times, and does not close before all are safe; the street hears of a missing one at once', async () => {
  const lines = (await roll()).roll.filter(
    (one: { state: { code: string } }) => one.state.code === 'turn-coming',
  );
  p.clock.at += 2 * HOUR;
  const cameAt = p.clock.at - HOUR;
  const came = await mark(
    'secretary1',
    callOut,
    lines.map((one: { id: string }) => ({ turnId: one.id, what: 'arrive-turn', at: cameAt })),
  );
  expect(came.body.callOut).toMatchObject({
    state: { code: 'call-on-duty' },
    counts: { present: 2 },
    stillOut: 2,
  });
  const command = async (name: string, form: object) => {
    p.clock.at += MINUTE;
    const { version } = await p.stored(callOut);
    return post('secretary1', `cases/${callOut}/commands`, {
      commandId: p.ids.next(),
      name,
      baseVersion: version,
      occurredAt: p.clock.at,
      form,
    });
  };
  expect((await command('send-home', { note: '水退了' })).status).toBe(200);
  expect((await command('close-call-out', { note: '完成' })).body.code).toBe('cases.call-out-not-all-home');
  await mark('secretary1', callOut, [
    { turnId: lines[0].id, what: 'home-safe', at: cameAt + HOUR },
    { turnId: lines[1].id, what: 'report-missing', note: '电话不接，最后在车库入口' },
  ]);
  const [row] = await p.database.owner<{ n: number }>(
    `select count(*)::int as n from notices where key = 'notice.turn-missing'`,
  );
  expect(row?.n).toBeGreaterThan(0);
  expect((await command('close-call-out', { note: '完成' })).body.code).toBe('cases.call-out-not-all-home');
  await mark('secretary1', callOut, [{ turnId: lines[1].id, what: 'home-safe', note: '在家，手机没电' }]);
  const closed = await command('close-call-out', { note: '人员全部平安' });
  expect(closed.status, closed.text).toBe(200);
  const view = await roll();
  expect(view).toMatchObject({ counts: { safe: 2 }, stillOut: 0 });
  expect(view.hours).toBeGreaterThanOrEqual(2);
  expect(await p.doctor()).toEqual([]);
});

it('takes a group as a whole by its leader: how many came, and all of them must be safe', async () => {
  const started = await post('secretary1', 'call-outs', call({ task: 'transfer', teams: [group] }));
  expect(started.body.asked, started.text).toBe(8);
  const [line] = (await roll(started.body.id)).roll;
  await mark('secretary1', started.body.id, [{ turnId: line.id, what: 'arrive-turn', people: 6 }]);
  expect(await roll(started.body.id)).toMatchObject({ counts: { waiting: 0, present: 6 } });
  const short = await mark('secretary1', started.body.id, [
    { turnId: line.id, what: 'home-safe', people: 5 },
  ]);
  expect(short.body.refused).toMatchObject([{ code: 'cases.turn-not-all-safe' }]);
  expect(short.text).toContain('来了 6 人，只有 5 人平安');
  await mark('secretary1', started.body.id, [{ turnId: line.id, what: 'home-safe', people: 6 }]);
  expect(await roll(started.body.id)).toMatchObject({ counts: { present: 0, safe: 6 } });
});

it('at red asks only trained and insured squads outdoors, naming the rule; what was begun before is held to it too', async () => {
  const before = await post('secretary1', 'call-outs', call({ task: 'logistics', teams: [supplies, group] }));
  expect(before.status, before.text).toBe(200);
  const warned = await post('dispatcher1', 'warnings', {
    id: p.ids.next(),
    event: '暴雨',
    risk: 'rainstorm',
    colour: 'red',
    issuer: '区气象台',
    documentNumber: '2026-88',
    text: '未来三小时雨量将达 100 毫米以上',
    instruction: '停止户外作业',
    sentAt: p.clock.at,
    from: p.clock.at,
    until: p.clock.at + 6 * HOUR,
    areas: [p.district.areas.s1],
  });
  expect(warned.status, warned.text).toBe(200);
  const refused = await post('secretary1', 'call-outs', call({ teams: [supplies, group] }));
  expect(refused.body).toMatchObject({
    code: 'teams.red-rule',
    errors: [{ path: 'teams/0', code: 'team-red' }],
  });
  expect(refused.text).toContain('红马甲队（没有有效保险、没有有效户外训练）');
  expect((await post('secretary1', 'call-outs', call({ teams: [group] }))).status).toBe(200);
  expect((await post('secretary1', 'call-outs', call({ teams: [supplies], outdoor: false }))).status).toBe(
    200,
  );
  expect(await followCallOuts(p.product.emergency, 'demo')).toBe(1);
  const view = await roll(before.body.id);
  expect(view.red).toBe(true);
  expect(
    view.roll.map((one: { team: string; state: { code: string } }) => [one.team, one.state.code]),
  ).toEqual(
    expect.arrayContaining([
      ['红马甲队', 'turn-recalled'],
      ['楼院互助组', 'turn-asked'],
    ]),
  );
  expect(await followCallOuts(p.product.emergency, 'demo')).toBe(0);
});

it('forgets who it was when somebody leaves: the counts stay', async () => {
  const path = `/api/v1/registers/volunteers/records/${volunteers[0]}/erase`;
  expect((await p.call('secretary1', 'POST', path, { body: { why: 'withdrawn' } })).status).toBe(200);
  const view = await roll();
  expect(view.roll.some((one: { who: string | null }) => one.who === null)).toBe(true);
  expect(view.counts.safe).toBe(2);
});

it('issues equipment through the books and opens a matter for what does not come back', async () => {
  const point = p.ids.next();
  const opened = await post('secretary1', 'stocks/points', {
    id: point,
    name: '社区仓库',
    areaId: p.district.areas.c1,
    address: '槐树路 1 号',
    keeperPost: p.district.posts.property,
    opening: '全天',
    shared: false,
  });
  expect(opened.status, opened.text).toBe(200);
  const { body: items } = await get('secretary1', 'stocks/items');
  const receipt = await post('secretary1', 'stocks/receipts', {
    id: p.ids.next(),
    pointId: point,
    item: items.items[0].code,
    lot: 'A1',
    mode: 'own',
    supplier: '',
    amount: 5,
    reason: '入库',
  });
  expect(receipt.status, receipt.text).toBe(200);
  const move = (changes: object) =>
    post('secretary1', `teams/${rescue}/equipment`, {
      id: p.ids.next(),
      pointId: point,
      lotId: receipt.body.lotId,
      amount: 4,
      kind: 'issue',
      reason: '排涝',
      ...changes,
    });
  const issue = { id: p.ids.next() };
  const out = await move(issue);
  expect(out.body.equipment, out.text).toMatchObject([{ amount: 4, pointName: '社区仓库' }]);
  expect((await move(issue)).body.equipment, 'sent again it is one').toMatchObject([{ amount: 4 }]);
  expect((await move({})).body.code).toBe('ledger.not-enough');
  expect((await move({ kind: 'return', amount: 5 })).body.code).toBe('ledger.not-enough');
  const back = await move({ kind: 'return', amount: 3, lacking: 1, reason: '少一台' });
  expect(back.body.equipment).toMatchObject([{ amount: 1 }]);
  const [matter] = await p.database.owner<{ headline: string; owner_unit: string }>(
    `select headline, owner_unit::text from cases where kind = 'improvement'`,
  );
  expect(matter?.headline).toContain('社区抢险队 少还');
  expect(matter?.owner_unit).toBe(p.district.units['firm']);
});

it('tells whoever keeps the teams thirty days before something ends, and once', async () => {
  const [before] = await p.database.owner<{ n: number }>(
    `select count(*)::int as n from notices where key = 'notice.team-ends'`,
  );
  expect(before?.n).toBe(0);
  p.clock.at = Date.UTC(2026, 6, 23, 0, 0, 0);
  // The agreement ends on the 30th: seven days.
  expect(await tellEnds(p.product.emergency, 'demo')).toBe(1);
});
