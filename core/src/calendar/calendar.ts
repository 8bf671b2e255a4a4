/**
 * Working calendar of one jurisdiction: day kinds (holidays, 调休 make-up days, admin overrides) and office hours.
 *
 * Pure and immutable; all instants are epoch milliseconds, civil time is UTC+8. Tables of day kinds and prefix sums
 * are built on first use, year by year, from 1992 on; every question afterwards is O(log days) on typed arrays.
 */

import {
  civilOf,
  DAY_MS,
  dayIndexOf,
  dayOf,
  dayStart,
  formatDate,
  MINUTE_MS,
  parseDate,
  parseTime,
  weekdayOf,
} from './civil.ts';
import { CalendarError } from './faults.ts';
import type { HolidayName, HolidayTable } from './holidays.ts';
import { publishedHolidays } from './holidays.ts';
import { statutoryHolidays } from './statutory.ts';

/** Half-open office interval of one civil day, 'HH:MM' to 'HH:MM' (24:00 allowed as an end). */
export type OfficeInterval = readonly [from: string, to: string];

export type OfficeDays = {
  /** Hours of an ordinary working day, also used on make-up days and days an override makes working. */
  hours: readonly OfficeInterval[];
  /** Different hours on single weekdays, 1 = Monday … 5 = Friday. */
  byWeekday?: Readonly<Partial<Record<1 | 2 | 3 | 4 | 5, readonly OfficeInterval[]>>>;
};

export type OfficeHours = OfficeDays & {
  /** Seasonal variants; `from` and `to` are 'MM-DD', inclusive, and may wrap over New Year. The first match wins. */
  seasons?: readonly (OfficeDays & { from: string; to: string })[];
};

export type DayOverride = { date: string; kind: 'work' | 'rest'; note?: string };

export type CalendarOptions = {
  office: OfficeHours;
  /** Defaults to {@link publishedHolidays}. */
  holidays?: HolidayTable;
  /** Decisions of the jurisdiction; of two for one date the later in the list wins. */
  overrides?: readonly DayOverride[];
};

export type DayReason = 'weekday' | 'weekend' | 'holiday' | 'makeup' | 'override';

export type DayKind = {
  work: boolean;
  reason: DayReason;
  /** Name of the holiday, also on its make-up days. */
  name?: HolidayName;
  /** Note of the override. */
  note?: string;
  /** The year's holidays are not published and no law names the day, so the kind is only the weekend rule. */
  provisional: boolean;
};

export type Calendar = {
  /** Last year with published holidays. */
  readonly publishedThrough: number;
  /** Kind of a civil date ('YYYY-MM-DD') or of the day that holds an instant. */
  dayKind(date: string | number): DayKind;
  isProvisional(date: string | number): boolean;
  /** Office intervals of a day as instants; empty on rest days. */
  officeOf(date: string | number): { from: number; to: number }[];
  /** Office milliseconds inside [from, to); 0 when to ≤ from. */
  workingMs(from: number, to: number): number;
  /** The first instant at which `ms` of office time have passed since `from`; `from` itself for 0. */
  addWorkingMs(from: number, ms: number): number;
  /** Working days passed since a fixed origin at this instant; within a day the share of its office time. */
  workDaysAt(instant: number): number;
  /** First instant at which {@link workDaysAt} reaches `target`. */
  instantOfWorkDays(target: number): number;
  /** True when the day of the instant lies outside the published years, so that a deadline there may still move. */
  beyondPublished(instant: number): boolean;
};

const FIRST_YEAR = 1992;
const LAST_YEAR = 2200;
const BASE_DAY = dayIndexOf(FIRST_YEAR, 1, 1);
const END_DAY = dayIndexOf(LAST_YEAR, 1, 1);
/** Below half a millisecond of office time two fractions of a day are the same instant. */
const DAY_EPSILON = 1e-8;

type Pattern = { starts: number[]; ends: number[]; before: number[]; total: number };

type Season = { from: number; to: number; patterns: number[] };

const REASONS: readonly DayReason[] = ['weekday', 'weekend', 'holiday', 'makeup', 'override', 'override'];
const WEEKDAY = 0;
const WEEKEND = 1;
const HOLIDAY = 2;
const MAKEUP = 3;
const OVERRIDE_WORK = 4;
const OVERRIDE_REST = 5;

/**
 * Builds a calendar. Throws {@link CalendarError}: `calendar.badDate`, `calendar.badInterval` (not HH:MM, empty,
 * overlapping or unordered), `calendar.badSeason`, `calendar.noHours` (a working weekday without an interval).
 */
export function createCalendar(options: CalendarOptions): Calendar {
  const holidays = options.holidays ?? publishedHolidays();
  const patterns: Pattern[] = [{ starts: [], ends: [], before: [], total: 0 }];
  const standard = patternsOf(options.office, patterns);
  const seasons = (options.office.seasons ?? []).map((season): Season => {
    return { from: monthDay(season.from), to: monthDay(season.to), patterns: patternsOf(season, patterns) };
  });
  const marks = marksOf(holidays, options.overrides ?? []);
  const notes = new Map((options.overrides ?? []).map((o) => [indexOf(o.date), o.note]));

  /** What no notice has named yet, by day; filled together with the tables below. */
  const byLaw = new Map<number, HolidayName>();
  let lawRead = holidays.throughYear + 1;
  let length = 0;
  let kinds = new Uint8Array(0);
  let patternOf = new Uint16Array(0);
  /** Prefix sums: office ms and working days before day BASE_DAY + i. */
  let msBefore = new Float64Array(1);
  let daysBefore = new Int32Array(1);

  /** Offset of a day in the tables, which grow by whole years to hold it. */
  function offsetOf(day: number): number {
    const offset = day - BASE_DAY;
    if (offset >= length || offset < 0 || Number.isNaN(offset)) grow(day);
    return offset;
  }

  function grow(day: number): void {
    if (!(day >= BASE_DAY && day < END_DAY))
      throw new CalendarError('calendar.outOfRange', { from: FIRST_YEAR, to: LAST_YEAR - 1 });
    const { year } = civilOf(day);
    const through = Math.min(year + 3, LAST_YEAR);
    const target = dayIndexOf(through, 1, 1) - BASE_DAY;
    kinds = enlarged(kinds, new Uint8Array(target));
    patternOf = enlarged(patternOf, new Uint16Array(target));
    msBefore = enlarged(msBefore, new Float64Array(target + 1));
    daysBefore = enlarged(daysBefore, new Int32Array(target + 1));
    markStatutory(through);
    for (let i = length; i < target; i++) {
      const index = BASE_DAY + i;
      const weekday = weekdayOf(index);
      const kind = marks.get(index) ?? (weekday >= 6 ? WEEKEND : WEEKDAY);
      kinds[i] = kind;
      const works = kind === WEEKDAY || kind === MAKEUP || kind === OVERRIDE_WORK;
      patternOf[i] = works ? patternFor(index, weekday) : 0;
      msBefore[i + 1] = msBefore[i] + patterns[patternOf[i]].total;
      daysBefore[i + 1] = daysBefore[i] + (works ? 1 : 0);
    }
    length = target;
  }

  /** Beyond the notices the law's own days off are known all the same; a decision of the jurisdiction goes before them. */
  function markStatutory(through: number): void {
    for (; lawRead < through; lawRead++) {
      for (const [date, name] of statutoryHolidays(lawRead)) {
        const index = indexOf(date);
        if (marks.has(index)) continue;
        marks.set(index, HOLIDAY);
        byLaw.set(index, name);
      }
    }
  }

  function patternFor(index: number, weekday: number): number {
    if (seasons.length === 0) return standard[weekday];
    const { month, day } = civilOf(index);
    const at = month * 100 + day;
    for (const { from, to, patterns: own } of seasons) {
      if (from <= to ? at >= from && at <= to : at >= from || at <= to) return own[weekday];
    }
    return standard[weekday];
  }

  function dayFrom(date: string | number): number {
    return typeof date === 'number' ? dayOf(date) : indexOf(date);
  }

  function unpublished(day: number): boolean {
    const { year } = civilOf(day);
    return year > holidays.throughYear || year < holidays.fromYear;
  }

  function isProvisional(date: string | number): boolean {
    const day = dayFrom(date);
    offsetOf(day);
    return unpublished(day) && !marks.has(day);
  }

  function dayKind(date: string | number): DayKind {
    const day = dayFrom(date);
    const offset = offsetOf(day);
    const kind = kinds[offset];
    const result: DayKind = {
      work: kind === WEEKDAY || kind === MAKEUP || kind === OVERRIDE_WORK,
      reason: REASONS[kind],
      provisional: unpublished(day) && !marks.has(day),
    };
    const text = formatDate(day);
    const name =
      kind === HOLIDAY
        ? (holidays.holidays[text] ?? byLaw.get(day))
        : kind === MAKEUP
          ? holidays.makeups[text]
          : undefined;
    if (name) result.name = name;
    const note = notes.get(day);
    if (note) result.note = note;
    return result;
  }

  function officeOf(date: string | number): { from: number; to: number }[] {
    const day = dayFrom(date);
    const offset = offsetOf(day);
    const pattern = patterns[patternOf[offset]];
    const start = dayStart(day);
    return pattern.starts.map((from, i) => ({ from: start + from, to: start + pattern.ends[i] }));
  }

  function workedAt(instant: number): number {
    const day = dayOf(instant);
    const offset = offsetOf(day);
    return msBefore[offset] + passed(patterns[patternOf[offset]], instant - dayStart(day));
  }

  function workingMs(from: number, to: number): number {
    return to > from ? workedAt(to) - workedAt(from) : 0;
  }

  function addWorkingMs(from: number, ms: number): number {
    if (!(ms > 0)) return from;
    const target = workedAt(from) + ms;
    let high = offsetOf(dayOf(from)) + 1;
    let low = high - 1;
    for (let step = 1; ; step *= 2) {
      offsetOf(BASE_DAY + high);
      if (msBefore[high] >= target) break;
      low = high;
      high = nextProbe(high, step);
    }
    // Invariant: the day that reaches the target is in (low, high] as a prefix index.
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (msBefore[middle] >= target) high = middle;
      else low = middle;
    }
    const offset = high - 1;
    return dayStart(BASE_DAY + offset) + reached(patterns[patternOf[offset]], target - msBefore[offset]);
  }

  function workDaysAt(instant: number): number {
    const day = dayOf(instant);
    const offset = offsetOf(day);
    const pattern = patterns[patternOf[offset]];
    const share = pattern.total === 0 ? 0 : passed(pattern, instant - dayStart(day)) / pattern.total;
    return daysBefore[offset] + share;
  }

  function instantOfWorkDays(target: number): number {
    const wanted = target - DAY_EPSILON;
    // The n-th working day is never earlier than n days after the origin, nor (52 weeks, holidays) later than about 2n.
    let low = 0;
    let high = Math.max(1, Math.ceil(target));
    for (let step = 16; ; step *= 2) {
      offsetOf(BASE_DAY + high);
      if (daysBefore[high] >= wanted) break;
      low = high;
      high = nextProbe(high, Math.max(step, Math.ceil((wanted - daysBefore[high]) * 1.4)));
    }
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (daysBefore[middle] >= wanted) high = middle;
      else low = middle;
    }
    const offset = high - 1;
    const pattern = patterns[patternOf[offset]];
    const share = Math.min(1, target - daysBefore[offset]);
    return dayStart(BASE_DAY + offset) + reached(pattern, Math.round(share * pattern.total));
  }

  return {
    publishedThrough: holidays.throughYear,
    dayKind,
    isProvisional,
    officeOf,
    workingMs,
    addWorkingMs,
    workDaysAt,
    instantOfWorkDays,
    beyondPublished: (instant) => unpublished(dayOf(instant)),
  };
}

/** Next prefix index to probe; the last day of the tables is still probed before the range is given up. */
function nextProbe(high: number, step: number): number {
  const last = END_DAY - BASE_DAY - 1;
  if (high >= last) throw new CalendarError('calendar.outOfRange', { from: FIRST_YEAR, to: LAST_YEAR - 1 });
  return Math.min(high + step, last);
}

/** Office ms of a day passed at `time` ms after midnight. */
function passed(pattern: Pattern, time: number): number {
  for (let i = pattern.starts.length - 1; i >= 0; i--) {
    if (time > pattern.starts[i])
      return pattern.before[i] + Math.min(time, pattern.ends[i]) - pattern.starts[i];
  }
  return 0;
}

/** Ms after midnight at which `worked` office ms have passed, the earliest such moment; 0 < worked ≤ total. */
function reached(pattern: Pattern, worked: number): number {
  for (let i = 0; i < pattern.starts.length; i++) {
    const time = pattern.starts[i] + worked - pattern.before[i];
    if (time <= pattern.ends[i]) return time;
  }
  return DAY_MS;
}

/** Pattern numbers by weekday 1 … 7 (index 0 unused); weekend entries serve make-up days. */
function patternsOf(days: OfficeDays, patterns: Pattern[]): number[] {
  const standard = patterns.push(patternFrom(days.hours)) - 1;
  const byWeekday = [standard, standard, standard, standard, standard, standard, standard, standard];
  for (const [weekday, hours] of Object.entries(days.byWeekday ?? {})) {
    if (hours) byWeekday[Number(weekday)] = patterns.push(patternFrom(hours)) - 1;
  }
  return byWeekday;
}

function patternFrom(intervals: readonly OfficeInterval[]): Pattern {
  if (intervals.length === 0) throw new CalendarError('calendar.noHours');
  const pattern: Pattern = { starts: [], ends: [], before: [], total: 0 };
  let last = 0;
  for (const [fromText, toText] of intervals) {
    const from = parseTime(fromText);
    const to = parseTime(toText);
    if (from === undefined || to === undefined || from >= to || from < last) {
      throw new CalendarError('calendar.badInterval', { from: fromText, to: toText });
    }
    last = to;
    pattern.starts.push(from * MINUTE_MS);
    pattern.ends.push(to * MINUTE_MS);
    pattern.before.push(pattern.total);
    pattern.total += (to - from) * MINUTE_MS;
  }
  return pattern;
}

/** 'MM-DD' as month × 100 + day; 02-29 is allowed. */
function monthDay(text: string): number {
  if (parseDate(`2024-${text}`) === undefined) throw new CalendarError('calendar.badSeason', { value: text });
  return Number(text.slice(0, 2)) * 100 + Number(text.slice(3));
}

function indexOf(date: string): number {
  const day = parseDate(date);
  if (day === undefined) throw new CalendarError('calendar.badDate', { date });
  return day;
}

function marksOf(holidays: HolidayTable, overrides: readonly DayOverride[]): Map<number, number> {
  const marks = new Map<number, number>();
  for (const date of Object.keys(holidays.holidays)) marks.set(indexOf(date), HOLIDAY);
  for (const date of Object.keys(holidays.makeups)) marks.set(indexOf(date), MAKEUP);
  for (const { date, kind } of overrides)
    marks.set(indexOf(date), kind === 'work' ? OVERRIDE_WORK : OVERRIDE_REST);
  return marks;
}

function enlarged<T extends { set(from: ArrayLike<number>): void }>(old: ArrayLike<number>, fresh: T): T {
  fresh.set(old);
  return fresh;
}
