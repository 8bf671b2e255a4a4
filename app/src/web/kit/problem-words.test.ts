import { expect, test } from 'vitest';
import { ApiProblem } from './api.ts';
import { fill } from './i18n.tsx';
import { kitMessages } from './messages.ts';
import { refusalLines } from './problem-words.ts';

const t = (key: string, params?: Record<string, string | number | null | undefined>) =>
  fill(kitMessages['zh-CN'][key] ?? key, params);
const errors = [
  { path: 'form/item', code: 'required', message: '依据的清单事项：必填，请补上。' },
  { path: 'form/reason', code: 'required', message: '原因：必填，请补上。' },
];
const refused = new ApiProblem({
  status: 400,
  code: 'input.invalid',
  title: '有的内容不对。',
  detail: errors.map((one) => one.message).join(''),
  errors,
});

test('a refusal with fields says its sentence, and each field once', () => {
  const all = errors.map((one) => one.message);
  expect(refusalLines(t, refused, all)).toEqual(['有的内容不对。', ...all]);
  expect(refusalLines(t, refused, [])).toEqual(['有的内容不对。']);
});

test('a field that says nothing but the sentence is not told again', () => {
  const one = new ApiProblem({
    status: 409,
    code: 'cases.redirect-same',
    title: '已经在这个单位。',
    detail: '已经在这个单位。',
    errors: [{ path: 'form/unit', code: 'x', message: '已经在这个单位。' }],
  });
  expect(refusalLines(t, one, ['已经在这个单位。'])).toEqual(['已经在这个单位。']);
});

test('without fields the detail belongs to the sentence', () => {
  const one = new ApiProblem({ status: 409, code: 'a.b', title: '不行。', detail: '因为晚了。' });
  expect(refusalLines(t, one, [])).toEqual(['不行。 因为晚了。']);
});
