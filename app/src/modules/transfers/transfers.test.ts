// The typhoon night without power (journey 8): lists and slips printed before, filled in by hand, entered once afterwards with the times
// that stand on them. Nobody has arrived because a plan says so; nobody goes home before it is said.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import type { Row } from '../../platform/db/db.ts';
import { releaseDistrict } from './public.ts';

let p: TestProduct;
let emergency: string;
let school: string;
let hall: string;
const homes: string[] = [];
/** 2026-12-31 22:00 in Shanghai: the night crosses midnight and the year. */
const EVENING = Date.UTC(2026, 11, 31, 14, 0, 0);
const at = (hours: number, minutes = 0) => EVENING + hours * HOUR + minutes * MINUTE;

beforeAll(async () => {
  p = await testProduct({ seed: 'transfers' });
  p.clock.at = EVENING;
  for (let n = 0; n < 5; n += 1) homes.push(p.ids.next());
  [emergency, school, hall] = [p.ids.next(), p.ids.next(), p.ids.next()];
  const started = await post('secretary1', '/emergencies', {
    commandId: emergency,
    areaId: p.district.areas.c1,
    risk: 'typhoon',
    text: '台风今夜登陆，低洼楼栋转移',
  });
  expect(started.status, started.text).toBe(200);
  for (const [id, name, capacity] of [
    [school, '槐树小学体育馆', 10],
    [hall, '党群服务中心', 40],
  ] as const) {
    const added = await post('secretary1', '/shelters', {
      id,
      name,
      areaId: p.district.areas.c1,
      address: '槐树路 8 号',
      keeperPost: p.district.posts.property,
      everydayUse: '体育馆',
      functions: ['shelter'],
      conversion: '铺垫子',
      conversionMinutes: 60,
      capacity,
      careCapacity: 4,
      stepFree: true,
    });
    expect(added.status, added.text).toBe(200);
  }
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
const sql = <R extends Row>(text: string, values: readonly unknown[] = []) =>
  p.database.system((tx) => tx.rows<R>(text, [...values]));
const entry = (n: number, changes: Record<string, unknown> = {}) => ({
  id: homes[n] ?? '',
  areaId: p.district.areas.g1,
  address: `槐树路 ${n + 1} 号楼 101`,
  people: 4,
  needHelp: 1,
  why: '一楼进水',
  ...changes,
});
const list = (entries: unknown[], person: PersonKey = 'secretary1') =>
  post(person, `/emergencies/${emergency}/transfers`, { entries });
type Item = Record<string, unknown> & { id: string; state: string; notifiedAt: number; arrivedAt: number };
const view = async (person: PersonKey = 'secretary1') => {
  const seen = await get(person, `/emergencies/${emergency}/transfers`);
  expect(seen.status, seen.text).toBe(200);
  return seen.body as { items: Item[]; doubles: Item[]; listed: number; arrived: number; sums: Item[] };
};
const home = async (n: number) => (await view()).items.find((one) => one.id === homes[n]);
async function tell(person: PersonKey, id: string, name: string, form: Record<string, unknown> = {}) {
  const seen = await get(person, `/cases/${id}`);
  return post(person, `/cases/${id}/commands`, {
    commandId: p.ids.next(),
    name,
    baseVersion: seen.body.version ?? 1,
    occurredAt: p.clock.at,
    form,
  });
}
type Slip = { serial: string; part: string; round: number; copy: number; transferId: string };
let slips: Slip[] = [];
const slipOf = (n: number, part: string) =>
  slips.find((one) => one.transferId === homes[n] && one.part === part)?.serial ?? '';
const enter = (serial: string, body: Record<string, unknown>, person: PersonKey = 'worker1') =>
  post(person, `/transfer-slips/${serial}/entries`, { id: p.ids.next(), ...body });

describe('the list', () => {
  it('is made by those who answer for the place, within the emergency', async () => {
    expect((await list([entry(0)], 'worker3')).body.code).toBe('transfers.not-yours');
    const outside = await list([entry(0, { areaId: p.district.areas.g3 })]);
    expect(outside.body).toMatchObject({ code: 'transfers.outside', errors: [{ path: 'entries/0/areaId' }] });
    expect((await list([entry(0), entry(0)])).body.code).toBe('transfers.twice');
    expect((await list([entry(0, { needHelp: 5 })])).status).toBe(400);
    expect((await view()).items).toEqual([]);
  });

  it('promises places only where there are, and says where there is room', async () => {
    const made = await list([
      entry(0, { shelterId: school }),
      entry(1, { shelterId: school }),
      entry(2, { shelterId: school }),
      entry(3),
    ]);
    expect(made.status, made.text).toBe(200);
    const [a, b, full, d] = made.body.items;
    for (const one of [a, b, d]) expect(one.number, made.text).toBeTruthy();
    expect(full.problem).toMatchObject({ code: 'shelters.full' });
    expect(full.problem.message).toContain('党群服务中心 40');
    const again = await list([entry(0, { shelterId: school }), entry(2, { shelterId: hall })]);
    expect(again.body.items).toMatchObject([
      { id: homes[0], number: a.number, replayed: true },
      { id: homes[2] },
    ]);
    const { items, listed, arrived } = await view();
    expect([items.length, listed, arrived]).toEqual([4, 16, 0]);
    expect(new Set(items.map((one) => one.state))).toEqual(new Set(['to-notify']));
  });

  it('moves somebody to another shelter in one go with the places', async () => {
    const move = (n: number, shelterId: string) =>
      post('secretary1', `/transfers/${homes[n]}/shelter`, { commandId: p.ids.next(), shelterId });
    expect((await move(3, school)).body.code).toBe('shelters.full');
    expect(await home(3)).toMatchObject({ shelter: null });
    expect((await move(1, hall)).body).toMatchObject({ shelter: '党群服务中心' });
    expect((await move(3, school)).body, 'the places are free again').toMatchObject({
      shelter: '槐树小学体育馆',
    });
  });
});

describe('without power', () => {
  it('has slips whose serial is a command id; printed again they keep it', async () => {
    const printed = await post('secretary1', `/emergencies/${emergency}/transfer-slips`, {});
    expect(printed.status, printed.text).toBe(200);
    slips = printed.body.items;
    expect(slips).toHaveLength(8);
    expect(new Set(slips.map((one) => one.serial)).size).toBe(8);
    const again = await post('worker1', `/emergencies/${emergency}/transfer-slips`, {
      transferIds: [homes[0]],
    });
    expect(again.body.items).toMatchObject([
      { serial: slipOf(0, 'call'), copy: 2, round: 1 },
      { serial: slipOf(0, 'arrival'), copy: 2 },
    ]);
  });

  it('has nobody arrive by the plan, and asks above for those of whom nothing is known', async () => {
    p.clock.at = at(9);
    while ((await p.timers()) > 0) expect(p.clock.at).toBeGreaterThan(0);
    const { items, arrived } = await view();
    expect(arrived).toBe(0);
    expect(new Set(items.map((one) => one.state))).toEqual(new Set(['to-notify']));
    expect(items.every((one) => one['escalated'])).toBe(true);
  });

  it('refuses times that the paper cannot have', async () => {
    const told = { outcome: 'notified', how: 'in-person' };
    for (const [occurredAt, code] of [
      [at(0) - 1, 'slip-before-print'],
      [at(1, 40) - 365 * DAY, 'slip-before-print'],
      [at(1, 40) + DAY, 'slip-future'],
    ] as const)
      expect((await enter(slipOf(0, 'call'), { ...told, occurredAt })).body).toMatchObject({
        code: 'transfers.slip-time',
        errors: [{ path: 'occurredAt', code }],
      });
    const part = await enter(slipOf(0, 'call'), {
      outcome: 'arrived',
      occurredAt: at(1),
      people: 4,
      where: '体育馆',
    });
    expect(part.body.code).toBe('transfers.slip-part');
    expect((await enter(p.ids.next(), { ...told, occurredAt: at(1) })).body.code).toBe(
      'transfers.slip-unknown',
    );
    expect(
      (await enter(slipOf(0, 'call'), { ...told, occurredAt: at(1) }, 'worker3')).status,
    ).toBeGreaterThanOrEqual(403);
    expect(await home(0)).toMatchObject({ state: 'to-notify' });
  });

  it('is entered afterwards with the true times, in any order, before and after midnight', async () => {
    const arrived = await enter(slipOf(0, 'arrival'), {
      outcome: 'arrived',
      occurredAt: at(2, 20),
      people: 3,
      where: '槐树小学体育馆',
    });
    expect(arrived.status, arrived.text).toBe(200);
    expect(arrived.body).toMatchObject({ double: false, first: { takenAs: 'command' } });
    const late = await enter(slipOf(0, 'call'), {
      outcome: 'notified',
      how: 'in-person',
      occurredAt: at(1, 40),
    });
    expect(late.status, late.text).toBe(200);
    expect(late.body).toMatchObject({ first: { takenAs: 'note', occurredAt: at(1, 40) } });
    expect(await home(0)).toMatchObject({ state: 'sheltered', arrivedAt: at(2, 20), arrivedPeople: 3 });
    const told = await enter(slipOf(1, 'call'), { outcome: 'notified', how: 'phone', occurredAt: at(1, 50) });
    expect(told.status, told.text).toBe(200);
    expect(await home(1)).toMatchObject({ state: 'notified', notifiedAt: at(1, 50) });
    // The serial is the command's id, and the time of the step is the one on the paper.
    const steps = await sql<{ name: string; at: number }>(
      `select name, occurred_at as at from case_steps where command_id = $1`,
      [slipOf(1, 'call')],
    );
    expect(steps).toEqual([{ name: 'notify-household', at: at(1, 50) }]);
    const { arrived: counted, listed } = await view();
    expect([listed, counted]).toEqual([16, 3]);
  });

  it('tells the street at once of who refuses and who is not found', async () => {
    expect(
      (await enter(slipOf(2, 'call'), { outcome: 'refused', occurredAt: at(1) })).status,
      'why not?',
    ).toBe(400);
    for (const [n, outcome, note] of [
      [2, 'refused', '说要守着店'],
      [3, 'out-of-reach', '敲门三次没人应'],
    ] as const) {
      const said = await enter(slipOf(n, 'call'), { outcome, note, occurredAt: at(1, 30) });
      expect(said.status, said.text).toBe(200);
      expect(await home(n)).toMatchObject({ state: outcome, escalated: true });
    }
    expect((await view()).items.slice(0, 2).map((one) => one.state)).toEqual(['refused', 'out-of-reach']);
    const queued = await sql<{ n: number }>(
      `select count(*)::int as n from notices where key in ('notice.transfer-refused', 'notice.transfer-out-of-reach')`,
    );
    expect(queued[0]?.n).toBeGreaterThan(0);
  });

  it('shows the second copy of a slip as double; the first stands, also when two desks enter it at once', async () => {
    const body = { id: p.ids.next(), outcome: 'notified', how: 'phone', occurredAt: at(1, 50) };
    const other = await enter(slipOf(1, 'call'), {
      ...body,
      outcome: 'refused',
      note: '不走',
      how: undefined,
    });
    expect(other.body).toMatchObject({
      double: true,
      first: { outcome: 'notified', occurredAt: at(1, 50) },
      transfer: { state: 'notified' },
    });
    const arrival = (people: number) => ({
      outcome: 'arrived',
      occurredAt: at(2, 30),
      people,
      where: '党群服务中心',
    });
    const both = await Promise.all([
      enter(slipOf(1, 'arrival'), arrival(4)),
      enter(slipOf(1, 'arrival'), arrival(2), 'secretary1'),
    ]);
    expect(
      both.map((one) => one.status),
      both.map((one) => one.text).join(),
    ).toEqual([200, 200]);
    expect(both.filter((one) => one.body.double)).toHaveLength(1);
    const stands = both[0]?.body.first.people;
    expect(await home(1)).toMatchObject({ state: 'sheltered', arrivedPeople: stands });
    const { doubles } = await view();
    expect(doubles).toHaveLength(2);
    expect(doubles).toContainEqual(expect.objectContaining({ outcome: 'refused', words: '不走' }));
    // Sent again, an entry is the same entry and no double of itself.
    const once = { id: p.ids.next(), outcome: 'arrived', occurredAt: at(3), people: 4, where: '亲戚家' };
    const first = await enter(slipOf(2, 'arrival'), once);
    const again = await enter(slipOf(2, 'arrival'), once);
    expect([first.body.double, again.body.double], again.text).toEqual([false, false]);
    expect((await view()).doubles).toHaveLength(2);
    expect((await enter(slipOf(3, 'arrival'), once)).body.code).toBe('transfers.slip-id-reused');
  });

  it('prints the next round for a slip that came back', async () => {
    const printed = await post('secretary1', `/emergencies/${emergency}/transfer-slips`, {
      transferIds: [homes[3]],
    });
    expect(printed.body.items).toMatchObject([
      { part: 'call', round: 2, copy: 1 },
      { part: 'arrival', round: 1, copy: 2 },
    ]);
    const found = await enter(printed.body.items[0].serial, {
      outcome: 'notified',
      how: 'in-person',
      occurredAt: p.clock.at,
    });
    expect(found.body.transfer).toMatchObject({ state: 'notified' });
  });
});

it('sends nobody home before the release, tells everybody of it once, and gives the places back', async () => {
  const id = homes[0] ?? '';
  expect((await tell('secretary1', id, 'record-return', { note: '已回家' })).body.code).toBe(
    'cases.transfer-not-released',
  );
  expect(await releaseDistrict(p.product.emergency, 'demo')).toBe(0);
  const said = await tell('secretary1', emergency, 'release-return', { note: '风雨停了，逐户检查后返回' });
  expect(said.status, said.text).toBe(200);
  expect(await releaseDistrict(p.product.emergency, 'demo')).toBe(4);
  expect(await releaseDistrict(p.product.emergency, 'demo')).toBe(0);
  const seen = await view();
  expect(seen.items.every((one) => one['released'])).toBe(true);
  expect(
    seen.items.some((one) => one.state === 'returned'),
    'told is not home',
  ).toBe(false);
  const back = await tell('secretary1', id, 'record-return', { note: '已回家，水电正常' });
  expect(back.status, back.text).toBe(200);
  const held = async () => (await get('secretary1', `/shelters/${school}`)).body.allocated as number;
  const before = await held();
  await releaseDistrict(p.product.emergency, 'demo');
  expect(await held()).toBe(before - 4);
  // Paper of somebody who is home already is kept and changes nothing.
  const paper = await post('secretary1', `/emergencies/${emergency}/transfer-slips`, { transferIds: [id] });
  expect(paper.body.code).toBe('transfers.unknown');
  // A phone that comes back now: what was seen is kept, with its words, and nobody is away again.
  const late = await tell('worker1', id, 'notify-household', { how: 'in-person', note: '夜里一点半敲过门' });
  expect(late.body, late.text).toMatchObject({ outcome: 'merged' });
  const life = await get('worker1', `/cases/${id}`);
  expect(life.body.state.code).toBe('returned');
  expect(JSON.stringify(life.body.timeline)).toContain('夜里一点半敲过门');
});
