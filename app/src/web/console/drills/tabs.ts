// The sides of practising and being ready. A new one is a part and a line here.
import { type ComponentType, lazy } from 'react';

export type DrillTab = { code: string; label: string; Part: ComponentType<{ areaId: string }> };

export const drillTabs: readonly DrillTab[] = [
  {
    code: 'drills',
    label: 'drills.tab.drills',
    Part: lazy(() => import('./DrillList.tsx').then((file) => ({ default: file.DrillList }))),
  },
  {
    code: 'statistics',
    label: 'drills.tab.statistics',
    Part: lazy(() => import('./DrillFigures.tsx').then((file) => ({ default: file.DrillFigures }))),
  },
  {
    code: 'readiness',
    label: 'drills.tab.readiness',
    Part: lazy(() =>
      import('../readiness/ReadinessTab.tsx').then((file) => ({ default: file.ReadinessTab })),
    ),
  },
  {
    code: 'backup',
    label: 'drills.tab.backup',
    Part: lazy(() => import('../readiness/BackupTab.tsx').then((file) => ({ default: file.BackupTab }))),
  },
  {
    code: 'training',
    label: 'drills.tab.training',
    Part: lazy(() => import('../readiness/TrainingTab.tsx').then((file) => ({ default: file.TrainingTab }))),
  },
  {
    code: 'backlog',
    label: 'drills.tab.backlog',
    Part: lazy(() => import('../review/BacklogTab.tsx').then((file) => ({ default: file.BacklogTab }))),
  },
];
