/**
 * Replay of a clock: "why is this overdue?". One ordered list serves both as words and as a drawing, so the two can
 * never disagree. The list is kept to {@link MOST_ITEMS} entries by merging, coarser step by step: single office
 * intervals, then working days in a row, then stretches between holidays and pauses, then one entry per segment.
 */
import type { Calendar } from './calendar.ts';
import { DAY_MS, dayOf, dayStart, formatDate, formatTime, weekdayOf } from './civil.ts';
import type { Clock, Segment } from './clock.ts';
import { consumed, isOverdue, remaining, settleClock } from './clock.ts';
import type { HolidayName } from './holidays.ts';
import type { Limit } from './limit.ts';
import { dependsOnCalendar, firstCounted, limitLabel, measure, unitSize, unitsLabel } from './limit.ts';

export type ItemKind =
  /** Counted office time of an ordinary working day. */
  | 'worked'
  /** Counted office time of a 调休 make-up day. */
  | 'makeup'
  /** Counted time of a limit that runs around the clock or in calendar days. */
  | 'counted'
  /** Outside office hours on a working day. */
  | 'off-hours'
  | 'weekend'
  | 'holiday'
  /** A rest day by decision of the jurisdiction. */
  | 'closed-day'
  /** The rest of the day of receipt, which units in days do not count. */
  | 'receipt-day'
  | 'paused'
  /** Several of the above merged; `units` tells what was counted. */
  | 'mixed';

export type ExplainItem = {
  from: number;
  to: number;
  kind: ItemKind;
  /** Counted milliseconds (of the office or the clock); for pauses the time that would have counted. */
  ms: number;
  /** The same in the unit of the limit. */
  units: number;
  owner?: string;
  /** Reason code of a pause. */
  reason?: string;
  /** Holiday, or the holiday a make-up day belongs to. */
  name?: HolidayName;
  /** Note of an override. */
  note?: string;
  /** The item lies after the due instant. */
  late?: boolean;
  provisional?: boolean;
};

export type Explanation = {
  name: string;
  limit: Limit;
  startedAt: number;
  at: number;
  due: number;
  provisional: boolean;
  state: Clock['state'];
  overdue: boolean;
  items: ExplainItem[];
  totals: {
    /** In the unit of the limit. */
    consumed: number;
    remaining: number;
    paused: number;
    /** Counted after the due instant. */
    late: number;
    /** Wall-clock milliseconds of the pauses. */
    pausedMs: number;
  };
  byOwner: { owner: string; units: number }[];
};

export const MOST_ITEMS = 40;

/** Detail levels of the merge, finest first. */
const LEVELS = ['intervals', 'days', 'holidays', 'segments'] as const;
type Level = (typeof LEVELS)[number];

/** Replays a clock up to `at` (or its stop, when earlier). O(days covered + segments). */
export function explainClock(clock: Clock, calendar: Calendar, at: number): Explanation {
  const settled = settleClock(clock, calendar, at);
  const end = Math.min(at, settled.stoppedAt ?? at);
  const overdue = isOverdue(settled, calendar, at);
  const pieces = settled.segments
    .filter((segment) => segment.from < end)
    .flatMap((segment) =>
      piecesOf(settled, calendar, { ...segment, to: Math.min(segment.to ?? end, end) }, overdue),
    );
  const byOwner = new Map<string, number>();
  const totals = {
    consumed: consumed(settled, calendar, end),
    remaining: remaining(settled, calendar, end),
    paused: 0,
    late: 0,
    pausedMs: 0,
  };
  for (const piece of pieces) {
    if (piece.kind === 'paused') {
      totals.paused += piece.units;
      totals.pausedMs += piece.to - piece.from;
      continue;
    }
    if (piece.late) totals.late += piece.units;
    byOwner.set(piece.owner ?? '', (byOwner.get(piece.owner ?? '') ?? 0) + piece.units);
  }
  return {
    name: settled.name,
    limit: settled.limit,
    startedAt: settled.startedAt,
    at: end,
    due: settled.due,
    provisional: settled.provisional,
    state: settled.state,
    overdue,
    items: fitted(pieces),
    totals,
    byOwner: [...byOwner].map(([owner, units]) => ({ owner, units })),
  };
}

/** Splits a closed segment at the due instant and then at every change of day kind and office hours. */
function piecesOf(
  clock: Clock,
  calendar: Calendar,
  segment: Segment & { to: number },
  overdue: boolean,
): ExplainItem[] {
  const { from, to } = segment;
  const items: ExplainItem[] = [];
  const add = (begin: number, end: number, kind: ItemKind, day?: ReturnType<Calendar['dayKind']>) => {
    const cut = overdue && clock.due > begin && clock.due < end ? [begin, clock.due, end] : [begin, end];
    for (let i = 0; i + 1 < cut.length; i++)
      items.push(itemOf(clock, calendar, segment, cut[i], cut[i + 1], kind, day, overdue));
  };
  if (to <= from) return items;
  if (segment.kind === 'pause') {
    add(from, to, 'paused');
    return items;
  }
  const counted = Math.max(from, Math.min(to, firstCounted(clock.startedAt, clock.limit.unit)));
  if (counted > from) add(from, counted, 'receipt-day');
  if (!dependsOnCalendar(clock.limit.unit)) {
    if (to > counted) add(counted, to, 'counted');
    return items;
  }
  for (let begin = counted; begin < to; ) {
    const midnight = Math.min(to, dayStart(dayOf(begin) + 1));
    const day = calendar.dayKind(begin);
    if (!day.work) {
      const kind =
        day.reason === 'holiday' ? 'holiday' : day.reason === 'override' ? 'closed-day' : 'weekend';
      add(begin, midnight, kind, day);
    } else {
      let cursor = begin;
      for (const office of calendar.officeOf(begin)) {
        const open = Math.max(office.from, cursor);
        const close = Math.min(office.to, midnight);
        if (close <= open) continue;
        if (open > cursor) add(cursor, open, 'off-hours', day);
        add(open, close, day.reason === 'makeup' ? 'makeup' : 'worked', day);
        cursor = close;
      }
      if (cursor < midnight) add(cursor, midnight, 'off-hours', day);
    }
    begin = midnight;
  }
  return items;
}

function itemOf(
  clock: Clock,
  calendar: Calendar,
  segment: Segment,
  from: number,
  to: number,
  kind: ItemKind,
  day: ReturnType<Calendar['dayKind']> | undefined,
  overdue: boolean,
): ExplainItem {
  const { unit } = clock.limit;
  const amount = measure(calendar, unit, firstCounted(clock.startedAt, unit), from, to);
  const item: ExplainItem = {
    from,
    to,
    kind,
    ms:
      unit === 'work-day' && amount > 0
        ? calendar.workingMs(Math.max(from, firstCounted(clock.startedAt, unit)), to)
        : amount,
    units: amount / unitSize(unit),
  };
  if (segment.owner !== undefined) item.owner = segment.owner;
  if (segment.kind === 'pause' && segment.reason !== undefined) item.reason = segment.reason;
  if (day?.name && kind !== 'off-hours') item.name = day.name;
  if (day?.note && kind !== 'off-hours') item.note = day.note;
  if (day?.provisional) item.provisional = true;
  if (overdue && from >= clock.due) item.late = true;
  return item;
}

function fitted(pieces: readonly ExplainItem[]): ExplainItem[] {
  for (const level of LEVELS) {
    const items = merged(level === 'intervals' ? pieces : merged(pieces, 'one-day'), level);
    if (items.length <= MOST_ITEMS) return items;
  }
  // More segments than fit: the beginning and the end tell most; the middle becomes one entry.
  const items = merged(pieces, 'segments');
  const head = items.slice(0, MOST_ITEMS / 2);
  const tail = items.slice(items.length - MOST_ITEMS / 2 + 1);
  const middle = items.slice(head.length, items.length - tail.length).reduce((a, b) => joined(a, b, 'mixed'));
  return [...head, middle, ...tail];
}

function merged(pieces: readonly ExplainItem[], level: Level | 'one-day'): ExplainItem[] {
  const items: ExplainItem[] = [];
  for (const piece of pieces) {
    const last = items.at(-1);
    const kind = last && last.to === piece.from ? mergedKind(last, piece, level) : undefined;
    if (last && kind) items[items.length - 1] = joined(last, piece, kind);
    else items.push(piece);
  }
  return items;
}

/** The kind of two neighbours merged at a level, or undefined when they stay apart. */
function mergedKind(a: ExplainItem, b: ExplainItem, level: Level | 'one-day'): ItemKind | undefined {
  if (a.owner !== b.owner || a.late !== b.late || a.reason !== b.reason) return undefined;
  const same = a.kind === b.kind && a.name?.zh === b.name?.zh && a.note === b.note;
  if (level === 'one-day') {
    if (dayOf(a.from) !== dayOf(b.from)) return undefined;
    if (same || (isOffice(a.kind) && b.kind === 'off-hours')) return a.kind;
    return a.kind === 'off-hours' && isOffice(b.kind) ? b.kind : undefined;
  }
  if (same) return a.kind;
  if (level === 'intervals' || level === 'days') return undefined;
  const soft: ItemKind[] = ['worked', 'makeup', 'mixed', 'off-hours', 'weekend'];
  if (level === 'segments') soft.push('holiday', 'closed-day');
  return soft.includes(a.kind) && soft.includes(b.kind) ? 'mixed' : undefined;
}

function isOffice(kind: ItemKind): boolean {
  return kind === 'worked' || kind === 'makeup';
}

function joined(a: ExplainItem, b: ExplainItem, kind: ItemKind): ExplainItem {
  const item: ExplainItem = { ...a, to: b.to, kind, ms: a.ms + b.ms, units: a.units + b.units };
  // What a pause would have counted must not look counted in a mixture.
  for (const part of kind === 'mixed' ? [a, b] : []) {
    if (part.kind !== 'paused') continue;
    item.ms -= part.ms;
    item.units -= part.units;
  }
  const name = a.name ?? b.name;
  const note = a.note ?? b.note;
  if (kind === 'mixed') {
    delete item.name;
    delete item.note;
    if (a.owner !== b.owner) delete item.owner;
    if (a.reason !== b.reason) delete item.reason;
    if (a.late !== b.late) delete item.late;
  } else {
    if (name) item.name = name;
    if (note) item.note = note;
  }
  if (b.provisional) item.provisional = true;
  return item;
}

type Language = 'zh-CN' | 'en';

const KIND_WORDS: Readonly<Record<Language, Readonly<Record<ItemKind, string>>>> = {
  'zh-CN': {
    worked: '工作时间，计时',
    makeup: '调休上班，计时',
    counted: '计时',
    'off-hours': '非办公时间，不计',
    weekend: '周末，不计',
    holiday: '节假日，不计',
    'closed-day': '本地休息日，不计',
    'receipt-day': '收件当日，不计',
    paused: '暂停，不计',
    mixed: '其间计时',
  },
  en: {
    worked: 'office time, counted',
    makeup: 'make-up workday, counted',
    counted: 'counted',
    'off-hours': 'outside office hours, not counted',
    weekend: 'weekend, not counted',
    holiday: 'public holiday, not counted',
    'closed-day': 'local rest day, not counted',
    'receipt-day': 'day of receipt, not counted',
    paused: 'paused, not counted',
    mixed: 'counted in this stretch',
  },
};

export type Names = {
  /** Words for a reason code and an owner id; the code itself when missing. */
  reason?: (code: string) => string;
  owner?: (id: string) => string;
};

/** The explanation as lines of text: a heading, one line per item, a conclusion. */
export function explainInWords(explanation: Explanation, language: Language, names: Names = {}): string[] {
  const { limit, totals } = explanation;
  const zh = language === 'zh-CN';
  const units = (amount: number) => unitsLabel(amount, limit.unit, language);
  const lines = [
    zh
      ? `时限 ${limitLabel(limit, language)}，自 ${moment(explanation.startedAt, language)} 起，应于 ${moment(explanation.due, language, true)} 前办结${explanation.provisional ? '（暂定：该年节假日安排尚未公布）' : ''}。`
      : `Limit ${limitLabel(limit, language)} from ${moment(explanation.startedAt, language)}, due by ${moment(explanation.due, language, true)}${explanation.provisional ? ' (provisional: the holidays of that year are not published yet)' : ''}.`,
  ];
  for (const item of explanation.items) lines.push(itemWords(item, language, units, names));
  const used = zh ? `累计用时 ${units(totals.consumed)}` : `Used ${units(totals.consumed)}`;
  const pauses =
    totals.pausedMs > 0
      ? zh
        ? `，扣除暂停 ${units(totals.paused)}`
        : `, pauses left out: ${units(totals.paused)}`
      : '';
  const late = explanation.overdue
    ? zh
      ? `，已超期 ${units(totals.late)}。`
      : `, overdue by ${units(totals.late)}.`
    : zh
      ? `，未超期，剩余 ${units(Math.max(0, totals.remaining))}。`
      : `, not overdue, ${units(Math.max(0, totals.remaining))} left.`;
  return [...lines, used + pauses + late];
}

function itemWords(
  item: ExplainItem,
  language: Language,
  units: (amount: number) => string,
  names: Names,
): string {
  const zh = language === 'zh-CN';
  const details: string[] = [];
  if (item.name) details.push(zh ? item.name.zh : item.name.en);
  if (item.note) details.push(item.note);
  if (item.reason !== undefined) details.push(names.reason?.(item.reason) ?? item.reason);
  if (item.owner !== undefined)
    details.push((zh ? '责任方 ' : 'held by ') + (names.owner?.(item.owner) ?? item.owner));
  if (item.late) details.push(zh ? '已超期' : 'after the due time');
  if (item.provisional) details.push(zh ? '暂定' : 'provisional');
  const amount = item.kind !== 'paused' && item.units > 0 ? ` ${units(item.units)}` : '';
  const extra = details.length > 0 ? (zh ? `（${details.join('，')}）` : ` (${details.join(', ')})`) : '';
  const span = `${moment(item.from, language)} – ${moment(item.to, language, true)}`;
  return zh
    ? `${span}：${KIND_WORDS[language][item.kind]}${amount}${extra}`
    : `${span}: ${KIND_WORDS[language][item.kind]}${amount}${extra}`;
}

const WEEKDAYS: Readonly<Record<Language, string>> = {
  'zh-CN': '一二三四五六日',
  en: 'MonTueWedThuFriSatSun',
};

/** "2026-02-13（周五）16:00"; an end at midnight is written as 24:00 of the day before. */
function moment(instant: number, language: Language, isEnd = false): string {
  const endsDay = isEnd && instant === dayStart(dayOf(instant));
  const day = endsDay ? dayOf(instant - DAY_MS) : dayOf(instant);
  const weekday = weekdayOf(day) - 1;
  const time = endsDay ? '24:00' : formatTime(instant);
  return language === 'zh-CN'
    ? `${formatDate(day)}（周${WEEKDAYS[language][weekday]}）${time}`
    : `${WEEKDAYS[language].slice(weekday * 3, weekday * 3 + 3)} ${formatDate(day)} ${time}`;
}
