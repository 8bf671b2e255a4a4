// A level set while somebody works on it: plain data in, plain data out. No page, no server in here.
import { type ActionLevel, actionLevels } from '../../../kernel/emergency.ts';

type Words = { 'zh-CN': string; en: string };
export type Role = {
  code: string;
  label: Words;
  duty: string;
  areaLevel?: string | undefined;
  unit?: string;
  eachArea: boolean;
  lines: string[];
};
export type Threshold = {
  code: string;
  label: Words;
  from: number;
  below?: number | undefined;
  source: string;
};
export type Level = {
  answerMinutes: number;
  pauseOrdinary: boolean;
  roles: Role[];
  thresholds?: Threshold[];
};
export type LevelSet = Record<ActionLevel, Level>;

export function change(set: LevelSet, level: ActionLevel, part: Partial<Level>): LevelSet {
  return { ...set, [level]: { ...set[level], ...part } };
}

export function replaced<T>(list: readonly T[], index: number, part: Partial<T>): T[] {
  return list.map((one, at) => (at === index ? { ...one, ...part } : one));
}

export const without = <T>(list: readonly T[], index: number): T[] => list.filter((_one, at) => at !== index);

/** A code that nothing of the list has yet. */
export function newCode(list: readonly { code: string }[], start: string): string {
  for (let n = list.length + 1; ; n++) {
    const code = `${start}-${n}`;
    if (!list.some((one) => one.code === code)) return code;
  }
}

export function newRole(roles: readonly Role[], duty: string): Role {
  return { code: newCode(roles, 'role'), label: { 'zh-CN': '', en: '' }, duty, eachArea: false, lines: [] };
}

export function newThreshold(list: readonly Threshold[]): Threshold {
  return { code: newCode(list, 'count'), label: { 'zh-CN': '', en: '' }, from: 1, source: '' };
}

/** As typed, one line each; empty ones are left out when it is sent. */
export const linesOf = (text: string): string[] => text.split('\n');

/** What is sent: trimmed, without empty lines. */
export function cleaned(set: LevelSet): LevelSet {
  const entries = actionLevels.map((level) => {
    const one = set[level];
    const roles = one.roles.map((role) => ({
      ...role,
      lines: role.lines.map((line) => line.trim()).filter(Boolean),
    }));
    return [level, { ...one, roles }] as const;
  });
  return Object.fromEntries(entries) as LevelSet;
}

export type Fault = { level: ActionLevel; what: 'minutes' | 'roles' | 'role' | 'threshold'; name: string };

/** What would be refused, where it stands. */
export function faultsOf(set: LevelSet): Fault[] {
  const faults: Fault[] = [];
  for (const level of actionLevels) {
    const { answerMinutes, roles, thresholds = [] } = cleaned(set)[level];
    if (!Number.isInteger(answerMinutes) || answerMinutes < 1 || answerMinutes > 240)
      faults.push({ level, what: 'minutes', name: '' });
    if (roles.length === 0) faults.push({ level, what: 'roles', name: '' });
    for (const role of roles)
      if (!role.label['zh-CN'].trim() || !role.label.en.trim() || role.lines.length === 0)
        faults.push({ level, what: 'role', name: role.label['zh-CN'] || role.code });
    for (const one of thresholds) {
      const empty = !one.label['zh-CN'].trim() || !one.label.en.trim() || one.source.trim().length < 2;
      if (empty || !(one.from >= 0) || (one.below !== undefined && one.below <= one.from))
        faults.push({ level, what: 'threshold', name: one.label['zh-CN'] || one.code });
    }
  }
  return faults;
}

/** Every count that some level asks for, once. */
export function countsOf(set: LevelSet): Threshold[] {
  const all = actionLevels.flatMap((level) => set[level].thresholds ?? []);
  return [...new Map(all.map((one) => [one.code, one])).values()];
}
