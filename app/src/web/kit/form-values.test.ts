import { describe, expect, test } from 'vitest';
import type { Field } from './api-types.ts';
import { formErrors, serverErrors, toForm } from './form-values.ts';
import { fill } from './i18n.tsx';
import { kitMessages } from './messages.ts';

const t = (key: string, params?: Record<string, string | number | null | undefined>) =>
  fill(kitMessages['zh-CN'][key] ?? key, params);
const field = (name: string, type: Field['type'], rest: Partial<Field> = {}): Field => ({
  name,
  label: name,
  type,
  ...rest,
});

describe('checking a form', () => {
  test('required fields, of every kind of emptiness', () => {
    const fields = [
      field('a', 'text', { required: true }),
      field('b', 'photos', { required: true }),
      field('c', 'boolean', { required: true }),
    ];
    expect(Object.keys(formErrors(t, fields, { a: '   ', b: [] }))).toEqual(['a', 'b', 'c']);
    expect(formErrors(t, fields, { a: 'x', b: ['1'], c: false })).toEqual({});
  });

  test('length counts characters, not UTF-16 units', () => {
    const fields = [field('a', 'text', { max: 2 })];
    expect(formErrors(t, fields, { a: '𠀀𠀁' })).toEqual({});
    expect(formErrors(t, fields, { a: '三个字' }).a).toContain('2');
  });

  test('numbers and limits', () => {
    const fields = [field('n', 'integer', { min: 1, max: 5 }), field('l', 'limit')];
    expect(Object.keys(formErrors(t, fields, { n: 6, l: { n: 0, unit: 'work-day' } }))).toEqual(['n', 'l']);
    expect(Object.keys(formErrors(t, fields, { n: 1.5, l: { n: Number.NaN, unit: 'work-day' } }))).toEqual([
      'n',
      'l',
    ]);
    expect(formErrors(t, fields, { n: 5, l: { n: 2, unit: 'work-hour' } })).toEqual({});
  });

  test('what is empty is not sent, text is trimmed, a no is an answer', () => {
    const fields = [field('a', 'text'), field('b', 'text'), field('c', 'boolean'), field('d', 'photos')];
    expect(toForm(fields, { a: ' x ', b: '', c: false, d: [], other: 'never' })).toEqual({
      a: 'x',
      c: false,
    });
  });
});

test("the server's problems find their fields, and the rest is kept", () => {
  const fields = [field('note', 'textarea'), field('photos', 'photos')];
  const found = serverErrors(fields, [
    { path: 'form/note', code: 'short', message: 'one' },
    { path: '/form/photos/0', code: 'type', message: 'two' },
    { path: 'form/note', code: 'again', message: 'three' },
    { path: 'baseVersion', code: 'old', message: 'four' },
  ]);
  expect(found).toEqual({ byField: { note: 'one', photos: 'two' }, rest: ['four'] });
});
