// A round on the phone: what is due, one place answered with something found, the hazard in the console with its patrol behind it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { civilDate } from '../../src/kernel/clock.ts';
import { axeFaults } from './axe.ts';
import { openStage, PATIENCE, type Stage, sideways } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const { product } = stage;
  const made = await product.call('secretary1', 'POST', '/api/v1/patrol/plans', {
    body: {
      id: product.ids.next(),
      title: '网格周巡',
      checklist: 'grid-weekly',
      areaId: product.district.areas.c1,
      places: { kind: 'areas', level: 'grid' },
      every: 'week',
      startsOn: civilDate(product.clock.at),
      endsOn: null,
    },
  });
  expect(made.status, made.text).toBe(200);
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

test(
  'a place is answered, what was found is filed, and its case names the patrol',
  async () => {
    const phone = await stage.visit({ as: 'worker1', size: 'phone' });
    await phone.open('/field/');
    await phone.tap(phone.page.locator('a[href^="/field/patrol?"]').first());
    const items = phone.page.locator('.t-item');
    await items.first().waitFor();
    // Without answers it says what is missing and stays.
    await phone.button('填好了，看一遍').click();
    await phone.page.getByText('还有 9 项没填好。').waitFor();
    for (const item of await items.all())
      if ((await item.locator('label.f-chip').count()) > 0)
        await phone.tap(item.locator('label.f-chip').first());
    await phone.tap(items.nth(1).locator('label.f-chip').nth(1));
    await items.nth(1).locator('textarea').fill('路口有个半米宽的坑');
    expect(await axeFaults(phone)).toEqual([]);
    expect(await sideways(phone)).toBeLessThanOrEqual(0);
    await phone.tap(phone.button('填好了，看一遍'));
    await phone.tap(phone.button('记下'));
    await phone.page.getByText('已立 1 件隐患。').waitFor();
    expect(phone.faults).toEqual([]);
    await phone.context.close();

    const desk = await stage.visit({ as: 'secretary1' });
    await desk.open('/console/patrol');
    await desk.page.getByRole('button', { name: /已巡查 1 处$/ }).click();
    await desk.page.locator('.t-places .t-open').first().click();
    const found = desk.page.getByRole('link', { name: /路口有个半米宽的坑 \d/ });
    expect(await axeFaults(desk)).toEqual([]);
    await found.click();
    await desk.page.getByRole('heading', { name: '来自巡查' }).waitFor();
    expect(await desk.page.locator('.t-records').innerText()).toContain('网格周巡');
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  },
  PATIENCE,
);
