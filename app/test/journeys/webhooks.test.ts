// Webhooks in the console: registered with the secret shown once, a bad address named, what failed for good sent again, removed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults } from './axe.ts';
import { openStage, PATIENCE, type Stage, sideways } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

test(
  'an address is registered, a dead delivery is sent again, and the address is removed',
  async () => {
    const { product } = stage;
    const visit = await stage.visit({ as: 'security', expected: [/^400 POST \/api\/v1\/webhooks$/] });
    await visit.open('/console/webhooks');
    await visit.page.getByLabel('名称', { exact: true }).fill('市平台');
    await visit.page.getByLabel('网址', { exact: true }).fill('http://127.0.0.1/hook');
    await visit.button('登记推送地址').click();
    await visit.page.getByText('不能指向本机或内部网络').waitFor();
    await visit.page.getByLabel('网址', { exact: true }).fill('https://hooks.example.org/renlin?token=abc');
    await visit.button('登记推送地址').click();
    const secret = await visit.page.locator('.c-secret').innerText();
    expect(secret.length).toBeGreaterThan(30);
    await visit.button('我已保存').click();
    await visit.page.getByRole('heading', { name: '市平台' }).waitFor();
    expect(await visit.page.locator('main').innerText()).not.toContain('token=abc');

    await product.database.owner(
      `insert into webhook_deliveries (district_code, id, webhook_id, key, event, body, made_at, attempts, next_at, dead_at, failure)
       select 'demo', gen_random_uuid(), id, 'k', 'case.closed', '{"case":{"number":"202607-00000012"}}', now(), 9, now(), now(), '503'
       from webhooks`,
      [],
    );
    await visit.page.reload();
    await visit.button('失败 1').click();
    await visit.page.getByText('202607-00000012').waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    expect(await sideways(visit)).toBeLessThanOrEqual(0);
    await visit.shot('console-webhooks');
    await visit.button('重发').click();
    await visit.button('待发 1').waitFor();
    await visit.page.getByText('没有失败的。').waitFor();

    await visit.button('删除').click();
    await visit.page.getByText('删除“市平台”和它的全部推送记录？').waitFor();
    await visit.button('删除').click();
    await visit.page.getByText('还没有推送地址').waitFor();
    expect(visit.faults).toEqual([]);
    await visit.context.close();
    const other = await stage.visit({ as: 'admin', expected: [/^403 GET \/api\/v1\/webhooks$/] });
    await other.open('/console/webhooks');
    await other.page.locator('.k-panel-alert').waitFor();
    expect(await other.page.locator('.c-rail').innerText()).not.toContain('对外推送');
    expect(other.faults).toEqual([]);
    await other.context.close();
  },
  PATIENCE,
);
