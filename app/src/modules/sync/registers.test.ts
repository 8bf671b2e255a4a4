// The registers on a phone: those that allow it, over the own places, masked as their lists are, and within the room of an old phone.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { type PhoneRegister, phoneRegisters } from '../../engines/register/offline.ts';
import { createMemoryReplica, type Page, pull, type ReplicaStore } from '../../web/sync/replica.ts';
import { registers } from '../registers/public.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'phone-registers' });
});
afterAll(() => p.close());

async function made(person: PersonKey, register: string, areaId: string, values: object, extra: object = {}) {
  const body = { id: p.ids.next(), commandId: p.ids.next(), areaId, values, ...extra };
  const answer = await p.call(person, 'POST', `/api/v1/registers/${register}/records`, { body });
  expect(answer.status, answer.text).toBe(200);
  return body.id;
}
const copyOfRegisters = async (replica: ReplicaStore) =>
  (await replica.list('register')).map((thing) => thing.payload as PhoneRegister);
async function phone(person: PersonKey) {
  const replica = createMemoryReplica();
  const pages: Page[] = [];
  const refresh = () =>
    pull(replica, async (cursor) => {
      const query = new URLSearchParams({ device: `phone-${person}`, ...(cursor ? { cursor } : {}) });
      const page = (await p.call(person, 'GET', `/api/v1/sync/changes?${query}`)).body as Page;
      pages.push(page);
      return page;
    });
  await refresh();
  return { replica, refresh, pages, text: () => JSON.stringify(pages) };
}

it('go along for the own grid and what holds above it, masked, and nobody of the registers that do not allow it', async () => {
  const { g1, g2, c1 } = p.district.areas;
  await made('worker1', 'venues', g1, {
    name: '甲体育馆',
    address: '甲路1号',
    keeper: '皇甫保管',
    phone: '13911113333',
  });
  await made('worker2', 'venues', g2, { name: '乙体育馆', address: '乙路1号' });
  await made('secretary1', 'institutions', c1, { name: '防汛值班制度', phase: 'prepare' });
  const consent = { consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 } };
  await made('worker1', 'care', g1, { name: '皇甫关爱', address: '甲路2号', phone: '13911114444' }, consent);
  const held = await phone('worker1');
  const kept = await copyOfRegisters(held.replica);
  expect(kept.map((one) => one.code).sort()).toEqual(
    [...registers.values()].flatMap((one) => (one.offline ? [one.code] : [])).sort(),
  );
  const titles = (code: string) => kept.find((one) => one.code === code)?.rows.map((row) => row.title);
  expect([titles('venues'), titles('institutions')]).toEqual([['甲体育馆'], ['防汛值班制度']]);
  const venues = kept.find((one) => one.code === 'venues');
  expect(venues?.rows[0]?.shown).toMatchObject({ address: '甲路1号', keeper: '皇甫*' });
  for (const secret of ['皇甫保管', '13911113333', '皇甫关爱', '13911114444', '乙体育馆'])
    expect([secret, held.text().includes(secret)]).toEqual([secret, false]);
});

it('follow what changes, and send nothing when nothing did', async () => {
  const id = await made('worker1', 'hazards', p.district.areas.g1, { place: '后山挡土墙', kind: 'slope' });
  const held = await phone('worker1');
  const places = async () =>
    (await copyOfRegisters(held.replica)).find((one) => one.code === 'hazards')?.rows.map((row) => row.title);
  expect(await places()).toEqual(['后山挡土墙']);
  const before = held.pages.length;
  await held.refresh();
  expect(held.pages.slice(before).flatMap((page) => page.items)).toEqual([]);
  await p.call('worker1', 'PATCH', `/api/v1/registers/hazards/records/${id}`, {
    body: { commandId: p.ids.next(), baseVersion: 1, do: 'end' },
  });
  await held.refresh();
  expect(held.pages.at(-1)?.items.map((item) => item.id)).toEqual(['register/hazards']);
  expect(await places()).toEqual([]);
});

it('take no more than fits, and say how many stay behind', async () => {
  for (const n of [1, 2, 3])
    await made('worker1', 'buildings', p.district.areas.g1, { name: `${n}号楼`, address: `楼路${n}号` });
  const asking = { actor: await p.actorOf('worker1'), locale: 'zh-CN' } as const;
  const found = await p.database.system((tx) => phoneRegisters(tx, p.product.registers, asking, 2));
  expect(found.find((one) => one.code === 'buildings')).toMatchObject({
    rows: [{ title: '1号楼' }, { title: '2号楼' }],
    left: 1,
  });
});
