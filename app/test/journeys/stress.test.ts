// The stress test without a map: a scenario on a community, its curves, the story of a run, measures that are bought, two ways to send
// help side by side, and a long run that is stopped.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NewFeature, replaceMap } from '../../src/modules/places/public.ts';
import { axeFaults } from './axe.ts';
import { openStage, PATIENCE, type Stage } from './stage.ts';

let stage: Stage;
const blank = { street: null, houseNumber: null, address: null, levels: null, heightM: null };

/** Two hundred houses of ten households in the two grids of the first community, streets between them, and a clinic. */
function village(areas: Record<string, string>): NewFeature[] {
  const features: NewFeature[] = [];
  const at = (x: number, y: number): [number, number] => [120.3805 + x * 0.001, 36.2905 + y * 0.001];
  for (let x = 0; x < 20; x++)
    for (let y = 0; y < 10; y++) {
      const coordinates = at(x, y);
      features.push({
        ...blank,
        id: `h${x}-${y}`,
        layer: 'building',
        class: 'apartments',
        name: `楼${x}-${y}`,
        households: 10,
        areaId: (coordinates[0] < 120.39 ? areas['g1'] : areas['g2']) ?? null,
        geometry: { type: 'Point', coordinates },
      });
    }
  const road = (id: string, coordinates: [number, number][]): NewFeature => ({
    ...blank,
    id,
    layer: 'road',
    class: 'residential',
    name: id,
    households: null,
    geometry: { type: 'LineString', coordinates },
  });
  for (const y of [0, 4, 9])
    features.push(
      road(
        `横${y}`,
        Array.from({ length: 20 }, (_, x) => at(x, y)),
      ),
    );
  for (const x of [0, 9, 19])
    features.push(
      road(
        `纵${x}`,
        Array.from({ length: 10 }, (_, y) => at(x, y)),
      ),
    );
  features.push({
    ...blank,
    id: 'clinic',
    layer: 'poi',
    class: 'clinic',
    name: '东卫生站',
    households: null,
    geometry: { type: 'Point', coordinates: at(15, 5) },
  });
  return features;
}

beforeAll(async () => {
  stage = await openStage();
  const { database, district } = stage.product;
  await database.system(async (tx) => {
    await replaceMap(tx, {
      source: 'test',
      title: '测试',
      attribution: '测试',
      features: village(district.areas),
      assets: [],
    });
  });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

test(
  'a scenario is built, run, told, bought for, compared and stopped',
  async () => {
    const visit = await stage.visit({ as: 'admin', expected: [/^400 POST .*\/plans/] });
    const { page } = visit;
    await visit.open('/console/stress');
    expect(await axeFaults(visit)).toEqual([]);
    await page.getByRole('combobox', { name: '灾种' }).selectOption({ label: '暴雨内涝' });
    await page.getByRole('combobox', { name: '区域' }).fill('槐树社区');
    await page
      .getByRole('option', { name: /槐树社区/ })
      .first()
      .click();
    await visit.tap(visit.button('打开'));
    await page.getByText('推演用的底数').waitFor();
    await page.getByText(/2 个网格，2000 户/).waitFor();
    await page.getByText(/没有避难场所的记录/).waitFor();
    expect(await axeFaults(visit)).toEqual([]);

    // A grid that is chosen takes the place of the whole area.
    const place = page.getByRole('combobox', { name: '或选一个社区、网格' });
    await place.selectOption({ index: 2 });
    expect(await page.getByRole('checkbox', { name: '整个区域' }).isChecked()).toBe(false);
    await page.getByRole('spinbutton', { name: '看多少小时' }).fill('24');
    await page.getByRole('spinbutton', { name: '到第几小时' }).fill('1');
    await page.getByRole('spinbutton', { name: '推演次数' }).fill('4');
    await visit.shot('stress-ask');
    await visit.tap(visit.button('保存并推演'));
    await page
      .getByRole('alert')
      .getByText(/要晚于开始/)
      .first()
      .waitFor();
    await page.getByRole('spinbutton', { name: '到第几小时' }).fill('18');
    await page.getByRole('combobox', { name: '强度' }).selectOption({ label: '极重（0.9）' });
    await visit.tap(visit.button('保存并推演'));
    await page.locator('.st-curve').first().waitFor();
    expect(await page.locator('.st-curve').count()).toBe(4);
    await page.getByText('等得最久的网格').waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('stress-result');
    await visit.tap(visit.button('再算一次'));
    await page.getByText('与第 1 次结果相同').waitFor();

    await visit.tap(page.getByRole('tab', { name: '回放' }));
    await page.getByRole('slider').fill('6');
    await page.getByText(/1 个网格受灾/).waitFor();
    await visit.tap(page.locator('.st-late .k-link').first());
    await page.locator('.st-chain li', { hasText: '求助' }).waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('stress-story');

    await visit.tap(page.getByRole('tab', { name: '原因与措施' }));
    await page.getByText('补什么最划算').waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    const measures = page.locator('.st-measures input[type=checkbox]');
    await measures.nth(0).check();
    await measures.nth(1).check();
    await visit.shot('stress-measures');
    await visit.tap(visit.button(/加上这 2 项再推演/));
    await page
      .getByText(/损失少/)
      .first()
      .waitFor();
    await page.locator('.st-key', { hasText: '没有这些措施时' }).first().waitFor();

    await visit.tap(page.getByRole('tab', { name: '对比' }));
    await page.getByText(/逐次配对/).waitFor();
    await page.getByRole('combobox', { name: '派遣规则' }).selectOption({ label: '谁近派谁' });
    await visit.tap(visit.button('按这种派法推演'));
    await page
      .getByText(/^第 4 次 · 谁近派谁/)
      .first()
      .waitFor();
    await page.getByText(/波动/).first().waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('stress-compare');

    await visit.tap(page.getByRole('tab', { name: '情景' }));
    await page.getByRole('spinbutton', { name: '推演次数' }).fill('200');
    await page.getByRole('spinbutton', { name: '看多少小时' }).fill('168');
    await visit.tap(visit.button('保存并推演'));
    await page.getByText(/正在推演 [1-9]/).waitFor();
    await visit.tap(visit.button('停止'));
    await page.getByText(/这次提前停了/).waitFor();
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);
