/**
 * Time limits as Chinese administration writes them, and their deadlines.
 *
 * | unit | Chinese | what is counted |
 * |---|---|---|
 * | work-hour | 工作时 | office time only |
 * | clock-hour | 小时; with `emergency` 紧急工作时 | every hour, day and night |
 * | minute | 分钟 | every minute |
 * | work-day | 工作日 | working days from the day after receipt; ends when the office closes on the n-th |
 * | calendar-day | 自然日 | civil days from the day after receipt; ends at 24:00 of the n-th |
 *
 * "From the day after receipt" follows Civil Code article 201. The end of a calendar-day limit is the instant 24:00,
 * which is 00:00 of the following day. A limit is kept when the work is done at or before its due instant. An
 * end on a rest day is not moved: office rules speak of 自然日 exactly when they do not want that.
 */
import type { Calendar } from './calendar.ts';
import { DAY_MS, dayOf, dayStart, HOUR_MS, MINUTE_MS } from './civil.ts';
import { CalendarError } from './faults.ts';

export type LimitUnit = 'work-hour' | 'clock-hour' | 'work-day' | 'calendar-day' | 'minute';

/** `emergency` changes only the label of a clock-hour limit (紧急工作时). */
export type Limit = { n: number; unit: LimitUnit; emergency?: boolean };

export type Deadline = {
  due: number;
  /** True when the end lies beyond the published holidays and the unit depends on them. */
  provisional: boolean;
};

const MOST: Readonly<Record<LimitUnit, number>> = {
  'work-hour': 20_000,
  'clock-hour': 90_000,
  'work-day': 2500,
  'calendar-day': 3660,
  minute: 5_400_000,
};

/**
 * When a limit that starts at `start` ends. O(log days). Throws {@link CalendarError} `calendar.badLimit` when n is not
 * positive, not whole for day units, or above ten years; `calendar.outOfRange` before 1992 or after 2199.
 */
export function deadline(calendar: Calendar, start: number, limit: Limit): Deadline {
  checkLimit(limit);
  const due = advance(calendar, limit.unit, firstCounted(start, limit.unit), start, budgetOf(limit));
  return { due, provisional: dependsOnCalendar(limit.unit) && calendar.beyondPublished(due) };
}

export function checkLimit(limit: Limit): void {
  const whole = limit.unit === 'work-day' || limit.unit === 'calendar-day';
  const most = MOST[limit.unit];
  if (most === undefined || !(limit.n > 0) || limit.n > most || (whole && !Number.isInteger(limit.n))) {
    throw new CalendarError('calendar.badLimit', { n: limit.n, unit: limit.unit, most: most ?? 0 });
  }
}

export function dependsOnCalendar(unit: LimitUnit): boolean {
  return unit === 'work-hour' || unit === 'work-day';
}

/** Instant from which a limit received at `start` counts: at once, or from midnight for units in days. */
export function firstCounted(start: number, unit: LimitUnit): number {
  return unit === 'work-day' || unit === 'calendar-day' ? dayStart(dayOf(start) + 1) : start;
}

/** Length of a limit in base units: milliseconds, but days for work-day. */
export function budgetOf(limit: Limit): number {
  return Math.round(limit.n * unitSize(limit.unit));
}

/** Base units in one unit of the limit. */
export function unitSize(unit: LimitUnit): number {
  if (unit === 'work-day') return 1;
  if (unit === 'calendar-day') return DAY_MS;
  return unit === 'minute' ? MINUTE_MS : HOUR_MS;
}

/** Base units counted in [from, to) by a limit that counts from `counted` on. */
export function measure(
  calendar: Calendar,
  unit: LimitUnit,
  counted: number,
  from: number,
  to: number,
): number {
  const begin = from > counted ? from : counted;
  if (to <= begin) return 0;
  if (unit === 'work-hour') return calendar.workingMs(begin, to);
  if (unit === 'work-day') return calendar.workDaysAt(to) - calendar.workDaysAt(begin);
  return to - begin;
}

/** The earliest instant at which `amount` base units have been counted since `from`; `from` itself for amount ≤ 0. */
export function advance(
  calendar: Calendar,
  unit: LimitUnit,
  counted: number,
  from: number,
  amount: number,
): number {
  if (!(amount > 0)) return from;
  const begin = from > counted ? from : counted;
  if (unit === 'work-hour') return calendar.addWorkingMs(begin, amount);
  if (unit === 'work-day') return calendar.instantOfWorkDays(calendar.workDaysAt(begin) + amount);
  return begin + amount;
}

const LABELS: Readonly<Record<'zh-CN' | 'en', Readonly<Record<LimitUnit | 'emergency', string>>>> = {
  'zh-CN': {
    'work-hour': '工作时',
    'clock-hour': '小时',
    'work-day': '工作日',
    'calendar-day': '自然日',
    minute: '分钟',
    emergency: '紧急工作时',
  },
  en: {
    'work-hour': 'working hour',
    'clock-hour': 'hour',
    'work-day': 'working day',
    'calendar-day': 'calendar day',
    minute: 'minute',
    emergency: 'emergency working hour',
  },
};

/** "4 工作时", "2 working days"; many minutes as hours and minutes ("23 小时 57 分钟"). */
export function limitLabel(limit: Limit, language: 'zh-CN' | 'en'): string {
  if (limit.unit === 'minute' && limit.n >= 60) {
    const hours = amountLabel(Math.floor(limit.n / 60), LABELS[language]['clock-hour'], language);
    const rest = Math.round((limit.n % 60) * 100) / 100;
    return rest === 0 ? hours : `${hours} ${amountLabel(rest, LABELS[language].minute, language)}`;
  }
  const key = limit.emergency && limit.unit === 'clock-hour' ? 'emergency' : limit.unit;
  return amountLabel(limit.n, LABELS[language][key], language);
}

/** A measured amount of a unit, rounded to two decimals: "1.25 工作日". */
export function unitsLabel(amount: number, unit: LimitUnit, language: 'zh-CN' | 'en'): string {
  return amountLabel(Math.round(amount * 100) / 100, LABELS[language][unit], language);
}

function amountLabel(n: number, label: string, language: 'zh-CN' | 'en'): string {
  return `${n} ${label}${language === 'en' && n !== 1 ? 's' : ''}`;
}

const WORDS: Readonly<Record<string, Omit<Limit, 'n'>>> = {
  工作时: { unit: 'work-hour' },
  工作小时: { unit: 'work-hour' },
  紧急工作时: { unit: 'clock-hour', emergency: true },
  小时: { unit: 'clock-hour' },
  工作日: { unit: 'work-day' },
  自然日: { unit: 'calendar-day' },
  日历日: { unit: 'calendar-day' },
  天: { unit: 'calendar-day' },
  日: { unit: 'calendar-day' },
  分钟: { unit: 'minute' },
};

/** Reads the way category tables write limits ("4工作时", "2 个工作日", "30分钟"); undefined when it is not a limit. */
export function parseLimit(text: string): Limit | undefined {
  const match = /^(\d+(?:\.\d+)?)个?(\D+)$/.exec(text.normalize('NFKC').replace(/\s+/g, ''));
  const words = match ? WORDS[match[2]] : undefined;
  if (!match || !words) return undefined;
  const limit: Limit = { n: Number(match[1]), ...words };
  const whole = limit.unit === 'work-day' || limit.unit === 'calendar-day';
  return limit.n > 0 && limit.n <= MOST[limit.unit] && (!whole || Number.isInteger(limit.n))
    ? limit
    : undefined;
}
