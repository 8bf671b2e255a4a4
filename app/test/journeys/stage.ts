// A real server on a free port, with the built pages and the small hand-made district, and one browser that people share. Every
// page keeps a record of what must never happen: an error on the console, a refused content policy, a request that failed.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { browserPath } from '../../../tools/ensure-system.ts';
import { WEB_ROOT } from '../../src/main/server.ts';
import { replaceMap } from '../../src/modules/places/public.ts';
import { SESSION_COOKIE } from '../../src/platform/auth/sessions.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { type PersonKey, type TestProduct, testProduct } from '../product.ts';

/** What a function that runs inside the page may touch: `const { document } = globalThis as InPage`. */
// biome-ignore lint/suspicious/noExplicitAny: the server's compiler knows no page
export type InPage = any;

/** For slow machines: a journey waits for states, never for times, and this only ends what would wait for ever. */
export const PATIENCE = 600_000;
export const STEP_PATIENCE = 90_000;

const SIZES = {
  phone: { width: 390, height: 844 },
  tablet: { width: 1024, height: 768 },
  desk: { width: 1440, height: 900 },
} as const;

export type VisitOptions = {
  /** Who is signed in; nobody when absent. */
  as?: PersonKey;
  size?: keyof typeof SIZES;
  /** Where the phone says it is. */
  at?: { lng: number; lat: number };
  locale?: 'zh-CN' | 'en';
  /** Large type, as the switch would have left it. */
  elder?: boolean;
  /** Answers that this journey asks for, `409 POST /api/v1/cases/{id}/commands` as a pattern. */
  expected?: readonly RegExp[];
  /**
   * Maps are drawn. Otherwise the browser has no WebGL, as on an old phone, and the list takes the map's place: drawing by
   * software is most of the work of a page, and few journeys are about it.
   */
  maps?: boolean;
  /** How many bytes the phone gives the app. */
  room?: number;
  /** By how much the phone's own clock is off. */
  clockOffMs?: number;
  /** The live line is down: news of others do not reach this page. */
  deaf?: boolean;
};

export type Visit = {
  page: Page;
  context: BrowserContext;
  /** What must not be; empty at the end of every journey. */
  faults: string[];
  /** Presses, and characters typed, by a person: what docs/usability.md counts. */
  taps: number;
  open(path: string): Promise<void>;
  tap(target: Locator): Promise<void>;
  /** The page dies without a word; another one of the same browser stands in its place, empty. */
  dies(): Promise<void>;
  button(name: string | RegExp): Locator;
  link(name: string | RegExp): Locator;
  /** Nothing is being loaded, and the map, if there is one, is drawn. */
  settled(): Promise<void>;
  /** A picture for people, when RENLIN_SCREENSHOTS names a folder. */
  shot(name: string): Promise<void>;
};

export type Stage = {
  product: TestProduct;
  url: string;
  visit(options?: VisitOptions): Promise<Visit>;
  /** Without a line no request of this phone is answered, and its page knows it; who is not signed in takes everybody along. */
  line(visit: Visit, there: boolean): Promise<void>;
  /** A fresh session, as after signing in again. */
  signIn(visit: Visit, person: PersonKey): Promise<void>;
  /** Everything that went wrong on any page so far. */
  faults(): string[];
  close(): Promise<void>;
};

/** With a `now` the clock stands still until the journey moves it (`product.clock.at`), and every page follows it. */
export async function openStage(options: { now?: number } = {}): Promise<Stage> {
  if (!existsSync(join(WEB_ROOT, 'index.html')))
    throw new Error('the pages are not built: npm run build:web (npm test does it)');
  const product = await testProduct({ now: options.now ?? Date.now() });
  await product.database.system((tx) => replaceMap(tx, smallMap()));
  // People in a browser live by the wall clock, so the server does too, unless the journey is about days that go by.
  if (options.now === undefined) Object.defineProperty(product.clock, 'at', { get: () => Date.now() });
  const { platform } = product;
  const app = await createHttpServer(platform, product.product.routes, {
    webRoot: WEB_ROOT,
    publicDistrict: 'demo',
    version: '0.0.0-test',
    strictFactor: 10_000,
    ...product.product.doors,
    onClosing: () => product.product.streams.closeAll(),
  });
  await platform.events.start();
  // A page takes the time from the server's answers.
  app.server.prependListener('request', (_request, response) =>
    response.setHeader('date', new Date(product.clock.at).toUTCString()),
  );
  /** The sessions of phones without a line; an empty word is in every request. */
  const cut = new Map<Visit, string>();
  const hear = app.server.emit.bind(app.server);
  app.server.emit = (name: string, ...rest: unknown[]): boolean => {
    if (cut.size === 0 || name !== 'request') return hear(name, ...rest);
    const { headers, socket } = rest[0] as IncomingMessage;
    if (![...cut.values()].some((session) => (headers.cookie ?? '').includes(session)))
      return hear(name, ...rest);
    socket.destroy();
    return true;
  };
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const browser = await launch();
  const visits: Visit[] = [];
  return {
    product,
    url,
    async visit(options = {}) {
      const cookie = options.as ? await product.cookieOf(options.as) : undefined;
      const visit = await openVisit(browser, url, cookie, options);
      visits.push(visit);
      visit.context.on('close', () => cut.delete(visit));
      return visit;
    },
    async line(visit, there) {
      const [session] = (await visit.context.cookies(url)).filter(({ name }) => name === SESSION_COOKIE);
      if (there) cut.delete(visit);
      else cut.set(visit, session?.value ?? '');
      await visit.context.setOffline(!there);
    },
    async signIn(visit, person) {
      const { token } = await platform.sessions.create(product.district.accounts[person], {
        ip: '127.0.0.1',
        userAgent: 'test',
      });
      await visit.context.addCookies([{ name: SESSION_COOKIE, value: token, url }]);
    },
    faults: () => visits.flatMap((visit) => visit.faults),
    async close() {
      // What was still open when a journey broke off tells why.
      const left = visits.filter((visit) => !visit.page.isClosed());
      for (const [index, visit] of left.entries()) await visit.shot(`open-at-the-end-${index}`);
      await browser.close();
      await app.close();
      await product.close();
    },
  };
}

/** Two streets that cross and a house at each: enough to give a place a name and the map something to draw. */
function smallMap(): Parameters<typeof replaceMap>[1] {
  const plain = {
    street: null,
    houseNumber: null,
    address: null,
    levels: null,
    heightM: null,
    households: null,
  };
  const road = (id: string, name: string, from: [number, number], to: [number, number]) => ({
    ...plain,
    id,
    layer: 'road' as const,
    class: 'secondary',
    name,
    geometry: { type: 'LineString' as const, coordinates: [from, to] },
  });
  const house = (id: string, number: string, lng: number, lat: number) => ({
    ...plain,
    id,
    layer: 'building' as const,
    class: 'residential',
    name: null,
    street: '槐树路',
    houseNumber: number,
    address: `槐树路${number}`,
    levels: 6,
    households: 36,
    geometry: {
      type: 'Polygon' as const,
      coordinates: [
        [
          [lng, lat],
          [lng + 0.0004, lat],
          [lng + 0.0004, lat + 0.0002],
          [lng, lat + 0.0002],
          [lng, lat],
        ] as [number, number][],
      ],
    },
  });
  return {
    source: 'demo',
    title: '测试区',
    attribution: '测试地图',
    features: [
      road('g1', '槐树路', [120.38, 36.2912], [120.42, 36.2912]),
      road('g2', '石桥路', [120.39, 36.29], [120.39, 36.31]),
      house('g3', '8号', 120.3822, 36.2914),
      house('g4', '12号', 120.3912, 36.2914),
    ],
  };
}

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath(),
    timeout: STEP_PATIENCE,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      // Drawing by software through the interface of a graphics card is slower than drawing by software.
      '--disable-gpu-rasterization',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

async function openVisit(
  browser: Browser,
  url: string,
  cookie: string | undefined,
  options: VisitOptions,
): Promise<Visit> {
  const size = options.size ?? 'desk';
  const phone = size === 'phone';
  const { lng: longitude, lat: latitude } = options.at ?? { lng: 120.385, lat: 36.295 };
  const context = await browser.newContext({
    baseURL: url,
    viewport: SIZES[size],
    isMobile: phone,
    hasTouch: phone,
    locale: options.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    geolocation: { longitude, latitude, accuracy: 8 },
    permissions: ['geolocation'],
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(STEP_PATIENCE);
  context.setDefaultNavigationTimeout(STEP_PATIENCE);
  if (cookie) await context.addCookies([{ name: SESSION_COOKIE, value: cookie, url }]);
  // As the switch would have left it: a browser's own language does not choose, Chinese comes first.
  if (options.locale) await context.addCookies([{ name: 'renlin_lang', value: options.locale, url }]);
  if (options.elder) await context.addInitScript(() => localStorage.setItem('renlin.elder', '1'));
  if (!options.maps)
    await context.addInitScript(() => {
      const canvas = (globalThis as InPage).HTMLCanvasElement.prototype;
      const plain = canvas.getContext;
      canvas.getContext = function (kind: string, ...rest: unknown[]) {
        return kind.startsWith('webgl') ? null : plain.call(this, kind, ...rest);
      };
    });
  if (options.clockOffMs !== undefined)
    await context.addInitScript((offMs) => {
      const page = globalThis as InPage;
      const RightDate = page.Date;
      page.Date = class extends RightDate {
        constructor(...given: unknown[]) {
          if (given.length === 0) super(RightDate.now() + offMs);
          else super(...given);
        }
        static now() {
          return RightDate.now() + offMs;
        }
      };
    }, options.clockOffMs);
  // A request that never ends: the browser waits for it and tells nobody.
  if (options.deaf) await context.route('**/api/v1/events', () => undefined);
  const page = await context.newPage();
  if (options.room !== undefined) await giveRoom(page, url, options.room);
  const faults: string[] = [];
  watch(page, url, options.expected ?? [], faults);
  const visit: Visit = {
    page,
    context,
    faults,
    taps: 0,
    async open(path) {
      await visit.page.goto(path);
      if (path.startsWith('/field')) await passPin(visit.page);
      await visit.settled();
    },
    async tap(target) {
      visit.taps += 1;
      await target.click();
    },
    async dies() {
      const dead = visit.page;
      visit.page = await context.newPage();
      watch(visit.page, url, options.expected ?? [], faults);
      await dead.close({ runBeforeUnload: false });
    },
    button: (name) => visit.page.getByRole('button', { name, exact: typeof name === 'string' }),
    link: (name) => visit.page.getByRole('link', { name, exact: typeof name === 'string' }),
    async settled() {
      await visit.page.locator('h1').first().waitFor({ state: 'attached' });
      await visit.page.waitForFunction(() => {
        const { document } = globalThis as InPage;
        return (
          document.querySelector('.k-loading') === null &&
          document.querySelector('[data-map="busy"]') === null
        );
      });
    },
    async shot(name) {
      const folder = process.env['RENLIN_SCREENSHOTS'];
      if (!folder) return;
      await mkdir(folder, { recursive: true });
      await visit.page.screenshot({ path: join(folder, `${name}.png`) });
    },
  };
  return visit;
}

/**
 * Bounds what a page's site may store, as a phone does. It holds as long as the page; a browser looks at the bound again after half a
 * minute, so it is set before the first page.
 */
export async function giveRoom(page: Page, url: string, bytes: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, quotaSize: bytes });
}

/** The PIN of every phone on the stage. */
export const PIN = '294817';

/** Sets the PIN of a phone on its first use, and unlocks it every other time. */
export async function passPin(page: Page): Promise<void> {
  const lock = page.locator('[data-lock="new"], [data-lock="locked"]');
  await lock.or(page.locator('#main')).first().waitFor();
  const fields = lock.locator('input[type="password"]');
  for (const field of await fields.all()) await field.fill(PIN);
  if ((await fields.count()) > 0) await lock.locator('button[type="submit"]').click();
  await page.locator('#main').waitFor();
}

/** Fills the record of a page. An answer of 400 and above is a fault unless the journey asked for it. */
function watch(page: Page, url: string, expected: readonly RegExp[], faults: string[]): void {
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // The browser's own note about an answer that is recorded below, with its method.
    if (message.text().startsWith('Failed to load resource')) return;
    faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) =>
    faults.push(`uncaught: ${error.stack || `${error.name} ${error.message}`}`),
  );
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // Left behind when the page went elsewhere.
    if (why === 'net::ERR_ABORTED') return;
    faults.push(`failed: ${request.method()} ${request.url().replace(url, '')} ${why}`);
  });
  page.on('response', (response) => {
    const line = `${response.status()} ${response.request().method()} ${response.url().replace(url, '')}`;
    if (response.status() < 400 || expected.some((pattern) => pattern.test(line))) return;
    faults.push(line);
  });
}

/** A photo as a phone takes it. */
export async function photo(
  name: string,
  colour: string,
): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const buffer = await sharp({ create: { width: 640, height: 480, channels: 3, background: colour } })
    .jpeg({ quality: 80 })
    .toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

/** By how many pixels the page is wider than the screen; 0 or less when nobody has to push it sideways. */
export function sideways({ page }: Visit): Promise<number> {
  return page.evaluate(() => {
    const { document, innerWidth } = globalThis as InPage;
    return document.documentElement.scrollWidth - innerWidth;
  });
}

/** A phone that has been online once: the app, the copy of the day and the key of the server lie on it. */
export async function readyPhone(stage: Stage, as: PersonKey, options: VisitOptions = {}): Promise<Visit> {
  const visit = await stage.visit({ as, size: 'phone', expected: [/^401 /], ...options });
  await visit.open('/field');
  await expect
    .poll(() => visit.page.evaluate(whatLiesThere), { timeout: STEP_PATIENCE })
    .toEqual([true, true, true]);
  return visit;
}

/** Whether the app, a first copy and the server's key have been written down. */
const whatLiesThere = async (): Promise<boolean[]> => {
  const { caches, indexedDB } = globalThis as InPage;
  const names: string[] = await caches.keys();
  const app = names.find((name) => name.startsWith('renlin-field-'));
  const page = app && (await (await caches.open(app)).match('/field'));
  const db = await new Promise<InPage>((resolve) => {
    const request = indexedDB.open('renlin-sync');
    request.onsuccess = () => resolve(request.result);
  });
  const meta: InPage[] = await new Promise((resolve) => {
    const request = db.transaction('meta').objectStore('meta').getAll();
    request.onsuccess = () => resolve(request.result);
  });
  db.close();
  return [
    page !== undefined,
    ...['cursor', 'server-key'].map((name) => meta.some((row) => row.name === name)),
  ];
};
