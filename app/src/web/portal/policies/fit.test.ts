// The verdict of each card on the device, and that the pages around it neither send nor keep an answer.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Condition, Question } from '../../kit/policy-types.ts';
import { type Answers, fitOf, nextQuestion, type PolicyCard } from './fit.ts';

const words = (text: string) => ({ 'zh-CN': text, en: '' });
const card = (id: string, conditions: Condition[]): PolicyCard => ({
  id,
  unitName: '',
  version: 1,
  title: words(id),
  list: '',
  forWhom: words(''),
  gives: words(''),
  how: words(''),
  documents: [],
  basis: '',
  basisDate: null,
  contact: { phone: '', place: words(''), hours: words('') },
  validFrom: '2026-01-01',
  validUntil: null,
  conditions,
});
const questions: Question[] = [
  {
    code: 'who',
    type: 'choice',
    ask: words('替谁问？'),
    options: [{ value: 'person', label: words('自己') }],
  },
  { code: 'age', type: 'number', ask: words('多少岁？') },
];
const meal = card('meal', [
  { question: 'who', anyOf: ['person'] },
  { question: 'age', min: 60 },
  { ask: words('愿意吗？'), answer: 'yes' },
]);
const shop = card('shop', [{ question: 'who', anyOf: ['firm'] }]);
const next = (answers: Answers, skipped: string[] = []) =>
  nextQuestion([meal, shop], questions, answers, new Set(skipped), { yes: '是', no: '不是' })?.key;

test('says for each condition whether it is met, missed or still open', () => {
  const own = 'meal#2';
  expect(fitOf(meal, {}).verdict).toBe('open');
  expect(fitOf(meal, { who: ['person'], age: 60, [own]: ['yes'] }).verdict).toBe('fits');
  expect(fitOf(meal, { who: ['person'], age: 59 })).toMatchObject({
    verdict: 'not',
    reasons: [{ met: 'met' }, { met: 'unmet' }, { met: 'unknown' }],
  });
  expect(fitOf(meal, { who: ['person'], age: 70, [own]: ['no'] }).verdict).toBe('not');
  expect(fitOf(card('range', [{ question: 'age', min: 3, max: 6 }]), { age: 7 }).verdict).toBe('not');
  expect(
    fitOf(card('any', [{ question: 'certificate', anyOf: ['a', 'b'] }]), { certificate: ['b', 'c'] }).verdict,
  ).toBe('fits');
  expect(fitOf(card('all', []), {}).verdict).toBe('fits');
  // An answer of another kind than the rule decides nothing.
  expect(fitOf(card('odd', [{ question: 'age', anyOf: ['x'] }]), { age: 4 }).verdict).toBe('open');
});

test('asks only what can still decide something, and takes a skipped question as not answered', () => {
  expect(next({})).toBe('who');
  expect(next({ who: ['person'] })).toBe('age');
  expect(next({ who: ['person'], age: 61 })).toBe('meal#2');
  expect(next({ who: ['person'], age: 20 })).toBeUndefined();
  expect(next({ who: ['firm'] })).toBeUndefined();
  expect(next({ who: ['person'] }, ['age'])).toBeUndefined();
});

test('the pages read the cards once and have no other way out: nothing is sent, nothing is kept', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const sources = readdirSync(folder)
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }));
  expect(sources.length).toBeGreaterThanOrEqual(3);
  for (const { name, text } of sources) {
    expect({
      name,
      found: text.match(
        /\b(?:(?:fetch|post|del|call|sendCommand|uploadFile)\s*[<(]|sendBeacon|XMLHttpRequest|WebSocket|localStorage|sessionStorage|indexedDB|cookie|pushState|replaceState)/,
      ),
    }).toEqual({ name, found: null });
  }
  const reads = sources.flatMap(({ text }) => text.match(/\bget<[^(]*\([^)]*\)/g) ?? []);
  expect(reads).toEqual([expect.stringContaining("'/public/policies'")]);
});
