// Hazards that come back at one place, and a picture that everybody may see: looked at in the console.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scopeOf } from '../../src/platform/db/db.ts';
import { bring, fileCase, must } from '../case-desk.ts';
import { axeFaults } from './axe.ts';
import { openStage, PATIENCE, photo, type Stage, sideways } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

async function picture(colour: string): Promise<string> {
  const { id, claim } = await stage.product.platform.files.upload(
    scopeOf({ kind: 'public', district: 'demo' }),
    { data: (await photo('p.jpg', colour)).buffer, name: '', purpose: 'upload' },
  );
  return `${id}.${claim}`;
}

test(
  'the place stands with its causes, what was done and the next inspection; the number opens the cases',
  async () => {
    const { product } = stage;
    const point = { lng: 120.3826, lat: 36.2915 };
    const hazard = async (text: string) =>
      fileCase(product, null, {
        kind: 'hazard',
        category: 'safety.fire-lane',
        text,
        address: '槐树路8号东侧消防通道',
        point,
        photos: [await picture('#aa3322'), await picture('#2233aa')],
      });
    const first = await hazard('消防通道停了车');
    await bring(product, first.id, 'handling');
    await must(product, 'urban', first.id, 'finish', {
      result: '联系车主挪走，地面重新画线',
      cause: 'blocked',
      inspectAt: Date.now() + 20 * 86_400_000,
    });
    const second = await hazard('消防通道又停了车');
    for (const size of ['desk', 'phone'] as const) {
      const visit = await stage.visit({ as: 'dispatcher1', size });
      await visit.open('/console/repeated');
      await visit.page.getByText('槐树路8号东侧消防通道').waitFor();
      await visit.page.getByText('占用、堆放 1').waitFor();
      await visit.page.getByText('联系车主挪走', { exact: false }).waitFor();
      expect(await axeFaults(visit)).toEqual([]);
      expect(await sideways(visit)).toBeLessThanOrEqual(0);
      await visit.shot(`repeated-${size}`);
      await visit.page.getByRole('button', { name: /看这 2 件/ }).click();
      await visit.link('消防通道又停了车').waitFor();
      await visit.shot(`repeated-open-${size}`);
      await visit.link('消防通道又停了车').click();
      await visit.page.getByRole('heading', { name: '消防通道又停了车' }).waitFor();
      expect(visit.faults).toEqual([]);
      await visit.context.close();
    }

    const visit = await stage.visit({ as: 'dispatcher1' });
    await visit.open(`/console/cases/${second.id}`);
    await visit.page.locator('summary', { hasText: '更多' }).click();
    await visit.button('选定公开照片').click();
    await visit.page.locator('.k-choice-picture').nth(1).waitFor();
    await visit.shot('show-pictures');
    await visit.page.locator('.k-choice', { hasText: '第 2 张' }).click();
    await visit.page.locator('form button[type="submit"]').click();
    await visit.page.getByText('选定公开照片').first().waitFor();
    await expect
      .poll(async () => ((await product.stored(second.id)).row['facts'] as { shown?: string[] }).shown)
      .toHaveLength(1);
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);
