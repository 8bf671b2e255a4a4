// The first load of pages on a slow phone: `npm run bench:first-load -- --url http://127.0.0.1:3000` against a running demo. Network and
// processor are held back as Lighthouse's mobile profile names them (150 ms, 1.6 Mbit/s, four times slower), but really, not by reckoning:
// the figures are a little worse than its own. The start page is the reference of each run. One line of JSON last.
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { browserPath } from '../../tools/ensure-system.ts';

const { values } = parseArgs({ options: { url: { type: 'string' }, rounds: { type: 'string' } } });
const URL_ = values.url ?? 'http://127.0.0.1:3000';
const ROUNDS = Number(values.rounds ?? '3');
const PIN = '294817';
/** Nothing long ran for so long: the page is quiet. */
const QUIET_MS = 3_000;

type Figures = { fcp: number; lcp: number; tbt: number; cls: number };
// biome-ignore lint/suspicious/noExplicitAny: the server's compiler knows no page
type InPage = any;

/** Runs before the page: notes paints, shifts and what blocks the hand. */
const observe = (): void => {
  const page = globalThis as InPage;
  const seen = { fcp: 0, lcp: 0, cls: 0, tasks: [] as { at: number; ms: number }[] };
  page.seen = seen;
  const watch = (type: string, each: (entry: InPage) => void) =>
    new page.PerformanceObserver((list: InPage) => list.getEntries().forEach(each)).observe({
      type,
      buffered: true,
    });
  watch('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') seen.fcp = entry.startTime;
  });
  watch('largest-contentful-paint', (entry) => {
    seen.lcp = entry.startTime;
  });
  watch('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.cls += entry.value;
  });
  watch('longtask', (entry) => seen.tasks.push({ at: entry.startTime, ms: entry.duration }));
};

async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(observe);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1024 * 1024) / 8,
    uploadThroughput: (750 * 1024) / 8,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  return page;
}

async function figuresOf(page: Page): Promise<Figures> {
  await page.waitForFunction((quiet) => {
    const { seen, performance } = globalThis as InPage;
    const last = Math.max(seen.lcp, ...seen.tasks.map((one: { at: number; ms: number }) => one.at + one.ms));
    return seen.fcp > 0 && performance.now() - last > quiet;
  }, QUIET_MS);
  return page.evaluate(() => {
    const { seen } = globalThis as InPage;
    const after = seen.tasks.filter((one: { at: number }) => one.at >= seen.fcp);
    const tbt = after.reduce((sum: number, one: { ms: number }) => sum + Math.max(0, one.ms - 50), 0);
    return { fcp: seen.fcp, lcp: seen.lcp, tbt, cls: seen.cls };
  });
}

/** The curve by which Lighthouse 12 makes a share of a figure (log-normal through 0.9 at p10 and 0.5 at the median). */
function share(value: number, p10: number, median: number): number {
  if (value <= 0) return 1;
  const spread = Math.log(p10 / median) / (-1.2815515655446004 * Math.SQRT2);
  const z = Math.log(value / median) / (Math.abs(spread) * 2);
  return 0.5 * erfc(z);
}
/** Abramowitz and Stegun 7.1.26; good to 1.5e-7. */
function erfc(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = poly * Math.exp(-x * x);
  return x >= 0 ? tail : 2 - tail;
}
/** Of the four figures that need no film of the page (90 of Lighthouse's 100 points). */
function score({ fcp, lcp, tbt, cls }: Figures): number {
  const points =
    10 * share(fcp, 1800, 3000) +
    25 * share(lcp, 2500, 4000) +
    30 * share(tbt, 200, 600) +
    25 * share(cls, 0.1, 0.25);
  return Math.round((points / 90) * 100);
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;

async function measure(path: string, browser: Browser): Promise<Figures> {
  const context = await browser.newContext({
    viewport: { width: 412, height: 823 },
    isMobile: true,
    hasTouch: true,
  });
  const page = await slowPage(context);
  await page.goto(`${URL_}${path}`);
  const figures = await figuresOf(page);
  await context.close();
  return figures;
}

/** The field app of somebody who set a PIN before: to the lock, and from the last digit to the day's work. */
async function measureField(browser: Browser): Promise<Figures & { unlock: number }> {
  const context = await browser.newContext({
    viewport: { width: 412, height: 823 },
    isMobile: true,
    hasTouch: true,
  });
  const first = await context.newPage();
  await first.goto(`${URL_}/login`);
  await first.evaluate(async () => {
    const { fetch } = globalThis as InPage;
    const body = JSON.stringify({ user: 'worker' });
    await fetch('/api/v1/demo/session', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
  });
  await first.goto(`${URL_}/field`);
  await first.locator('[data-lock="new"] input[type="password"]').first().waitFor();
  for (const field of await first.locator('[data-lock="new"] input[type="password"]').all())
    await field.fill(PIN);
  await first.locator('[data-lock="new"] button[type="submit"]').click();
  await first.locator('#main .f-row, #main .f-group').first().waitFor();
  await first.close();
  const page = await slowPage(context);
  await page.goto(`${URL_}/field`);
  await page.locator('[data-lock="locked"] input[type="password"]').waitFor();
  const figures = await figuresOf(page);
  await page.locator('[data-lock="locked"] input[type="password"]').fill(PIN);
  const from = await page.evaluate(() => (globalThis as InPage).performance.now() as number);
  await page.locator('[data-lock="locked"] button[type="submit"]').click();
  await page.locator('#main .f-row, #main .f-group').first().waitFor();
  const to = await page.evaluate(() => (globalThis as InPage).performance.now() as number);
  await context.close();
  return { ...figures, unlock: to - from };
}

const browser = await chromium.launch({
  executablePath: browserPath(),
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
const pages: Record<string, Figures & { unlock?: number; score: number }> = {};
const measures: [string, () => Promise<Figures & { unlock?: number }>][] = [
  ['/ (reference)', () => measure('/', browser)],
  ['/report', () => measure('/report', browser)],
  ['/tip', () => measure('/tip', browser)],
  ['/field, at its lock', () => measureField(browser)],
];
for (const [name, run] of measures) {
  const all: (Figures & { unlock?: number })[] = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await run());
  const of = (key: 'fcp' | 'lcp' | 'tbt' | 'cls' | 'unlock') => median(all.map((one) => one[key] ?? 0));
  const figures = { fcp: of('fcp'), lcp: of('lcp'), tbt: of('tbt'), cls: of('cls') };
  const unlock = of('unlock');
  pages[name] = { ...figures, ...(unlock > 0 ? { unlock } : {}), score: score(figures) };
  const ms = (value: number) => `${Math.round(value)} ms`;
  console.log(
    `${name}: first paint ${ms(figures.fcp)}, largest ${ms(figures.lcp)}, blocking ${ms(figures.tbt)}, shift ${figures.cls.toFixed(3)}${
      unlock > 0 ? `, PIN to the day's work ${ms(unlock)}` : ''
    }, ${pages[name]?.score} of 100`,
  );
}
await browser.close();
console.log(JSON.stringify({ bench: 'first-load', rounds: ROUNDS, pages }));
