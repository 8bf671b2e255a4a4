// A rainstorm from the warning to the review, on two desks and three phones. Two of the phones lose the network: one in a cellar after it
// has its card, one before anything began. What they say counts from the moment in which it was said, once, and nobody is taken for
// answered, arrived or supplied because a plan says so.
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activateDistrict } from '../../src/modules/emergency/public.ts';
import { releaseDistrict } from '../../src/modules/transfers/public.ts';
import { give, must } from '../case-desk.ts';
import { DAY, type PersonKey } from '../product.ts';
import { axeFaults } from './axe.ts';
import { openStage, PATIENCE, passPin, readyPhone, STEP_PATIENCE, type Stage, type Visit } from './stage.ts';

let stage: Stage;
let emergency: string;
const phones = {} as Record<'cellar' | 'asleep' | 'firm', Visit>;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(async () => {
  if (!stage) return;
  expect(await stage.product.doctor()).toEqual([]);
  await stage.close();
}, PATIENCE);

const get = (person: PersonKey, path: string) => stage.product.call(person, 'GET', `/api/v1${path}`);
async function post(person: PersonKey, path: string, body: unknown) {
  const answer = await stage.product.call(person, 'POST', `/api/v1${path}`, { body });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
const callOut = () => activateDistrict(stage.product.product.emergency, 'demo');
const faultsOf = (visit: Visit) => visit.faults.filter((fault) => /^(uncaught|console)/.test(fault));

type Card = { id: string; title: string; role: string; state: string };
const cardsOf = async (): Promise<Card[]> =>
  (await get('member1', `/emergencies/${emergency}/cards`)).body.items;
const cardOn = async (person: PersonKey): Promise<string> =>
  (await get(person, '/emergencies/mine')).body.cards[0]?.id;

/** A command of the case page in the console: its button, the drawer when it has a form, and back to the page. */
async function act(visit: Visit, name: string, fill?: (form: Locator) => Promise<void>) {
  const { page } = visit;
  await visit.tap(page.locator('.c-actions').getByRole('button', { name, exact: true }));
  const form = page.locator('.ant-drawer form');
  await form.waitFor();
  await fill?.(form);
  await visit.tap(form.locator('button[type="submit"]'));
  await page.locator('.k-toast', { hasText: name }).waitFor();
}

/** The main thing to do about the case on the phone's screen. */
async function stepOnPhone(visit: Visit, fill?: (form: Locator) => Promise<void>): Promise<void> {
  await visit.tap(visit.page.locator('.f-thumb .k-button-primary'));
  const form = visit.page.locator('dialog[open] form');
  await form.waitFor();
  await fill?.(form);
  await visit.tap(form.locator('button[type="submit"]'));
  await form.waitFor({ state: 'detached' });
}

/** The same about the card that lies on top of the day. */
async function answerOnPhone(visit: Visit): Promise<void> {
  await visit.tap(visit.page.locator('.f-action-card').first().getByRole('link').first());
  await stepOnPhone(visit);
}

test(
  'a warning is written off with its issuer, and the community begins at once',
  async () => {
    for (const [name, person] of [
      ['cellar', 'worker1'],
      ['asleep', 'worker2'],
      ['firm', 'property'],
    ] as const)
      phones[name] = await readyPhone(stage, person);
    await stage.line(phones.asleep, false);

    const desk = await stage.visit({ as: 'dispatcher1' });
    await desk.open('/console/warnings');
    const { page } = desk;
    const type = page.getByRole('group', { name: '手工登记' });
    if (!(await type.isVisible())) await page.getByText('手工登记').first().click();
    await page.locator('#warning-colour').selectOption('yellow');
    await page.locator('#warning-event').fill('暴雨');
    await page.locator('#warning-risk').selectOption('rainstorm');
    await page.locator('#warning-issuer').fill('区气象台');
    await page.locator('#warning-documentNumber').fill('气预〔2026〕31号');
    await page.locator('#warning-text').fill('未来六小时降雨量将达五十毫米以上');
    await page.locator('#warning-instruction').fill('低洼处、地下车库不要停留');
    await desk.tap(desk.button('登记'));
    await page.getByRole('heading', { name: '黄色暴雨预警' }).waitFor();
    await desk.shot('rainstorm-1-warning');
    expect(await axeFaults(desk)).toEqual([]);
    // A warning starts nothing by itself.
    expect((await get('member1', '/emergencies')).body.items).toEqual([]);
    const address = new URL(page.url()).pathname;
    await desk.context.close();

    const secretary = await stage.visit({ as: 'secretary1' });
    await secretary.open(address);
    await secretary.page.getByRole('group', { name: '在槐树社区启动自主响应' }).waitFor();
    await secretary.tap(secretary.button('启动自主响应'));
    await secretary.page.getByRole('heading', { name: '槐树社区 暴雨', level: 1 }).waitFor();
    await secretary.page.getByText('等待另一名指挥长确认', { exact: false }).waitFor();
    emergency = new URL(secretary.page.url()).pathname.split('/').at(-1) as string;
    await secretary.shot('rainstorm-2-begun');
    // The same person is not two.
    expect((await give(stage.product, 'secretary1', emergency, 'confirm-act')).body.code).toBe(
      'cases.emergency-same-commander',
    );
    expect(faultsOf(secretary)).toEqual([]);
    await secretary.context.close();
  },
  PATIENCE,
);

test(
  'the cards go out, the deputy confirms, and two phones without a line answer when they can',
  async () => {
    const { product } = stage;
    expect(await callOut()).toBeGreaterThan(0);
    const sent = await cardsOf();
    expect(sent.filter((one) => one.role === 'grid-worker')).toHaveLength(2);

    // The first phone has its card, and goes down into the cellar with it.
    const { cellar } = phones;
    await cellar.tap(cellar.button('刷新'));
    await cellar.page.locator('.f-action-card', { hasText: '查看本网格的隐患点' }).waitFor();
    await cellar.shot('rainstorm-3-phone-card');
    expect(await axeFaults(cellar)).toEqual([]);
    await cellar.settled();
    await stage.line(cellar, false);
    await cellar.dies();
    await cellar.page.goto('/field');
    await passPin(cellar.page);
    await answerOnPhone(cellar);
    await cellar.page.locator('.f-line a', { hasText: '1 件待上传' }).waitFor();
    await cellar.shot('rainstorm-4-phone-cellar');
    const saidBefore = Date.now();

    const deputy = await stage.visit({ as: 'member2' });
    await deputy.open(`/console/emergencies/${emergency}`);
    await deputy.page
      .getByText(/未应答 \d+/)
      .first()
      .waitFor();
    await act(deputy, '确认');
    await deputy.page.getByText('等待另一名指挥长确认', { exact: false }).waitFor({ state: 'detached' });
    await deputy.shot('rainstorm-5-confirmed');
    expect(await axeFaults(deputy)).toEqual([]);
    expect((await product.stored(emergency)).state).toBe('emergency-in-force');

    // The line comes back: what was said in the cellar is there once, with the moment in which it was said.
    const worker = sent.find((one) => one.role === 'grid-worker' && one.state === 'card-sent')?.id;
    expect(worker).toBeTruthy();
    const mine = await cardOn('worker1');
    expect((await product.stored(mine)).state).toBe('card-sent');
    await stage.line(cellar, true);
    await expect
      .poll(async () => (await product.stored(mine)).state, { timeout: STEP_PATIENCE })
      .toBe('card-answered');
    const facts = (await product.stored(mine)).row['facts'] as {
      card: { answered: { at: number; how: string } };
    };
    expect(facts.card.answered.how).toBe('app');
    expect(facts.card.answered.at).toBeLessThanOrEqual(saidBefore);

    // The second one knew nothing of it all; the desk reached its holder by telephone, and the phone does not answer a second time.
    const other = await cardOn('worker2');
    await must(product, 'dispatcher1', other, 'record-answer', { how: 'phone', note: '电话打通，本人接的' });
    await stage.line(phones.asleep, true);
    await phones.asleep.tap(phones.asleep.button('刷新'));
    await phones.asleep.page.locator('.f-action-card').waitFor();
    await phones.asleep.shot('rainstorm-6-phone-awake');
    expect(faultsOf(deputy)).toEqual([]);
    await deputy.context.close();
  },
  PATIENCE,
);

test(
  'the headquarters order level Ⅲ, and who was called once is called again with what is new',
  async () => {
    const { product } = stage;
    const secretary = await stage.visit({ as: 'secretary1' });
    await secretary.open(`/console/emergencies/${emergency}`);
    await act(secretary, '接收响应等级', async (form) => {
      await form.getByText('Ⅲ', { exact: false }).first().click();
      await form.locator('[data-field="issuer"] input').fill('区防汛抗旱指挥部');
      await form.locator('[data-field="document"] input').fill('防汛〔2026〕12号');
    });
    await secretary.page.getByText('区防汛抗旱指挥部 防汛〔2026〕12号').waitFor();
    // Raised a second time it is refused with the document on which it stands.
    const again = await give(product, 'secretary1', emergency, 'receive-level', {
      level: 'III',
      issuer: '区防汛抗旱指挥部',
      document: '防汛〔2026〕12号',
    });
    expect(again.body).toMatchObject({ code: 'cases.emergency-level-already' });
    await must(product, 'member2', emergency, 'confirm-act');
    await callOut();
    expect((await cardsOf()).some((one) => one.role === 'response-unit')).toBe(true);
    await secretary.shot('rainstorm-7-level');
    await secretary.context.close();
    await phones.firm.tap(phones.firm.button('刷新'));
    await phones.firm.page.locator('.f-action-card', { hasText: '待命' }).waitFor();
    await answerOnPhone(phones.firm);
    const card = await cardOn('property');
    await expect
      .poll(async () => (await product.stored(card)).state, { timeout: STEP_PATIENCE })
      .toBe('card-answered');
  },
  PATIENCE,
);

test(
  'stocks are set aside, a neighbour lends pumps, the hall opens, and nobody has arrived before somebody counted them',
  async () => {
    const { product } = stage;
    const { areas, posts } = product.district;
    const next = () => product.ids.next();
    const [here, there, hall] = [next(), next(), next()];
    const point = (id: string, name: string, areaId: string, keeperPost: string) => ({
      id,
      name,
      areaId,
      address: '值班室旁',
      keeperPost,
      opening: '全天，钥匙在值班室',
      shared: true,
    });
    await post('secretary1', '/stocks/points', point(here, '槐树社区物资点', areas.c1, posts.secretary1));
    await post('secretary2', '/stocks/points', point(there, '石桥社区物资点', areas.c2, posts.secretary2));
    const receive = async (person: PersonKey, pointId: string, item: string, amount: number) =>
      (
        await post(person, '/stocks/receipts', {
          id: next(),
          pointId,
          item,
          lot: `${item}-1`,
          mode: 'own',
          supplier: '',
          amount,
          reason: '区应急局调拨',
        })
      ).lotId as string;
    const quilts = await receive('secretary1', here, 'quilt', 40);
    await post('secretary1', '/stocks/moves', {
      id: next(),
      pointId: here,
      lotId: quilts,
      amount: 30,
      kind: 'reserve',
      emergencyId: emergency,
      reason: '安置点用',
    });
    const pumps = await receive('secretary2', there, 'pump', 3);
    const loan = next();
    await post('secretary2', '/stocks/loans', {
      id: loan,
      fromPoint: there,
      toPoint: here,
      lotId: pumps,
      amount: 2,
      dueOn: new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10),
      reason: '地下车库排水',
    });
    const secretary = await stage.visit({ as: 'secretary1' });
    await secretary.open(`/console/emergencies/${emergency}?tab=supplies`);
    await secretary.page.getByText('槐树社区物资点').first().waitFor();
    await secretary.page.getByRole('row', { name: /被/ }).getByText('30').first().waitFor();
    await secretary.shot('rainstorm-8-supplies');
    expect(await axeFaults(secretary)).toEqual([]);

    await post('secretary1', '/shelters', {
      id: hall,
      name: '党群服务中心',
      areaId: areas.c1,
      address: '槐树路 8 号',
      keeperPost: posts.property,
      everydayUse: '活动室',
      functions: ['shelter'],
      conversion: '收桌椅，铺垫子',
      conversionMinutes: 60,
      capacity: 12,
      careCapacity: 2,
      stepFree: true,
    });
    await post('property', `/shelters/${hall}/open`, { id: next(), why: '暴雨转移' });
    const homes = [next(), next()];
    const listed = await post('secretary1', `/emergencies/${emergency}/transfers`, {
      entries: homes.map((id, n) => ({
        id,
        areaId: areas.g1,
        address: `槐树路 ${n + 1} 号楼 101`,
        people: 4,
        needHelp: n,
        why: '一楼进水',
        shelterId: hall,
      })),
    });
    expect(listed.items).toHaveLength(2);
    await secretary.open(`/console/emergencies/${emergency}?tab=transfers`);
    await secretary.page.getByText('槐树路 1 号楼 101').first().waitFor();
    await secretary.shot('rainstorm-9-transfers');
    expect(await axeFaults(secretary)).toEqual([]);
    const view = async () => (await get('secretary1', `/emergencies/${emergency}/transfers`)).body;
    expect((await view()).arrived).toBe(0);
    await must(product, 'worker1', homes[0] as string, 'notify-household', { how: 'in-person' });
    await must(product, 'worker1', homes[1] as string, 'record-refusal', { reason: '说要守着店' });
    expect((await view()).arrived, 'told is not arrived').toBe(0);
    const queue = (await get('dispatcher1', '/work')).body.now as { id: string }[];
    expect(
      queue.map((one) => one.id),
      'the street hears of a refusal at once',
    ).toContain(homes[1]);
    await must(product, 'worker1', homes[0] as string, 'record-arrival', {
      people: 3,
      where: '党群服务中心',
    });
    await post('property', `/shelters/${hall}/counts`, { id: next(), kind: 'in', people: 3 });
    expect(await view()).toMatchObject({ listed: 8, arrived: 3 });
    expect((await get('secretary1', `/shelters/${hall}`)).body).toMatchObject({ inside: 3, open: true });
    expect(faultsOf(secretary)).toEqual([]);
    await secretary.context.close();
  },
  PATIENCE,
);

test(
  'a need is matched, brought from a phone without a line, and met only when somebody at the place says so',
  async () => {
    const { product } = stage;
    const { firm } = phones;
    // A resident asks for help with three answers, without an account.
    const resident = await stage.visit({ size: 'phone', at: product.point('g1') });
    await resident.open('/');
    await resident.tap(resident.link('我需要帮助'));
    await resident.tap(resident.page.getByText('吃的用的'));
    await resident.page.getByLabel('几个人需要？').fill('30');
    await resident.page.locator('textarea').fill('地下室二十户没有热水和饭');
    await resident.shot('rainstorm-10-asked');
    expect(await axeFaults(resident)).toEqual([]);
    await resident.tap(resident.button('下一步：在哪里'));
    await resident.tap(resident.button(/位置/));
    await resident.page.locator('.p-chosen').waitFor();
    await resident.tap(
      resident.page.locator('.p-chosen ~ * button.k-button-primary, .p-form button.k-button-primary').last(),
    );
    await resident.tap(resident.button('发出求助'));
    await resident.page.waitForURL(/report\/done/);
    await resident.settled();
    const [filed] = await product.database.owner<{ id: string }>(
      `select id from cases where kind = 'relief-need' and closed_at is null`,
    );
    const need = filed?.id as string;

    // The desk asks who could go, follows; otherwise it would have to say why.
    const desk = await stage.visit({ as: 'dispatcher1' });
    await desk.open(`/console/emergencies/${emergency}?tab=needs`);
    await desk.page.getByText('地下室二十户没有热水和饭').waitFor();
    // One board says the same: what waits, and for whom; each number opens its records.
    await desk.open(`/console/emergencies/${emergency}?tab=board`);
    await desk.page
      .getByRole('link', { name: '待派的求助' })
      .or(desk.page.getByRole('button', { name: '待派的求助' }))
      .first()
      .waitFor();
    await desk.page.getByText('拒绝或失联').first().waitFor();
    await desk.shot('rainstorm-11-board');
    expect(await axeFaults(desk)).toEqual([]);
    await desk.page.getByText('待派的求助').first().click();
    await desk.tap(desk.button('建议由谁去（1 件）'));
    await desk.page.getByText('建议：', { exact: false }).first().waitFor();
    await desk.shot('rainstorm-11-needs');
    expect(await axeFaults(desk)).toEqual([]);
    expect(
      (await give(product, 'dispatcher1', need, 'match-need', { unit: product.district.units['street1'] }))
        .body.code,
    ).toBe('cases.need-override');
    await desk.tap(desk.button('派给安居物业'));
    // It leaves the list of what waits for a decision.
    await desk.page.locator('.e-need').waitFor({ state: 'detached' });
    expect((await product.stored(need)).state).toBe('need-matched');
    expect(faultsOf(desk)).toEqual([]);
    await desk.context.close();
    await firm.open('/field');
    await firm.tap(firm.button('刷新'));
    await firm.button('刷新').waitFor();
    await firm.page.locator('.f-row', { hasText: '物资 30' }).waitFor();
    await stage.line(firm, false);
    await firm.dies();
    await firm.page.goto(`/field/cases/${need}`);
    await passPin(firm.page);
    await stepOnPhone(firm);
    await firm.page.locator('.f-line a', { hasText: '1 件待上传' }).waitFor();
    expect((await product.stored(need)).state).toBe('need-matched');
    await stage.line(firm, true);
    const state = (wanted: string) =>
      expect.poll(async () => (await product.stored(need)).state, { timeout: STEP_PATIENCE }).toBe(wanted);
    await state('need-under-way');
    await firm.open(`/field/cases/${need}`);
    await stepOnPhone(firm, (form) => form.locator('[data-field="amount"] input').fill('30'));
    await state('need-delivered');
    await firm.shot('rainstorm-10-delivered');

    // Whoever brought it does not say that it was enough; whoever asked does.
    expect((await give(product, 'property', need, 'check-need', { enough: true, note: '够' })).status).toBe(
      403,
    );
    await resident.tap(resident.page.getByRole('link', { name: /进度|查/ }).first());
    await resident.tap(resident.button('看进度'));
    await resident.page.getByText('他们说已经送到', { exact: false }).first().waitFor();
    await resident.shot('rainstorm-12-delivered');
    expect(await axeFaults(resident)).toEqual([]);
    await resident.page.getByText('送到的够了吗？').first().click();
    await resident.shot('rainstorm-13-enough');
    await resident.page.getByText(/^够/).first().click();
    await resident.page.locator('form button[type="submit"]').first().click();
    await state('need-closed');
  },
  PATIENCE,
);

test(
  'the situation report counts by itself, and is frozen by the commander who signs it',
  async () => {
    const { product } = stage;
    const secretary = await stage.visit({ as: 'secretary1' });
    await secretary.open(`/console/emergencies/${emergency}?tab=reports`);
    await secretary.page
      .locator('#situation-words')
      .fill('地下车库已排水，低洼楼栋两户已上门；请支援水泵两台');
    await secretary.tap(secretary.button('生成报告'));
    // Who ordered what is in it without anybody having typed it again.
    const report = secretary.page.locator('.e-report');
    await report.getByText('情况报告', { exact: false }).first().waitFor();
    await secretary.shot('rainstorm-14-report');
    expect(await axeFaults(secretary)).toEqual([]);
    const address = new URL(secretary.page.url());
    await secretary.context.close();
    const deputy = await stage.visit({ as: 'member2' });
    await deputy.open(address.pathname + address.search);
    await deputy.tap(deputy.button('签发（此后不能改）'));
    await deputy.page.locator('.e-report').getByText('签发：', { exact: false }).first().waitFor();
    const frozen = await product.database.owner<{ sha256: string | null }>(
      'select sha256 from situation_reports',
    );
    expect(frozen).toHaveLength(1);
    expect(frozen[0]?.sha256).toBeTruthy();
    expect(faultsOf(deputy)).toEqual([]);
    await deputy.context.close();
  },
  PATIENCE,
);

test(
  'the level steps down by criteria, nobody goes home before it is said, and it ends with a review',
  async () => {
    const { product } = stage;
    const secretary = await stage.visit({ as: 'secretary1' });
    await secretary.open(`/console/emergencies/${emergency}`);
    const home = (await get('secretary1', `/emergencies/${emergency}/transfers`)).body.items.find(
      (one: { state: string }) => one.state === 'sheltered',
    );
    expect(
      (await give(product, 'worker1', home.id, 'record-return', { note: '自己走回去了' })).body.code,
    ).toBe('cases.transfer-not-released');
    await act(secretary, '解除响应，转入恢复', async (form) => {
      await form.getByText('预警已解除').click();
      await form.getByText('险情已排除').click();
      await form.locator('[data-field="note"] textarea').fill('雨停了，地下车库的水已排完');
    });
    await act(secretary, '宣布可以返回', async (form) => {
      await form.locator('[data-field="note"] textarea').fill('逐户检查水电后返回');
    });
    await releaseDistrict(product.product.emergency, 'demo');
    await must(product, 'worker1', home.id, 'record-return', { note: '已回家，水电正常' });
    // What waits for the other commander is not ended over.
    expect(
      (
        await give(product, 'secretary1', emergency, 'end-emergency', {
          review: '低洼处排水要改，由物业整改',
        })
      ).body.code,
    ).toBe('cases.emergency-unconfirmed');
    const deputy = await stage.visit({ as: 'member2' });
    await deputy.open(`/console/emergencies/${emergency}`);
    await act(deputy, '确认');
    await deputy.context.close();
    // What has to be right again is asked for; what is not goes to a unit with a day.
    const queued = (await get('secretary1', '/work')).text;
    expect(queued, 'what is still to be put right lies in a commander’s queue').toContain(emergency);
    const { checklist } = (await get('secretary1', `/emergencies/${emergency}/review`)).body;
    await post('secretary1', `/emergencies/${emergency}/review/answers`, {
      id: product.ids.next(),
      version: checklist.version,
      answers: Object.fromEntries(
        checklist.items
          .filter((item: { required: boolean }) => item.required)
          .map((item: { code: string }) => [item.code, item.code === 'drains' ? 'no' : 'yes']),
      ),
    });
    await secretary.open(`/console/emergencies/${emergency}?tab=review`);
    await secretary.page.locator('.d-open').waitFor();
    await secretary.shot('rainstorm-16-review');
    expect(await axeFaults(secretary)).toEqual([]);
    const task = (
      await post('secretary1', `/emergencies/${emergency}/review/improvements`, {
        commandId: product.ids.next(),
        what: '雨水口每周清一次',
        unitId: product.district.units['firm'],
        days: 10,
      })
    ).id;
    expect((await get('property', '/work')).text).toContain(task);
    await secretary.open(`/console/emergencies/${emergency}`);
    await act(secretary, '结束并写复盘', async (form) => {
      await form
        .locator('[data-field="review"] textarea')
        .fill('低洼处排水要改，由物业整改；水泵不够，要添两台');
    });
    await secretary.page.locator('.c-card', { hasText: '已结束' }).first().waitFor();
    // Over is over: no limit runs on, nobody is said to be at it.
    await secretary.page.getByText('恢复时限').waitFor({ state: 'hidden' });
    await secretary.shot('rainstorm-14-ended');
    expect((await product.stored(emergency)).state).toBe('emergency-ended');
    // Its story is told from the steps, and played again.
    await secretary.open(`/console/emergencies/${emergency}?tab=story`);
    await secretary.page.getByText('拒绝转移', { exact: false }).first().waitFor();
    await secretary.tap(secretary.button('上一步'));
    await secretary.shot('rainstorm-15-story');
    expect(await axeFaults(secretary)).toEqual([]);
    // Nobody's day carries a card any more, also on the phone that was asleep.
    await callOut();
    const { asleep } = phones;
    await asleep.open('/field');
    await asleep.tap(asleep.button('刷新'));
    await asleep.page.locator('.f-action-card').waitFor({ state: 'detached' });
    expect(faultsOf(secretary)).toEqual([]);
    await secretary.context.close();
    for (const phone of Object.values(phones)) expect(faultsOf(phone)).toEqual([]);
  },
  PATIENCE,
);
