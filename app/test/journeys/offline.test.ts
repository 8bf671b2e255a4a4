// A day without signal: the app starts from the phone, reports wait sealed, a killed page loses nothing, and everything ends in words.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bring, fileCase, must } from '../case-desk.ts';
import { axeFaults } from './axe.ts';
import {
  type InPage,
  openStage,
  PATIENCE,
  PIN,
  passPin,
  photo,
  readyPhone,
  STEP_PATIENCE,
  type Stage,
  type Visit,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

/** The page dies without a word, and the app is opened again. */
async function killAndOpen(visit: Visit, path = '/field'): Promise<void> {
  await visit.dies();
  await visit.page.goto(path);
  await visit.page.locator('[data-lock="locked"]').waitFor();
}

async function report(visit: Visit, text: string, colour: string): Promise<void> {
  const { page } = visit;
  await page.locator('.f-tab', { hasText: '上报' }).click();
  const next = page.getByRole('button', { name: '再报一件' });
  await next.or(page.locator('textarea')).first().waitFor();
  if (await next.isVisible()) await next.click();
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles(await photo(`${colour}.jpg`, colour));
  await page.locator('textarea').fill(text);
  await page.locator('.f-place strong').waitFor();
  await page.getByRole('button', { name: '上报', exact: true }).click();
  await page.getByRole('heading', { name: '已存在手机里' }).waitFor();
}

/** How many photos the one case with these words has on the server. */
async function photosOf(text: string): Promise<number> {
  const found = await stage.product.database.owner<{ id: string }>('select id from cases where text = $1', [
    text,
  ]);
  expect([text, found.length]).toEqual([text, 1]);
  const view = await stage.product.call('worker1', 'GET', `/api/v1/cases/${found[0]?.id}`);
  return view.body.photos.length;
}

const TEXTS = ['三号楼前井盖松动', '楼道里堆了纸箱', '路灯一直不亮'];

test(
  'three reports with photos, written without a network, survive a killed page and end as three cases',
  async () => {
    const { product } = stage;
    await fileCase(product, null, { text: '早上就在的一件：护栏松了' }, 'g1');
    const visit = await readyPhone(stage, 'worker1');
    await stage.line(visit, false);
    // A cold start: nothing but the phone.
    await killAndOpen(visit);
    await visit.shot('offline-locked');
    await visit.page.locator('input[type="password"]').fill('918273');
    await visit.page.locator('button[type="submit"]').click();
    await visit.page.getByText('口令不对', { exact: false }).waitFor();
    await passPin(visit.page);
    await visit.page.locator('.f-line', { hasText: '没有网络' }).waitFor();
    for (const [index, text] of TEXTS.entries())
      await report(visit, text, ['#3355aa', '#aa5533', '#33aa55'][index] as string);
    await visit.page.locator('.f-line a', { hasText: '3 件待上传，照片 3 张' }).click();
    await visit.page.getByRole('heading', { name: '我的发件箱' }).waitFor();
    await visit.shot('offline-outbox');
    expect(await axeFaults(visit)).toEqual([]);
    const before = await product.database.owner('select from cases');

    await killAndOpen(visit, '/field/unsent');
    await visit.page.getByText('3 件没有发出', { exact: false }).waitFor();
    // Nothing of it can be read on the phone without the PIN.
    expect(await visit.page.evaluate(readShelf)).not.toMatch(/井盖|纸箱|路灯|护栏/);
    await stage.line(visit, true);
    await passPin(visit.page);
    await expect
      .poll(() => visit.page.locator('.f-card', { hasText: '已收到' }).count(), { timeout: STEP_PATIENCE })
      .toBe(3);
    await visit.shot('offline-sent');
    for (const text of TEXTS) expect([text, await photosOf(text)]).toEqual([text, 1]);
    expect(await product.database.owner('select from cases')).toHaveLength(before.length + 3);
    expect(await product.doctor()).toEqual([]);
    expect(visit.faults.filter((fault) => /^(uncaught|console)/.test(fault))).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

/** Every row of the phone's shelf, as text. */
const readShelf = async (): Promise<string> => {
  const { indexedDB } = globalThis as InPage;
  const db = await new Promise<InPage>((resolve) => {
    const request = indexedDB.open('renlin-sync');
    request.onsuccess = () => resolve(request.result);
  });
  const rows: unknown[] = [];
  for (const name of db.objectStoreNames)
    rows.push(
      ...(await new Promise<unknown[]>((resolve) => {
        const request = db.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result);
      })),
    );
  db.close();
  if (rows.length < 5) throw new Error('the shelf is empty');
  return JSON.stringify(rows, (_key, value) =>
    value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
  );
};

test(
  'a step written while somebody else was faster is decided by the person, who sees mine, theirs and before',
  async () => {
    const { product } = stage;
    const { id } = await fileCase(product, null, { text: '健身器材松了' }, 'g1');
    await bring(product, id, 'checking');
    const visit = await readyPhone(stage, 'worker1');
    await stage.line(visit, false);
    await killAndOpen(visit, `/field/cases/${id}`);
    await passPin(visit.page);
    // The case comes from the phone.
    await visit.page.getByRole('heading', { name: '健身器材松了' }).waitFor();
    await visit.page.locator('.f-thumb .k-button-primary').click();
    await visit.page.getByText('已解决', { exact: true }).click();
    await visit.page.locator('dialog[open] form button[type="submit"]').click();
    await visit.page.locator('.f-line a', { hasText: '1 件待上传' }).waitFor();
    await visit.page.getByRole('link', { name: /这件事还有 1 步没有发出/ }).waitFor();
    await must(product, 'verifier', id, 'verify', { result: 'fail', note: '还是松的' });
    const before = await product.stored(id);
    await stage.line(visit, true);
    await visit.page.locator('.f-line a', { hasText: '1 件要你定' }).click();
    await visit.page.getByRole('link', { name: /看看再定/ }).click();
    await visit.page.getByText('这期间别人做的').waitFor();
    await visit.shot('offline-conflict');
    expect(await axeFaults(visit)).toEqual([]);
    expect(await product.stored(id)).toEqual(before);
    const words = await visit.page.locator('main').innerText();
    expect(words).toContain('还是松的');
    expect(words).toContain('这一步接不上');
    await visit.page.getByRole('button', { name: '不做了' }).click();
    await visit.page.getByText('网络正常，都已发出').waitFor();
    expect(await product.stored(id)).toEqual(before);
    expect(visit.faults.filter((fault) => /^(uncaught|console)/.test(fault))).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'a session that ended asks to sign in, and keeps the work until then',
  async () => {
    const { product } = stage;
    const visit = await readyPhone(stage, 'worker1');
    await stage.line(visit, false);
    await report(visit, '花坛边石头松了', '#886644');
    const cookies = await visit.context.cookies();
    await visit.context.clearCookies();
    await stage.line(visit, true);
    await visit.page.locator('[data-lock="signed-out"]').waitFor();
    await visit.page.getByText('没有发出的 1 件都在手机里', { exact: false }).waitFor();
    await visit.shot('offline-signed-out');
    expect(await axeFaults(visit)).toEqual([]);
    expect(await product.database.owner(`select from cases where text = '花坛边石头松了'`)).toEqual([]);
    await visit.context.addCookies(cookies);
    await visit.page.goto('/field/unsent');
    await passPin(visit.page);
    await visit.page.locator('.f-card', { hasText: '已收到' }).waitFor();
    expect(await product.database.owner(`select from cases where text = '花坛边石头松了'`)).toHaveLength(1);

    // The PIN is forgotten while a report waits: it goes to the server unread, and the phone begins anew.
    await stage.line(visit, false);
    await report(visit, '忘了口令也要到的一件', '#446688');
    await killAndOpen(visit);
    await visit.page.getByRole('button', { name: '忘记口令' }).click();
    await visit.page.getByText('要有网络', { exact: false }).waitFor();
    await stage.line(visit, true);
    await visit.page.reload();
    await visit.page.getByRole('button', { name: '忘记口令' }).click();
    await visit.page.getByText('可以交给服务器的：1 件', { exact: false }).waitFor();
    await visit.shot('offline-forgotten');
    expect(await axeFaults(visit)).toEqual([]);
    await visit.page.getByRole('button', { name: '交给服务器，重设口令' }).click();
    await visit.page.locator('[data-lock="new"]').waitFor();
    expect(await photosOf('忘了口令也要到的一件')).toBe(1);
    for (const field of await visit.page.locator('input[type="password"]').all())
      await field.fill(PIN.split('').reverse().join(''));
    await visit.page.locator('button[type="submit"]').click();
    await visit.page.locator('#main').waitFor();
    await visit.page.goto('/field/storage');
    await visit.page.locator('[data-lock="locked"]').waitFor();
    await visit.page.locator('input[type="password"]').fill(PIN.split('').reverse().join(''));
    await visit.page.locator('button[type="submit"]').click();
    await visit.page.getByRole('heading', { name: '手机里存了什么' }).waitFor();
    await visit.page.getByText(/办件 [1-9]/).waitFor();
    await visit.shot('offline-storage');
    expect(await axeFaults(visit)).toEqual([]);
    expect(visit.faults.filter((fault) => /^(uncaught|console)/.test(fault))).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'what somebody left unsent on a phone is handed in by the colleague who has it now',
  async () => {
    const { product } = stage;
    const visit = await readyPhone(stage, 'worker2');
    await stage.line(visit, false);
    await report(visit, '离岗前在地下室写的一件', '#775511');
    // The office writes down that the worker left while the phone lies in a cellar; somebody else is given it.
    const left = await product.call('admin', 'POST', '/api/v1/people/commands', {
      body: { commandId: product.ids.next(), id: product.district.persons.worker2, name: 'leave', form: {} },
    });
    expect([left.status, left.text]).toEqual([200, left.text]);
    await visit.dies();
    await visit.context.clearCookies();
    await stage.line(visit, true);
    await stage.signIn(visit, 'worker1');
    await visit.page.goto('/field/unsent');
    // Until the server has said who it is, the page asks for the PIN of whoever was here last.
    await visit.page.locator('[data-lock="new"]').waitFor();
    await passPin(visit.page);
    await visit.page.getByRole('heading', { name: '前一位同事在这部手机里没发出的' }).waitFor();
    await visit.shot('offline-left-behind');
    expect(await axeFaults(visit)).toEqual([]);
    expect(await visit.page.locator('main').innerText()).not.toContain('地下室');
    await visit.page.getByRole('button', { name: '交上去（1 件）' }).click();
    await visit.page.getByText('服务器收下 1 件').waitFor();
    await visit.shot('offline-left-behind-taken');
    expect(
      await product.database.owner(`select filed_by from cases where text = '离岗前在地下室写的一件'`),
    ).toEqual([{ filed_by: product.district.accounts.worker2 }]);
    // What they left goes, and the own shelf stays open.
    await visit.page.getByRole('button', { name: '知道了，清掉他留在这部手机里的内容' }).click();
    await visit.page
      .getByRole('heading', { name: '前一位同事在这部手机里没发出的' })
      .waitFor({ state: 'detached' });
    await visit.page.getByRole('heading', { name: '我的发件箱' }).waitFor();
    expect(visit.faults.filter((fault) => /^(uncaught|console)/.test(fault))).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);
