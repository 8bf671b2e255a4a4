// Large type: every word can be read and every target can be hit, on every page that residents see.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bring, type Filed, fileCase } from '../case-desk.ts';
import { type InPage, openStage, PATIENCE, type Stage, sideways, type Visit } from './stage.ts';

const LEAST_TEXT = 18;
const LEAST_TARGET = 60;

let stage: Stage;
let filed: Filed;
beforeAll(async () => {
  stage = await openStage();
  filed = await fileCase(stage.product, null, { text: '健身器材松了' });
  await bring(stage.product, filed.id, 'verified');
  for (let step = 0; step < 6; step++) await fileCase(stage.product, null, { text: '井盖响' });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

type Measured = { texts: number; targets: number; small: string[] };

/** Words below the least size and targets below the least box; a link inside a sentence is part of its line. */
function measure({ page }: Visit): Promise<Measured> {
  return page.evaluate(
    ([leastText, leastTarget]) => {
      const { document, getComputedStyle, NodeFilter } = globalThis as InPage;
      const small: string[] = [];
      const seen = (element: InPage): boolean => {
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && style.clip === 'auto';
      };
      const named = (element: InPage): string =>
        `${element.tagName.toLowerCase()}.${element.className} ${element.textContent?.trim().slice(0, 20)}`;
      let texts = 0;
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (
          !parent ||
          !node.textContent?.trim() ||
          !seen(parent) ||
          parent.closest('script, style, .k-visually-hidden')
        )
          continue;
        texts += 1;
        const size = Number.parseFloat(getComputedStyle(parent).fontSize);
        if (size < leastText) small.push(`${size}px ${named(parent)}`);
      }
      let targets = 0;
      const pressed =
        'a[href], button, select, textarea, summary, input:not([type="hidden"]), label.k-star, label.k-choice, label.p-chip';
      for (const element of document.querySelectorAll(pressed)) {
        if (!seen(element) || element.matches('.k-skip') || element.closest('.k-visually-hidden')) continue;
        // The label around a box or a hidden input is what the finger meets.
        if (element.matches('input') && element.closest('label')) continue;
        targets += 1;
        const box = element.getBoundingClientRect();
        if (Math.round(box.width) < leastTarget || Math.round(box.height) < leastTarget)
          small.push(`${Math.round(box.width)}×${Math.round(box.height)} ${named(element)}`);
      }
      return { texts, targets, small };
    },
    [LEAST_TEXT, LEAST_TARGET] as const,
  );
}

async function readable(visit: Visit, name: string): Promise<void> {
  const { texts, targets, small } = await measure(visit);
  await visit.shot(`elder-${name}`);
  // A page that was not there would have nothing that is too small.
  expect(texts, name).toBeGreaterThan(5);
  expect(targets, name).toBeGreaterThan(3);
  expect(small, name).toEqual([]);
  const wide = await sideways(visit);
  expect(wide, `${name} sideways`).toBeLessThanOrEqual(0);
}

test(
  'the switch is on every page, is remembered, and makes everything large',
  async () => {
    const { product } = stage;
    const visit = await stage.visit({ size: 'phone', at: product.point('g1', 9) });
    await visit.open('/');
    // Without it the measure finds something: it can fail.
    expect((await measure(visit)).small.length).toBeGreaterThan(0);
    await visit.tap(visit.button('大字版'));
    await readable(visit, 'home');
    await visit.page.reload();
    await visit.settled();
    await readable(visit, 'home again');

    await visit.tap(visit.link(/我要反映/));
    await visit.page.locator('.p-chips').first().waitFor();
    await readable(visit, 'what');
    await visit.page.locator('textarea').fill('井盖响');
    await visit.tap(visit.button('下一步：地点'));
    await visit.button(/现在的位置/).waitFor();
    await readable(visit, 'where');
    await visit.tap(visit.button(/现在的位置/));
    await visit.page.locator('.p-chosen').waitFor();
    await readable(visit, 'where chosen');
    await visit.tap(visit.button('下一步：联系方式'));
    await visit.page.locator('input[type="tel"]').waitFor();
    await readable(visit, 'who');
    await visit.tap(visit.button('反映给社区'));
    await visit.page.waitForURL('**/report/done');
    await visit.page.locator('.p-code').waitFor();
    await readable(visit, 'done');
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'following, looking around and asking for help are large too',
  async () => {
    const visit = await stage.visit({
      size: 'phone',
      elder: true,
      maps: true,
      at: { lng: 120.3822, lat: 36.2914 },
    });
    await visit.open('/follow');
    await readable(visit, 'follow');
    await visit.page.getByLabel('查询码').fill(filed.code);
    await visit.tap(visit.button('看进度'));
    await visit.page.locator('.p-ask').waitFor();
    await readable(visit, 'followed');
    await visit.open('/help');
    await readable(visit, 'help');
    await visit.open('/nearby');
    await readable(visit, 'nearby');
    await visit.tap(visit.button('用我现在的位置'));
    await visit.page.locator('.p-notice, .p-card').first().waitFor();
    await readable(visit, 'what is open nearby');
    await visit.open('/at?place=120.3822,36.2914');
    await visit.page.locator('#at-open').waitFor();
    await readable(visit, 'at');
    await visit.open('/together');
    await visit.page.locator('.p-card').first().waitFor();
    await readable(visit, 'together');
    await visit.tap(visit.button('看地图'));
    await visit.page.locator('[data-map]').waitFor();
    await visit.settled();
    await readable(visit, 'map');
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);
