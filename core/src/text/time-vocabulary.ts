/** Numbers and times as people say them in Chinese; all times are those of China. */
import { civilOf, DAY_MS, dayOf, dayStart, HOUR_MS, MINUTE_MS, weekdayOf } from '../calendar/civil.ts';

const OLDEST_MS = 30 * DAY_MS;

const DIGITS = '零一二三四五六七八九';
const NUMERAL = '[零〇一二两三四五六七八九十]{1,3}';
/** A number of a house, said: the 三 of 三号楼. */
export const SPOKEN_HOUSE = new RegExp(`${NUMERAL}(?=号楼|号院|栋|幢|单元|楼|层)`, 'gu');
const PART_OF_DAY = '凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜';
const DAY_WORD = '今天|昨天|前天|今早|今晨|今晚|昨晚|昨夜';
const DATE = '(?:(\\d{4})[年/.-])?(\\d{1,2})(?:月(\\d{1,2})[日号]|[/-](\\d{1,2}))';
/** What people add when they do not know to the minute: the 多 of 八点多. */
const ROUGHLY = '(?:(?:[多来]?钟|多)?(?:左右|前后)?)';
const CLOCK = `(${PART_OF_DAY})?\\s*(\\d{1,2}|${NUMERAL})(?:[:：](\\d{2})(?::\\d{2})?|[点时](半|\\d{1,2}分?)?)${ROUGHLY}`;
export const WHEN = new RegExp(
  `(?:${DATE}|(${DAY_WORD})|(?:星期|周)([一二三四五六日天]))?\\s*(?:${CLOCK}|(${PART_OF_DAY}))?`,
  'gu',
);

/** 12 of 十二; undefined when it is no number below a hundred. */
export function numberOf(word: string): number | undefined {
  const digit = (one: string | undefined) =>
    one === undefined ? undefined : DIGITS.indexOf(one.replace('〇', '零').replace('两', '二'));
  const [tens, units, ...more] = word.split('十');
  if (more.length > 0) return undefined;
  if (units === undefined) return word.length === 1 ? digit(word) : undefined;
  if ((tens ?? '').length > 1 || units.length > 1) return undefined;
  return (tens === '' ? 1 : (digit(tens) ?? 0)) * 10 + (units === '' ? 0 : (digit(units) ?? 0));
}

/**
 * The first instant that a text names, not after `now` and at most 30 days before: it needs a clock or a part of the day; a clock without a day is
 * today's. O(length).
 */
export function timeIn(text: string, now: number): number | undefined {
  for (const found of text.matchAll(WHEN)) {
    const at = instantOf(found, now);
    if (at !== undefined && at <= now && at >= now - OLDEST_MS) return at;
  }
  return undefined;
}

const PART_HOURS: Record<string, number> = {
  凌晨: 3,
  清晨: 6,
  早上: 8,
  早晨: 8,
  上午: 10,
  中午: 12,
  下午: 15,
  傍晚: 18,
  晚上: 20,
  夜里: 22,
  半夜: 2,
};
const WEEKDAYS = '一二三四五六日';

function instantOf(found: RegExpMatchArray, now: number): number | undefined {
  const [, year, month, dayHan, daySlash, dayWord, weekday, part, hour, minute, spoken, partOnly] = found;
  const named = dayWord !== undefined || month !== undefined || weekday !== undefined;
  const dayPart =
    part ??
    partOnly ??
    (dayWord === '今早' || dayWord === '今晨' ? '早上' : /[晚夜]/u.test(dayWord ?? '') ? '晚上' : undefined);
  const clock = hour === undefined ? undefined : hourOf(hour, dayPart);
  if (clock === undefined && dayPart === undefined) return undefined;
  // A bare number with 点 or a colon is a time; a bare part of the day needs its day.
  if (clock === undefined && !named) return undefined;
  const minutes = minute ?? (spoken === '半' ? '30' : spoken?.replace('分', ''));
  const hours = clock ?? PART_HOURS[dayPart ?? ''] ?? 0;
  if (hours > 23 || Number(minutes ?? 0) > 59) return undefined;
  const day = dayNamed({ year, month, day: dayHan ?? daySlash, dayWord, weekday }, now);
  if (day === undefined) return undefined;
  const at = dayStart(day) + hours * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS;
  // 晚上11点, said after midnight, was yesterday's.
  return !named && at > now ? at - DAY_MS : at;
}

function hourOf(word: string, part: string | undefined): number | undefined {
  const hour = /^\d+$/u.test(word) ? Number(word) : numberOf(word);
  if (hour === undefined) return undefined;
  const after = part === '下午' || part === '傍晚' || part === '晚上' || part === '夜里';
  return after && hour < 12 ? hour + 12 : part === '中午' && hour < 5 ? hour + 12 : hour;
}

type DayNamed = {
  year: string | undefined;
  month: string | undefined;
  day: string | undefined;
  dayWord: string | undefined;
  weekday: string | undefined;
};

function dayNamed({ year, month, day, dayWord, weekday }: DayNamed, now: number): number | undefined {
  const today = dayOf(now);
  if (dayWord !== undefined) return today - (dayWord.startsWith('昨') ? 1 : dayWord.startsWith('前') ? 2 : 0);
  if (weekday !== undefined) {
    const wanted = WEEKDAYS.indexOf(weekday.replace('天', '日')) + 1;
    return today - ((weekdayOf(today) - wanted + 7) % 7);
  }
  if (month === undefined) return today;
  const given = civilDay(Number(year ?? civilOf(today).year), Number(month), Number(day));
  // 12月30日, read in January, was last year's.
  return given !== undefined && given > today && year === undefined
    ? civilDay(civilOf(today).year - 1, Number(month), Number(day))
    : given;
}

function civilDay(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const at = Date.UTC(year, month - 1, day) / DAY_MS;
  const back = civilOf(at);
  return back.month === month && back.day === day ? at : undefined;
}
