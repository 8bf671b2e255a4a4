// What the pages of patrols read, in the console and on the phone.
export type Words = { 'zh-CN': string; en: string };
export type Finding = {
  answers: string[];
  below: number | null;
  above: number | null;
  category: string;
  text: Words;
  urgent: boolean;
};
export type ChecklistItem = {
  code: string;
  words: Words;
  type: 'yes-no' | 'choice' | 'number' | 'text';
  required: boolean;
  options: { code: string; words: Words }[];
  unit: string;
  min: number | null;
  max: number | null;
  finding: Finding | null;
};
export type VersionState = 'draft' | 'upcoming' | 'in-force' | 'past';
export type ChecklistVersion = {
  code: string;
  version: number;
  revision: number;
  effectiveFrom: string | null;
  state?: VersionState;
  title: Words;
  basis: { kind: 'legal' | 'local'; text: string };
  items: ChecklistItem[];
};
export type Period = { from: string; to: string };
export type DueState = 'due' | 'done' | 'late';
export type SeenFinding = {
  item: string;
  words: string;
  at: number;
  case: { id: string; number: string; closedAt: number | null; solved: string } | null;
};
export type DuePlace = {
  id: string;
  name: string;
  address: string;
  areaId: string;
  areaName: string;
  lng?: number | null;
  lat?: number | null;
};
export type DueItem = {
  planId: string;
  place: DuePlace;
  period: Period;
  state: DueState;
  lateSince: string | null;
  lastAt: number | null;
  lastFindings: SeenFinding[];
};
export type MyPatrols = {
  today: string;
  items: DueItem[];
  leftOut: number;
  done: number;
  plans: { id: string; title: string; checklist: string; next: Period | null }[];
  checklists: ChecklistVersion[];
};

/** The version in force on a day: the newest of those whose day has come. */
export function versionOn(
  versions: readonly ChecklistVersion[],
  code: string,
  day: string,
): ChecklistVersion | undefined {
  return versions
    .filter((one) => one.code === code && one.effectiveFrom !== null && one.effectiveFrom <= day)
    .sort((a, b) => b.version - a.version)[0];
}

export const wordsIn = (words: Words, locale: string): string =>
  (locale === 'en' && words.en) || words['zh-CN'];
