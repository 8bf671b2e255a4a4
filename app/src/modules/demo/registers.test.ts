// The demo's registers on the small district: every register has something in it, and something in it happens.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestProduct, testProduct } from '../../../test/product.ts';
import { registers } from '../registers/public.ts';
import { seedRegisters } from './registers.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'demo-registers' });
  await p.database.system((tx) => seedRegisters(tx, p.product.registers));
});
afterAll(() => p.close());

const count = async (sql: string) =>
  Number((await p.database.owner<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n);

it.each([...registers.values()])('gives $code six records or more', async ({ table }) => {
  expect(await count(table)).toBeGreaterThanOrEqual(6);
});

it('shows what runs out, what is past its day, what was declined, and what an emergency leaves to be deleted', async () => {
  const soon = `expires_on between '2026-07-15' and '2026-08-14'`;
  expect(await count(`reg_volunteers where ${soon}`)).toBe(2);
  expect(await count(`reg_welfare_visits where ${soon}`)).toBe(1);
  expect(await count(`reg_incident_people where ${soon}`)).toBe(2);
  expect(await count(`reg_stocks where best_before < '2026-07-15'`)).toBe(2);
  expect(await count(`reg_hazards where kind = 'rescue'`)).toBe(2);
  expect(await count(`reg_hazards where due_on < '2026-07-15'`)).toBe(2);
  expect(await count(`reg_property_firms where contract_to < '2026-07-15'`)).toBe(1);
  expect(await count(`reg_owners_committees where kind = 'none'`)).toBe(2);
  expect(await count(`reg_institutions where review_on < '2026-07-15'`)).toBe(2);
  expect(await count('reg_incidents where ended_on is null')).toBe(1);
});
