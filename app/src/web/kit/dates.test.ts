import { describe, expect, test } from 'vitest';
import {
  ageWords,
  civil,
  dayWords,
  exactDate,
  fromInputDateTime,
  nearDate,
  spanWords,
  toInputDateTime,
} from './dates.ts';
import { fill } from './i18n.tsx';
import { kitMessages } from './messages.ts';

const t = (key: string, params?: Record<string, string | number | null | undefined>) =>
  fill(kitMessages['zh-CN'][key] ?? key, params);
/** 2026-11-21, a Saturday, 14:05 in Shanghai. */
const now = Date.parse('2026-11-21T14:05:00+08:00');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('dates in Asia/Shanghai', () => {
  test('exact, with the year only when it is another one', () => {
    expect(exactDate(t, now, now)).toBe('11月21日 周六 14:05');
    expect(exactDate(t, Date.parse('2027-01-04T09:00:00+08:00'), now)).toBe('2027年1月4日 周一 09:00');
  });

  test('a day without its time', () => {
    expect(dayWords(t, '2026-11-29', now)).toBe('11月29日 周日');
    expect(dayWords(t, '2027-01-01', now)).toBe('2027年1月1日 周五');
  });

  test('the civil day begins at midnight in Shanghai, whatever UTC says', () => {
    expect(civil(Date.parse('2026-11-20T16:00:00Z'))).toMatchObject({
      month: 11,
      day: 21,
      weekday: 6,
      time: '00:00',
    });
    expect(civil(Date.parse('2026-11-20T15:59:00Z'))).toMatchObject({ day: 20, time: '23:59' });
  });

  test('near days have names', () => {
    expect(nearDate(t, now + 3 * HOUR, now)).toBe('今天 17:05');
    expect(nearDate(t, now + 19 * HOUR, now)).toBe('明天 09:05');
    expect(nearDate(t, now - 20 * HOUR, now)).toBe('昨天 18:05');
    expect(nearDate(t, now + 72 * HOUR, now)).toBe('11月24日 周二 14:05');
  });

  test('spans and ages', () => {
    expect(spanWords(t, 3 * HOUR + 20 * MINUTE)).toBe('3 小时 20 分');
    expect(spanWords(t, 52 * HOUR)).toBe('2 天 4 小时');
    expect(spanWords(t, 20_000)).toBe('1 分钟');
    expect(ageWords(t, now - 3 * HOUR - 50 * MINUTE, now)).toBe('3 小时前');
    expect(ageWords(t, now - 10_000, now)).toBe('刚刚');
    expect(ageWords(t, now + 49 * HOUR, now)).toBe('2 天后');
  });

  test('date inputs are read and written in Shanghai time', () => {
    expect(toInputDateTime(now)).toBe('2026-11-21T14:05');
    expect(fromInputDateTime('2026-11-21T14:05')).toBe(now);
    expect(fromInputDateTime('2026-11-21T14:05:30')).toBe(now);
    expect(fromInputDateTime('')).toBeUndefined();
  });
});
