// Periods and what is due: by hand where the calendar decides, and by chance where it must always hold. The suggested order of places.
import { createCalendar } from '@renlin/core/calendar/calendar';
import { distance } from '@renlin/core/geometry/measure';
import { createRandom } from '@renlin/core/random';
import { describe, expect, it } from 'vitest';
import { suggestOrder } from './order.ts';
import {
  dayAfter,
  dayBefore,
  dueOn,
  firstPeriod,
  type PeriodRule,
  periodAfter,
  periodAt,
  periodFor,
  rhythms,
} from './periods.ts';

const calendar = createCalendar({ office: { hours: [['08:30', '17:30']] } });
const rule = (part: Partial<PeriodRule>): PeriodRule => ({
  every: 'week',
  everyN: 1,
  startsOn: '2026-07-15',
  endsOn: null,
  ...part,
});
const span = (from: string, to: string) => ({ from, to });

describe('periods', () => {
  it('are the weeks, months and quarters of the calendar, cut at the first and last day of the plan', () => {
    expect(periodAt(rule({}), '2026-07-18', calendar)).toEqual(span('2026-07-15', '2026-07-19'));
    expect(periodAt(rule({}), '2026-07-20', calendar)).toEqual(span('2026-07-20', '2026-07-26'));
    expect(periodAt(rule({ every: 'month' }), '2027-02-28', calendar)).toEqual(
      span('2027-02-01', '2027-02-28'),
    );
    expect(periodAt(rule({ every: 'month' }), '2026-12-31', calendar)).toEqual(
      span('2026-12-01', '2026-12-31'),
    );
    expect(periodAt(rule({ every: 'quarter' }), '2026-08-01', calendar)).toEqual(
      span('2026-07-15', '2026-09-30'),
    );
    expect(periodAt(rule({ every: 'quarter', endsOn: '2026-11-05' }), '2026-11-01', calendar)).toEqual(
      span('2026-10-01', '2026-11-05'),
    );
    expect(periodAt(rule({ every: 'days', everyN: 10 }), '2026-07-25', calendar)).toEqual(
      span('2026-07-25', '2026-08-03'),
    );
    expect(periodAt(rule({}), '2026-07-14', calendar)).toBeUndefined();
    expect(periodAt(rule({ endsOn: '2026-07-16' }), '2026-07-17', calendar)).toBeUndefined();
  });

  it('of working days follow the holidays and the days worked instead', () => {
    const daily = rule({ every: 'workday' });
    // Before the autumn holidays a Sunday is worked; on the holiday itself nobody is asked to go.
    expect(calendar.dayKind('2026-09-20').work).toBe(true);
    expect(periodAt(daily, '2026-09-20', calendar)).toEqual(span('2026-09-20', '2026-09-20'));
    expect(calendar.dayKind('2026-10-01').work).toBe(false);
    const last = span('2026-09-30', '2026-09-30');
    expect(periodAt(daily, '2026-10-01', calendar)).toEqual(last);
    expect(periodAfter(daily, last, calendar)).toEqual(span('2026-10-08', '2026-10-08'));
    expect(
      dueOn(daily, null, '2026-09-30', { day: '2026-10-05', today: '2026-10-05' }, calendar),
    ).toMatchObject({
      state: 'done',
    });
    expect(
      dueOn(daily, null, '2026-09-30', { day: '2026-10-08', today: '2026-10-08' }, calendar),
    ).toMatchObject({
      state: 'due',
      lateSince: null,
    });
    expect(
      dueOn(daily, null, '2026-09-29', { day: '2026-10-08', today: '2026-10-08' }, calendar),
    ).toMatchObject({
      state: 'late',
      lateSince: '2026-10-01',
    });
    // A plan that begins on a rest day begins with the next working day.
    expect(firstPeriod(rule({ every: 'workday', startsOn: '2026-07-18' }), '2026-07-18', calendar)).toEqual(
      span('2026-07-20', '2026-07-20'),
    );
  });

  it('hold every day of a plan once and follow on each other', () => {
    const random = createRandom('periods');
    for (let round = 0; round < 60; round++) {
      const one = rule({ every: random.pick(rhythms), everyN: 1 + random.int(20) });
      let period = firstPeriod(one, one.startsOn, calendar);
      for (let step = 0; step < 12 && period; step++) {
        for (const day of [period.from, period.to]) expect(periodAt(one, day, calendar)).toEqual(period);
        expect(periodFor(one, period.to, calendar)).toEqual(period);
        const next = periodAfter(one, period, calendar);
        expect((next?.from ?? '') > period.to).toBe(true);
        if (one.every === 'workday') expect(calendar.dayKind(period.from).work).toBe(true);
        else expect(next?.from).toBe(dayAfter(period.to));
        period = next;
      }
    }
    // What was done outside the plan counts for its nearest period.
    const closed = rule({ endsOn: '2026-07-31' });
    expect(periodFor(closed, '2026-07-01', calendar)).toEqual(span('2026-07-15', '2026-07-19'));
    expect(periodFor(closed, '2026-09-01', calendar)).toEqual(span('2026-07-27', '2026-07-31'));
  });
});

describe('a place of a plan', () => {
  const weekly = rule({});
  const on = (day: string, last?: string, since: string | null = null) =>
    dueOn(weekly, since, last, { day, today: day }, calendar);

  it('is due in its period, done when recorded in it, and late as soon as a period went by', () => {
    expect(on('2026-07-14')).toBeUndefined();
    expect(on('2026-07-15')).toMatchObject({ state: 'due', lateSince: null });
    expect(on('2026-07-18', '2026-07-15')).toMatchObject({ state: 'done' });
    expect(on('2026-07-20', '2026-07-15')).toMatchObject({ state: 'due' });
    expect(on('2026-07-20')).toMatchObject({ state: 'late', lateSince: '2026-07-20' });
    expect(on('2026-09-02')).toMatchObject({ state: 'late', lateSince: '2026-07-20' });
    // Done now: what was missed before does not ask for a second round.
    expect(on('2026-09-02', '2026-08-31')).toMatchObject({ state: 'done', lateSince: null });
  });

  it('owes nothing from before it was there, and a period that is over stays as it was', () => {
    expect(on('2026-09-02', undefined, '2026-09-01')).toMatchObject({ state: 'due' });
    expect(on('2026-09-02', undefined, '2026-09-10')).toBeUndefined();
    const past = (last?: string) =>
      dueOn(weekly, null, last, { day: '2026-07-21', today: '2026-09-02' }, calendar);
    expect(past('2026-07-20')).toMatchObject({ state: 'done', period: span('2026-07-20', '2026-07-26') });
    expect(past()).toMatchObject({ state: 'late' });
  });
});

describe('the suggested order', () => {
  type Place = { id: string; lng: number | null; lat: number | null };
  const metres = (places: readonly Place[]) => {
    const points = places.flatMap(({ lng, lat }) =>
      lng === null || lat === null ? [] : [[lng, lat] as const],
    );
    return points
      .slice(1)
      .reduce((sum, point, at) => sum + distance(points[at] as (typeof points)[0], point), 0);
  };

  it('has every place once, the same for everybody, and is never longer than the list', () => {
    const random = createRandom('order');
    for (let round = 0; round < 40; round++) {
      const places = Array.from({ length: random.int(30) }, (_, index) => ({
        id: `p${index}`,
        lng: random.next() < 0.1 ? null : 120.38 + random.next() / 50,
        lat: 36.29 + random.next() / 50,
      }));
      const order = suggestOrder(places);
      expect(order.map((one) => one.id).sort()).toEqual(places.map((one) => one.id).sort());
      expect(suggestOrder([...places])).toEqual(order);
      expect(metres(order)).toBeLessThanOrEqual(metres(places) + 1e-6);
    }
  });

  it('goes along a street from one end to the other', () => {
    const street = [3, 0, 4, 1, 2].map((at) => ({ id: `n${at}`, lng: 120.38 + at / 1000, lat: 36.3 }));
    expect(suggestOrder(street).map((one) => one.id)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
    expect(dayBefore('2026-03-01')).toBe('2026-02-28');
  });
});
