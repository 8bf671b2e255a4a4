// The addresses of the console. My work comes with the first load; every other area arrives when it is opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { risks } from '../../kernel/emergency.ts';
import { ApiProblem } from '../kit/api.ts';
import { ErrorState, Loading } from '../kit/States.tsx';
import type { AdmissionSearch } from './admission/AdmissionPage.tsx';
import type { EmergencySearch } from './emergency/search.ts';
import type { DraftSearch } from './preparedness/DraftPage.tsx';
import type { RisksSearch } from './preparedness/RisksPage.tsx';
import type { QueueSearch } from './queue/search.ts';
import type { ReportsSearch } from './reports/ReportsPage.tsx';
import { Shell } from './shell/Shell.tsx';
import { WorkPage } from './work/WorkPage.tsx';

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => <ErrorState error={new ApiProblem({ status: 404, code: 'resource.not-found' })} />,
});

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function oneOf<const T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

const work = createRoute({ getParentRoute: () => root, path: '/', component: WorkPage });

export const queueRoute = createRoute({
  getParentRoute: () => root,
  path: '/queue',
  validateSearch: (search: Record<string, unknown>): QueueSearch => ({
    view: oneOf(search.view, ['queue', 'mine', 'waiting', 'all']),
    layout: oneOf(search.layout, ['list', 'board']),
    state: text(search.state),
    kind: text(search.kind),
    category: text(search.category),
    overdue: search.overdue === true || search.overdue === '1' || undefined,
    closed: search.closed === true || undefined,
    q: text(search.q),
    sort: text(search.sort),
    case: text(search.case),
    action: text(search.action),
  }),
  component: lazyRouteComponent(() => import('./queue/QueuePage.tsx'), 'QueuePage'),
});

export const caseRoute = createRoute({
  getParentRoute: () => root,
  path: '/cases/$caseId',
  validateSearch: (search: Record<string, unknown>): { action?: string | undefined } => ({
    action: text(search.action),
  }),
  component: lazyRouteComponent(() => import('./case/CasePage.tsx'), 'CasePage'),
});

const selectionOf = (search: Record<string, unknown>) => ({
  q: text(search.q),
  area: text(search.area),
  state: oneOf(search.state, ['current', 'ended', 'all']),
  filter:
    typeof search.filter === 'object' && search.filter !== null
      ? JSON.stringify(search.filter)
      : text(search.filter),
});

const registerRoute = createRoute({
  getParentRoute: () => root,
  path: '/registers/$register',
  validateSearch: (search: Record<string, unknown>) => ({
    ...selectionOf(search),
    record: text(search.record),
  }),
  component: lazyRouteComponent(() => import('./registers/RegisterPage.tsx'), 'RegisterPage'),
});

const registerImportRoute = createRoute({
  getParentRoute: () => root,
  path: '/registers/$register/import',
  component: lazyRouteComponent(() => import('./registers/ImportPage.tsx'), 'ImportPage'),
});

const registerPrintRoute = createRoute({
  getParentRoute: () => root,
  path: '/registers/$register/print',
  validateSearch: selectionOf,
  component: lazyRouteComponent(() => import('./registers/PrintPage.tsx'), 'PrintPage'),
});

const registerPages = [
  createRoute({
    getParentRoute: () => root,
    path: '/registers/approvals',
    component: lazyRouteComponent(() => import('./registers/ApprovalsPage.tsx'), 'ApprovalsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/registers/processing',
    component: lazyRouteComponent(() => import('./registers/ProcessingPage.tsx'), 'ProcessingPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/registers/$register/duplicates',
    validateSearch: (search: Record<string, unknown>) => ({
      kept: text(search.kept),
      gone: text(search.gone),
    }),
    component: lazyRouteComponent(() => import('./registers/MergePage.tsx'), 'MergePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/registers/$register/deletions',
    component: lazyRouteComponent(() => import('./registers/DeletionsPage.tsx'), 'DeletionsPage'),
  }),
] as const;

const emergencyRoute = createRoute({
  getParentRoute: () => root,
  path: '/emergencies/$emergencyId',
  validateSearch: (search: Record<string, unknown>): EmergencySearch => ({
    tab: text(search.tab),
    state: text(search.state),
    open: text(search.open),
    action: text(search.action),
  }),
  component: lazyRouteComponent(() => import('./emergency/EmergencyPage.tsx'), 'EmergencyPage'),
});

const areas = [
  ...registerPages,
  emergencyRoute,
  createRoute({
    getParentRoute: () => root,
    path: '/emergency-levels',
    validateSearch: (search: Record<string, unknown>): { risk?: string | undefined } => ({
      risk: oneOf(search.risk, ['any', ...risks]),
    }),
    component: lazyRouteComponent(() => import('./levels/LevelsPage.tsx'), 'LevelsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/preparedness',
    component: lazyRouteComponent(() => import('./preparedness/PreparednessPage.tsx'), 'PreparednessPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/preparedness/draft',
    validateSearch: (search: Record<string, unknown>): DraftSearch => ({
      kind: text(search.kind),
      risk: text(search.risk),
      area: text(search.area),
      areaName: text(search.areaName),
      subject: text(search.subject),
      of: text(search.of),
    }),
    component: lazyRouteComponent(() => import('./preparedness/DraftPage.tsx'), 'DraftPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/preparedness/contacts',
    component: lazyRouteComponent(() => import('./preparedness/ContactsPage.tsx'), 'ContactsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/preparedness/risks',
    validateSearch: (search: Record<string, unknown>): RisksSearch => ({
      cell: text(search.cell),
      category: text(search.category),
    }),
    component: lazyRouteComponent(() => import('./preparedness/RisksPage.tsx'), 'RisksPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/preparedness/$documentId',
    component: lazyRouteComponent(() => import('./preparedness/DocumentPage.tsx'), 'DocumentPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/drills',
    validateSearch: (search: Record<string, unknown>): { tab?: string | undefined } => ({
      tab: text(search.tab),
    }),
    component: lazyRouteComponent(() => import('./drills/DrillsPage.tsx'), 'DrillsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/drills/$drillId',
    validateSearch: (search: Record<string, unknown>): { action?: string | undefined } => ({
      action: text(search.action),
    }),
    component: lazyRouteComponent(() => import('./drills/DrillPage.tsx'), 'DrillPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/readiness/$checkId',
    validateSearch: (search: Record<string, unknown>): { action?: string | undefined } => ({
      action: text(search.action),
    }),
    component: lazyRouteComponent(() => import('./readiness/CheckPage.tsx'), 'CheckPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/calls',
    component: lazyRouteComponent(() => import('./calls/CallsPage.tsx'), 'CallsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/warnings',
    component: lazyRouteComponent(() => import('./warnings/WarningsPage.tsx'), 'WarningsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/warnings/$warningId',
    component: lazyRouteComponent(() => import('./warnings/WarningPage.tsx'), 'WarningPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/emergencies',
    component: lazyRouteComponent(() => import('./emergency/EmergenciesPage.tsx'), 'EmergenciesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/teams',
    component: lazyRouteComponent(() => import('./teams/TeamsPage.tsx'), 'TeamsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/teams/$teamId',
    component: lazyRouteComponent(() => import('./teams/TeamPage.tsx'), 'TeamPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/call-outs/$callOutId',
    validateSearch: (search: Record<string, unknown>): { action?: string | undefined } => ({
      action: text(search.action),
    }),
    component: lazyRouteComponent(() => import('./teams/CallOutPage.tsx'), 'CallOutPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/infrastructure',
    component: lazyRouteComponent(
      () => import('./infrastructure/InfrastructurePage.tsx'),
      'InfrastructurePage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/stocks',
    component: lazyRouteComponent(() => import('./stocks/StocksPage.tsx'), 'StocksPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/stocks/$pointId',
    component: lazyRouteComponent(() => import('./stocks/PointPage.tsx'), 'PointPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/stocks/$pointId/sheet',
    component: lazyRouteComponent(() => import('./stocks/SheetPage.tsx'), 'SheetPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/shelters',
    component: lazyRouteComponent(() => import('./transfers/SheltersPage.tsx'), 'SheltersPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/stocks/$pointId/labels',
    component: lazyRouteComponent(() => import('./stocks/LabelsPage.tsx'), 'LabelsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/roster',
    component: lazyRouteComponent(() => import('./roster/RosterPage.tsx'), 'RosterPage'),
  }),
  registerRoute,
  registerImportRoute,
  registerPrintRoute,
  createRoute({
    getParentRoute: () => root,
    path: '/registers',
    component: lazyRouteComponent(() => import('./registers/RegistersPage.tsx'), 'RegistersPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/map',
    component: lazyRouteComponent(() => import('./map/MapPage.tsx'), 'MapPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/file',
    component: lazyRouteComponent(() => import('./filing/FilingPage.tsx'), 'FilingPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/huddle',
    component: lazyRouteComponent(() => import('./rhythm/pages.tsx'), 'HuddlePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/handover',
    validateSearch: (search: Record<string, unknown>): { note?: string | undefined } => ({
      note: text(search.note),
    }),
    component: lazyRouteComponent(() => import('./rhythm/pages.tsx'), 'HandoverPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/diary',
    component: lazyRouteComponent(() => import('./rhythm/pages.tsx'), 'DiaryPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/rates',
    component: lazyRouteComponent(() => import('./appraisal/RatesPage.tsx'), 'RatesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/patrol',
    component: lazyRouteComponent(() => import('./patrol/PatrolPage.tsx'), 'PatrolPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/repeated',
    component: lazyRouteComponent(() => import('./hazards/RepeatedPage.tsx'), 'RepeatedPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/codes',
    component: lazyRouteComponent(() => import('./codes/CodesPage.tsx'), 'CodesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/webhooks',
    component: lazyRouteComponent(() => import('./webhooks/WebhooksPage.tsx'), 'WebhooksPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/checklists',
    validateSearch: (search: Record<string, unknown>): { code?: string | undefined } => ({
      code: text(search.code),
    }),
    component: lazyRouteComponent(() => import('./patrol/ChecklistsPage.tsx'), 'ChecklistsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/planning',
    validateSearch: (search: Record<string, unknown>): { kind?: 'circle' | undefined } => ({
      kind: search.kind === 'circle' ? 'circle' : undefined,
    }),
    component: lazyRouteComponent(() => import('./planning/PlanningPage.tsx'), 'PlanningPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/planning/$planId',
    component: lazyRouteComponent(() => import('./planning/PlanPage.tsx'), 'PlanPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/stress',
    validateSearch: (search: Record<string, unknown>): { emergency?: string | undefined } => ({
      emergency: text(search.emergency),
    }),
    component: lazyRouteComponent(() => import('./stress/StressPage.tsx'), 'StressPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/stress/$planId',
    component: lazyRouteComponent(() => import('./stress/StressBench.tsx'), 'StressBench'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/visits',
    component: lazyRouteComponent(() => import('./visits/VisitsPage.tsx'), 'VisitsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/policies',
    component: lazyRouteComponent(() => import('./policies/PoliciesPage.tsx'), 'PoliciesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/orders',
    component: lazyRouteComponent(() => import('./orders/OrdersPage.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/orders/sources',
    component: lazyRouteComponent(() => import('./orders/SourcesPage.tsx'), 'SourcesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/visit-backs',
    component: lazyRouteComponent(() => import('./appraisal/VisitsPage.tsx'), 'VisitsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/exclusions',
    component: lazyRouteComponent(() => import('./appraisal/ExclusionsPage.tsx'), 'ExclusionsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/admission',
    validateSearch: (search: Record<string, unknown>): AdmissionSearch => ({
      tab: oneOf(search.tab, ['in-force', 'asked', 'over', 'declined', 'findings']),
      request: text(search.request),
    }),
    component: lazyRouteComponent(() => import('./admission/AdmissionPage.tsx'), 'AdmissionPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reports',
    validateSearch: (search: Record<string, unknown>): ReportsSearch => ({ report: text(search.report) }),
    component: lazyRouteComponent(() => import('./reports/ReportsPage.tsx'), 'ReportsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/burden',
    component: lazyRouteComponent(() => import('./admission/BurdenPage.tsx'), 'BurdenPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/territory',
    component: lazyRouteComponent(() => import('./org/TerritoryPage.tsx'), 'TerritoryPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/categories',
    component: lazyRouteComponent(() => import('./catalogue/CategoriesPage.tsx'), 'CategoriesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/duty-lists',
    component: lazyRouteComponent(() => import('./catalogue/DutyListsPage.tsx'), 'DutyListsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/calendar',
    component: lazyRouteComponent(() => import('./calendar/CalendarPage.tsx'), 'CalendarPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/whistles',
    component: lazyRouteComponent(() => import('./whistles/WhistlesPage.tsx'), 'WhistlesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/notices',
    component: lazyRouteComponent(() => import('./notices/NoticesPage.tsx'), 'NoticesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/audit',
    component: lazyRouteComponent(() => import('./account/AuditPage.tsx'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/account',
    component: lazyRouteComponent(() => import('./account/AccountPage.tsx'), 'AccountPage'),
  }),
] as const;

// Not registered for types: the shells share one type check, and each has its own addresses.
export const router = createRouter({
  routeTree: root.addChildren([work, queueRoute, caseRoute, ...areas]),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
  scrollRestoration: false,
});
