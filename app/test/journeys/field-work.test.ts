// A grid worker with a phone: a dispute that nobody wants passed on, one that a party does, a message pasted from a chat, a code scanned
// with and without a network.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scopeOf } from '../../src/platform/db/db.ts';
import { fileCase } from '../case-desk.ts';
import { axeFaults } from './axe.ts';
import {
  type InPage,
  openStage,
  PATIENCE,
  passPin,
  photo,
  readyPhone,
  STEP_PATIENCE,
  type Stage,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const { product } = stage;
  await product.database.owner(
    `insert into assets (district_code, id, code, category, name, address, lng, lat, area_id)
     values ('demo', 'h1', 'HYD-0001', 'hydrant', '消火栓', '槐树路8号门前', 120.3825, 36.2915, $1)`,
    [product.district.areas.g1],
  );
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

/** The names under which the app keeps things of its own, on the open part of the shelf. */
const keptNames = async (): Promise<string[]> => {
  const { indexedDB } = globalThis as InPage;
  const db = await new Promise<InPage>((resolve) => {
    const request = indexedDB.open('renlin-sync');
    request.onsuccess = () => resolve(request.result);
  });
  const keys: [string, string][] = await new Promise((resolve) => {
    const request = db.transaction('kept').objectStore('kept').getAllKeys();
    request.onsuccess = () => resolve(request.result);
  });
  db.close();
  return keys.map(([, name]) => name);
};

const latest = async () =>
  (
    await stage.product.database.owner<Record<string, unknown>>(
      'select kind, category, text, address, lng, facts from cases order by filed_at desc limit 1',
    )
  )[0] as Record<string, unknown>;

test(
  'a dispute: without a party’s word only that somebody was told where to turn; with it, what the party wants said, and a code for the party',
  async () => {
    const visit = await stage.visit({ as: 'worker1', size: 'phone' });
    const { page } = visit;
    await visit.open('/field/report');
    await page.locator('.f-place strong').waitFor();
    await page.locator('textarea').fill('三楼钱多多和四楼为漏水吵起来了，13911112222');
    await page.locator('select').selectOption({ label: '矛盾纠纷' });
    await page.getByText('当事人同意转交吗').waitFor();
    await visit.button('上报').click();
    await page.getByText('先选当事人是否同意转交').waitFor();
    // Until somebody has said yes nothing of it lies on the phone.
    await page.getByText('没有同意，只告知去处').click();
    await page.getByText('12348 公共法律服务热线').waitFor();
    expect(await page.locator('textarea').count()).toBe(0);
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('dispute-advice');
    await visit.button('记一次告知').click();
    await page.getByRole('heading', { name: '已记下' }).waitFor();
    expect(await latest()).toMatchObject({
      kind: 'advice',
      category: 'living.dispute',
      text: '矛盾纠纷',
      lng: null,
    });
    expect(JSON.stringify(await latest())).not.toMatch(/钱多多|1391111|漏水/);

    await visit.button('再报一件').click();
    await page.locator('.f-place strong').waitFor();
    await page.locator('textarea').fill('请社区来谈谈楼上漏水怎么修');
    await page.locator('select').selectOption({ label: '矛盾纠纷' });
    await page.getByText('一方同意').click();
    await page.getByText('书面').click();
    await visit.shot('dispute-consent');
    expect(await axeFaults(visit)).toEqual([]);
    await visit.button('上报').click();
    const card = page.locator('.f-card', { hasText: '给当事人的查询码' });
    await card.waitFor();
    await visit.shot('dispute-code');
    const code = /[0-9A-Z]{4}-?[0-9A-Z]{3}-?[0-9A-Z]{3}/.exec(await card.innerText())?.[0] as string;
    expect(await latest()).toMatchObject({
      kind: 'request',
      facts: { consent: { by: 'one', how: 'written' } },
    });
    const copy = await stage.product.call(null, 'POST', '/api/v1/public/follow', { body: { code } });
    expect([copy.status, copy.body.text]).toEqual([200, '请社区来谈谈楼上漏水怎么修']);
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'a message from a chat: pasted, its names and numbers left behind, filed with three taps',
  async () => {
    const visit = await stage.visit({ as: 'worker1', size: 'phone' });
    const { page } = visit;
    await visit.context.grantPermissions(['geolocation', 'clipboard-read', 'clipboard-write']);
    await visit.open('/field');
    await page.evaluate(async () => {
      const { navigator } = globalThis as InPage;
      await navigator.clipboard.writeText('3号楼李建国：楼下路灯昨晚就不亮了，走路看不见 13800001234');
    });
    await visit.tap(page.locator('.f-tab', { hasText: '上报' }));
    await page.locator('.f-place strong').waitFor();
    await visit.tap(visit.button('粘贴一段话'));
    await page.getByText('姓名和号码没有带进来。', { exact: false }).waitFor();
    const words = await page.locator('textarea').inputValue();
    expect(words).toContain('路灯');
    expect(words).not.toMatch(/李建国|1380000/);
    await visit.shot('paste-read');
    await visit.tap(visit.button('上报'));
    await page.getByRole('button', { name: '再报一件' }).waitFor();
    expect(visit.taps).toBe(3);
    expect(await latest()).toMatchObject({ text: words });
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'a code on a hydrant opens it with what is open there, and without a network too; the report has its place',
  async () => {
    const { product } = stage;
    const taken = await product.platform.files.upload(scopeOf({ kind: 'public', district: 'demo' }), {
      data: (await photo('h.jpg', '#2266aa')).buffer,
      name: '',
      purpose: 'upload',
    });
    await fileCase(product, null, {
      category: 'utility.hydrant',
      text: '消火栓漏水',
      point: { lng: 120.3825, lat: 36.2915 },
      photos: [`${taken.id}.${taken.claim}`],
    });
    const visit = await readyPhone(stage, 'worker1');
    await visit.open('/field/at?asset=HYD-0001');
    await visit.page.getByRole('heading', { name: '消火栓' }).waitFor();
    await visit.page.getByText('消火栓漏水').waitFor();
    // A code that names nothing says so, and one of elsewhere is not on the phone.
    await expect
      .poll(() => visit.page.evaluate(keptNames), { timeout: STEP_PATIENCE })
      .toContain(`picture/${taken.id}`);
    await stage.line(visit, false);
    await visit.dies();
    await visit.page.goto('/field/at?asset=HYD-0001');
    await passPin(visit.page);
    await visit.page.getByRole('heading', { name: '消火栓' }).waitFor();
    await visit.page.getByText('消火栓漏水').waitFor();
    await visit.shot('scan-offline');
    // Its picture lies on the phone, small.
    await visit.page.getByText('消火栓漏水').click();
    await visit.page.locator('img[src^="data:image/webp"]').waitFor();
    await visit.shot('case-offline-picture');
    await visit.page.goBack();
    await visit.page.locator('a.k-button', { hasText: '在这里上报' }).click();
    await visit.page.locator('.f-place strong', { hasText: '槐树路8号门前' }).waitFor();
    await visit.page.locator('textarea').fill('消火栓又漏了');
    await visit.page.getByRole('button', { name: '上报', exact: true }).click();
    await visit.page.getByRole('heading', { name: '已存在手机里' }).waitFor();
    await stage.line(visit, true);
    await expect.poll(async () => (await latest())['text'], { timeout: STEP_PATIENCE }).toBe('消火栓又漏了');
    expect((await latest())['address']).toContain('槐树路8号门前');
    expect((await latest())['lng']).toBeCloseTo(120.3825, 5);
    await stage.line(visit, false);
    await visit.page.goto('/field/at?asset=HYD-9999');
    await passPin(visit.page);
    await visit.page.getByRole('alert').waitFor();
    await visit.shot('scan-unknown');
    expect(visit.faults.filter((fault) => /^(uncaught|console)/.test(fault))).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);
