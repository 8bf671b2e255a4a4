// The planning workbench by keyboard and without a map: a plan, its answer, a line changed in the list, a correction by hand, and its
// adoption; coverage at an hour of the week; the emergency circle on a phone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NewFeature, replaceMap } from '../../src/modules/places/public.ts';
import { axeFaults } from './axe.ts';
import { type InPage, openStage, PATIENCE, type Stage } from './stage.ts';

let stage: Stage;
const blank = { street: null, houseNumber: null, address: null, levels: null, heightM: null };

/** Two hundred houses of ten households in the first community, and a road between them. */
function village(areas: Record<string, string>): NewFeature[] {
  const features: NewFeature[] = [];
  for (let x = 0; x < 20; x++)
    for (let y = 0; y < 10; y++) {
      const [lng, lat] = [120.3805 + x * 0.001, 36.2905 + y * 0.001];
      features.push({
        ...blank,
        id: `h${x}-${y}`,
        layer: 'building',
        class: 'apartments',
        name: `楼${x}-${y}`,
        households: 10,
        areaId: (lng < 120.39 ? areas['g1'] : areas['g2']) ?? null,
        geometry: { type: 'Point', coordinates: [lng, lat] },
      });
    }
  const line: [number, number][] = [
    [120.38, 36.295],
    [120.4, 36.295],
  ];
  for (const [i, name] of ['西卫生站', '东卫生站'].entries())
    features.push({
      ...blank,
      id: `c${i}`,
      layer: 'poi',
      class: 'clinic',
      name,
      households: null,
      hours: 'Mo-Fr 08:00-17:30',
      geometry: { type: 'Point', coordinates: [120.3825 + i * 0.014, 36.2951] },
    });
  const road = { type: 'LineString' as const, coordinates: line };
  features.push({
    ...blank,
    id: 'r1',
    layer: 'road',
    class: 'primary',
    name: '槐树路',
    households: null,
    geometry: road,
  });
  return features;
}

beforeAll(async () => {
  stage = await openStage();
  const { database, district } = stage.product;
  const features = village(district.areas);
  await database.system(async (tx) => {
    await replaceMap(tx, { source: 'test', title: '测试', attribution: '测试', features, assets: [] });
  });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

test(
  'grids are planned, corrected and adopted from a day on',
  async () => {
    const visit = await stage.visit({ as: 'admin' });
    const { page } = visit;
    await visit.open('/console/planning');
    expect(await axeFaults(visit)).toEqual([]);
    await page.getByRole('combobox', { name: '区域' }).fill('槐树社区');
    await page
      .getByRole('option', { name: /槐树社区/ })
      .first()
      .click();
    await visit.tap(visit.button('打开工作台'));
    await page.locator('.pl-bench').waitFor();
    await visit.settled();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('planning-ask');

    // What is clicked on the map is found in the list as well.
    await page.getByText('逐条看分隔线').focus();
    await page.keyboard.press('Enter');
    const line = page.locator('.pl-short').getByRole('combobox', { name: /槐树路/ });
    await line.selectOption({ label: '不考虑' });
    expect(await line.inputValue()).toBe('open');
    await line.selectOption({ label: '尽量沿线' });
    await page.getByRole('combobox', { name: '各格工作量均衡' }).selectOption({ label: '较看重' });
    await page.getByRole('spinbutton', { name: /微网格/ }).fill('50');
    expect(await axeFaults(visit)).toEqual([]);

    await visit.tap(visit.button('保存并计算'));
    await page.locator('.pl-figures').waitFor();
    await page.getByText('全部网格都在户数范围里').waitFor();
    expect(await page.locator('.pl-grids tbody tr').count()).toBe(5);
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('planning-result');
    await visit.tap(page.locator('.pl-grids tbody .k-link').first());
    await page.locator('.pl-list li').first().waitFor();
    await page.getByRole('table', { name: /的微网格/ }).waitFor();

    await visit.tap(visit.button('再算一次'));
    await page.getByText('与第 1 次结果相同').waitFor();

    await visit.tap(page.getByRole('tab', { name: '手工调整' }));
    await page.getByRole('combobox', { name: /^网格/ }).selectOption({ index: 1 });
    await visit.tap(visit.button(/^拆开/));
    await page.locator('.pl-steps li').first().waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.tap(visit.button('保存为新的一次'));
    await page.locator('.pl-warn', { hasText: '手工调整后' }).waitFor();
    expect(await page.locator('.pl-grids tbody tr').count()).toBe(6);

    await visit.tap(page.getByRole('tab', { name: '比较' }));
    await page.getByRole('checkbox', { name: /第 1 次/ }).check();
    await page.locator('.pl-figures thead th').nth(3).waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('planning-compare');

    await visit.tap(page.getByRole('tab', { name: '采用' }));
    await visit.tap(visit.button('先看影响'));
    await page.getByText('可以办理').waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.tap(visit.button(/起采用$/));
    await page.getByText('这次结果已经采用').waitFor();
    await visit.tap(page.getByRole('link', { name: '到区划与岗位看调整' }));
    await visit.settled();
    const changes = await stage.product.call('admin', 'GET', '/api/v1/org/changes');
    expect(changes.body.items[0]).toMatchObject({ kind: 'redraw', state: 'planned' });
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'coverage asks when places are open and what if one were lost',
  async () => {
    const visit = await stage.visit({ as: 'admin', size: 'tablet' });
    const { page } = visit;
    await visit.open('/console/planning');
    await page.getByRole('combobox', { name: '类型' }).selectOption({ label: '步行覆盖' });
    await page.getByRole('combobox', { name: '区域' }).fill('槐树社区');
    await page
      .getByRole('option', { name: /槐树社区/ })
      .first()
      .click();
    await visit.tap(visit.button('打开工作台'));
    await page.locator('.pl-bench').waitFor();
    await page.getByText('地图上的场所').waitFor();
    await page.getByRole('checkbox', { name: /卫生站/ }).check();
    await page.getByText(/^假如某处停用/).click();
    await page.getByRole('checkbox', { name: '东卫生站' }).check();
    await page.getByRole('checkbox', { name: '只算那时开门的' }).check();
    await page.getByRole('combobox', { name: '星期' }).selectOption({ label: '周日' });
    expect(await axeFaults(visit)).toEqual([]);
    await visit.tap(visit.button('保存并计算'));
    const states = page.locator('tr', { hasText: '卫生站' }).locator('td:last-child');
    await states.first().waitFor();
    expect(await states.allTextContents()).toEqual(['关门', '停用']);
    await page.getByText('2000 户中 0 户走得到').waitFor();
    await visit.tap(page.getByRole('tab', { name: '参数' }));
    await page.getByRole('checkbox', { name: '只算那时开门的' }).uncheck();
    await visit.tap(visit.button('保存并计算'));
    await page.getByText('因封路、停用才到不了的楼栋').waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('planning-coverage');
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'the emergency circle on a phone says what is lacking, and proposes where to add it',
  async () => {
    const visit = await stage.visit({ as: 'admin', size: 'phone' });
    const { page } = visit;
    await visit.open('/console/preparedness');
    await visit.tap(page.getByRole('link', { name: '看 15 分钟应急圈' }));
    await page.getByRole('combobox', { name: '区域' }).fill('槐树社区');
    await page
      .getByRole('option', { name: /槐树社区/ })
      .first()
      .click();
    await visit.tap(visit.button('打开工作台'));
    await page.locator('.pl-service summary', { hasText: '医疗点' }).waitFor();
    await visit.settled();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('circle-ask');
    await visit.tap(visit.button('保存并计算'));
    // Nobody keeps a shelter here yet: the circle is whole for nobody, and says so.
    await page.getByText('2000 户中 0 户样样都有').waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('circle-result');
    const overflow = await page.evaluate(() => {
      const { document } = globalThis as InPage;
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    });
    expect(overflow).toBeLessThanOrEqual(0);
    await visit.tap(visit.button('医疗点'));
    await page.getByText(/2000 户中 \d+ 户走得到/).waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.tap(visit.button('回到整个应急圈'));
    await visit.tap(page.getByRole('row', { name: /医疗点/ }).getByRole('button', { name: '补在哪里' }));
    await page.locator('.pl-curve').waitFor();
    await page.getByRole('heading', { name: '槐树社区 医疗点补点' }).waitFor();
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);
