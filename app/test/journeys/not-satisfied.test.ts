// Journey 6: the lamp is lit, and the reporter is not satisfied. Both stand. What else is wanted gets a report of its own; nobody asks
// for a better rating; whoever said nothing is not counted as satisfied.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bring, fileCase } from '../case-desk.ts';
import { DAY, PRODUCT_NOW } from '../product.ts';
import { openStage, PATIENCE, type Stage, sideways } from './stage.ts';

const PHONE = '13712340066';
const WORDS = '灯亮了，但摔坏的手机没人赔';
const DEMAND = '路灯不亮时摔坏手机，要求赔偿';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ now: PRODUCT_NOW });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

test(
  'solved and not satisfied both stand, the new demand goes its own way, and silence is silence',
  async () => {
    const { product } = stage;
    const reporter = { name: '周明', phone: PHONE };
    const lampOf = async (text: string) => {
      const filed = await fileCase(product, null, { category: 'utility.streetlight', text, reporter });
      await bring(product, filed.id, 'verified');
      return filed;
    };
    const quiet = await lampOf('巷口路灯不亮');
    product.clock.at += 4 * DAY;
    while ((await product.timers()) > 0);
    expect((await product.stored(quiet.id)).row).toMatchObject({
      state: 'closed',
      confirmed: 'silent',
      rating: null,
    });
    product.clock.at += DAY;
    const lamp = await lampOf('路灯不亮，摔了一跤');

    const resident = await stage.visit({ size: 'phone' });
    await resident.open('/follow');
    await resident.page.getByLabel('查询码').fill(lamp.code);
    await resident.page.getByLabel(/手机号后四位/).fill(PHONE.slice(-4));
    await resident.tap(resident.button('看进度'));
    const ask = resident.page.locator('.p-ask');
    await ask.waitFor();
    const main = resident.page.locator('main');
    expect(await main.innerText()).toContain('有人去看过，已经办好');
    resident.taps = 0;
    await resident.tap(resident.page.getByText('修好了', { exact: true }));
    await resident.tap(resident.page.locator('.k-star').first());
    await ask.locator('textarea').fill(WORDS);
    await ask.scrollIntoViewIfNeeded();
    await resident.shot('not-satisfied-1-rate');
    await resident.tap(ask.locator('button[type="submit"]'));
    await resident.page.locator('.p-now', { hasText: '您打了 1 分' }).waitFor();
    expect(resident.taps).toBe(3);
    // Nothing is asked any more: the answer was taken as it was given.
    await ask.waitFor({ state: 'detached' });
    const answered = await main.innerText();
    expect(answered).toContain('您说已经好了');
    expect(answered).toContain(WORDS);
    expect(answered).not.toMatch(/好评|五星|5 分|重新评价|再评|满意吗|请评价/);
    expect(await sideways(resident)).toBeLessThanOrEqual(0);
    await resident.shot('not-satisfied-2-rated');
    const outcome = { state: 'closed', solved: 'yes', confirmed: 'yes', rating: 1 };
    expect((await product.stored(lamp.id)).row).toMatchObject(outcome);

    // The demand: one press from here, at the same place, with the earlier number named.
    const door = resident.link('另外反映一件');
    await door.scrollIntoViewIfNeeded();
    await resident.shot('not-satisfied-3-door');
    resident.taps = 0;
    await resident.tap(door);
    await resident.page.locator('.p-notice', { hasText: lamp.number }).waitFor();
    await resident.page.locator('textarea').fill(DEMAND);
    await resident.shot('not-satisfied-4-report');
    await resident.tap(resident.button('下一步：地点'));
    await resident.page.locator('.p-chosen', { hasText: '同一个地点' }).waitFor();
    await resident.shot('not-satisfied-5-place');
    await resident.tap(resident.button('下一步：联系方式'));
    await resident.page.locator('input[type="tel"]').fill(PHONE);
    await resident.tap(resident.button('反映给社区'));
    await resident.page.waitForURL('**/report/done');
    expect(resident.taps).toBe(4);
    await resident.tap(resident.link('看进度'));
    await resident.page.getByLabel(/手机号后四位/).fill(PHONE.slice(-4));
    await resident.tap(resident.button('看进度'));
    await resident.page.getByText(`和您先前反映的 ${lamp.number} 有关`).waitFor();
    expect(await resident.page.locator('h1').innerText()).toBe(DEMAND);
    expect(await sideways(resident)).toBeLessThanOrEqual(0);
    await resident.shot('not-satisfied-6-own-path');
    await resident.context.close();

    const [demand] = await product.database.owner<{
      id: string;
      number: string;
      state: string;
      kind: string;
    }>('select id, number, state, kind from cases where text = $1', [DEMAND]);
    expect(demand).toMatchObject({ state: 'reported', kind: 'request' });
    expect(demand?.number).not.toBe(lamp.number);
    const links = async (id: string) =>
      ((await product.stored(id)).row['facts'] as { links?: { number: string }[] }).links?.map(
        (one) => one.number,
      );
    expect(await links(demand?.id ?? '')).toEqual([lamp.number]);
    expect(await links(lamp.id)).toEqual([demand?.number]);
    expect((await product.stored(lamp.id)).row).toMatchObject(outcome);

    // The console: closed, solved, confirmed and dissatisfied stand side by side; nobody here can rate, or ask to be rated.
    const chief = await stage.visit({ as: 'chief' });
    await chief.open(`/console/cases/${lamp.id}`);
    const facts = chief.page.locator('.c-case-facts');
    await facts.getByText('核查：已解决').waitFor();
    const shown = await facts.innerText();
    for (const words of ['已办结', '核查：已解决', '确认解决', '1/5 很不满意'])
      expect(shown).toContain(words);
    expect(await chief.page.locator('.c-case-talk').innerText()).toContain(WORDS);
    const buttons = (await chief.page.locator('.c-case button').allInnerTexts()).join(' ');
    expect(buttons).not.toMatch(/评价|好评|回访|满意/);
    await chief.shot('not-satisfied-7-console');
    await chief.tap(facts.getByRole('link', { name: DEMAND }));
    await chief.page.locator('.c-case-title', { hasText: DEMAND }).waitFor();
    await facts.locator('.c-related', { hasText: lamp.number }).waitFor();
    expect(await chief.page.locator('.c-case-head .k-bar').count()).toBeGreaterThan(0);
    await chief.shot('not-satisfied-8-demand');

    await chief.open(`/console/cases/${quiet.id}`);
    await facts.getByText('未回应（不算满意）').waitFor();
    expect(await facts.innerText()).toContain('未评价');

    // Two closed; one person answered: solved, and not satisfied. Silence is in neither share, and has a column of its own.
    await chief.open('/console/rates');
    const total = chief.page.locator('main');
    await total.getByText('满意率').first().waitFor();
    await chief.shot('not-satisfied-9-rates');
    const rates = (await product.call('chief', 'GET', '/api/v1/appraisal/rates')).body.total.numbers;
    expect(rates).toMatchObject({
      silent: 1,
      'solved-of': 1,
      'solved-in': 1,
      'satisfied-of': 1,
      'satisfied-in': 0,
    });

    expect(await product.doctor()).toEqual([]);
    expect(stage.faults()).toEqual([]);
  },
  PATIENCE,
);
