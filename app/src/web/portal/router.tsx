// The addresses of the portal. The first screen comes with the page; each door opens with its own small piece.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { PageFailed } from '../capture/PageFailed.tsx';
import type { FollowedSearch, NeedSearch, ReportSearch } from './addresses.ts';
import { HomePage } from './HomePage.tsx';
import { Lost, Shell } from './Shell.tsx';

function text(value: unknown): string | undefined {
  // Long numbers would lose digits if they were read as numbers: codes stay text.
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const root = createRootRoute({ component: Shell, notFoundComponent: Lost });

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const report = createRoute({
  getParentRoute: () => root,
  path: '/report',
  validateSearch: (search: Record<string, unknown>): ReportSearch => ({
    step: search.step === 'where' || search.step === 'who' ? search.step : undefined,
    place: text(search.place),
    asset: text(search.asset),
  }),
  component: lazyRouteComponent(() => import('./report/ReportPage.tsx'), 'ReportPage'),
});

const at = createRoute({
  getParentRoute: () => root,
  path: '/at',
  validateSearch: (search: Record<string, unknown>): ReportSearch => ({
    place: text(search.place),
    asset: text(search.asset),
  }),
  component: lazyRouteComponent(() => import('./at/AtPage.tsx'), 'AtPage'),
});

const tip = createRoute({
  getParentRoute: () => root,
  path: '/tip',
  validateSearch: (search: Record<string, unknown>): ReportSearch => ({
    place: text(search.place),
    asset: text(search.asset),
  }),
  component: lazyRouteComponent(() => import('./tip/TipPage.tsx'), 'TipPage'),
});

const need = createRoute({
  getParentRoute: () => root,
  path: '/need',
  validateSearch: (search: Record<string, unknown>): NeedSearch => ({
    step: search.step === 'where' || search.step === 'who' ? search.step : undefined,
  }),
  component: lazyRouteComponent(() => import('./need/NeedPage.tsx'), 'NeedPage'),
});

const done = createRoute({
  getParentRoute: () => root,
  path: '/report/done',
  component: lazyRouteComponent(() => import('./report/DonePage.tsx'), 'DonePage'),
});

const follow = createRoute({
  getParentRoute: () => root,
  path: '/follow',
  component: lazyRouteComponent(() => import('./follow/FollowPage.tsx'), 'FollowPage'),
});

const followed = createRoute({
  getParentRoute: () => root,
  path: '/follow/case',
  validateSearch: (search: Record<string, unknown>): FollowedSearch => ({ do: text(search.do) }),
  component: lazyRouteComponent(() => import('./follow/FollowedCase.tsx'), 'FollowedCase'),
});

const together = createRoute({
  getParentRoute: () => root,
  path: '/together',
  component: lazyRouteComponent(() => import('./together/TogetherPage.tsx'), 'TogetherPage'),
});

const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  component: lazyRouteComponent(() => import('./help/HelpPage.tsx'), 'HelpPage'),
});

const nearby = createRoute({
  getParentRoute: () => root,
  path: '/nearby',
  component: lazyRouteComponent(() => import('./nearby/NearbyPage.tsx'), 'NearbyPage'),
});

const policies = createRoute({
  getParentRoute: () => root,
  path: '/policies',
  validateSearch: (search: Record<string, unknown>): { card?: string | undefined } => ({
    card: text(search.card),
  }),
  component: lazyRouteComponent(() => import('./policies/PoliciesPage.tsx'), 'PoliciesPage'),
});

const visit = createRoute({
  getParentRoute: () => root,
  path: '/visit',
  component: lazyRouteComponent(() => import('./visit/VisitPage.tsx'), 'VisitPage'),
});

const call = createRoute({
  getParentRoute: () => root,
  path: '/call',
  component: lazyRouteComponent(() => import('./call/CallPage.tsx'), 'CallPage'),
});

const callHelper = createRoute({
  getParentRoute: () => root,
  path: '/call/helper',
  component: lazyRouteComponent(() => import('./call/HelperPage.tsx'), 'HelperPage'),
});

const mine = createRoute({
  getParentRoute: () => root,
  path: '/mine',
  component: lazyRouteComponent(() => import('./mine/MinePage.tsx'), 'MinePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    report,
    need,
    at,
    done,
    tip,
    follow,
    followed,
    together,
    help,
    nearby,
    policies,
    visit,
    mine,
    call,
    callHelper,
  ]),
  // Codes in addresses are text: no guessing of numbers.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const parts = new URLSearchParams();
    for (const [key, value] of Object.entries(search))
      if (typeof value === 'string' && value !== '') parts.set(key, value);
    const words = parts.toString();
    return words ? `?${words}` : '';
  },
  defaultErrorComponent: PageFailed,
  // A door's piece is fetched when the finger comes near it.
  defaultPreload: 'intent',
  scrollRestoration: true,
});

// Not registered for types (`Register`): the shells share one type check, and each has its own addresses.
