/**
 * A clock: one limit running for one case, with every stretch of running and pausing kept, so that it can be replayed.
 *
 * Clocks are plain JSON values and never change in place; each operation returns a new one. The segments are the only
 * truth: what is consumed and when the limit ends is always replayed from them, so the budget is conserved by
 * construction through pauses, changes of owner and changes of limit.
 *
 * Counting in days under pauses. Without a pause a 工作日 limit ends when the office closes on the n-th working
 * day after receipt. When pauses cut into a working day, that day counts by the share of its office time during
 * which the clock ran, and the limit ends at the exact instant at which the shares add up to n. So a pause costs and
 * gains exactly its own office time: from Friday 10:00 to Monday 09:00 moves the end by the rest of Friday and the
 * first half hour of Monday; a pause within one day moves it by its length; a pause over a weekend or at night moves
 * nothing. (Whole-day rules were rejected: "the day of the pause does not count" lets a minute at closing time stop
 * the clock, "it does count" eats time that was not available.) A 自然日 counts in the same way, with 24 hours a day.
 */
import type { Calendar } from './calendar.ts';
import { CalendarError } from './faults.ts';
import type { Limit } from './limit.ts';
import {
  advance,
  budgetOf,
  checkLimit,
  deadline,
  dependsOnCalendar,
  firstCounted,
  measure,
  unitSize,
} from './limit.ts';

export type Segment = {
  kind: 'run' | 'pause';
  from: number;
  /** Missing on the open last segment. */
  to?: number;
  /** Who was answerable in this stretch. */
  owner?: string;
  /** Why it was paused (a reason code of the caller). */
  reason?: string;
  /** Instant at which a pause lapses and the clock runs again by itself. */
  until?: number;
};

export type Change = {
  at: number;
  kind: 'extended' | 'limit-changed';
  reason: string;
  /** Due instant before and after. */
  was: number;
  now: number;
};

export type Clock = {
  name: string;
  limit: Limit;
  startedAt: number;
  /**
   * When the limit ends. While paused: the earliest it can still be, as if the pause ended where it began;
   * {@link projectedDue} gives the end if the pause runs to its lapse.
   */
  due: number;
  /** The due instant rests on holidays that are not published yet. */
  provisional: boolean;
  state: 'running' | 'paused' | 'stopped';
  segments: readonly Segment[];
  /** Extensions and changes of limit, oldest first; missing when there were none. */
  changes?: readonly Change[];
  /** Base units granted, when an extension named an instant instead of a limit. */
  budget?: number;
  /** The due instant was named by a decision and stands until a later pause moves it. */
  fixed?: boolean;
  stoppedAt?: number;
  /** Decided when stopped, and never changed afterwards: it was stopped after its due instant. */
  late?: boolean;
};

/** Starts a clock. Throws {@link CalendarError} as `deadline` does. O(log days). */
export function startClock(
  calendar: Calendar,
  start: { name: string; limit: Limit; at: number; owner?: string },
): Clock {
  const { due, provisional } = deadline(calendar, start.at, start.limit);
  return {
    name: start.name,
    limit: start.limit,
    startedAt: start.at,
    due,
    provisional,
    state: 'running',
    segments: [segment('run', start.at, start.owner)],
  };
}

/**
 * Pauses a running clock for a listed reason. With `most` (a limit counted from the pause, or an instant) the pause
 * lapses by itself; a lapsed pause ends exactly at its lapse, however late anybody looks.
 * Throws `clock.stopped`, `clock.notRunning` (already paused), `clock.backwards` (before the last event).
 */
export function pauseClock(
  clock: Clock,
  calendar: Calendar,
  at: number,
  reason: string,
  most?: Limit | number,
): Clock {
  const current = ready(clock, calendar, at);
  if (current.state !== 'running') throw new CalendarError('clock.notRunning', { name: clock.name });
  const pause: Segment = { ...segment('pause', at, ownerOf(current)), reason };
  if (most !== undefined) {
    const until = typeof most === 'number' ? most : deadline(calendar, at, most).due;
    if (!(until > at)) throw new CalendarError('clock.notLater', { name: clock.name });
    pause.until = until;
  }
  return { ...current, state: 'paused', segments: [...closed(current.segments, at), pause] };
}

/** Resumes a paused clock; the end moves by exactly the paused time. Throws `clock.stopped`, `clock.notPaused`, `clock.backwards`. */
export function resumeClock(clock: Clock, calendar: Calendar, at: number): Clock {
  const current = ready(clock, calendar, at);
  if (current.state !== 'paused') throw new CalendarError('clock.notPaused', { name: clock.name });
  return resumed(current, calendar, at);
}

/** Hands the clock to another owner: a new segment, the same consumption, the same end. Works while paused too. */
export function transferClock(clock: Clock, calendar: Calendar, at: number, owner: string): Clock {
  const current = ready(clock, calendar, at);
  const last = current.segments.at(-1)!;
  const { to: _closed, ...rest } = last;
  return { ...current, segments: [...closed(current.segments, at), { ...rest, from: at, owner }] };
}

/**
 * A clock in other hands because an owner stands for another now (a unit was merged into the next one): from `at` on the open stretch is
 * `to`'s, what was consumed and the end stay. Nothing is replayed, so no calendar is needed: a pause that has lapsed meanwhile is handed over
 * as a whole. The same clock when it is stopped or with somebody else. O(segments).
 */
export function succeedOwner(clock: Clock, at: number, from: string, to: string): Clock {
  const last = clock.segments.at(-1);
  if (!last || clock.state === 'stopped' || last.to !== undefined || last.owner !== from) return clock;
  const handed = { ...last, owner: to };
  const whole = at <= last.from || (last.until !== undefined && last.until <= at);
  const segments = whole
    ? [...clock.segments.slice(0, -1), handed]
    : [...closed(clock.segments, at), { ...handed, from: at }];
  return { ...clock, segments };
}

/**
 * Grants more time: a longer limit of any unit, or an instant. Throws `clock.notLater` when the end would not move
 * later ({@link changeLimit} may also shorten) and `clock.notRunning` for an instant named during a pause, when nobody
 * can know yet how long the pause will push it.
 */
export function extendClock(
  clock: Clock,
  calendar: Calendar,
  at: number,
  to: { limit: Limit } | { due: number },
  reason: string,
): Clock {
  const current = ready(clock, calendar, at);
  if ('due' in to && current.state === 'paused')
    throw new CalendarError('clock.notRunning', { name: clock.name });
  const next =
    'limit' in to ? withLimit(current, calendar, to.limit) : withDue(current, calendar, at, to.due);
  if (!(next.due > current.due)) throw new CalendarError('clock.notLater', { name: clock.name });
  return { ...next, changes: changed(current, next, at, 'extended', reason) };
}

/**
 * Replaces the limit (a change of priority or category), longer or shorter, of any unit. What was consumed stays
 * consumed: all stretches are counted again in the new unit, pauses included as pauses.
 */
export function changeLimit(
  clock: Clock,
  calendar: Calendar,
  at: number,
  limit: Limit,
  reason: string,
): Clock {
  const current = ready(clock, calendar, at);
  const next = withLimit(current, calendar, limit);
  return { ...next, changes: changed(current, next, at, 'limit-changed', reason) };
}

/** Stops the clock and decides once for all whether it was late. Throws `clock.stopped`, `clock.backwards`. */
export function stopClock(clock: Clock, calendar: Calendar, at: number): Clock {
  const current = ready(clock, calendar, at);
  return {
    ...current,
    state: 'stopped',
    stoppedAt: at,
    late: isOverdue(current, calendar, at),
    segments: closed(current.segments, at),
  };
}

/** The clock as it stands at `at`: a pause that has lapsed by then has become a run from its lapse. */
export function settleClock(clock: Clock, calendar: Calendar, at: number): Clock {
  const last = clock.segments.at(-1)!;
  if (clock.state !== 'paused' || last.until === undefined || at <= last.until) return clock;
  return resumed(clock, calendar, last.until);
}

/** Time consumed until `at` in the unit of the limit (working days as fractions). O(segments · log days). */
export function consumed(clock: Clock, calendar: Calendar, at: number): number {
  return consumedBase(settleClock(clock, calendar, at), calendar, at) / unitSize(clock.limit.unit);
}

/** Time left at `at` in the unit of the limit; negative when overdue. */
export function remaining(clock: Clock, calendar: Calendar, at: number): number {
  const settled = settleClock(clock, calendar, at);
  return (budget(settled) - consumedBase(settled, calendar, at)) / unitSize(clock.limit.unit);
}

/** True when the limit has passed at `at` (strictly: an act at the due instant is in time). A pause never makes a clock overdue. */
export function isOverdue(clock: Clock, calendar: Calendar, at: number): boolean {
  if (clock.state === 'stopped')
    return clock.late === true && (at >= (clock.stoppedAt ?? at) || at > clock.due);
  const settled = settleClock(clock, calendar, at);
  if (settled.state !== 'paused') return at > settled.due;
  return Math.min(at, pauseStart(settled.segments)) > settled.due;
}

/** The due instant if an open pause runs to its lapse; undefined for a pause without a lapse. */
export function projectedDue(clock: Clock, calendar: Calendar): number | undefined {
  if (clock.state !== 'paused') return clock.due;
  const { until } = clock.segments.at(-1)!;
  return until === undefined ? undefined : resumed(clock, calendar, until).due;
}

/**
 * The next instant at which this clock changes by itself (due while running, lapse while paused), for a timer;
 * undefined when stopped, paused without lapse, or already overdue at `at`.
 */
export function nextInstant(clock: Clock, at: number): number | undefined {
  if (clock.state === 'stopped') return undefined;
  const next = clock.state === 'running' ? clock.due : clock.segments.at(-1)!.until;
  return next !== undefined && next >= at ? next : undefined;
}

/**
 * Counts the clock again on another calendar (holidays published, an override, new office hours). A stopped clock is
 * returned as it is, and so is a due instant that a decision named. Lapses of pauses stay as they were announced.
 */
export function recompute(clock: Clock, calendar: Calendar): Clock {
  if (clock.state === 'stopped') return clock;
  const due = clock.fixed ? clock.due : replayedDue(clock, calendar);
  const provisional = !clock.fixed && isProvisional(clock.limit, calendar, due);
  return due === clock.due && provisional === clock.provisional ? clock : { ...clock, due, provisional };
}

/** Who consumed how much, in the unit of the limit, in order of first appearance; '' for no owner. */
export function consumedByOwner(
  clock: Clock,
  calendar: Calendar,
  at: number,
): { owner: string; units: number }[] {
  const settled = settleClock(clock, calendar, at);
  const counted = firstCounted(clock.startedAt, clock.limit.unit);
  const byOwner = new Map<string, number>();
  for (const { kind, from, to, owner = '' } of settled.segments) {
    if (kind !== 'run' || from > at) continue;
    const amount = measure(calendar, clock.limit.unit, counted, from, Math.min(to ?? at, at));
    byOwner.set(owner, (byOwner.get(owner) ?? 0) + amount / unitSize(clock.limit.unit));
  }
  return [...byOwner].map(([owner, units]) => ({ owner, units }));
}

function segment(kind: Segment['kind'], from: number, owner: string | undefined): Segment {
  return owner === undefined ? { kind, from } : { kind, from, owner };
}

/** Settles lapses, and refuses operations on stopped clocks and events out of order. */
function ready(clock: Clock, calendar: Calendar, at: number): Clock {
  if (clock.state === 'stopped') throw new CalendarError('clock.stopped', { name: clock.name });
  const settled = settleClock(clock, calendar, at);
  if (!(at >= settled.segments.at(-1)!.from))
    throw new CalendarError('clock.backwards', { name: clock.name, at });
  return settled;
}

/** Closes the open segment at `at`; one without length is dropped, for it says nothing. */
function closed(segments: readonly Segment[], at: number): Segment[] {
  const last = segments.at(-1)!;
  const before = segments.slice(0, -1);
  return last.from === at && before.length > 0 ? before : [...before, { ...last, to: at }];
}

function resumed(clock: Clock, calendar: Calendar, at: number): Clock {
  const wasLate = pauseStart(clock.segments) > clock.due;
  const segments = [...closed(clock.segments, at), segment('run', at, ownerOf(clock))];
  const { fixed: _moved, ...rest } = clock;
  const next: Clock = { ...rest, state: 'running', segments };
  // A clock that was overdue before the pause stays due when it was; a decided instant survives an empty pause.
  if (wasLate || (clock.fixed && measureSpan(clock, calendar, pauseStart(clock.segments), at) === 0)) {
    return clock.fixed ? { ...next, fixed: true } : next;
  }
  const due = replayedDue(next, calendar);
  return { ...next, due, provisional: isProvisional(next.limit, calendar, due) };
}

function measureSpan(clock: Clock, calendar: Calendar, from: number, to: number): number {
  return measure(calendar, clock.limit.unit, firstCounted(clock.startedAt, clock.limit.unit), from, to);
}

/** Beginning of the open pause, across changes of owner during it. */
function pauseStart(segments: readonly Segment[]): number {
  let i = segments.length - 1;
  while (i > 0 && segments[i - 1].kind === 'pause' && segments[i].kind === 'pause') i--;
  return segments[i].from;
}

function ownerOf(clock: Clock): string | undefined {
  return clock.segments.at(-1)!.owner;
}

function budget(clock: Clock): number {
  return clock.budget ?? budgetOf(clock.limit);
}

function consumedBase(clock: Clock, calendar: Calendar, at: number): number {
  const counted = firstCounted(clock.startedAt, clock.limit.unit);
  let sum = 0;
  for (const { kind, from, to } of clock.segments) {
    if (kind === 'run' && from < at) {
      sum += measure(calendar, clock.limit.unit, counted, from, Math.min(to ?? at, at));
    }
  }
  return sum;
}

/** Walks the runs until the budget is used up; an open pause counts as ending where it began. */
function replayedDue(clock: Clock, calendar: Calendar): number {
  const { unit } = clock.limit;
  const counted = firstCounted(clock.startedAt, unit);
  // Fractions of days are compared with a tolerance far below a millisecond of office time.
  const tolerance = unit === 'work-day' ? 1e-9 : 0;
  let left = budget(clock);
  for (const { kind, from, to } of clock.segments) {
    if (kind === 'pause') continue;
    if (to === undefined) return advance(calendar, unit, counted, from, left);
    const used = measure(calendar, unit, counted, from, to);
    if (used >= left - tolerance) return advance(calendar, unit, counted, from, left);
    left -= used;
  }
  return advance(calendar, unit, counted, pauseStart(clock.segments), left);
}

function withLimit(clock: Clock, calendar: Calendar, limit: Limit): Clock {
  checkLimit(limit);
  const { budget: _budget, fixed: _fixed, ...rest } = clock;
  const next: Clock = { ...rest, limit };
  const due = replayedDue(next, calendar);
  return { ...next, due, provisional: isProvisional(limit, calendar, due) };
}

function withDue(clock: Clock, calendar: Calendar, at: number, due: number): Clock {
  if (!Number.isFinite(due)) throw new CalendarError('clock.notLater', { name: clock.name });
  const granted = consumedBase(clock, calendar, at) + measureSpan(clock, calendar, at, due);
  return { ...clock, due, budget: granted, fixed: true, provisional: false };
}

function isProvisional(limit: Limit, calendar: Calendar, due: number): boolean {
  return dependsOnCalendar(limit.unit) && calendar.beyondPublished(due);
}

function changed(before: Clock, after: Clock, at: number, kind: Change['kind'], reason: string): Change[] {
  return [...(before.changes ?? []), { at, kind, reason, was: before.due, now: after.due }];
}
