// The sides of an emergency beside its command. A new one is a part and a line here.
import { type ComponentType, lazy } from 'react';
import type { EmergencyView } from './queries.ts';

export type EmergencyTab = {
  code: string;
  /** Message key. */
  label: string;
  Part: ComponentType<{ view: EmergencyView }>;
};

export const emergencyTabs: readonly EmergencyTab[] = [
  {
    code: 'board',
    label: 'emergency.tab.board',
    Part: lazy(() => import('./board/BoardTab.tsx').then((file) => ({ default: file.BoardTab }))),
  },
  {
    code: 'needs',
    label: 'emergency.tab.needs',
    Part: lazy(() => import('./needs/NeedsTab.tsx').then((file) => ({ default: file.NeedsTab }))),
  },
  {
    code: 'cards',
    label: 'emergency.tab.cards',
    Part: lazy(() => import('./CardsTab.tsx').then((file) => ({ default: file.CardsTab }))),
  },
  {
    code: 'supplies',
    label: 'emergency.tab.supplies',
    Part: lazy(() => import('../stocks/SuppliesTab.tsx').then((file) => ({ default: file.SuppliesTab }))),
  },
  {
    code: 'call-outs',
    label: 'emergency.tab.callOuts',
    Part: lazy(() => import('../teams/CallOutsTab.tsx').then((file) => ({ default: file.CallOutsTab }))),
  },
  {
    code: 'transfers',
    label: 'emergency.tab.transfers',
    Part: lazy(() =>
      import('../transfers/TransfersTab.tsx').then((file) => ({ default: file.TransfersTab })),
    ),
  },
  {
    code: 'story',
    label: 'emergency.tab.story',
    Part: lazy(() => import('./board/StoryTab.tsx').then((file) => ({ default: file.StoryTab }))),
  },
  {
    code: 'reports',
    label: 'emergency.tab.reports',
    Part: lazy(() => import('./reports/ReportsTab.tsx').then((file) => ({ default: file.ReportsTab }))),
  },
  {
    code: 'review',
    label: 'emergency.tab.review',
    Part: lazy(() => import('../review/ReviewTab.tsx').then((file) => ({ default: file.ReviewTab }))),
  },
];
