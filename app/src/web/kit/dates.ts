// Dates and spans the Chinese way, always in Asia/Shanghai (UTC+8, no daylight saving since 1992), whatever the device says.
import type { Translate } from './i18n.tsx';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OFFSET = 8 * HOUR;

type Civil = { year: number; month: number; day: number; weekday: number; time: string; dayNumber: number };

export function civil(at: number): Civil {
  const shifted = new Date(at + OFFSET);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    time: shifted.toISOString().slice(11, 16),
    dayNumber: Math.floor((at + OFFSET) / DAY),
  };
}

/** 11月21日 周六 14:05, with the year when it is not this one. */
export function exactDate(t: Translate, at: number, now: number): string {
  const c = civil(at);
  const key = c.year === civil(now).year ? 'kit.date' : 'kit.dateYear';
  return t(key, {
    year: c.year,
    month: c.month,
    day: c.day,
    weekday: t(`kit.weekday.${c.weekday}`),
    time: c.time,
  });
}

/** 今天 17:30, 明天 09:00, 昨天 18:20, otherwise the exact date. */
export function nearDate(t: Translate, at: number, now: number): string {
  const c = civil(at);
  const days = c.dayNumber - civil(now).dayNumber;
  if (days === 0) return t('kit.today', { time: c.time });
  if (days === 1) return t('kit.tomorrow', { time: c.time });
  if (days === -1) return t('kit.yesterday', { time: c.time });
  return exactDate(t, at, now);
}

/** A civil day (YYYY-MM-DD) in words: 11月29日 周日, with the year when it is not this one. */
export function dayWords(t: Translate, day: string, now: number): string {
  const c = civil(Date.parse(`${day}T12:00:00+08:00`));
  return t(c.year === civil(now).year ? 'kit.dateOnly' : 'kit.dateOnlyYear', {
    year: c.year,
    month: c.month,
    day: c.day,
    weekday: t(`kit.weekday.${c.weekday}`),
  });
}

/** A length of time in words: 35 分钟, 3 小时 20 分, 2 天 4 小时. */
export function spanWords(t: Translate, ms: number): string {
  const span = Math.max(0, ms);
  if (span < HOUR) return t('kit.span.minutes', { n: Math.max(1, Math.round(span / MINUTE)) });
  if (span < DAY) {
    const minutes = Math.round(span / MINUTE);
    const m = minutes % 60;
    const n = Math.floor(minutes / 60);
    return m === 0 ? t('kit.span.hours', { n }) : t('kit.span.hoursMinutes', { n, m });
  }
  const hours = Math.round(span / HOUR);
  const n = Math.floor(hours / 24);
  const m = hours % 24;
  return m === 0 || n >= 7 ? t('kit.span.days', { n }) : t('kit.span.daysHours', { n, m });
}

/** 3 小时前, 刚刚; coarse on purpose, the exact time is one hover away. */
export function ageWords(t: Translate, at: number, now: number): string {
  const past = now - at;
  const span = Math.abs(past);
  if (span < MINUTE) return t('kit.justNow');
  let words: string;
  if (span < HOUR) words = t('kit.span.minutes', { n: Math.floor(span / MINUTE) });
  else if (span < DAY) words = t('kit.span.hours', { n: Math.floor(span / HOUR) });
  else words = t('kit.span.days', { n: Math.floor(span / DAY) });
  return t(past >= 0 ? 'kit.ago' : 'kit.later', { span: words });
}

/** YYYY-MM-DDTHH:mm in Asia/Shanghai for `<input type="datetime-local">`, and back. */
export function toInputDateTime(at: number): string {
  return new Date(at + OFFSET).toISOString().slice(0, 16);
}

export function fromInputDateTime(text: string): number | undefined {
  // The engine guesses at broken text; this does not.
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  const at = Date.parse(`${text.slice(0, 16)}:00Z`);
  return Number.isNaN(at) ? undefined : at - OFFSET;
}

export function toInputDate(at: number): string {
  return new Date(at + OFFSET).toISOString().slice(0, 10);
}
