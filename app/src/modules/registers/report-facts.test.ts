// What the registers give to forms: numbers as of a day and an area, each with the records behind it, and of people never a name.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestProduct, testProduct } from '../../../test/product.ts';
import { sendFile, workbook } from '../../../test/workbooks.ts';
import { createFactCatalogue, type FactQuery } from '../../engines/report/facts.ts';
import type { Tx } from '../../platform/db/db.ts';
import { createMessages } from '../../platform/i18n/messages.ts';
import { registerFactMessages, registerFacts } from './report-facts.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'register-facts' });
  catalogue = createFactCatalogue(registerFacts(p.product.registers), createMessages([registerFactMessages]));
});
afterAll(() => p.close());

let catalogue: ReturnType<typeof createFactCatalogue>;
const factOf = (code: string) => {
  const fact = catalogue.find(code);
  if (!fact) throw new Error(code);
  return fact;
};

async function queryFor(tx: Tx, name: string, to: string): Promise<FactQuery> {
  const [area] = await tx.rows<FactQuery['area']>(
    `select id, key, path, name from tree_nodes where district_code = $1 and tree = 'area' and name = $2`,
    [tx.scope.district, name],
  );
  if (!area) throw new Error(name);
  return { area, from: to, to, until: p.clock.at };
}
const value = (code: string, area: string, to: string) =>
  p.database.system(async (tx) => factOf(code).value(tx, await queryFor(tx, area, to)));

it('counts records and adds up what adds up, of the area and of the day', async () => {
  const today = new Date(p.clock.at + 8 * 3_600_000).toISOString().slice(0, 10);
  const grid = '槐树第一网格';
  // Nothing was ever kept here, which is not none.
  expect(await value('buildings.records', grid, today)).toBeNull();
  const bytes = await workbook({
    name: '表',
    rows: [
      ['所属网格', '楼栋名称', '门牌地址', '层数', '户数'],
      [grid, '1号楼', '槐树街1号', 6, 48],
      [grid, '2号楼', '槐树街2号', 5, 30],
      [grid, '3号楼', '槐树街3号', 5, null],
    ],
  });
  const done = await sendFile(p, 'secretary1', '/api/v1/registers/buildings/import/apply', bytes);
  expect(done.status, done.text).toBe(200);
  expect(await value('buildings.records', grid, today)).toBe(3);
  expect(await value('buildings.households.sum', grid, today)).toBe(78);
  expect(await value('buildings.households.sum', '石桥社区', today)).toBeNull();
  // The day before, none of them was in force.
  expect(await value('buildings.records', grid, '2020-01-01')).toBe(0);
  // Floors of several buildings make no sum.
  expect(catalogue.find('buildings.floors.sum')).toBeUndefined();
  const { total, items } = await p.database.system(async (tx) =>
    factOf('buildings.households.sum').records(tx, await queryFor(tx, grid, today), { limit: 1, offset: 1 }),
  );
  expect([total, items.map((one) => [one.label, one.hint])]).toEqual([2, [['2号楼', `${grid} · 30`]]]);
});

it('points at people by their area alone', async () => {
  const grid = '槐树第一网格';
  const today = new Date(p.clock.at + 8 * 3_600_000).toISOString().slice(0, 10);
  const bytes = await workbook({
    name: '表',
    rows: [
      ['所属网格', '姓名', '住址', '联系电话', '需求', '同意日期', '同意方式'],
      [grid, '王小明', '槐树街1号楼2单元301', '13800138000', '送餐', '2026-07-01', '本人'],
    ],
  });
  const done = await sendFile(p, 'secretary1', '/api/v1/registers/care/import/apply', bytes);
  expect(done.status, done.text).toBe(200);
  expect(factOf('care.records').guarded).toBe(true);
  const { items } = await p.database.system(async (tx) =>
    factOf('care.records').records(tx, await queryFor(tx, grid, today), { limit: 10, offset: 0 }),
  );
  expect(items.map((one) => [one.label, one.hint])).toEqual([[grid, '']]);
  expect(JSON.stringify(items)).not.toMatch(/王|槐树街/);
});

it('answers to the headers of a form only where one fact is meant', () => {
  expect(catalogue.named('总户数')?.code).toBe('buildings.households.sum');
  expect(catalogue.named('可容纳人数')?.code).toBe('venues.capacity.sum');
  // Firms, committees and organisations all count people under this name.
  expect(catalogue.named('人数')).toBeUndefined();
});
