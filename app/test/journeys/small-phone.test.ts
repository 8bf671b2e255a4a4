// A phone with next to no room, a clock that is a year off, a photo that was cut, a session that somebody ended while there was no
// network: each says what is the matter in words, and nothing that was written down is lost.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults } from './axe.ts';
import {
  giveRoom,
  type InPage,
  openStage,
  PATIENCE,
  passPin,
  photo,
  readyPhone,
  STEP_PATIENCE,
  type Stage,
  type Visit,
} from './stage.ts';

/** What the phone has left for the app, its files and its copy included. */
const ROOM = 30_000_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

const filed = (text: string) =>
  stage.product.database.owner<{ id: string; occurred_at: Date; facts: { photos: unknown[] } }>(
    'select id, occurred_at, facts from cases where text = $1',
    [text],
  );

async function begin({ page }: Visit, text: string, file?: Parameters<Visit['page']['setInputFiles']>[1]) {
  await page.locator('.f-tab', { hasText: '上报' }).click();
  const next = page.getByRole('button', { name: '再报一件' });
  await next.or(page.locator('textarea')).first().waitFor();
  if (await next.isVisible()) await next.click();
  if (file) await page.locator('input[type="file"]').first().setInputFiles(file);
  await page.locator('textarea').fill(text);
  await page.locator('.f-place strong').waitFor();
}
const send = ({ page }: Visit) => page.getByRole('button', { name: '上报', exact: true }).click();

/** Noise does not get smaller by drawing it anew: some megabytes, as of a camera. */
async function heavyPhoto(name: string) {
  const { default: sharp } = await import('sharp');
  const side = 1900;
  const raw = Buffer.alloc(side * side * 3);
  let seed = 1;
  for (let at = 0; at < raw.length; at++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    raw[at] = seed >>> 24;
  }
  const buffer = await sharp(raw, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

test(
  'a phone with thirty megabytes takes reports until it is full, then asks and keeps the form; what it took is all there, and goes',
  async () => {
    const visit = await readyPhone(stage, 'worker1', { room: ROOM });
    await stage.line(visit, false);
    const taken: string[] = [];
    const kept = () => visit.page.getByRole('heading', { name: '已存在手机里' });
    const refused = () => visit.page.locator('[role="alert"]', { hasText: '没能存下' });
    // Each with a photo of some megabytes, and once more as much sealed for the server.
    for (let n = 1; n < 12; n++) {
      await begin(visit, `第 ${n} 件，照片很大`, await heavyPhoto(`${n}.jpg`));
      await send(visit);
      await kept().or(refused()).first().waitFor();
      if (await refused().first().isVisible()) break;
      taken.push(`第 ${n} 件，照片很大`);
    }
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThan(11);
    await visit.shot('full-refused');
    const words = `第 ${taken.length + 1} 件，照片很大`;
    expect(await visit.page.locator('textarea').inputValue()).toBe(words);

    // The page dies: what had been taken is still there, all of it.
    await visit.dies();
    await giveRoom(visit.page, stage.url, ROOM);
    await visit.page.goto('/field/unsent');
    await passPin(visit.page);
    for (const text of taken) await visit.page.locator('.f-card', { hasText: text }).waitFor();
    await visit.shot('full-survived');

    // A smaller one still fits, or the phone asks again; with a network everything goes, and makes room.
    await stage.line(visit, true);
    for (const text of taken)
      await expect
        .poll(async () => (await filed(text)).map((one) => one.facts.photos.length), {
          timeout: STEP_PATIENCE,
        })
        .toEqual([1]);
    await begin(visit, words, await photo('small.jpg', '#557733'));
    await send(visit);
    // The browser gives back what was let go in its own time; who is asked again presses again.
    await expect
      .poll(
        async () => {
          if (await refused().first().isVisible()) await send(visit);
          return (await filed(words)).length;
        },
        { timeout: STEP_PATIENCE },
      )
      .toBe(1);
    expect(await stage.product.doctor()).toEqual([]);
    expect(visit.faults.filter((fault) => /^uncaught/.test(fault))).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'where the browser says how much is left, less than thirty megabytes are a warning',
  async () => {
    const visit = await readyPhone(stage, 'worker1');
    await visit.page.evaluate(() => {
      const { navigator } = globalThis as InPage;
      navigator.storage.estimate = async () => ({ usage: 4_000_000, quota: 33_000_000 });
    });
    await visit.page.locator('a[href="/field/me"]').click();
    await visit.page.locator('a[href="/field/storage"]').click();
    await visit.page.getByText('空间快满了', { exact: false }).waitFor();
    await visit.shot('full-low');
    expect(await axeFaults(visit)).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test.each([
  ['behind', -366],
  ['ahead', 366],
])(
  'a phone whose clock is a year %s files at the time it was',
  async (_which, days) => {
    const visit = await readyPhone(stage, 'worker1', { clockOffMs: days * 86_400_000 });
    await stage.line(visit, false);
    const text = `时钟差了 ${days} 天的一件`;
    await begin(visit, text);
    const before = Date.now();
    await send(visit);
    await visit.page.getByRole('heading', { name: '已存在手机里' }).waitFor();
    await stage.line(visit, true);
    await expect.poll(async () => (await filed(text)).length, { timeout: STEP_PATIENCE }).toBe(1);
    const [one] = await filed(text);
    // To a few seconds: what the header `Date` can tell.
    expect(Math.abs(Number(new Date(one?.occurred_at ?? 0)) - before)).toBeLessThan(STEP_PATIENCE);
    expect(visit.faults.filter((fault) => /^(uncaught|console)/.test(fault))).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'a photo that was cut in the middle is refused in words; the report goes without it, and the work is kept',
  async () => {
    const visit = await readyPhone(stage, 'worker1');
    const whole = await photo('cut.jpg', '#993355');
    const cut = { ...whole, buffer: whole.buffer.subarray(0, Math.floor(whole.buffer.length / 3)) };
    await stage.line(visit, false);
    await begin(visit, '照片坏了的一件', cut);
    await send(visit);
    await visit.page.getByRole('heading', { name: '已存在手机里' }).waitFor();
    await stage.line(visit, true);
    await visit.page.goto('/field/unsent');
    await passPin(visit.page);
    const card = visit.page.locator('.f-card', { hasText: '照片坏了的一件' });
    await card.getByRole('link', { name: /看看再定/ }).click();
    const without = visit.page.getByRole('button', { name: '不带这些照片发' });
    await without.waitFor();
    await visit.shot('cut-photo');
    expect(await filed('照片坏了的一件')).toEqual([]);
    await without.click();
    await expect
      .poll(async () => (await filed('照片坏了的一件')).map((one) => one.facts.photos.length), {
        timeout: STEP_PATIENCE,
      })
      .toEqual([0]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'a session that the office ended while the phone was offline asks to sign in; the work waits sealed and arrives once',
  async () => {
    const { product } = stage;
    const visit = await readyPhone(stage, 'worker1');
    await stage.line(visit, false);
    await begin(visit, '会话被收回时写的一件', await photo('d.jpg', '#445566'));
    await send(visit);
    await visit.page.getByRole('heading', { name: '已存在手机里' }).waitFor();
    await product.platform.sessions.revokeAll(product.district.accounts.worker1);
    await stage.line(visit, true);
    await visit.page.locator('[data-lock="signed-out"]').waitFor();
    await visit.page.getByText('没有发出的 1 件都在手机里', { exact: false }).waitFor();
    expect(await filed('会话被收回时写的一件')).toEqual([]);
    await stage.signIn(visit, 'worker1');
    await visit.page.goto('/field/unsent');
    await passPin(visit.page);
    await visit.page.locator('.f-card', { hasText: '已收到' }).waitFor();
    expect(await filed('会话被收回时写的一件')).toHaveLength(1);
    await visit.context.close();
  },
  PATIENCE,
);
