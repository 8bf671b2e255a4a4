// The list as the registers know it: doors by building, who cannot leave alone, who organises it; whom it means stays in the registers, masked,
// and is forgotten thirty days after the emergency.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import type { Row } from '../../platform/db/db.ts';
import { forgetPeople } from './public.ts';

let p: TestProduct;
let emergency: string;

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
const sql = <R extends Row>(text: string, values: readonly unknown[] = []) =>
  p.database.system((tx) => tx.rows<R>(text, [...values]));
const plan = (person: PersonKey, areaId?: string) =>
  post(person, `/emergencies/${emergency}/transfer-plan`, areaId ? { areaId } : {});

async function record(person: PersonKey, register: string, values: object, extra: object = {}) {
  const id = p.ids.next();
  const made = await post(person, `/registers/${register}/records`, {
    ...{ id, commandId: p.ids.next(), areaId: p.district.areas.g1, values },
    ...extra,
  });
  expect(made.status, made.text).toBe(200);
  return id;
}
const consent = { consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 } };

let carried: string;
let household: string;

beforeAll(async () => {
  p = await testProduct({ seed: 'transfer-plan' });
  household = await record('worker1', 'households', { address: '春阳花园3号楼1单元101', size: 'few' });
  await record('worker1', 'households', { address: '春阳花园3号楼1单元201', size: 'two' });
  await record('worker1', 'households', { address: '春阳花园5号楼1单元101' });
  const care = (name: string, address: string, needs: string[], phone: string) =>
    record('worker1', 'care', { name, address, needs, phone }, consent);
  carried = await care('欧阳待背', '春阳花园 3号楼 1单元 101', ['carry'], '13912340001');
  await care('司马送餐', '春阳花园3号楼1单元201', ['meal'], '13912340002');
  await record('worker1', 'welfare-visits', {
    name: '诸葛失能',
    address: '春阳花园5号楼2单元202',
    circumstance: 'frail',
    visitEvery: 'day',
  });
  emergency = p.ids.next();
  const started = await post('secretary1', '/emergencies', {
    commandId: emergency,
    areaId: p.district.areas.c1,
    risk: 'typhoon',
    text: '台风今夜登陆，低洼楼栋转移',
  });
  expect(started.status, started.text).toBe(200);
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

type Door = { address: string; people: number; needHelp: number; records: object[]; listed: string | null };
type Building = { name: string; people: number; needHelp: number; organiser: { id: string }; doors: Door[] };

describe('the plan', () => {
  it('puts doors together by building, most help first, with who would organise it; names nobody', async () => {
    const seen = await plan('secretary1');
    expect(seen.status, seen.text).toBe(200);
    const buildings = seen.body.buildings as Building[];
    expect(buildings.map(({ name, people, needHelp }) => [name, people, needHelp])).toEqual([
      ['春阳花园3号楼', 6, 1],
      ['春阳花园5号楼', 2, 1],
    ]);
    expect(buildings[0]?.organiser).toMatchObject({ id: p.district.posts.worker1 });
    expect(buildings[0]?.doors).toMatchObject([
      {
        people: 4,
        needHelp: 1,
        unknown: false,
        listed: null,
        records: [
          { register: 'households', id: household },
          { register: 'care', id: carried },
        ],
      },
      { people: 2, needHelp: 0 },
    ]);
    expect(buildings[1]?.doors).toMatchObject([
      { people: 1, unknown: true, needHelp: 0 },
      { people: 1, unknown: true, needHelp: 1 },
    ]);
    for (const name of ['欧阳', '诸葛', '司马', '1391234']) expect(seen.text).not.toContain(name);
    const views = await get('worker1', `/registers/care/records/${carried}/views`);
    expect(views.body.items[0], 'the person can read who looked, and why').toMatchObject({ kind: 'open' });
  });

  it('is asked by those who answer for the place, within a running emergency', async () => {
    expect((await plan('worker3')).body.code).toBe('transfers.not-yours');
    expect((await plan('secretary1', p.district.areas.g3)).body.code).toBe('transfers.plan-outside');
    // Who takes nothing in and commands nothing does not read the care register: households alone.
    const street = await plan('dispatcher1');
    expect(street.status, street.text).toBe(200);
    expect(street.body.mindsCare).toBe(true);
  });
});

let transfer: string;
const entry = (changes: object = {}) => ({
  id: transfer,
  areaId: p.district.areas.g1,
  address: '春阳花园3号楼1单元101',
  people: 4,
  needHelp: 1,
  why: '地势低洼，台风前转移',
  organiserPost: p.district.posts.worker1,
  leaveBy: p.clock.at + 5 * HOUR,
  records: [
    { register: 'households', id: household },
    { register: 'care', id: carried },
  ],
  ...changes,
});
const list = (changes: object = {}, person: PersonKey = 'secretary1') =>
  post(person, `/emergencies/${emergency}/transfers`, { entries: [entry(changes)] });
async function tell(person: PersonKey, id: string, name: string, form: Record<string, unknown> = {}) {
  const seen = await get(person, `/cases/${id}`);
  return post(person, `/cases/${id}/commands`, {
    ...{ commandId: p.ids.next(), name, baseVersion: seen.body.version ?? 1, occurredAt: p.clock.at, form },
  });
}

describe('on the list', () => {
  it('says who brings them away, until when and where to; wrong posts, past hours and foreign records are refused', async () => {
    transfer = p.ids.next();
    expect((await list({ organiserPost: p.ids.next() })).body).toMatchObject({
      code: 'transfers.organiser-unknown',
      errors: [{ path: 'entries/0/organiserPost' }],
    });
    expect((await list({ leaveBy: p.clock.at - 1 })).body.code).toBe('transfers.leave-by');
    expect((await list({ records: [{ register: 'care', id: p.ids.next() }] })).status).toBe(404);
    const made = await list();
    expect(made.status, made.text).toBe(200);
    const seen = await get('worker1', `/emergencies/${emergency}/transfers`);
    expect(seen.body.items, seen.text).toMatchObject([
      {
        id: transfer,
        building: '春阳花园3号楼',
        named: 1,
        leaveBy: p.clock.at + 5 * HOUR,
        organiser: expect.stringContaining('专职网格员'),
      },
    ]);
    // It is the organiser's own work, also where the organiser has no other duty there.
    const work = await get('worker1', '/work');
    const row = [...work.body.now, ...work.body.today].find((one: { id: string }) => one.id === transfer);
    expect(row, work.text).toMatchObject({
      transfer: { people: 4, needHelp: 1, leaveBy: p.clock.at + 5 * HOUR },
    });
    const again = (await plan('secretary1')).body.buildings as Building[];
    expect(again[0]?.doors[0]?.listed).toBe(transfer);
  });

  it('gives them until the hour that the list names', async () => {
    const told = await tell('worker1', transfer, 'notify-household', { how: 'in-person' });
    expect(told.status, told.text).toBe(200);
    const clock = (await get('worker1', `/cases/${transfer}`)).body.clocks.find(
      (one: { name: string }) => one.name === 'leave',
    );
    expect(clock.dueAt).toBe(p.clock.at + 5 * HOUR);
  });

  it('shows whom it means masked, and writes others down for this emergency alone', async () => {
    const one = p.ids.next();
    const body = { id: one, name: '令狐暂住', phone: '13912340009', needs: ['transport'] };
    expect((await post('worker3', `/transfers/${transfer}/people`, body)).status).toBeGreaterThanOrEqual(403);
    const added = await post('worker1', `/transfers/${transfer}/people`, body);
    expect(added.status, added.text).toBe(200);
    const people = await get('worker1', `/transfers/${transfer}/people`);
    expect(
      people.body.items.map((each: { register: string; title: string }) => [each.register, each.title]),
    ).toEqual([
      ['care', '欧阳*'],
      ['incident-people', '令狐*'],
    ]);
    expect(people.text).not.toContain('13912340009');
    const shown = await post('worker1', `/registers/incident-people/records/${one}/reveal`, {
      fields: ['phone'],
      reason: '上门前电话确认',
    });
    expect(shown.body.values.phone).toBe('13912340009');
  });

  it('tells of a home that refuses its address and the hazard alone', async () => {
    const no = await tell('worker1', transfer, 'record-refusal', { reason: '家里要有人看店' });
    expect(no.status, no.text).toBe(200);
    expect((await get('secretary1', `/transfers/${transfer}/people`)).body).toEqual({
      refused: true,
      hidden: 0,
      items: [],
    });
    const { items } = (await get('secretary1', `/emergencies/${emergency}/transfers`)).body;
    expect(items[0]).toMatchObject({ state: 'refused', named: 0, why: '地势低洼，台风前转移' });
    const late = { id: p.ids.next(), name: '某某', needs: ['carry'] };
    expect((await post('worker1', `/transfers/${transfer}/people`, late)).body.code).toBe(
      'transfers.refused-home',
    );
  });

  it('forgets whom it meant thirty days after the emergency, once, with a line in the audit', async () => {
    await tell('member1', emergency, 'confirm-act');
    await tell('secretary1', emergency, 'step-down', { criteria: ['people-safe'], note: '台风过了，水退了' });
    await tell('member1', emergency, 'confirm-act');
    const ended = await tell('secretary1', emergency, 'end-emergency', { review: '转移及时，下次早备车。' });
    expect(ended.status, ended.text).toBe(200);
    const links = () => sql('select 1 from transfer_people');
    p.clock.at += 29 * DAY;
    expect(await forgetPeople(p.product.emergency, 'demo')).toBe(0);
    expect(await links()).toHaveLength(3);
    p.clock.at += 2 * DAY;
    expect(await forgetPeople(p.product.emergency, 'demo')).toBe(1);
    expect(await forgetPeople(p.product.emergency, 'demo')).toBe(0);
    expect(await links()).toEqual([]);
    const proof = await sql(
      `select 1 from audit_log where action = 'transfers.forget-people' and object_id = $1`,
      [emergency],
    );
    expect(proof).toHaveLength(1);
  });
});
