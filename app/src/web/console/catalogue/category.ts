import type { Words } from '../../kit/policy-types.ts';

export type Category = {
  code: string;
  parent: string | null;
  group: string;
  groupLabel: string;
  label: Words;
  name: string;
  kinds: string[];
  publicThing: boolean;
  personal?: boolean;
  dispute?: boolean;
  enforcement: boolean;
  urgent: boolean;
  fileWhen: Words;
  closeWhen: Words;
  limits: {
    outcome: string;
    label: Words;
    limit: { n: number; unit: string; emergency?: boolean };
    name?: string;
    limitLabel?: string;
  }[];
  retired: boolean;
  version: number;
};

export const LIMIT_UNITS = ['work-hour', 'work-day', 'clock-hour', 'calendar-day'] as const;

export function emptyCategory(parent: Category | undefined): Category {
  return {
    code: '',
    parent: parent?.code ?? null,
    group: parent?.group ?? 'event',
    groupLabel: '',
    label: { 'zh-CN': '', en: '' },
    name: '',
    kinds: parent?.kinds.length ? parent.kinds : ['incident'],
    publicThing: false,
    enforcement: false,
    urgent: false,
    fileWhen: { 'zh-CN': '', en: '' },
    closeWhen: { 'zh-CN': '', en: '' },
    limits: [],
    retired: false,
    version: 0,
  };
}
