// Journey 7: 02:10, a woman of 82 presses the button and says nothing; the paired helper does not answer. Neighbours, the desk on duty, 120 with
// the address and the key-holder; it ends with a hand-over and with nothing else. Nobody is told to break a door.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../product.ts';
import { openStage, PATIENCE, type Stage, sideways, type Visit } from './stage.ts';

/** 2026-07-16 02:10 in Shanghai. */
const NIGHT = Date.UTC(2026, 6, 15, 18, 10, 0);
const HOME = '槐树里3号楼2单元501';
const KEY = '对门502 老周';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ now: NIGHT });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

/** Registers the button as the secretary does with her at the table; the links on the sheet, shown this once. */
async function register(visit: Visit): Promise<{ page: string; helper: string }> {
  const { page } = visit;
  await visit.open('/console/calls');
  await visit.tap(visit.button('呼叫设备'));
  await visit.tap(visit.button('登记设备'));
  await page.getByLabel('网格', { exact: true }).fill('槐树第一');
  await page.getByRole('option').filter({ hasText: '槐树第一网格' }).first().click();
  await page.getByLabel('楼栋单元').fill('槐树里3号楼2单元');
  for (const [label, text] of [
    ['姓名', '陈桂兰'],
    ['住址（写到门牌）', HOME],
    ['谁有钥匙（选填）', KEY],
    ['持钥匙人电话（选填）', '0532-5550102'],
    ['结对帮手（选填）', '楼下小李'],
    ['家人（选填）', '女儿'],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(text);
  expect(await visit.button('登记').isDisabled(), 'nothing without consent').toBe(true);
  await page.getByLabel(/已当面念过/).check();
  await visit.shot('help-call-1-register');
  await visit.tap(visit.button('登记'));
  const links = page.locator('.call-link');
  await links.nth(1).waitFor();
  await visit.shot('help-call-2-sheet');
  const [own = '', helper = ''] = await links.allInnerTexts();
  return { page: own.replace(stage.url, ''), helper: helper.replace(stage.url, '') };
}

test(
  'nobody answers: neighbours, the desk, 120 with address and key; ended by a hand-over, never by silence',
  async () => {
    const { product } = stage;
    const pass = async (minutes: number) => {
      product.clock.at += minutes * MINUTE;
      while ((await product.timers()) > 0);
    };
    const roster = await product.call('secretary1', 'POST', '/api/v1/roster/shifts', {
      body: {
        ...{ id: product.ids.next(), areaId: product.district.areas.c1 },
        ...{ beginsAt: NIGHT - 6 * HOUR, endsAt: NIGHT + 6 * HOUR },
        ...{ deskPost: product.district.posts.worker1, leaderPost: product.district.posts.secretary1 },
      },
    });
    expect(roster.status, roster.text).toBe(200);
    const secretary = await stage.visit({ as: 'secretary1' });
    const links = await register(secretary);
    await secretary.context.close();

    const her = await stage.visit({ size: 'phone', elder: true });
    await her.open(links.page);
    her.taps = 0;
    await her.tap(her.button('我要救命'));
    const stand = her.page.locator('.p-call-stand').first();
    await stand.filter({ hasText: '已经叫了您的帮手' }).waitFor();
    expect(her.taps).toBe(1);
    expect(await sideways(her)).toBeLessThanOrEqual(0);
    await her.shot('help-call-3-pressed');
    const [call] = await product.database.system((tx) =>
      tx.rows<{ id: string }>(`select id::text from cases where kind = 'help-call'`),
    );
    const id = call?.id ?? '';
    const state = async () => (await product.stored(id)).row['state'];

    // The helper sleeps: their page is open, and nobody touches it.
    const helper = await stage.visit({ size: 'phone' });
    await helper.open(links.helper);
    await helper.page.getByText('有人叫您！').waitFor();
    const said = await helper.page.locator('main').innerText();
    expect(said).toContain('不要破门');
    expect(said).not.toMatch(/砸门|撬|踹/);
    await helper.shot('help-call-4-helper');
    await helper.context.close();

    await pass(4);
    expect(await state()).toBe('call-volunteer');
    await pass(4);
    expect(await state()).toBe('call-desk');
    await stand.filter({ hasText: '值班的人知道了' }).waitFor();

    // The desk: who is on duty, a call back that nobody picks up, then the sheet for 120.
    const desk = await stage.visit({ as: 'hotline' });
    await desk.open('/console/calls');
    const card = desk.page.locator('article', { hasText: '槐树里3号楼2单元' });
    await card.getByText('专职网格员').first().waitFor();
    await desk.shot('help-call-5-desk');
    await desk.open(`/console/cases/${id}?action=call-back`);
    await desk.page.locator('.ant-drawer [data-field="outcome"]').getByText('没接', { exact: true }).click();
    await desk.tap(desk.page.locator('.ant-drawer form button[type="submit"]'));
    await desk.page.locator('.k-toast', { hasText: '记回拨' }).waitFor();
    await pass(4);
    expect(await state()).toBe('call-dial');
    await desk.open('/console/calls');
    await card.getByLabel('为什么要看联系信息').fill('拨打 120');
    await desk.tap(card.getByRole('button', { name: '打开地址和持钥匙的人' }));
    await card.getByText(HOME).waitFor();
    expect(await card.innerText()).toContain(KEY);
    await desk.shot('help-call-6-sheet');
    await desk.open(`/console/cases/${id}?action=call-out-service`);
    await desk.page
      .locator('.ant-drawer [data-field="service"]')
      .getByText('120 急救', { exact: true })
      .click();
    await desk.tap(desk.page.locator('.ant-drawer form button[type="submit"]'));
    await desk.page.locator('.k-toast', { hasText: '已拨 120/110' }).waitFor();
    await stand.filter({ hasText: '120 或 110 正在来' }).waitFor();

    // Silence ends nothing, however long.
    await desk.context.close();
    await pass((3 * DAY) / MINUTE);
    expect(await state()).toBe('call-dispatched');
    const later = await stage.visit({ as: 'hotline' });

    await later.open(`/console/cases/${id}?action=hand-over-person`);
    await later.page.locator('.ant-drawer [data-field="to"]').getByText('120 急救', { exact: true }).click();
    await later.tap(later.page.locator('.ant-drawer form button[type="submit"]'));
    await later.page.locator('.ant-drawer [data-field="by"] .k-error').waitFor();
    await later.page.locator('.ant-drawer [data-field="by"] input').fill('急救车 07 组');
    await later.tap(later.page.locator('.ant-drawer form button[type="submit"]'));
    await later.page.locator('.k-toast', { hasText: '已移交' }).waitFor();
    expect(await state()).toBe('call-handed-over');
    await stand.waitFor({ state: 'detached' });
    expect(stage.faults()).toEqual([]);
  },
  PATIENCE,
);
