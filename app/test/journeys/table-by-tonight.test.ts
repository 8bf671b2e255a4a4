// Journey 10: 16:20, a department wants a table before people go home. What is known is there at once, names need a basis, and the
// worker whom another department asks outside the list says so with one tap and stands nowhere.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults } from './axe.ts';
import { openStage, PATIENCE, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ now: Date.UTC(2026, 6, 15, 8, 20, 0) });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

test(
  'counts at once, names only with a basis, urgent once, and who flagged is nowhere',
  async () => {
    const asker = await stage.visit({ as: 'asker', expected: [/^400 POST \/api\/v1\/admission\/requests/] });
    await asker.open('/console/admission');
    await asker.tap(asker.button('申请准入'));
    const form = asker.page.locator('.ant-drawer .c-form');
    await form.getByLabel('紧急：不等决定，只要一次').check();
    await form.getByLabel('名称', { exact: true }).fill('下班前报网格底数');
    await form.getByLabel('用途').fill('今晚的调度会要用');
    await form.getByLabel('依据', { exact: true }).fill('区防汛指挥部紧急通知');
    await form.getByLabel('栏目（一行一个）').fill('网格数\n独居老人姓名');
    await form
      .getByRole('row', { name: /网格数/ })
      .getByText('4', { exact: true })
      .waitFor();
    // Names are never asked for by saying nothing.
    await asker.tap(form.getByRole('button', { name: /马上要/ }));
    await form.getByRole('alert').getByText('勾选“要到人名”').first().waitFor();
    await form
      .getByRole('row', { name: /独居老人姓名/ })
      .getByLabel('要到人名')
      .check();
    await asker.tap(form.getByRole('button', { name: /马上要/ }));
    // Names without a basis are refused, with the field.
    await form.getByRole('alert').getByText('至少 5 个字').first().waitFor();
    await form.getByLabel('依据的具体内容').fill('突发事件应对法，转移安置');
    await asker.shot('table-by-tonight-1-apply');
    expect(await axeFaults(asker)).toEqual([]);
    await asker.tap(form.getByRole('button', { name: /马上要/ }));
    const pane = asker.page.locator('.ant-drawer .c-admission');
    await pane.getByText('紧急，一次').waitFor();
    await pane
      .getByRole('row', { name: /网格数/ })
      .getByText('4', { exact: true })
      .waitFor();
    await asker.shot('table-by-tonight-2-at-once');

    const worker = await stage.visit({ as: 'worker1', size: 'phone' });
    await worker.open('/field/flag');
    await worker.tap(worker.page.getByText('先写明谁要、要什么'));
    await worker.page.getByLabel('要什么（可不填）').fill('群里要求今晚再报一张表');
    await worker.page.getByLabel('谁要的（可不填）').fill('城市');
    await worker.tap(worker.page.getByRole('option', { name: /城市管理局/ }));
    await worker.shot('table-by-tonight-3-flag');
    expect(await axeFaults(worker)).toEqual([]);
    await worker.tap(worker.button('微信'));
    await worker.page.getByText('等专班认定').waitFor();

    const relief = await stage.visit({ as: 'relief' });
    await relief.open('/console/admission?tab=findings');
    await relief.page.getByText('群里要求今晚再报一张表').waitFor();
    expect(await relief.page.locator('body').innerText()).not.toContain('worker1');
    await relief.tap(relief.page.getByRole('button', { name: '作出认定' }).first());
    await relief.page.getByLabel('名称', { exact: true }).fill('当晚临时报表');
    await relief.page.getByLabel('结论和要求').fill('不在清单，停止');
    await relief.shot('table-by-tonight-4-finding');
    expect(await axeFaults(relief)).toEqual([]);
    await relief.tap(relief.page.getByRole('button', { name: '作出认定' }).first());
    await relief.page.getByRole('row', { name: /当晚临时报表/ }).waitFor();
    await relief.open('/console/burden');
    await relief.tap(relief.page.getByRole('button', { name: '城市管理局 清单外 1' }));
    await relief.page.locator('.ant-drawer').getByText('当晚临时报表').waitFor();
    await relief.shot('table-by-tonight-5-meter');

    await asker.open('/console/admission?tab=findings');
    await asker.page.getByRole('row', { name: /当晚临时报表/ }).waitFor();
    const seen = await asker.page.locator('body').innerText();
    for (const mark of ['群里要求', 'worker1', '槐树']) expect(seen).not.toContain(mark);
    expect(stage.faults()).toEqual([]);
  },
  PATIENCE,
);
