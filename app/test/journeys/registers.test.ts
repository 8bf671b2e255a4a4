// Registers at the desk: a record made, changed and its history read; a messy sheet brought in, its wrong rows mended and sent again; a number
// seen for a reason that stays; two records of one thing merged and parted; and goods past their day written off by two.
import { readFile } from 'node:fs/promises';
import { readXlsx } from 'hucre/xlsx';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonKey } from '../product.ts';
import { workbook } from '../workbooks.ts';
import { axeFaults } from './axe.ts';
import { openStage, PATIENCE, type Stage, sideways } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ now: Date.UTC(2026, 6, 15, 2, 0, 0) });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

async function made(person: PersonKey, register: string, values: object, extra: object = {}) {
  const { product } = stage;
  const body = {
    id: product.ids.next(),
    commandId: product.ids.next(),
    areaId: product.district.areas.g1,
    values,
    ...extra,
  };
  const answer = await product.call(person, 'POST', `/api/v1/registers/${register}/records`, { body });
  expect(answer.status, answer.text).toBe(200);
  return body.id;
}

const hand = (page: Page, name: string, bytes: Uint8Array) =>
  page.locator('.r-file input').setInputFiles({
    name,
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: Buffer.from(bytes),
  });

async function rowsOf(file: Download) {
  const bytes = new Uint8Array(await readFile(await file.path()));
  return { bytes, rows: (await readXlsx(bytes)).sheets[0]?.rows ?? [] };
}

test(
  'a record is made and changed, and its history says what was before',
  async () => {
    const desk = await stage.visit({ as: 'secretary1', expected: [/^400 POST .*\/buildings\/records/] });
    await desk.open('/console/registers');
    expect(await axeFaults(desk)).toEqual([]);
    await desk.tap(desk.link('楼栋'));
    await desk.tap(desk.button('新增一条'));
    const form = desk.page.getByRole('form', { name: '新增一条' });
    await form.getByLabel('所属区域 *').fill('槐树第一');
    await desk.tap(desk.page.getByRole('option', { name: /槐树第一网格/ }));
    await form.getByLabel('楼栋名称 *').fill('3号楼');
    await form.getByLabel('门牌地址 *').fill('槐树街3号');
    await form.getByLabel('地上层数 (层)').fill('六');
    // A wrong cell is named, and what was typed stays.
    await desk.tap(desk.button('保存'));
    await form
      .getByRole('alert')
      .getByText(/地上层数/)
      .first()
      .waitFor();
    await form.getByLabel('地上层数 (层)').fill('6');
    await desk.tap(desk.button('保存'));
    const pane = desk.page.getByRole('complementary', { name: '3号楼' });
    await desk.tap(pane.getByRole('button', { name: '修改' }));
    await pane.getByLabel('地上层数 (层)').fill('7');
    await desk.tap(pane.getByRole('button', { name: '保存' }));
    await pane.getByText('地上层数：6 → 7').waitFor();
    expect(await axeFaults(desk)).toEqual([]);
    await desk.shot('registers-1-history');
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  },
  PATIENCE,
);

test(
  'a sheet comes in: its wrong cells are named, the sound rows go in, the others come back to be mended',
  async () => {
    const desk = await stage.visit({ as: 'secretary1' });
    await desk.open('/console/registers/buildings/import');
    const sheet = await workbook({
      name: '表',
      rows: [
        ['槐树社区楼栋登记表', null, null, null],
        ['所属网格', '楼号', '地址', '层数'],
        ['槐树第一网格', '5号楼', '槐树街5号', '6层'],
        ['槐树第一网格', '6号楼', '槐树街6号', '六层半'],
      ],
    });
    await hand(desk.page, '楼栋.xlsx', sheet);
    await desk.tap(desk.button('预览结果'));
    await desk.page.getByRole('row', { name: /D4.*不是数字/ }).waitFor();
    expect(await axeFaults(desk)).toEqual([]);
    await desk.shot('registers-2-cells');
    const [download] = await Promise.all([
      desk.page.waitForEvent('download'),
      desk.tap(desk.button('下载 1 行错误的（带说明）')),
    ]);
    const { rows } = await rowsOf(download);
    expect(rows[1]?.slice(0, 4)).toEqual(['槐树第一网格', '6号楼', '槐树街6号', '六层半']);
    await desk.tap(desk.button('只导入正确的 1 条'));
    await desk.page.getByRole('heading', { name: '导入完成' }).waitFor();
    const mended = await workbook({
      name: '表',
      rows: [rows[0] ?? [], ['槐树第一网格', '6号楼', '槐树街6号', 6, null]],
    });
    await hand(desk.page, '错误行.xlsx', mended);
    await desk.tap(desk.button('预览结果'));
    await desk.tap(desk.button('导入 1 条'));
    await desk.page.getByRole('heading', { name: '导入完成' }).waitFor();
    await desk.open('/console/registers/buildings?q=槐树街');
    for (const name of ['5号楼', '6号楼']) await desk.button(name).waitFor();
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  },
  PATIENCE,
);

test(
  'a number is seen for a reason, under a mark; the look stays in the record',
  async () => {
    const consent = { consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 } };
    const phone = '13911112222';
    const id = await made(
      'worker1',
      'care',
      { name: '慕容一', address: '槐树街1号楼1单元101', phone },
      consent,
    );
    const desk = await stage.visit({ as: 'secretary1' });
    await desk.open(`/console/registers/care?record=${id}`);
    const pane = desk.page.locator('.r-pane');
    await pane.getByText('139****2222').first().waitFor();
    expect(await desk.page.locator('body').innerText()).not.toContain(phone);
    await desk.tap(pane.getByRole('button', { name: '查看遮盖的内容' }));
    const look = pane.getByRole('button', { name: '查看并留痕' });
    expect(await look.isDisabled()).toBe(true);
    await pane.getByLabel('理由').fill('台风前电话确认转移');
    await desk.tap(look);
    await pane.getByText(phone).waitFor();
    expect(await pane.locator('.r-watermark').getAttribute('data-mark')).toContain('查看');
    await pane.getByText('理由：台风前电话确认转移').waitFor();
    expect(await axeFaults(desk)).toEqual([]);
    await desk.shot('registers-3-revealed');
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  },
  PATIENCE,
);

test(
  'two records of one thing lie side by side, become one, and are parted again',
  async () => {
    const shop = { address: '槐树街9号', trade: 'catering' };
    await made('worker1', 'firms', { ...shop, name: '老孙家水饺馆' });
    await made('worker1', 'firms', { ...shop, name: '老孙家水饺店', staff: 6 });
    const desk = await stage.visit({ as: 'secretary1' });
    await desk.open('/console/registers/firms/duplicates');
    await desk.tap(desk.button('并排比较'));
    const beside = desk.page.getByRole('region', { name: '并排比较' }).first();
    await beside
      .getByRole('row', { name: /名称.*老孙家/ })
      .first()
      .waitFor();
    expect(await axeFaults(desk)).toEqual([]);
    await desk.shot('registers-4-beside');
    await desk.tap(desk.button('合并'));
    await desk.page.getByText('没有发现重复的记录。').waitFor();
    await desk.tap(desk.button('撤销合并'));
    await desk.button('合并').waitFor();
    const found = await stage.product.call('secretary1', 'GET', '/api/v1/registers/firms/records');
    expect(found.body.total).toBe(2);
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  },
  PATIENCE,
);

test(
  'goods past their day: their date cannot be changed, one asks to write them off and another does',
  async () => {
    const id = await made('worker1', 'stocks', {
      item: '碘伏',
      kind: 'medical',
      quantity: 60,
      measure: '瓶',
      lot: 'D18',
      bestBefore: '2026-07-01',
      place: '社区仓库',
    });
    const worker = await stage.visit({ as: 'worker1' });
    await worker.open(`/console/registers/stocks?record=${id}`);
    const pane = worker.page.locator('.r-pane');
    await worker.tap(pane.getByRole('button', { name: '修改' }));
    await pane.getByText('登记后不能改').first().waitFor();
    expect(await pane.getByLabel('有效期至').count()).toBe(0);
    await worker.tap(pane.getByRole('button', { name: '取消' }));
    await worker.tap(pane.getByRole('button', { name: '申请销账' }));
    await pane.getByLabel('理由').fill('已过有效期，封存报废');
    await worker.tap(pane.getByRole('button', { name: '申请销账' }));
    await worker.open('/console/registers/approvals');
    await worker.page.getByText('等另一人核对').first().waitFor();
    expect(await worker.button('已核对，同意销账').count()).toBe(0);

    const desk = await stage.visit({ as: 'secretary1' });
    await desk.open('/console/registers');
    await desk.tap(desk.link('等您核对（1）'));
    await desk.page.getByText('理由：已过有效期，封存报废').waitFor();
    expect(await axeFaults(desk)).toEqual([]);
    await desk.shot('registers-5-second-person');
    await desk.tap(desk.button('已核对，同意销账'));
    await desk.page.getByText('没有等您核对的申请。').waitFor();
    await desk.open('/console/registers/stocks');
    await desk.page.getByText('还没有记录。').waitFor();
    expect(stage.faults()).toEqual([]);
  },
  PATIENCE,
);

test(
  'on a phone without a line the registers of the own grid are there, masked',
  async () => {
    await made('worker1', 'venues', {
      name: '槐树活动室',
      address: '槐树街12号',
      keeper: '皇甫保管',
      phone: '13933334444',
    });
    const phone = await stage.visit({ as: 'worker1', size: 'phone' });
    await phone.open('/field/');
    await phone.open('/field/registers');
    await phone.link(/场所与设施/).waitFor();
    await stage.line(phone, false);
    await phone.tap(phone.link(/场所与设施/));
    await phone.page.getByRole('searchbox').fill('活动');
    await phone.page.getByText('槐树活动室').waitFor();
    const seen = await phone.page.locator('#main').innerText();
    expect(seen).toContain('皇甫*');
    expect(seen).not.toContain('13933334444');
    expect(await axeFaults(phone)).toEqual([]);
    expect(await sideways(phone)).toBeLessThanOrEqual(0);
    await phone.shot('registers-6-phone');
    await stage.line(phone, true);
    await phone.context.close();
  },
  PATIENCE,
);
