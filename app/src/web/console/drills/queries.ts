// What the pages of drills read.
import { useQuery } from '@tanstack/react-query';
import type { DrillMode, DrillScenario, MusterGroup } from '../../../kernel/emergency.ts';
import { get } from '../../kit/api.ts';

type Coded<C extends string = string> = { code: C; label: string };
type Named = { id: string; name: string };

export type DrillSummary = {
  id: string;
  number: string;
  version: number;
  title: string;
  area: Named;
  place: string;
  scenario: Coded<DrillScenario>;
  mode: Coded<DrillMode>;
  state: Coded;
  plannedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  closedAt: number | null;
  late: boolean;
  result: Coded | null;
  musterMinutes: number | null;
  people: number;
};
export type DrillRow = DrillSummary & { findings: number; openFindings: number };

export type ScriptLine = {
  minute: number;
  postId: string;
  what: string;
  expect: string;
  within: number;
  doWithin: number | null;
};
export type SentLine = ScriptLine & {
  id: string;
  line: number;
  title: string;
  unitName: string;
  areaName: string;
  card: string | null;
  state: Coded | null;
  answeredAt: number | null;
  late: boolean | null;
  doneAt: number | null;
};

export type ChecklistItem = {
  code: string;
  words: { 'zh-CN': string; en: string };
  type: 'yes-no' | 'choice' | 'number' | 'text';
  required: boolean;
  options: { code: string; words: { 'zh-CN': string; en: string } }[];
};
export type Checklist = { code: string; version: number; title: string; items: ChecklistItem[] };

export type Observation = {
  id: string;
  at: number;
  postTitle: string;
  good: number;
  findings: { item: string; text: string }[];
  remark: string;
};
export type Improvement = {
  id: string;
  number: string;
  headline: string;
  state: Coded;
  unitName: string | null;
  dueAt: number | null;
  closedAt: number | null;
};

export type DrillView = DrillSummary & {
  aim: string;
  plan: { id: string; title: string; version: number } | null;
  stressRun: { id: string; title: string } | null;
  moved: { from: number; to: number; reason: string }[];
  script: SentLine[];
  signUps: { unitId: string; unitName: string; group: Coded<MusterGroup>; headcount: number }[];
  musters: {
    group: Coded;
    calledAt: number;
    arrivedAt: number;
    wanted: number | null;
    arrived: number;
    minutes: number;
  }[];
  checklist: Checklist;
  observations: Observation[];
  improvements: Improvement[];
  may: { plan: boolean; observe: boolean };
};

export type DrillTemplate = {
  title: string;
  aim: string;
  script: ScriptLine[];
  missing: number[];
  posts: PostChoice[];
};
export type PostChoice = { id: string; title: string; unitName: string; areaName: string };

type Figures = {
  drills: { id: string; title: string }[];
  people: number;
  musterMinutes: number | null;
  lastAt: number | null;
};
export type DrillStatistics = {
  area: Named;
  year: number;
  total: Figures;
  scenarios: { code: string; label: string; n: number }[];
  areas: (Figures & { area: Named })[];
  plans: {
    id: string;
    title: string;
    area: Named;
    planDays: number | null;
    drill: string | null;
    drilledAt: number | null;
    drillDays: number | null;
    thisVersion: boolean;
    due: boolean;
  }[];
  triedWithin: number;
};

const KEY = 'drills';
/** While one is played, others answer: the page asks again by itself. */
const RUNNING_MS = 5_000;

export const useDrills = (areaId: string) =>
  useQuery({
    queryKey: [KEY, 'list', areaId],
    queryFn: ({ signal }) =>
      get<{ items: DrillRow[]; more: boolean }>('/drills', areaId === '' ? {} : { areaId }, signal),
  });

export const useDrill = (id: string) =>
  useQuery({
    queryKey: [KEY, 'one', id],
    queryFn: ({ signal }) => get<DrillView>(`/drills/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: (query) => (query.state.data?.state.code === 'drill-running' ? RUNNING_MS : false),
  });

export const useDrillStatistics = (areaId: string, year: number | undefined) =>
  useQuery({
    queryKey: [KEY, 'statistics', areaId, year ?? ''],
    queryFn: ({ signal }) =>
      get<DrillStatistics>('/drills/statistics', { areaId, ...(year ? { year } : {}) }, signal),
    enabled: areaId !== '',
  });

export const readTemplate = (areaId: string, scenario: string) =>
  get<DrillTemplate>('/drills/template', { areaId, scenario });

/** Cards of a script by what became of them: counted, never ranked. */
export function cardCounts(script: readonly SentLine[]): {
  sent: number;
  answered: number;
  done: number;
  missed: number;
} {
  const sent = script.filter((one) => one.card !== null);
  return {
    sent: sent.length,
    answered: sent.filter((one) => one.answeredAt !== null && one.late !== true).length,
    done: sent.filter((one) => one.doneAt !== null).length,
    // Over, and not answered in time: by the limit, or when the exercise ended.
    missed: sent.filter(
      (one) =>
        ['practice-missed', 'practice-recalled'].includes(one.state?.code ?? '') &&
        (one.answeredAt === null || one.late === true),
    ).length,
  };
}

/** Lines that say the same at the same minute, as one with several posts. */
export function sameLines(script: readonly SentLine[]): SentLine[][] {
  const groups: SentLine[][] = [];
  for (const line of script) {
    const last = groups.at(-1)?.[0];
    if (last?.minute === line.minute && last.what === line.what && last.expect === line.expect)
      groups.at(-1)?.push(line);
    else groups.push([line]);
  }
  return groups;
}
