// The periods of a plan, computed from its rhythm: every n days, each working day, week, month or quarter, within its first and last day.
import type { Calendar } from '@renlin/core/calendar/calendar';
import { civilOf, dayIndexOf, formatDate, parseDate, weekdayOf } from '@renlin/core/calendar/civil';

export const rhythms = ['days', 'workday', 'week', 'month', 'quarter'] as const;
export type Rhythm = (typeof rhythms)[number];
export type PeriodRule = { every: Rhythm; everyN: number; startsOn: string; endsOn: string | null };
/** Civil days, both inclusive. The first names the period. */
export type Period = { from: string; to: string };
/** What of the calendar matters here. */
export type WorkDays = Pick<Calendar, 'dayKind'>;

/** Farther than any run of rest days. */
const MOST_REST = 60;

const indexOf = (day: string): number => {
  const index = parseDate(day);
  if (index === undefined) throw new Error(`not a civil day: ${day}`);
  return index;
};

/** The period that holds a day; none outside the plan. A rest day belongs to the working day before it. */
export function periodAt(rule: PeriodRule, day: string, calendar: WorkDays): Period | undefined {
  const start = indexOf(rule.startsOn);
  const end = rule.endsOn === null ? Number.POSITIVE_INFINITY : indexOf(rule.endsOn);
  const at = indexOf(day);
  if (at < start || at > end) return undefined;
  if (rule.every === 'workday') return workdayAt(start, at, calendar);
  const [first, last] = spanOf(rule, start, at);
  return { from: formatDate(Math.max(first, start)), to: formatDate(Math.min(last, end)) };
}

function workdayAt(start: number, at: number, calendar: WorkDays): Period | undefined {
  for (let day = at; day >= start && day > at - MOST_REST; day--) {
    const date = formatDate(day);
    if (calendar.dayKind(date).work) return { from: date, to: date };
  }
  return undefined;
}

function spanOf(rule: PeriodRule, start: number, at: number): [first: number, last: number] {
  if (rule.every === 'days') {
    const first = start + Math.floor((at - start) / rule.everyN) * rule.everyN;
    return [first, first + rule.everyN - 1];
  }
  if (rule.every === 'week') {
    const monday = at - (weekdayOf(at) - 1);
    return [monday, monday + 6];
  }
  const { year, month } = civilOf(at);
  const months = rule.every === 'month' ? 1 : 3;
  const first = month - ((month - 1) % months);
  const next =
    first + months > 12 ? dayIndexOf(year + 1, first + months - 12, 1) : dayIndexOf(year, first + months, 1);
  return [dayIndexOf(year, first, 1), next - 1];
}

/** The period after this one; none when the plan is over by then. */
export function periodAfter(rule: PeriodRule, period: Period, calendar: WorkDays): Period | undefined {
  for (let day = indexOf(period.to) + 1, tries = 0; tries < MOST_REST; day++, tries++) {
    const next = periodAt(rule, formatDate(day), calendar);
    if (!next && rule.every !== 'workday') return undefined;
    if (next && next.from > period.to) return next;
  }
  return undefined;
}

/** The period in which something done on this day counts; a day outside the plan counts for its nearest period. */
export function periodFor(rule: PeriodRule, day: string, calendar: WorkDays): Period | undefined {
  if (day >= rule.startsOn) {
    const within = rule.endsOn !== null && day > rule.endsOn ? rule.endsOn : day;
    const found = periodAt(rule, within, calendar);
    if (found) return found;
  }
  return firstPeriod(rule, rule.startsOn, calendar);
}

/** The first period that begins or is under way on a day or later. */
export function firstPeriod(rule: PeriodRule, day: string, calendar: WorkDays): Period | undefined {
  const from = day < rule.startsOn ? rule.startsOn : day;
  return periodAt(rule, from, calendar) ?? periodAfter(rule, { from, to: dayBefore(from) }, calendar);
}

export const dayAfter = (day: string): string => formatDate(indexOf(day) + 1);
export const dayBefore = (day: string): string => formatDate(indexOf(day) - 1);

export type DueState = 'due' | 'done' | 'late';
export type Due = {
  period: Period;
  state: DueState;
  /** The first day after the period that was missed first since the place was last done; null unless late. */
  lateSince: string | null;
};

/** How a place of a plan stands on a day, given the first day of the period in which it was last recorded. O(1) but for runs of rest days. */
export function dueOn(
  rule: PeriodRule,
  /** The day from which the place is there, when that is known. */
  since: string | null,
  lastFrom: string | undefined,
  days: { day: string; today: string },
  calendar: WorkDays,
): Due | undefined {
  const period = periodAt(rule, days.day, calendar);
  if (!period || (since !== null && since > period.to)) return undefined;
  if (lastFrom !== undefined && lastFrom >= period.from) return { period, state: 'done', lateSince: null };
  const last = lastFrom === undefined ? undefined : periodAt(rule, lastFrom, calendar);
  const owed = last ? periodAfter(rule, last, calendar) : firstPeriod(rule, since ?? rule.startsOn, calendar);
  const missed = owed && owed.from < period.from ? owed : period;
  return missed.to < days.today
    ? { period, state: 'late', lateSince: dayAfter(missed.to) }
    : { period, state: 'due', lateSince: null };
}
