import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { PageFailed } from '../capture/PageFailed.tsx';
import type { CaseSearch, MapSearch, RegistersSearch } from './addresses.ts';
import { FlagPage } from './admission/FlagPage.tsx';
import { CasePage } from './case/CasePage.tsx';
import { ContactsPage } from './contacts/ContactsPage.tsx';
import { MePage } from './me/MePage.tsx';
import { ConflictPage } from './outbox/ConflictPage.tsx';
import { OutboxPage } from './outbox/OutboxPage.tsx';
import { PatrolPage, type PatrolSearch } from './patrol/PatrolPage.tsx';
import { PlansPage, type PlansSearch } from './plans/PlansPage.tsx';
import { RegistersPage } from './registers/RegistersPage.tsx';
import { AtPage } from './report/AtPage.tsx';
import { ReportPage } from './report/ReportPage.tsx';
import type { ScannedSearch } from './report/scanned.ts';
import { DiaryPage, HandoverPage, HuddlePage, VisitsPage } from './rhythm/pages.tsx';
import { Lost, Shell } from './Shell.tsx';
import { StocksPage, type StocksSearch } from './stocks/StocksPage.tsx';
import { StoragePage } from './storage/StoragePage.tsx';
import { TodayPage } from './today/TodayPage.tsx';
import { TransfersPage } from './transfers/TransfersPage.tsx';

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// All but the map comes with the first load: in a cellar without signal there is nothing left to fetch.
const root = createRootRoute({ component: Shell, notFoundComponent: Lost });

const today = createRoute({ getParentRoute: () => root, path: '/', component: TodayPage });

const casePage = createRoute({
  getParentRoute: () => root,
  path: '/cases/$caseId',
  validateSearch: (search: Record<string, unknown>): CaseSearch => ({ do: text(search.do) }),
  component: CasePage,
});

const scanned = (search: Record<string, unknown>): ScannedSearch => ({
  place: text(search.place),
  asset: text(search.asset),
});

const atPage = createRoute({
  getParentRoute: () => root,
  path: '/at',
  validateSearch: scanned,
  component: AtPage,
});

const reportPage = createRoute({
  getParentRoute: () => root,
  path: '/report',
  validateSearch: scanned,
  component: ReportPage,
});

const mapPage = createRoute({
  getParentRoute: () => root,
  path: '/map',
  validateSearch: (search: Record<string, unknown>): MapSearch => ({ at: text(search.at) }),
  component: lazyRouteComponent(() => import('./map/MapPage.tsx'), 'MapPage'),
});

const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  component: MePage,
});

const patrol = createRoute({
  getParentRoute: () => root,
  path: '/patrol',
  validateSearch: (search: Record<string, unknown>): PatrolSearch => ({
    plan: text(search.plan),
    place: text(search.place),
  }),
  component: PatrolPage,
});

const waiting = createRoute({
  getParentRoute: () => root,
  path: '/unsent',
  component: OutboxPage,
});

const conflict = createRoute({
  getParentRoute: () => root,
  path: '/unsent/$itemId',
  component: ConflictPage,
});

const contacts = createRoute({ getParentRoute: () => root, path: '/contacts', component: ContactsPage });

const transfers = createRoute({ getParentRoute: () => root, path: '/transfers', component: TransfersPage });

const registers = createRoute({
  getParentRoute: () => root,
  path: '/registers',
  validateSearch: (search: Record<string, unknown>): RegistersSearch => ({
    of: text(search.of),
    find: text(search.find),
  }),
  component: RegistersPage,
});

const stocks = createRoute({
  getParentRoute: () => root,
  path: '/stocks',
  validateSearch: (search: Record<string, unknown>): StocksSearch => ({
    point: text(search.point),
    lot: text(search.lot),
  }),
  component: StocksPage,
});

const plans = createRoute({
  getParentRoute: () => root,
  path: '/plans',
  validateSearch: (search: Record<string, unknown>): PlansSearch => ({ plan: text(search.plan) }),
  component: PlansPage,
});

const storage = createRoute({ getParentRoute: () => root, path: '/storage', component: StoragePage });

const rhythm = [
  createRoute({ getParentRoute: () => root, path: '/huddle', component: HuddlePage }),
  createRoute({
    getParentRoute: () => root,
    path: '/handover',
    validateSearch: (search: Record<string, unknown>): { note?: string | undefined } => ({
      note: text(search.note),
    }),
    component: HandoverPage,
  }),
  createRoute({ getParentRoute: () => root, path: '/diary', component: DiaryPage }),
  createRoute({ getParentRoute: () => root, path: '/visits', component: VisitsPage }),
  createRoute({ getParentRoute: () => root, path: '/flag', component: FlagPage }),
] as const;

export const router = createRouter({
  basepath: '/field',
  routeTree: root.addChildren([
    today,
    casePage,
    reportPage,
    atPage,
    mapPage,
    me,
    patrol,
    waiting,
    conflict,
    contacts,
    registers,
    stocks,
    plans,
    transfers,
    storage,
    ...rhythm,
  ]),
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const parts = new URLSearchParams();
    for (const [key, value] of Object.entries(search))
      if (typeof value === 'string' && value !== '') parts.set(key, value);
    const words = parts.toString();
    return words ? `?${words}` : '';
  },
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});
