// Answers, findings and versions: by hand where the rule is a decision, by chance where it must always hold.
import { createRandom, type Random } from '@renlin/core/random';
import { describe, expect, it } from 'vitest';
import { type ChecklistItem, checkAnswers, contentFaults, type FindingRule } from './checklist.ts';
import { compareContents, inForce, stateOf } from './versions.ts';

const words = (text: string) => ({ 'zh-CN': text, en: text });
const rule = (part: Partial<FindingRule>): FindingRule => ({
  answers: [],
  below: null,
  above: null,
  category: 'safety.fire-lane',
  text: words('found'),
  urgent: false,
  ...part,
});
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

const lane = item({ code: 'lane', finding: rule({ answers: ['no'], urgent: true }) });
const lamp = item({
  code: 'lamp',
  type: 'choice',
  options: ['lit', 'dim', 'dark'].map((code) => ({ code, words: words(code) })),
  finding: rule({ answers: ['dim', 'dark'], category: 'utility.streetlight' }),
});
const pressure = item({
  code: 'pressure',
  type: 'number',
  unit: 'MPa',
  min: 0,
  max: 2,
  required: false,
  finding: rule({ below: 0.1, above: 1.6 }),
});
const remark = item({ code: 'remark', type: 'text', required: false });
const items = [lane, lamp, pressure, remark];

describe('answers', () => {
  it('become findings where the rule says so, and nothing else does', () => {
    const checked = checkAnswers(items, { lane: 'no', lamp: 'lit', pressure: 1.7, remark: '  ' });
    expect(checked).toMatchObject({
      ok: true,
      answers: { lane: 'no', lamp: 'lit', pressure: 1.7 },
      findings: [
        { item: 'lane', urgent: true },
        { item: 'pressure', urgent: false },
      ],
    });
    expect(checked.ok && Object.keys(checked.answers)).toEqual(['lane', 'lamp', 'pressure']);
    // At the border it is still in order; what is not there is no finding.
    expect(checkAnswers(items, { lane: 'na', lamp: 'lit', pressure: 0.1 })).toMatchObject({ findings: [] });
  });

  it('are refused with the field and the way out, all at once', () => {
    const checked = checkAnswers(
      items,
      { lamp: 'broken', pressure: 9, remark: 'x'.repeat(501), stranger: 1 },
      'form/answers',
    );
    expect(checked).toEqual({
      ok: false,
      faults: [
        { path: 'form/answers/stranger', code: 'checklist-unknown-item' },
        { path: 'form/answers/lane', code: 'required' },
        { path: 'form/answers/lamp', code: 'choice', params: { options: ['lit', 'dim', 'dark'] } },
        { path: 'form/answers/pressure', code: 'checklist-range', params: { min: 0, max: 2 } },
        { path: 'form/answers/remark', code: 'too-big.text', params: { max: 500 } },
      ],
    });
    for (const hostile of [Number.NaN, Number.POSITIVE_INFINITY, '1', [], {}, true])
      expect(checkAnswers([pressure], { pressure: hostile }).ok, String(hostile)).toBe(false);
    for (const hostile of ['\u0000', '\ud800', 7, ['a']])
      expect(checkAnswers([remark], { remark: hostile }).ok).toBe(false);
    expect(checkAnswers([lane], { lane: 'no', ['__proto__']: 'no' }).ok).toBe(false);
  });

  it('of any checklist: drawn by its rules they pass and find what was drawn; one of them spoilt is the one that is named', () => {
    const random = createRandom('checklists');
    let found = 0;
    for (let round = 0; round < 400; round++) {
      const drawn = Array.from({ length: 1 + random.int(8) }, (_, index) => drawItem(random, `i${index}`));
      expect(contentFaults(drawn)).toEqual([]);
      const pairs = drawn.flatMap((one) =>
        one.required || random.next() < 0.6 ? [answerFor(random, one)] : [],
      );
      const given = Object.fromEntries(pairs.map(({ code, value }) => [code, value]));
      const checked = checkAnswers(drawn, given);
      expect(checked).toMatchObject({ ok: true, answers: given });
      const meant = pairs.flatMap(({ code, finds }) => (finds ? [code] : []));
      expect(checked.ok && checked.findings.map((one) => one.item)).toEqual(meant);
      found += meant.length;
      const spoilt = random.pick(drawn);
      const wrong = checkAnswers(drawn, { ...given, [spoilt.code]: { not: 'an answer' } });
      expect(wrong.ok ? [] : wrong.faults.map((one) => one.path)).toEqual([`answers/${spoilt.code}`]);
    }
    expect(found).toBeGreaterThan(200);
  });
});

function drawItem(random: Random, code: string): ChecklistItem {
  const required = random.next() < 0.6;
  switch (random.int(4)) {
    case 0:
      return item({ code, required, finding: random.next() < 0.7 ? rule({ answers: ['no'] }) : null });
    case 1: {
      const options = Array.from({ length: 2 + random.int(4) }, (_, n) => ({
        code: `o${n}`,
        words: words('o'),
      }));
      const bad = random.pick(options).code;
      return item({ code, required, type: 'choice', options, finding: rule({ answers: [bad] }) });
    }
    case 2:
      return item({
        code,
        required,
        type: 'number',
        min: 0,
        max: 100,
        finding: rule({ below: 10, above: 90 }),
      });
    default:
      return item({ code, required, type: 'text' });
  }
}

function answerFor(
  random: Random,
  one: ChecklistItem,
): { code: string; value: string | number; finds: boolean } {
  const { code, finding } = one;
  if (one.type === 'text') return { code, value: `t${random.int(99)}`, finds: false };
  if (one.type === 'number') {
    const value = random.int(101);
    return { code, value, finds: value < 10 || value > 90 };
  }
  const value = random.pick(
    one.type === 'choice' ? one.options.map((option) => option.code) : ['yes', 'no', 'na'],
  );
  return { code, value, finds: finding?.answers.includes(value) ?? false };
}

it('a checklist that contradicts itself is not published', () => {
  const codes = (...all: ChecklistItem[]) => contentFaults(all).map((one) => `${one.path} ${one.code}`);
  expect(codes()).toEqual(['items required']);
  expect(codes(lane, lane)).toEqual(['items/1/code checklist-code-twice']);
  expect(codes({ ...lamp, options: lamp.options.slice(0, 1) })).toEqual([
    'items/0/options checklist-options',
    'items/0/finding checklist-finding',
  ]);
  expect(codes({ ...pressure, min: 3 })).toContain('items/0/min checklist-min-max');
  // A rule that no answer can meet, on a number, on words, on an answer that is never a finding.
  expect(codes({ ...pressure, finding: rule({ above: 2 }) })).toEqual(['items/0/finding checklist-finding']);
  expect(codes({ ...remark, finding: rule({ answers: ['x'] }) })).toEqual([
    'items/0/finding checklist-finding',
  ]);
  expect(codes({ ...lane, finding: rule({ answers: ['na'] }) })).toEqual([
    'items/0/finding checklist-finding',
  ]);
});

describe('versions', () => {
  const at = (version: number, effectiveFrom: string | null) => ({ version, effectiveFrom });

  it('the newest whose day has come is in force; one that was overtaken before its day never is', () => {
    const all = [at(1, '2026-01-01'), at(2, '2026-08-01'), at(3, '2026-07-20'), at(4, null)];
    expect(inForce(all, '2025-12-31')).toBeUndefined();
    expect(inForce(all, '2026-07-19')?.version).toBe(1);
    expect(inForce(all, '2026-07-20')?.version).toBe(3);
    expect(inForce(all, '2026-09-01')?.version).toBe(3);
    expect(all.map((one) => stateOf(one, all, '2026-07-15'))).toEqual([
      'in-force',
      'past',
      'upcoming',
      'draft',
    ]);
    expect(all.map((one) => stateOf(one, all, '2026-07-20'))).toEqual(['past', 'past', 'in-force', 'draft']);
  });

  it('on every day at most one is in force, and what was in force on a day stays so when a later day is decided', () => {
    const random = createRandom('versions');
    const day = () => `2026-0${1 + random.int(9)}-1${random.int(10)}`;
    for (let round = 0; round < 200; round++) {
      const all = Array.from({ length: 1 + random.int(6) }, (_, index) => at(index + 1, day()));
      const today = day();
      expect(all.filter((one) => stateOf(one, all, today) === 'in-force').length).toBeLessThanOrEqual(1);
      const before = inForce(all, today);
      const later = [...all, at(all.length + 1, '2026-12-31')];
      expect(inForce(later, today)).toEqual(before);
      expect(stateOf(later.at(-1) as (typeof later)[number], later, today)).toBe('upcoming');
    }
  });

  it('two of them are compared item by item', () => {
    const content = (all: ChecklistItem[], title = 'a') => ({
      title: words(title),
      basis: { kind: 'local' as const, text: 'b' },
      items: all,
    });
    const compared = compareContents(
      content([lane, lamp, pressure]),
      content([lamp, { ...lane, required: false, words: words('other') }, remark], 'c'),
    );
    expect(compared).toEqual({
      added: ['remark'],
      removed: ['pressure'],
      changed: [{ code: 'lane', fields: ['words', 'required'] }],
      about: ['title', 'order'],
    });
    const keysTurned = JSON.parse(
      JSON.stringify(
        lane,
        Object.keys(lane)
          .sort()
          .concat(Object.keys(rule({})), 'zh-CN', 'en'),
      ),
    );
    expect(compareContents(content([lane]), content([keysTurned]))).toMatchObject({ changed: [], about: [] });
  });
});
