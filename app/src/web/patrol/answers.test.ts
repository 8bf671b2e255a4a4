// What is filled in at a place: what is still wanted, what is a finding, and what is sent.
import { describe, expect, test } from 'vitest';
import { answerOf, isFound, itemsToMend, nothingFilled, recordBody } from './answers.ts';
import type { ChecklistItem, ChecklistVersion, DueItem } from './queries.ts';
import { versionOn } from './queries.ts';

const words = (text: string) => ({ 'zh-CN': text, en: '' });
const item = (part: Partial<ChecklistItem> & { code: string }): ChecklistItem => ({
  words: words(part.code),
  type: 'yes-no',
  required: true,
  options: [],
  unit: '',
  min: null,
  max: null,
  finding: null,
  ...part,
});
const rule = (part: object) => ({
  answers: [],
  below: null,
  above: null,
  category: 'safety.wall',
  text: words('found'),
  urgent: false,
  ...part,
});
const version: ChecklistVersion = {
  code: 'list',
  version: 3,
  revision: 1,
  effectiveFrom: '2026-07-01',
  title: words('list'),
  basis: { kind: 'local', text: 'x' },
  items: [
    item({ code: 'clear', finding: rule({ answers: ['no'] }) }),
    item({
      code: 'pressure',
      type: 'number',
      required: false,
      min: 0,
      max: 2,
      finding: rule({ below: 0.1 }),
    }),
    item({ code: 'remark', type: 'text', required: false }),
  ],
};
const due = {
  planId: 'p',
  place: { id: 'asset:1' },
  period: { from: '2026-07-13', to: '2026-07-19' },
} as DueItem;

describe('an answer', () => {
  const filled = (answers: Record<string, string>) => ({ ...nothingFilled(), answers });
  const [clear, pressure] = version.items as [ChecklistItem, ChecklistItem];

  test('is wanted where the item asks for it, and in reach', () => {
    const mend = (answers: Record<string, string>) =>
      itemsToMend(version, filled(answers)).map((one) => one.code);
    expect(mend({})).toEqual(['clear']);
    expect(mend({ clear: 'yes', pressure: '9' })).toEqual(['pressure']);
    expect(mend({ clear: 'yes', pressure: 'two' })).toEqual(['pressure']);
    expect(mend({ clear: 'na', pressure: '0.05', remark: ' ' })).toEqual([]);
  });

  test('is a finding by the rule of its item', () => {
    expect(isFound(clear, filled({ clear: 'no' }))).toBe(true);
    expect(isFound(clear, filled({ clear: 'na' }))).toBe(false);
    expect(isFound(pressure, filled({ pressure: '0.05' }))).toBe(true);
    expect(isFound(pressure, filled({ pressure: '0.1' }))).toBe(false);
    expect(answerOf(pressure, filled({ pressure: 'two' }))).toBe('two');
  });

  test('goes with the version it was given to, and words only for what was found', () => {
    const body = recordBody(
      due,
      version,
      {
        answers: { clear: 'no', pressure: '1.5', remark: ' ' },
        words: { clear: ' blocked ', pressure: 'x' },
        note: '',
      },
      { commandId: 'c', at: 5 },
    );
    expect(body).toEqual({
      commandId: 'c',
      planId: 'p',
      placeId: 'asset:1',
      period: '2026-07-13',
      checklistVersion: 3,
      occurredAt: 5,
      form: { answers: { clear: 'no', pressure: 1.5 }, words: { clear: 'blocked' } },
    });
  });
});

test('the phone takes the version whose day has come', () => {
  const next = { ...version, version: 4, effectiveFrom: '2026-08-01' };
  expect(versionOn([next, version], 'list', '2026-07-31')?.version).toBe(3);
  expect(versionOn([next, version], 'list', '2026-08-01')?.version).toBe(4);
  expect(versionOn([next, version], 'other', '2026-08-01')).toBeUndefined();
});
