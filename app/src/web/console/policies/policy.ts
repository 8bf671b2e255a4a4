import type { PolicyDefinition, Words } from '../../kit/policy-types.ts';

export type PolicyRow = {
  id: string;
  unitId: string;
  unitName: string;
  version: number;
  published: number | null;
  state: 'draft' | 'changed' | 'published' | 'ended';
  definition: PolicyDefinition;
};

const none = (): Words => ({ 'zh-CN': '', en: '' });

export function emptyPolicy(id: string): PolicyRow {
  return {
    id,
    unitId: '',
    unitName: '',
    version: 0,
    published: null,
    state: 'draft',
    definition: {
      title: none(),
      list: '',
      forWhom: none(),
      gives: none(),
      how: none(),
      documents: [],
      basis: '',
      basisDate: null,
      contact: { phone: '', place: none(), hours: none() },
      validFrom: '',
      validUntil: null,
      conditions: [],
    },
  };
}

/** Documents as lines, `中文 / English`, and back. */
export function linesOf(documents: readonly Words[]): string {
  return documents.map((one) => (one.en ? `${one['zh-CN']} / ${one.en}` : one['zh-CN'])).join('\n');
}

export function documentsOf(lines: string): Words[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [zh = '', ...rest] = line.split(' / ');
      return { 'zh-CN': zh.trim(), en: rest.join(' / ').trim() };
    });
}
