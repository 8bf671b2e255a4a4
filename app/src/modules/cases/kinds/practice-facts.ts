// 演练 and 备勤核验: what they remember of themselves. Nothing here is an emergency: no level, no warning, no stock is touched by it.
import type { CaseState } from '../../../engines/case/case.ts';
import type { DrillMode, DrillScenario, MusterGroup } from '../../../kernel/emergency.ts';

/** Called at, there at, how many of how many. A number of people, never who. */
export type Muster = {
  group: MusterGroup;
  calledAt: number;
  arrivedAt: number;
  wanted: number | null;
  arrived: number;
};

export type DrillFacts = {
  scenario: DrillScenario;
  mode: DrillMode;
  plannedAt: number;
  /** The plan that it tries, by the id of its document. */
  plan: string | null;
  /** A saved run of a stress test that a table-top drill quotes. */
  stressRun: string | null;
  /** The observers' checklist, by its code. */
  checklist: string;
  startedAt: number | null;
  endedAt: number | null;
  moved: { from: number; to: number; reason: string; at: number }[];
  musters: Muster[];
  findings: number;
  result: 'met' | 'partly' | 'not-met' | null;
};

export type ReadinessFacts = {
  occasion: 'season' | 'warning';
  until: number;
  /** The posts asked, as they were filled when it began. */
  posts: string[];
  musters: Muster[];
};

/** One card to one post: an inject of a drill, or a ping of a readiness check. */
export type PracticeCardFacts = {
  of: 'drill' | 'readiness';
  about: string;
  /** The line of the script; 0 for a ping. */
  line: number;
  expect: string;
  /** Minutes to answer, and minutes to do what is expected: none for a ping. */
  within: number;
  doWithin: number | null;
  answered: { at: number; how: 'app' | 'phone' | 'in-person'; late: boolean } | null;
  doneAt: number | null;
};

export const drillOf = (state: CaseState) => state.facts['drill'] as DrillFacts;
export const readinessOf = (state: CaseState) => state.facts['readiness'] as ReadinessFacts;
export const practiceOf = (state: CaseState) => state.facts['practice'] as PracticeCardFacts;
