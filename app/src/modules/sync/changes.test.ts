// The change feed: what should lie on a phone comes and goes with the person's scope, a question may be asked twice, and a cursor of
// somebody else tells nothing.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { bring, fileCase, give, must } from '../../../test/case-desk.ts';
import { type ApiAnswer, DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { CASE_COLUMNS } from '../../engines/case/case-store.ts';
import { createMemoryReplica, type Page, pull } from '../../web/sync/replica.ts';
import { MOST_CASES } from './changes.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'sync-feed', districts: ['demo', 'other'] });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});
let device: string;
let devices = 0;
beforeEach(() => {
  devices += 1;
  device = `device-${devices}`;
});

function ask(
  person: PersonKey,
  cursor?: string,
  more: { limit?: number; device?: string; lang?: string } = {},
): Promise<ApiAnswer> {
  const query = new URLSearchParams({ device: more.device ?? device });
  if (cursor !== undefined) query.set('cursor', cursor);
  if (more.limit !== undefined) query.set('limit', String(more.limit));
  return p.call(
    person,
    'GET',
    `/api/v1/sync/changes?${query}`,
    more.lang ? { headers: { 'accept-language': more.lang } } : {},
  );
}
const idsOf = (answer: ApiAnswer): string[] => answer.body.items.map((one: { id: string }) => one.id);
const casesOf = (answer: ApiAnswer): string[] =>
  idsOf(answer)
    .filter((id) => id.startsWith('case/'))
    .map((id) => id.slice(5));
/** Everything for a new phone, over all pages. */
async function whole(person: PersonKey) {
  const replica = createMemoryReplica();
  await pull(replica, async (cursor) => (await ask(person, cursor ?? undefined)).body as Page);
  return replica;
}
const cursorOf = async (person: PersonKey): Promise<string> => {
  let answer = await ask(person);
  while (answer.body.more) answer = await ask(person, answer.body.cursor);
  return answer.body.cursor;
};

it('gives a grid worker the own grid, and nothing of the next one', async () => {
  const mine = await fileCase(p, null, { reporter: { name: '王小明', phone: '13700002345' } }, 'g1');
  const next = await fileCase(p, null, {}, 'g2');
  const first = await ask('worker1');
  expect(first.status, first.text).toBe(200);
  expect(first.body).toMatchObject({
    reset: null,
    removed: [],
    more: false,
    leftOut: [],
    forms: { release: 1 },
  });
  expect(casesOf(first)).toContain(mine.id);
  expect(casesOf(first)).not.toContain(next.id);
  expect(idsOf(first)).toEqual(
    expect.arrayContaining(['work', 'catalogue', 'contacts', `card/${p.district.areas.g1}`]),
  );
  const catalogue = first.body.items.find((one: { id: string }) => one.id === 'catalogue');
  expect(catalogue.payload.categories.length).toBeGreaterThan(20);
  const contacts = first.body.items.find((one: { id: string }) => one.id === 'contacts');
  expect(contacts.payload.items.map((one: { unit: string }) => one.unit)).toContain('西街街道办事处');
  // Whoever answers is named by post and desk; nobody's own name or number travels.
  expect(JSON.stringify(contacts.payload)).not.toMatch(/测试|T-/);
  // A second question brings nothing: nothing changed.
  const second = await ask('worker1', first.body.cursor);
  expect([second.body.items, second.body.removed, second.body.more]).toEqual([[], [], false]);
});

it('shows each case exactly as its page shows it to this person: masked where it is masked there', async () => {
  const secret = { name: '欧阳修文', phone: '13812345678' };
  const { id } = await fileCase(p, null, { reporter: secret }, 'g1');
  await bring(p, id, 'handling');
  for (const person of ['worker1', 'secretary1', 'dispatcher1', 'urban', 'hotline'] as const) {
    const thing = await (await whole(person)).find(`case/${id}`);
    const page = await p.call(person, 'GET', `/api/v1/cases/${id}`);
    expect(thing?.payload, person).toEqual(page.body);
    expect(JSON.stringify(thing)).not.toContain(secret.phone);
    expect(JSON.stringify(thing)).not.toContain(secret.name);
  }
  expect((await (await whole('urban')).find(`case/${id}`))?.payload['reporter']).toBeNull();
});

it('adds and changes what changed, and removes what left: moved, given away, closed long ago', async () => {
  const a = await fileCase(p, null, {}, 'g1');
  await bring(p, a.id, 'dispatched');
  let cursor = await cursorOf('urban');
  await must(p, 'urban', a.id, 'sign');
  let answer = await ask('urban', cursor);
  expect(casesOf(answer)).toEqual([a.id]);
  cursor = answer.body.cursor;
  await must(p, 'dispatcher1', a.id, 'redirect', { unit: p.district.units['housing'], reason: '派错了' });
  answer = await ask('urban', cursor);
  expect(answer.body.removed).toEqual([`case/${a.id}`]);
  expect(JSON.stringify(answer.body.items)).not.toContain(a.id);
  expect(casesOf(await ask('housing'))).toContain(a.id);

  const b = await fileCase(p, 'worker1', {}, 'g1');
  cursor = await cursorOf('worker1');
  await must(p, 'dispatcher1', b.id, 'decline', { reason: 'private', whereTo: '物业' });
  answer = await ask('worker1', cursor);
  // Filed by oneself: it stays for a few days after its end, then goes.
  expect(casesOf(answer)).toContain(b.id);
  p.clock.at += 4 * DAY;
  answer = await ask('worker1', answer.body.cursor);
  expect(answer.body.removed).toContain(`case/${b.id}`);
});

it('sends a case again when one that it shows beside itself moved on, and when its deadline passed', async () => {
  const one = await fileCase(p, null, {}, 'g1');
  const other = await fileCase(p, null, {}, 'g1');
  await must(p, 'dispatcher1', one.id, 'link', { case: other.number, why: 'related' });
  let cursor = await cursorOf('worker1');
  await must(p, 'dispatcher1', other.id, 'accept');
  let answer = await ask('worker1', cursor);
  expect(casesOf(answer).sort()).toEqual([one.id, other.id].sort());
  cursor = answer.body.cursor;
  p.clock.at += 5 * DAY;
  answer = await ask('worker1', cursor);
  expect(casesOf(answer)).toEqual(expect.arrayContaining([one.id, other.id]));
});

it('answers the same question twice, each time as well: a lost answer costs nothing', async () => {
  await fileCase(p, null, {}, 'g3');
  const cursor = await cursorOf('worker3');
  const fresh = await fileCase(p, null, {}, 'g3');
  const lost = [await ask('worker3', cursor), await ask('worker3', cursor), await ask('worker3', cursor)];
  for (const answer of lost) expect(casesOf(answer)).toEqual([fresh.id]);
  for (let more = 0; more < 6; more++) await ask('worker3', cursor);
  expect((await ask('worker3', cursor)).body.reset).toBeNull();
  // Whichever of the last answers arrived, the phone goes on from there.
  const last = await ask('worker3', cursor);
  expect(casesOf(await ask('worker3', last.body.cursor))).toEqual([]);
  expect((await ask('worker3', last.body.cursor)).body.reset).toBeNull();
});

it('comes in pages that are each whole, the most needed first', async () => {
  const filed = [];
  for (let index = 0; index < 7; index++) filed.push((await fileCase(p, null, {}, 'g4')).id);
  const replica = createMemoryReplica();
  let pages = 0;
  let lostOnce = false;
  await pull(replica, async (cursor) => {
    pages += 1;
    const answer = await ask('worker4', cursor ?? undefined, { limit: 3 });
    expect(answer.body.items.length).toBeLessThanOrEqual(3);
    if (pages === 2 && !lostOnce) {
      // The answer is lost on the way: the same page is asked for again.
      lostOnce = true;
      return (await ask('worker4', cursor ?? undefined, { limit: 3 })).body as Page;
    }
    return answer.body as Page;
  });
  expect(pages).toBeGreaterThan(3);
  const held = (await replica.list('case')).map((thing) => thing.payload['id']);
  expect(held).toEqual(expect.arrayContaining(filed));
});

it('begins anew, in words, with a cursor of somebody else, of another device, damaged or too old, and gives nobody’s data away', async () => {
  const { id } = await fileCase(p, null, {}, 'g2');
  const theirs = await cursorOf('worker2');
  const mine = await cursorOf('worker1');
  const foreign = await ask('worker1', theirs);
  expect(foreign.body.reset).toMatchObject({ code: 'sync.cursor-unknown' });
  expect(foreign.body.reset.words).toMatch(/\p{Script=Han}/u);
  expect(casesOf(foreign)).not.toContain(id);
  expect(foreign.body.removed).toEqual([]);
  const elsewhere = await ask('worker1', mine, { device: 'another-device' });
  expect(elsewhere.body.reset.code).toBe('sync.cursor-unknown');
  for (const damaged of ['x', 'v1.', 'v1.00000000-0000-0000-0000-000000000000', `${mine}x`, "v1.' or 1=1"]) {
    const answer = await ask('worker1', damaged, { lang: 'en', device: 'damaged-device' });
    expect(answer.status).toBe(200);
    expect(answer.body.reset.code).toBe('sync.cursor-damaged');
    expect(answer.body.reset.words).toContain('Unsent work is untouched');
  }
  // The old cursor still is as good as it was; after two months without a question it is forgotten.
  expect((await ask('worker1', mine)).body.reset).toBeNull();
  p.clock.at += 70 * DAY;
  await p.product.jobs.find((job) => job.name === 'sync-sweep')?.run(p.platform, {});
  expect((await ask('worker1', mine)).body.reset.code).toBe('sync.cursor-unknown');
  expect((await p.call(null, 'GET', `/api/v1/sync/changes?device=${device}`)).status).toBe(401);
  expect((await p.call('worker1', 'GET', '/api/v1/sync/changes?device=x')).status).toBe(400);
});

it('follows a person to another post: the old place goes, the new one comes, and actions with it', async () => {
  const old = await fileCase(p, null, {}, 'g2');
  const fresh = await fileCase(p, null, {}, 'g4');
  const cursor = await cursorOf('worker2');
  await p.database.owner('update org_posts set area_id = $2 where id = $1', [
    p.district.posts.worker2,
    p.district.areas.g4,
  ]);
  p.platform.sessions.forget('demo');
  const answer = await ask('worker2', cursor);
  expect(answer.body.removed).toEqual(
    expect.arrayContaining([`case/${old.id}`, `card/${p.district.areas.g2}`]),
  );
  expect(casesOf(answer)).toContain(fresh.id);
  expect(idsOf(answer)).toContain(`card/${p.district.areas.g4}`);
  await p.database.owner('update org_posts set area_id = $2 where id = $1', [
    p.district.posts.worker2,
    p.district.areas.g2,
  ]);
  p.platform.sessions.forget('demo');
});

it('keeps the order of the day: the queue and what others hold, as ids of what is there', async () => {
  const todo = await fileCase(p, null, {}, 'g1');
  const out = await fileCase(p, null, {}, 'g1');
  await bring(p, out.id, 'dispatched');
  const replica = await whole('dispatcher1');
  const work = (await replica.find('work'))?.payload as { queue: string[]; waiting: string[] };
  expect(work.queue).toContain(todo.id);
  expect(work.waiting).toContain(out.id);
  for (const id of [...work.queue, ...work.waiting]) expect(await replica.find(`case/${id}`)).toBeDefined();
});

it('brings what the printed codes of the own places stand for, and says how many do not fit', async () => {
  const at = { g1: [120.382, 36.292], g2: [120.392, 36.292] } as const;
  for (const key of ['g1', 'g2'] as const)
    await p.database.owner(
      `insert into assets (district_code, id, code, category, name, address, lng, lat, area_id)
       select 'demo', $1 || n, upper($1) || '-000' || n, 'hydrant', '消火栓', '槐树路', $2, $3, $4 from generate_series(1, 3) as n`,
      [key, ...at[key], p.district.areas[key]],
    );
  await p.database.owner(
    `update assets set condition = 'removed' where district_code = 'demo' and id = 'g13'`,
  );
  const replica = await whole('worker1');
  const [codes] = await replica.list('codes');
  expect(codes?.id).toBe(`codes/${p.district.areas.g1}`);
  expect(codes?.payload).toMatchObject({
    nearMetres: 40,
    assets: [
      { code: 'G1-0001', name: '消火栓', address: '槐树路', lng: 120.382, lat: 36.292 },
      { code: 'G1-0002' },
    ],
  });
  expect(JSON.stringify(codes)).not.toMatch(/G2-|G1-0003/);
  const areas = codes?.payload['areas'] as { name: string }[];
  expect(areas.map((area) => area.name)).toEqual(['测试区', '西街街道', '槐树社区', '槐树第一网格']);

  await p.database.owner(
    `insert into assets (district_code, id, code, category, lng, lat, area_id)
     select 'demo', 'many' || n, 'MANY-' || n, 'lamp', 120.385, 36.305, $1 from generate_series(1, 2010) as n`,
    [p.district.areas.g3],
  );
  const left = (await ask('dispatcher1')).body.leftOut as { code: string; count: number; words: string }[];
  expect(left).toContainEqual(expect.objectContaining({ code: 'codes', count: 15 }));
  expect(left.find((one) => one.code === 'codes')?.words).toContain('15 个');
  await p.database.owner(`delete from assets where id like 'many%' or code like 'G_-000_'`);
});

/** Those that are written; others follow from them. */
const COLUMNS = `${CASE_COLUMNS.replaceAll('c.', '')}, due_at, timer_at`;

it('keeps within its budget and says how much is left out, by which rule', async () => {
  const seed = await fileCase(p, null, {}, 'g3');
  await p.database.owner(
    `insert into cases (${COLUMNS}) select ${COLUMNS} from (select (c).* from (
       select jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', '270101-' || lpad(n::text, 8, '0'))) as c
       from cases c, generate_series(1, $2::int) as n where c.id = $1) as copies) as copy`,
    [seed.id, MOST_CASES + 40],
  );
  const answer = await ask('secretary2', undefined, { limit: 1 });
  const left = answer.body.leftOut as { code: string; count: number; words: string }[];
  expect(left.reduce((sum, one) => sum + one.count, 0)).toBeGreaterThanOrEqual(40);
  for (const one of left) expect(one.words).toContain(String(one.count));
  expect(answer.body.budget).toEqual({ cases: MOST_CASES, bytes: 16_777_216 });
  const [row] = await p.database.owner<{ n: number }>(
    `select count(*)::int as n from sync_snapshots where account_id = $1`,
    [p.district.accounts.secretary2],
  );
  expect(row?.n).toBe(1);
  await p.database.owner(`delete from cases where number like '270101-%'`);
});

it('lets nobody read what lies on whose phone', async () => {
  await ask('worker1');
  const { scopeOf } = await import('../../platform/db/db.ts');
  const seen = await p.database.db.read(scopeOf(await p.actorOf('chief')), (tx) =>
    tx.rows<{ account_id: string }>('select account_id from sync_snapshots'),
  );
  expect(seen.filter((row) => row.account_id !== p.district.accounts.chief)).toEqual([]);
  const other = await p.database.db.read(
    { district: 'other', reach: 'staff', account: p.district.accounts.worker1, paths: [], units: [] },
    (tx) => tx.rows('select account_id from sync_snapshots'),
  );
  expect(other).toEqual([]);
  const [first] = await p.database.owner<{ columns: string[] }>(
    `select array_agg(column_name::text order by ordinal_position) as columns from information_schema.columns where table_name = 'sync_snapshots'`,
  );
  // Neither a place nor an instant: only a day, for sweeping.
  expect(first?.columns).toEqual(['district_code', 'account_id', 'device', 'id', 'entries', 'stale_on']);
});

it('never hands out what somebody lost the right to, whatever the cursor says', async () => {
  const { id } = await fileCase(p, null, {}, 'g1');
  await bring(p, id, 'dispatched');
  const cursor = await cursorOf('urban');
  await must(p, 'dispatcher1', id, 'redirect', { unit: p.district.units['housing'], reason: '派错了' });
  const again = await ask('urban', cursor);
  expect(again.text).not.toContain('井盖松动，车过有响声');
  expect((await give(p, 'urban', id, 'sign', {}, { baseVersion: 3 })).status).toBe(404);
});
