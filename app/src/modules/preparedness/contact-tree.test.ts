// The contact tree: community → courtyards → households; somebody stands in for every caller; households are masked, seen only by who serves
// them, and gone when they withdraw or their year is over.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
let id: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'contact-tree' });
});
afterAll(() => p.close());

const tree = async (person: PersonKey, area: 'c1' | 'c2' | 's1') =>
  (await p.call(person, 'GET', `/api/v1/preparedness/contact-tree?areaId=${p.district.areas[area]}`)).body;
const records = '/api/v1/registers/household-contacts/records';

it('names a caller and who stands in for each courtyard, by post', async () => {
  const c1 = await tree('secretary1', 'c1');
  expect(c1.root.map((one: { title: string }) => one.title)).toContain('社区党委书记');
  expect(c1.branches).toMatchObject([
    { area: { name: '槐树第二网格' }, caller: { title: '专职网格员' }, backup: { from: 'neighbour' } },
    { area: { name: '槐树第一网格' }, caller: { title: '专职网格员' }, backup: { from: 'neighbour' } },
  ]);
  expect(c1.uncovered).toEqual([]);
  // A community of one grid has no neighbour: the community itself stands in.
  expect((await tree('secretary2', 'c2')).branches).toMatchObject([
    { backup: { from: 'above', title: '社区党委书记' } },
  ]);
  expect((await tree('dispatcher1', 's1')).branches).toHaveLength(2);
});

it('holds what a household named only with its consent, masked, and for those who serve it', async () => {
  id = p.ids.next();
  const values = {
    address: '槐树路 3 号楼 2 单元 301',
    phone: '13811112222',
    contact: '欧阳小明',
    contactPhone: '13922223333',
    buddy: '皇甫奶奶',
    agreed: true,
  };
  const body = { id, commandId: p.ids.next(), areaId: p.district.areas.g1, values };
  const bare = await p.call('worker1', 'POST', records, { body });
  expect(bare.status, 'without consent nothing is kept').toBe(400);
  const consent = { givenBy: 'self', onDay: '2026-07-01', edition: 1 };
  const made = await p.call('worker1', 'POST', records, {
    body: { ...body, commandId: p.ids.next(), consent },
  });
  expect(made.status, made.text).toBe(200);
  const g1 = (await tree('secretary1', 'c1')).branches.find(
    (one: { area: { id: string } }) => one.area.id === p.district.areas.g1,
  );
  expect(g1.households).toMatchObject([{ id, shown: { contact: '欧阳*' } }]);
  for (const secret of ['13811112222', '13922223333', '欧阳小明', '皇甫奶奶', '301'])
    expect([secret, JSON.stringify(g1).includes(secret)]).toEqual([secret, false]);
  // A department serves nobody there: it sees who calls, and no household.
  const seen = await tree('urban', 'c1');
  expect(seen.branches.map((one: { households: unknown }) => one.households)).toEqual([null, null]);
  expect(
    (await tree('worker2', 'c1')).branches.flatMap(
      (one: { households: unknown[] | null }) => one.households ?? [],
    ),
  ).toEqual([]);
});

it('lets go of it when the household withdraws', async () => {
  const gone = await p.call('secretary1', 'POST', `${records}/${id}/erase`, { body: { why: 'withdrawn' } });
  expect(gone.status, gone.text).toBe(200);
  expect(
    (await tree('secretary1', 'c1')).branches.flatMap((one: { households: unknown[] }) => one.households),
  ).toEqual([]);
});
