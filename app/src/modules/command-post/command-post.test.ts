// The board of an emergency: every number is the number of its records, at the moment and as it was.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { activateDistrict } from '../emergency/public.ts';

let p: TestProduct;
let id: string;
const shelter = '0197f0aa-0000-7000-8000-000000000001';
beforeAll(async () => {
  p = await testProduct({ seed: 'command-post' });
  id = p.ids.next();
  const begun = await post('secretary1', '/emergencies', {
    commandId: id,
    areaId: p.district.areas.c1,
    risk: 'rainstorm',
    text: '积水快到一楼',
  });
  expect(begun.status, begun.text).toBe(200);
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const get = (person: PersonKey | null, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey | null, path: string, body: unknown = {}) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
async function tell(person: PersonKey, one: string, name: string, form: Record<string, unknown> = {}) {
  const seen = await get(person, `/cases/${one}`);
  const told = await post(person, `/cases/${one}/commands`, {
    commandId: p.ids.next(),
    name,
    baseVersion: seen.body.version ?? 1,
    occurredAt: p.clock.at,
    form,
  });
  expect(told.status, told.text).toBe(200);
  return told.body.case;
}
type Column = {
  code: string;
  n: number;
  counts: Record<string, number>;
  lines: { id: string; title: string }[];
};
async function board(person: PersonKey = 'secretary1') {
  const seen = await get(person, `/emergencies/${id}/board`);
  expect(seen.status, seen.text).toBe(200);
  const column = (code: string) => (seen.body.columns as Column[]).find((one) => one.code === code) as Column;
  return { ...seen.body, column };
}
const later = () => {
  p.clock.at += MINUTE;
  return p.clock.at;
};
const closing = (changes: Record<string, unknown> = {}) => ({
  commandId: p.ids.next(),
  what: 'underpass',
  line: [
    [120.384, 36.294],
    [120.386, 36.295],
    [120.388, 36.296],
  ],
  address: '槐树路下穿道',
  text: '积水半米，走槐树二路',
  ...changes,
});

it('counts who has not answered, what is lacking and who was not told, each with its records', async () => {
  await activateDistrict(p.product.emergency, 'demo');
  const cards = (await get('secretary1', `/emergencies/${id}/cards?state=card-sent`)).body.items;
  expect(cards.length).toBeGreaterThan(0);
  const need = p.ids.next();
  await post('worker1', `/emergencies/${id}/needs`, {
    commandId: need,
    what: 'rescue',
    amount: 2,
    measure: '人',
    text: '地下室有人出不来',
    point: p.point('g1'),
  });
  const household = p.ids.next();
  const listed = await post('secretary1', `/emergencies/${id}/transfers`, {
    entries: [
      {
        id: household,
        areaId: p.district.areas.g1,
        address: '槐树里 3 号楼 1 单元',
        people: 12,
        needHelp: 1,
        why: '一楼进水',
      },
    ],
  });
  expect(listed.status, listed.text).toBe(200);
  const seen = await board();
  expect(seen.column('cards')).toMatchObject({ n: cards.length, counts: { sent: cards.length, cannot: 0 } });
  expect(seen.column('needs')).toMatchObject({ n: 1, counts: { vital: 1 }, lines: [{ id: need }] });
  expect(seen.column('transfers')).toMatchObject({ n: 0, counts: { untold: 1, people: 0 } });
  expect(seen.column('late').n).toBe(0);
  expect(seen.column('next').n).toBe(cards.length + 2);
  expect(seen.map.needs).toMatchObject([{ id: need, vital: true, late: false, unit: null }]);
  const g1 = seen.map.places.find((one: { areaId: string }) => one.areaId === p.district.areas.g1);
  expect(g1).toMatchObject({ untold: 1 });
  expect(g1.lng).toBeGreaterThan(120.38);

  await tell('dispatcher1', need, 'match-need', { unit: p.district.units['firm'] });
  p.clock.at += MINUTE;
  await tell('worker1', household, 'record-refusal', { reason: '不愿离开' });
  const after = await board();
  expect(after.column('needs')).toMatchObject({ n: 0, counts: { moving: 1 } });
  expect(after.column('transfers')).toMatchObject({ n: 1, lines: [{ id: household }] });
  expect(after.teams).toMatchObject([{ unit: p.district.units['firm'], needs: [{ id: need }] }]);
});

it('shows what is closed until somebody lifts it; outside, not one’s own, or without an end that can be is refused', async () => {
  expect((await post(null, `/emergencies/${id}/closures`, closing())).status).toBe(401);
  const there = p.point('g3');
  expect(
    (await post('secretary1', `/emergencies/${id}/closures`, closing({ line: [[there.lng, there.lat]] })))
      .body,
  ).toMatchObject({
    code: 'incident.outside',
    errors: [{ path: 'line' }],
  });
  expect((await post('worker2', `/emergencies/${id}/closures`, closing())).body.code).toBe(
    'incident.not-yours',
  );
  for (const until of [p.clock.at - 1, p.clock.at + 80 * 60 * MINUTE])
    expect(
      (await post('worker1', `/emergencies/${id}/closures`, closing({ until }))).body.errors?.[0].path,
    ).toBe('until');
  expect((await post('worker1', `/emergencies/${id}/closures`, closing({ line: [] }))).status).toBe(400);
  const body = closing();
  const closed = await post('worker1', `/emergencies/${id}/closures`, body);
  expect(closed.status, closed.text).toBe(200);
  expect((await post('worker1', `/emergencies/${id}/closures`, body)).body.number).toBe(closed.body.number);
  const seen = await board();
  expect(seen.column('closures')).toMatchObject({ n: 1, lines: [{ title: '槐树路下穿道' }] });
  expect(seen.map.closures).toMatchObject([{ line: body.line, late: false, until: null }]);
  p.clock.at += 5 * 60 * MINUTE;
  await p.timers();
  expect((await board()).map.closures).toMatchObject([{ late: true }]);
  await tell('worker1', closed.body.id, 'lift-closure', { note: '水退了，看过路面' });
  expect((await board()).column('closures').n).toBe(0);
});

it('tells the whole story in order, and how everything stood at any moment', async () => {
  const made = await post('secretary1', '/shelters', {
    id: shelter,
    name: '槐树小学',
    areaId: p.district.areas.c1,
    address: '槐树路 8 号',
    point: { lng: 120.39, lat: 36.295 },
    keeperPost: p.district.posts.property,
    everydayUse: '学校',
    functions: ['shelter'],
    conversion: '收桌椅',
    conversionMinutes: 30,
    capacity: 10,
    careCapacity: 1,
    stepFree: true,
  });
  expect(made.status, made.text).toBe(200);
  await post('secretary1', `/shelters/${shelter}/open`, { id: p.ids.next(), why: '暴雨' });
  p.clock.at += MINUTE;
  for (const [kind, people] of [
    ['in', 8],
    ['out', 1],
    ['count', 9],
  ])
    expect(
      (
        await post('secretary1', `/shelters/${shelter}/counts`, {
          id: p.ids.next(),
          kind,
          people,
          at: later(),
        })
      ).status,
    ).toBe(200);
  expect((await board()).column('shelters')).toMatchObject({ n: 1, counts: { open: 1, inside: 9, room: 1 } });

  const { body: story } = await get('secretary1', `/emergencies/${id}/story`);
  const times = story.entries.map((one: { at: number }) => one.at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const sides = new Set(story.entries.map((one: { side: string }) => one.side));
  expect([...sides].sort()).toEqual(['cards', 'closures', 'command', 'needs', 'shelters', 'transfers']);
  const need = story.tracks.find((one: { kind: string }) => one.kind === 'relief-need');
  expect(need.moments.map((one: unknown[]) => one[1]).slice(0, 2)).toEqual(['need-open', 'need-matched']);
  expect(need.moments[1][2]).toBe(p.district.units['firm']);
  expect(need.moments.at(-1)[3], 'it went up when nobody set out').toBe(true);
  const closure = story.tracks.find((one: { kind: string }) => one.kind === 'closure');
  expect(closure.moments.map((one: unknown[]) => [one[1], one[3]])).toEqual([
    ['closure-in-force', false],
    ['closure-in-force', true],
    ['closure-lifted', false],
  ]);
  expect(story.shelters[0].moments.map((one: unknown[]) => one[1])).toEqual([0, 8, 7, 9]);
  expect(story.levels).toMatchObject([{ level: 'own' }]);
});

it('shows nobody more than they see', async () => {
  expect((await get('secretary2', `/emergencies/${id}/board`)).status).toBe(404);
  expect((await get('secretary2', `/emergencies/${id}/story`)).status).toBe(404);
  expect((await get(null, `/emergencies/${id}/board`)).status).toBe(401);
});
