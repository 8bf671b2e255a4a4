// What the pages of patrols read, in the console and on the phone.
import type { ChecklistItem, VersionState, Words } from '../../modules/patrol/contract.ts';

export type { ChecklistItem, FindingRule, VersionState, Words } from '../../modules/patrol/contract.ts';

export type ChecklistVersion = {
  code: string;
  version: number;
  revision: number;
  effectiveFrom: string | null;
  state?: VersionState;
  title: Words;
  basis: { kind: 'legal' | 'local'; text: string };
  items: readonly ChecklistItem[];
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
