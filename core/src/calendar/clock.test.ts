import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfficeHours } from './calendar.ts';
import { createCalendar } from './calendar.ts';
import { DAY_MS, dayOf, formatDate, formatTime, instantOf, MINUTE_MS } from './civil.ts';
import type { Clock } from './clock.ts';
import {
  changeLimit,
  consumed,
  consumedByOwner,
  extendClock,
  isOverdue,
  nextInstant,
  pauseClock,
  projectedDue,
  recompute,
  remaining,
  resumeClock,
  settleClock,
  startClock,
  stopClock,
  succeedOwner,
  transferClock,
} from './clock.ts';
import { CalendarError } from './faults.ts';
import { mergeHolidays, publishedHolidays } from './holidays.ts';
import type { Limit, LimitUnit } from './limit.ts';
import { deadline } from './limit.ts';

const OFFICE: OfficeHours = {
  hours: [
    ['08:30', '12:00'],
    ['13:30', '17:30'],
  ],
};
const calendar = createCalendar({ office: OFFICE });

function at(text: string): number {
  return instantOf(text.slice(0, 10), text.slice(11));
}

function written(instant: number): string {
  return `${formatDate(dayOf(instant))} ${formatTime(instant)}`;
}

function start(text: string, n: number, unit: LimitUnit, owner?: string): Clock {
  return startClock(calendar, {
    name: '处置',
    limit: { n, unit },
    at: at(text),
    ...(owner === undefined ? {} : { owner }),
  });
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof CalendarError ? error.code : String(error);
  }
  return 'no error';
}

/** Due instant after one pause. */
function afterPause(clock: Clock, from: string, to: string): string {
  return written(resumeClock(pauseClock(clock, calendar, at(from), 'wait'), calendar, at(to)).due);
}

describe('pauses of a working-hour clock', () => {
  it('move the end by exactly the paused office time', () => {
    const clock = start('2026-03-02 09:00', 8, 'work-hour');
    expect(written(clock.due)).toBe('2026-03-03 09:30');
    expect(afterPause(clock, '2026-03-02 10:00', '2026-03-02 11:00')).toBe('2026-03-03 10:30');
    expect(afterPause(clock, '2026-03-02 12:00', '2026-03-02 13:30')).toBe('2026-03-03 09:30');
    expect(afterPause(clock, '2026-03-02 18:00', '2026-03-03 08:00')).toBe('2026-03-03 09:30');
    expect(afterPause(clock, '2026-03-02 10:00', '2026-03-02 10:00')).toBe('2026-03-03 09:30');
    // Paused from Friday 13 February over make-up Saturday and Spring Festival.
    const festival = start('2026-02-13 09:00', 4, 'work-hour');
    expect(afterPause(festival, '2026-02-13 10:00', '2026-02-24 08:00')).toBe('2026-02-24 11:30');
    expect(afterPause(festival, '2026-02-13 10:00', '2026-02-14 16:30')).toBe('2026-02-24 10:30');
  });
});

describe('pauses of a working-day clock', () => {
  // Received Wednesday 4 March: counts Thursday, Friday, Monday.
  const clock = start('2026-03-04 10:00', 3, 'work-day');

  it('without a pause ends at closing time of the n-th day', () => {
    expect(written(clock.due)).toBe('2026-03-09 17:30');
  });

  it('from Friday to Monday costs the rest of Friday and the beginning of Monday', () => {
    // Friday 10:00–17:30 is 6 h of 7.5 h, Monday 08:30–09:00 half an hour.
    expect(afterPause(clock, '2026-03-06 10:00', '2026-03-09 09:00')).toBe('2026-03-10 16:30');
    expect(afterPause(clock, '2026-03-06 17:30', '2026-03-09 08:30')).toBe('2026-03-09 17:30');
    expect(afterPause(clock, '2026-03-06 08:30', '2026-03-09 08:30')).toBe('2026-03-10 17:30');
  });

  it('within one day neither loses nor wins anything', () => {
    expect(afterPause(clock, '2026-03-05 09:00', '2026-03-05 11:00')).toBe('2026-03-10 10:30');
    expect(afterPause(clock, '2026-03-05 17:29', '2026-03-05 17:31')).toBe('2026-03-10 08:31');
    expect(afterPause(clock, '2026-03-05 12:05', '2026-03-05 13:25')).toBe('2026-03-09 17:30');
  });

  it('on the day of receipt, at night and on a weekend moves nothing', () => {
    expect(afterPause(clock, '2026-03-04 11:00', '2026-03-04 17:00')).toBe('2026-03-09 17:30');
    expect(afterPause(clock, '2026-03-05 20:00', '2026-03-06 07:00')).toBe('2026-03-09 17:30');
    expect(afterPause(clock, '2026-03-07 09:00', '2026-03-08 20:00')).toBe('2026-03-09 17:30');
  });

  it('during a make-up Saturday counts that Saturday as paused', () => {
    const festival = start('2026-02-12 10:00', 2, 'work-day');
    expect(written(festival.due)).toBe('2026-02-14 17:30');
    expect(afterPause(festival, '2026-02-13 18:00', '2026-02-14 12:00')).toBe('2026-02-24 12:00');
    expect(afterPause(festival, '2026-02-13 18:00', '2026-02-20 12:00')).toBe('2026-02-24 17:30');
  });
});

describe('pauses of calendar days and clock hours', () => {
  it('move the end by their own length, except on the day of receipt', () => {
    const days = start('2026-10-01 09:00', 2, 'calendar-day');
    expect(afterPause(days, '2026-10-02 10:00', '2026-10-03 10:00')).toBe('2026-10-05 00:00');
    expect(afterPause(days, '2026-10-01 10:00', '2026-10-02 01:00')).toBe('2026-10-04 01:00');
    expect(
      afterPause(start('2026-10-01 09:00', 2, 'clock-hour'), '2026-10-01 10:00', '2026-10-01 22:00'),
    ).toBe('2026-10-01 23:00');
  });
});

describe('a pause with a maximum', () => {
  const clock = start('2026-03-02 09:00', 8, 'work-hour');
  const paused = pauseClock(clock, calendar, at('2026-03-02 10:00'), 'vote', { n: 2, unit: 'work-day' });

  it('lapses by itself, however late anybody looks', () => {
    const lapse = at('2026-03-04 17:30');
    expect(paused.segments.at(-1)).toMatchObject({ kind: 'pause', reason: 'vote', until: lapse });
    expect(nextInstant(paused, at('2026-03-02 11:00'))).toBe(lapse);
    expect(written(projectedDue(paused, calendar)!)).toBe('2026-03-05 17:00');
    expect(isOverdue(paused, calendar, at('2026-03-05 17:00'))).toBe(false);
    expect(isOverdue(paused, calendar, at('2026-03-05 17:01'))).toBe(true);
    expect(consumed(paused, calendar, at('2026-03-05 09:30'))).toBe(2);
    const late = settleClock(paused, calendar, at('2026-03-20 09:00'));
    expect(late.state).toBe('running');
    expect(late).toEqual(resumeClock(paused, calendar, lapse));
    expect(codeOf(() => resumeClock(paused, calendar, at('2026-03-20 09:00')))).toBe('clock.notPaused');
  });

  it('without a maximum waits for ever and has no projected end', () => {
    const open = pauseClock(clock, calendar, at('2026-03-02 10:00'), 'vote');
    expect(projectedDue(open, calendar)).toBeUndefined();
    expect(nextInstant(open, at('2026-03-02 10:00'))).toBeUndefined();
    expect(isOverdue(open, calendar, at('2028-03-02 10:00'))).toBe(false);
    expect(remaining(open, calendar, at('2028-03-02 10:00'))).toBe(7);
  });

  it('keeps its lapse through a change of owner', () => {
    const moved = transferClock(paused, calendar, at('2026-03-03 09:00'), 'street');
    expect(moved.state).toBe('paused');
    expect(projectedDue(moved, calendar)).toBe(projectedDue(paused, calendar));
    expect(moved.due).toBe(clock.due);
  });
});

describe('overdue clocks', () => {
  it('stay due when they were, whatever is paused afterwards', () => {
    const clock = start('2026-03-02 09:00', 2, 'work-hour');
    expect(isOverdue(clock, calendar, clock.due)).toBe(false);
    expect(isOverdue(clock, calendar, clock.due + 1)).toBe(true);
    const paused = pauseClock(clock, calendar, at('2026-03-02 14:00'), 'wait');
    expect(isOverdue(paused, calendar, at('2026-03-02 15:00'))).toBe(true);
    const resumed = resumeClock(paused, calendar, at('2026-03-09 09:00'));
    expect(resumed.due).toBe(clock.due);
    expect(remaining(resumed, calendar, at('2026-03-09 10:00'))).toBe(-2.5);
  });

  it('are decided once when stopped', () => {
    const clock = start('2026-03-02 09:00', 2, 'work-hour');
    const kept = stopClock(clock, calendar, clock.due);
    expect(kept.late).toBe(false);
    expect(isOverdue(kept, calendar, at('2027-01-01 00:00'))).toBe(false);
    expect(nextInstant(kept, 0)).toBeUndefined();
    const missed = stopClock(clock, calendar, clock.due + 1);
    expect(missed.late).toBe(true);
    expect(isOverdue(missed, calendar, clock.due)).toBe(false);
    const pausedThenStopped = stopClock(
      pauseClock(clock, calendar, at('2026-03-02 10:00'), 'wait'),
      calendar,
      at('2026-06-01 10:00'),
    );
    expect(pausedThenStopped.late).toBe(false);
    expect(isOverdue(pausedThenStopped, calendar, at('2026-05-01 10:00'))).toBe(false);
  });
});

describe('owners, extensions and changes of limit', () => {
  it('a change of owner never resets the clock and is told apart', () => {
    const clock = start('2026-03-02 09:00', 8, 'work-hour', 'grid');
    const moved = transferClock(clock, calendar, at('2026-03-02 11:00'), 'street');
    expect(moved.due).toBe(clock.due);
    expect(consumedByOwner(moved, calendar, at('2026-03-02 14:00'))).toEqual([
      { owner: 'grid', units: 2 },
      { owner: 'street', units: 1.5 },
    ]);
  });

  it('an extension by limit adds to what is left, also after a pause', () => {
    const clock = start('2026-03-04 10:00', 3, 'work-day');
    const resumed = resumeClock(
      pauseClock(clock, calendar, at('2026-03-06 08:30'), 'wait'),
      calendar,
      at('2026-03-09 08:30'),
    );
    const extended = extendClock(
      resumed,
      calendar,
      at('2026-03-09 10:00'),
      { limit: { n: 5, unit: 'work-day' } },
      'parts',
    );
    expect(written(extended.due)).toBe('2026-03-12 17:30');
    expect(extended.changes).toEqual([
      { at: at('2026-03-09 10:00'), kind: 'extended', reason: 'parts', was: resumed.due, now: extended.due },
    ]);
    expect(
      codeOf(() =>
        extendClock(extended, calendar, at('2026-03-09 11:00'), { limit: { n: 4, unit: 'work-day' } }, 'x'),
      ),
    ).toBe('clock.notLater');
  });

  it('an extension to an instant stands, and a later pause moves it by the paused time', () => {
    const clock = start('2026-03-02 09:00', 4, 'work-hour');
    const named = at('2026-03-07 12:00');
    const extended = extendClock(clock, calendar, at('2026-03-02 10:00'), { due: named }, 'court');
    expect(extended.due).toBe(named);
    expect(
      recompute(
        extended,
        createCalendar({ office: OFFICE, overrides: [{ date: '2026-03-05', kind: 'rest' }] }),
      ),
    ).toBe(extended);
    expect(afterPause(extended, '2026-03-02 18:00', '2026-03-02 20:00')).toBe('2026-03-07 12:00');
    expect(afterPause(extended, '2026-03-03 09:00', '2026-03-03 10:00')).toBe('2026-03-09 09:30');
    const paused = pauseClock(clock, calendar, at('2026-03-02 10:00'), 'wait');
    expect(codeOf(() => extendClock(paused, calendar, at('2026-03-02 11:00'), { due: named }, 'x'))).toBe(
      'clock.notRunning',
    );
    expect(codeOf(() => extendClock(clock, calendar, at('2026-03-02 11:00'), { due: Number.NaN }, 'x'))).toBe(
      'clock.notLater',
    );
  });

  it('a change of priority keeps pauses and consumption, in the new unit too', () => {
    const clock = start('2026-03-02 09:00', 8, 'work-hour');
    const resumed = resumeClock(
      pauseClock(clock, calendar, at('2026-03-02 10:00'), 'wait'),
      calendar,
      at('2026-03-02 11:00'),
    );
    const urgent = changeLimit(
      resumed,
      calendar,
      at('2026-03-02 13:30'),
      { n: 3, unit: 'clock-hour' },
      'priority',
    );
    expect(written(urgent.due)).toBe('2026-03-02 13:00');
    expect(isOverdue(urgent, calendar, at('2026-03-02 13:30'))).toBe(true);
    const relaxed = changeLimit(
      urgent,
      calendar,
      at('2026-03-02 14:00'),
      { n: 2, unit: 'work-day' },
      'priority',
    );
    expect(written(relaxed.due)).toBe('2026-03-04 17:30');
    expect(relaxed.changes).toHaveLength(2);
  });
});

describe('refusals', () => {
  it('are coded', () => {
    const clock = start('2026-03-02 09:00', 8, 'work-hour');
    const stopped = stopClock(clock, calendar, at('2026-03-02 10:00'));
    const paused = pauseClock(clock, calendar, at('2026-03-02 10:00'), 'wait');
    const later = at('2026-03-02 11:00');
    expect(codeOf(() => pauseClock(stopped, calendar, later, 'x'))).toBe('clock.stopped');
    expect(codeOf(() => stopClock(stopped, calendar, later))).toBe('clock.stopped');
    expect(codeOf(() => pauseClock(paused, calendar, later, 'x'))).toBe('clock.notRunning');
    expect(codeOf(() => resumeClock(clock, calendar, later))).toBe('clock.notPaused');
    expect(codeOf(() => resumeClock(paused, calendar, at('2026-03-02 09:30')))).toBe('clock.backwards');
    expect(codeOf(() => transferClock(clock, calendar, Number.NaN, 'x'))).toBe('clock.backwards');
    expect(codeOf(() => pauseClock(clock, calendar, later, 'x', later))).toBe('clock.notLater');
    expect(codeOf(() => changeLimit(clock, calendar, later, { n: 0, unit: 'minute' }, 'x'))).toBe(
      'calendar.badLimit',
    );
  });
});

describe('publication of holidays', () => {
  const newYear = { zh: '元旦', en: "New Year's Day" };
  const published = createCalendar({
    office: OFFICE,
    holidays: mergeHolidays(publishedHolidays(), {
      fromYear: 2027,
      throughYear: 2027,
      holidays: { '2027-01-01': newYear, '2027-01-04': newYear },
      makeups: {},
    }),
  });

  it('moves provisional clocks and settles them; stopped ones keep their decision', () => {
    const clock = start('2026-12-30 10:00', 2, 'work-day');
    expect(clock.provisional).toBe(true);
    expect(written(clock.due)).toBe('2027-01-04 17:30');
    const settled = recompute(clock, published);
    expect(settled.provisional).toBe(false);
    expect(written(settled.due)).toBe('2027-01-05 17:30');
    const stopped = stopClock(clock, calendar, at('2027-01-05 10:00'));
    expect(stopped.late).toBe(true);
    expect(recompute(stopped, published)).toBe(stopped);
    const untouched = start('2026-12-01 10:00', 2, 'work-day');
    expect(recompute(untouched, published)).toBe(untouched);
  });

  it('moves a paused clock as well, keeping the announced lapse', () => {
    const paused = pauseClock(
      start('2026-12-30 10:00', 2, 'work-day'),
      calendar,
      at('2026-12-31 10:00'),
      'wait',
      at('2027-01-05 10:00'),
    );
    const again = recompute(paused, published);
    expect(again.segments).toEqual(paused.segments);
    expect(written(again.due)).toBe('2027-01-05 17:30');
    expect(projectedDue(again, published)).toBe(resumeClock(again, published, at('2027-01-05 10:00')).due);
  });
});

describe('clocks against a minute-stepping oracle', () => {
  type Step = { gap: number; act: 'pause' | 'transfer' | 'look' };
  const steps = fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 1500 }),
      act: fc.constantFrom<Step['act']>('pause', 'transfer', 'look'),
    }),
    { maxLength: 8 },
  );
  const limits = fc.oneof(
    fc.record({ n: fc.integer({ min: 1, max: 20 }), unit: fc.constant<LimitUnit>('work-hour') }),
    fc.record({
      n: fc.integer({ min: 1, max: 4 }),
      unit: fc.constantFrom<LimitUnit>('work-day', 'calendar-day'),
    }),
    fc.record({ n: fc.integer({ min: 1, max: 60 }), unit: fc.constant<LimitUnit>('clock-hour') }),
  );
  // Around Spring Festival 2026, so that make-up Saturdays and nine days off take part.
  const starts = fc.integer({ min: 0, max: 25 * 1440 }).map((m) => at('2026-02-05 00:00') + m * MINUTE_MS);

  /** Minutes of the limit's budget that a minute starting at `t` consumes, as a fraction of the whole unit. */
  function weight(limit: Limit, startedAt: number, t: number): number {
    const isOffice = calendar.officeOf(t).some(({ from, to }) => t >= from && t < to);
    const afterReceipt = dayOf(t) > dayOf(startedAt);
    if (limit.unit === 'work-hour') return isOffice ? 1 / 60 : 0;
    if (limit.unit === 'work-day') return isOffice && afterReceipt ? 1 / 450 : 0;
    if (limit.unit === 'calendar-day') return afterReceipt ? 1 / 1440 : 0;
    return 1 / 60;
  }

  it('conserve the budget through random pauses and transfers', () => {
    fc.assert(
      fc.property(starts, limits, steps, (startedAt, limit, plan) => {
        let clock = startClock(calendar, { name: 'x', limit, at: startedAt, owner: 'a' });
        const pausedMinutes = new Set<number>();
        let now = startedAt;
        for (const [i, { gap, act }] of plan.entries()) {
          const next = now + gap * MINUTE_MS;
          if (clock.state === 'paused') {
            for (let t = now; t < next; t += MINUTE_MS) pausedMinutes.add(t);
          }
          now = next;
          if (act === 'transfer') clock = transferClock(clock, calendar, now, `owner ${i}`);
          if (act === 'pause') {
            clock =
              clock.state === 'paused'
                ? resumeClock(clock, calendar, now)
                : pauseClock(clock, calendar, now, 'wait');
          }
        }
        if (clock.state === 'paused') clock = resumeClock(clock, calendar, now);
        let spent = 0;
        let spentNow = 0;
        let due = startedAt;
        for (let t = startedAt; spent < limit.n - 1e-6 || t < now; t += MINUTE_MS) {
          const share = pausedMinutes.has(t) ? 0 : weight(limit, startedAt, t);
          if (spent < limit.n - 1e-6) {
            spent += share;
            if (share > 0) due = t + MINUTE_MS;
          }
          if (t < now) spentNow += share;
        }
        expect(clock.due).toBe(due);
        expect(consumed(clock, calendar, now)).toBeCloseTo(spentNow, 6);
        expect(consumed(clock, calendar, now) + remaining(clock, calendar, now)).toBeCloseTo(limit.n, 9);
        const owners = consumedByOwner(clock, calendar, now).reduce((sum, { units }) => sum + units, 0);
        expect(owners).toBeCloseTo(spentNow, 6);
        expect(recompute(clock, calendar)).toBe(clock);
        expect(JSON.parse(JSON.stringify(clock))).toEqual(clock);
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  it('never end earlier through a pause, and move no more than the pause and its rest days', () => {
    fc.assert(
      fc.property(
        starts,
        limits,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 3000 }),
        (startedAt, limit, before, length) => {
          const clock = startClock(calendar, { name: 'x', limit, at: startedAt });
          const from = startedAt + before * MINUTE_MS;
          const paused = pauseClock(clock, calendar, from, 'wait');
          const short = resumeClock(paused, calendar, from + length * MINUTE_MS);
          const long = resumeClock(paused, calendar, from + (length + 7) * MINUTE_MS);
          expect(paused.due).toBe(clock.due);
          expect(short.due).toBeGreaterThanOrEqual(clock.due);
          expect(long.due).toBeGreaterThanOrEqual(short.due);
          expect(long.due).toBeLessThanOrEqual(clock.due + (length + 7) * MINUTE_MS + 14 * DAY_MS);
        },
      ),
      { seed: 12, numRuns: 200 },
    );
  });

  it('an extended clock ends where the longer limit would have ended from the start', () => {
    fc.assert(
      fc.property(
        starts,
        limits,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 2000 }),
        (startedAt, limit, more, gap) => {
          const clock = startClock(calendar, { name: 'x', limit, at: startedAt });
          const longer = { ...limit, n: limit.n + more };
          const extended = extendClock(
            clock,
            calendar,
            startedAt + gap * MINUTE_MS,
            { limit: longer },
            'why',
          );
          expect(extended.due).toBe(deadline(calendar, startedAt, longer).due);
        },
      ),
      { seed: 13, numRuns: 100 },
    );
  });
});

describe('an owner that stands for another from an instant on', () => {
  it('is the same as a hand-over at that instant, without asking the calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6000 }), fc.boolean(), (minutes, paused) => {
        const begun = start('2026-03-02 09:00', 40, 'work-hour', 'old');
        const clock = paused ? pauseClock(begun, calendar, begun.startedAt, 'wait') : begun;
        const instant = begun.startedAt + (minutes + 1) * MINUTE_MS;
        expect(succeedOwner(clock, instant, 'old', 'new')).toEqual(
          transferClock(clock, calendar, instant, 'new'),
        );
      }),
    );
  });

  it('leaves clocks of others and stopped ones alone, and takes a lapsed pause over as a whole', () => {
    const clock = start('2026-03-02 09:00', 8, 'work-hour', 'old');
    const later = at('2026-03-03 09:00');
    expect(succeedOwner(clock, later, 'another', 'new')).toBe(clock);
    const stopped = stopClock(clock, calendar, at('2026-03-02 10:00'));
    expect(succeedOwner(stopped, later, 'old', 'new')).toBe(stopped);
    const lapsed = pauseClock(clock, calendar, at('2026-03-02 10:00'), 'wait', at('2026-03-02 11:00'));
    const taken = succeedOwner(lapsed, later, 'old', 'new');
    expect(taken.segments.map((one) => one.owner)).toEqual(['old', 'new']);
    const due = (clock: Clock) => written(settleClock(clock, calendar, later).due);
    expect(due(taken)).toBe(due(lapsed));
  });
});
