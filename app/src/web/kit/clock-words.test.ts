import { expect, test } from 'vitest';
import type { ClockBrief } from './api-types.ts';
import { clockMood, clockWords } from './ClockBar.tsx';
import { fill } from './i18n.tsx';
import { kitMessages } from './messages.ts';

const t = (key: string, params?: Record<string, string | number | null | undefined>) =>
  fill(kitMessages['zh-CN'][key] ?? key, params);
const now = 1_000_000_000_000;
const HOUR = 3_600_000;
const clock = (rest: Partial<ClockBrief>): ClockBrief => ({
  name: 'handle',
  label: '处置',
  dueAt: now + 10 * HOUR,
  provisional: false,
  state: 'running',
  late: false,
  ...rest,
});

test.each([
  [clock({}), '还剩 10 小时', 'calm'],
  [clock({ dueAt: now + 3 * HOUR }), '还剩 3 小时', 'soon'],
  [clock({ dueAt: now - 2 * HOUR }), '已超期 2 小时', 'late'],
  // Paused before its end: the wall clock may pass the end without making it late.
  [clock({ state: 'paused', dueAt: now - 2 * HOUR }), '已暂停计时', 'paused'],
  [clock({ state: 'stopped', dueAt: now - 2 * HOUR }), '按时完成', 'done'],
  [clock({ state: 'stopped', late: true }), '超期完成', 'late'],
])('%# a clock says and shows how it stands', (one, words, mood) => {
  expect(clockWords(t, one, now)).toBe(words);
  expect(clockMood(one, now)).toBe(mood);
});

test('working time is named as such when the server counts it', () => {
  expect(clockWords(t, { ...clock({}), leftMs: 3 * HOUR + 20 * 60_000 }, now)).toBe(
    '还剩 3 小时 20 分（工作时）',
  );
});
