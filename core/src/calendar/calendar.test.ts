import lunarDays from 'chinese-days';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfficeHours } from './calendar.ts';
import { createCalendar } from './calendar.ts';
import {
  civilOf,
  DAY_MS,
  dayIndexOf,
  formatDate,
  formatTime,
  HOUR_MS,
  instantOf,
  MINUTE_MS,
  parseDate,
  weekdayOf,
} from './civil.ts';
import { CalendarError } from './faults.ts';
import { mergeHolidays, publishedHolidays } from './holidays.ts';
import { deadline, limitLabel, parseLimit, unitsLabel } from './limit.ts';
import { statutoryHolidays } from './statutory.ts';

const OFFICE: OfficeHours = {
  hours: [
    ['08:30', '12:00'],
    ['13:30', '17:30'],
  ],
};
const calendar = createCalendar({ office: OFFICE });

function written(instant: number): string {
  return `${formatDate(Math.floor((instant + 8 * HOUR_MS) / DAY_MS))} ${formatTime(instant)}`;
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof CalendarError ? error.code : String(error);
  }
  return 'no error';
}

describe('civil dates', () => {
  it('agree with the platform over 250 years and refuse dates that do not exist', () => {
    for (let day = -30_000; day < 60_000; day += 37) {
      const date = new Date(day * DAY_MS);
      expect(civilOf(day)).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      });
      expect(dayIndexOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(day);
      expect(weekdayOf(day) % 7).toBe(date.getUTCDay());
    }
    expect(parseDate('2026-02-29')).toBeUndefined();
    expect(parseDate('2028-02-29')).toBeDefined();
    expect(parseDate('2026-2-1')).toBeUndefined();
    expect(instantOf('2026-02-14', '08:30')).toBe(Date.UTC(2026, 1, 14, 0, 30));
  });
});

describe('day kinds', () => {
  it('knows the make-up Saturdays of 2026', () => {
    for (const date of ['2026-02-14', '2026-02-28', '2026-10-10']) {
      const kind = calendar.dayKind(date);
      expect(weekdayOf(parseDate(date)!)).toBe(6);
      expect(kind).toMatchObject({ work: true, reason: 'makeup', provisional: false });
    }
    expect(calendar.dayKind('2026-02-14').name).toEqual({ zh: '春节', en: 'Spring Festival' });
  });

  it('knows Spring Festival and National Day 2026, weekends inside them included', () => {
    for (const date of [
      '2026-02-15',
      '2026-02-16',
      '2026-02-20',
      '2026-02-23',
      '2026-10-01',
      '2026-10-04',
      '2026-10-07',
    ]) {
      expect(calendar.dayKind(date)).toMatchObject({ work: false, reason: 'holiday' });
    }
    expect(calendar.dayKind('2026-02-24')).toMatchObject({ work: true, reason: 'weekday' });
    expect(calendar.dayKind('2026-10-08').work).toBe(true);
    expect(calendar.dayKind('2026-11-21')).toEqual({ work: false, reason: 'weekend', provisional: false });
  });

  it('has the published number of workdays: 251 in 2024, 248 in 2025, 248 in 2026', () => {
    const count = (year: number) =>
      calendar.workDaysAt(instantOf(`${year + 1}-01-01`)) - calendar.workDaysAt(instantOf(`${year}-01-01`));
    expect([count(2024), count(2025), count(2026)]).toEqual([251, 248, 248]);
  });

  it('knows what the law fixes before the notice of a year is out, and calls the rest of it provisional', () => {
    expect(publishedHolidays().throughYear).toBe(2026);
    expect(calendar.dayKind('2027-01-01')).toEqual({
      work: false,
      reason: 'holiday',
      name: { zh: '元旦', en: "New Year's Day" },
      provisional: false,
    });
    const daysOff = (year: number) =>
      Array.from({ length: 365 }, (_, day) => formatDate(parseDate(`${year}-01-01`)! + day)).filter(
        (date) => calendar.dayKind(date).reason === 'holiday',
      );
    // 元旦 1, 春节 4, 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆节 3: thirteen days of the law.
    expect(daysOff(2027)).toEqual(
      [
        ['01-01'],
        ['02-05', '02-06', '02-07', '02-08'],
        ['04-05'],
        ['05-01', '05-02'],
        ['06-09'],
        ['09-15'],
        ['10-01', '10-02', '10-03'],
      ].flatMap((group) => group.map((day) => `2027-${day}`)),
    );
    // 中秋 lies inside 国庆节: one day off, not two.
    expect(daysOff(2031)).toHaveLength(12);
    // Far ahead only the civil dates are known.
    expect(daysOff(2060)).toEqual(
      ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].map((day) => `2060-${day}`),
    );
    for (const date of ['2027-02-05', '2027-05-01', '2027-10-01'])
      expect(calendar.isProvisional(date)).toBe(false);
    // Which days are added and made up for is the notice's to say.
    for (const date of ['2027-02-09', '2027-05-03', '2027-01-04', '2027-01-02'])
      expect(calendar.isProvisional(date)).toBe(true);
  });

  it('takes the lunar dates from the tables of chinese-days', () => {
    for (let year = 2027; year <= 2050; year++) {
      const days = statutoryHolidays(year);
      const civil = (lunar: string) => lunarDays.getSolarDateFromLunar(`${year}-${lunar}`).date;
      const first = civil('1-1');
      const spring = [-1, 0, 1, 2].map((offset) => formatDate(parseDate(first)! + offset));
      const tomb = lunarDays.getSolarTermDate(year, 4, 'pure_brightness');
      expect([...days].filter(([, name]) => name.zh === '春节').map(([date]) => date)).toEqual(spring);
      for (const date of [tomb, civil('5-5'), civil('8-15')]) expect(days.has(date)).toBe(true);
    }
    expect(statutoryHolidays(2024).size).toBe(0);
  });

  it('settles a year by its notice, and a day by an override', () => {
    expect(calendar.isProvisional('2026-12-31')).toBe(false);
    expect(calendar.isProvisional('2027-01-05')).toBe(true);
    expect(calendar.dayKind('2027-01-05')).toMatchObject({ work: true, provisional: true });
    const overridden = createCalendar({
      office: OFFICE,
      overrides: [
        { date: '2027-01-01', kind: 'work', note: '台风后补班' },
        { date: '2027-01-05', kind: 'rest' },
      ],
    });
    expect(overridden.dayKind('2027-01-01')).toEqual({
      work: true,
      reason: 'override',
      note: '台风后补班',
      provisional: false,
    });
    expect(overridden.dayKind('2027-01-05')).toMatchObject({ work: false, provisional: false });
    const published = createCalendar({
      office: OFFICE,
      holidays: mergeHolidays(publishedHolidays(), {
        fromYear: 2027,
        throughYear: 2027,
        holidays: {
          '2027-01-01': { zh: '元旦', en: "New Year's Day" },
          '2026-12-31': { zh: '元旦', en: "New Year's Day" },
        },
        makeups: { '2026-12-27': { zh: '元旦', en: "New Year's Day" } },
      }),
    });
    expect(published.dayKind('2027-01-01')).toMatchObject({
      work: false,
      reason: 'holiday',
      provisional: false,
    });
    expect(published.dayKind('2026-12-31').work).toBe(false);
    expect(published.dayKind('2026-12-27').reason).toBe('makeup');
    expect(published.dayKind('2026-10-10').reason).toBe('makeup');
  });

  it('lets an override work a weekend and close a weekday, the later of two winning', () => {
    const own = createCalendar({
      office: OFFICE,
      overrides: [
        { date: '2026-03-07', kind: 'work', note: '台风后补班' },
        { date: '2026-03-09', kind: 'work' },
        { date: '2026-03-09', kind: 'rest' },
      ],
    });
    expect(own.dayKind('2026-03-07')).toMatchObject({ work: true, reason: 'override', note: '台风后补班' });
    expect(own.officeOf('2026-03-07')).toHaveLength(2);
    expect(own.dayKind('2026-03-09').work).toBe(false);
  });
});

describe('office hours', () => {
  it('follow weekday and season, wrapping over New Year, and are given as instants', () => {
    const own = createCalendar({
      office: {
        hours: [
          ['08:30', '12:00'],
          ['13:30', '17:30'],
        ],
        byWeekday: { 5: [['08:30', '12:00']] },
        seasons: [
          {
            from: '11-16',
            to: '02-28',
            hours: [
              ['09:00', '12:00'],
              ['13:00', '17:00'],
            ],
          },
        ],
      },
    });
    const shown = (date: string) =>
      own.officeOf(date).map(({ from, to }) => `${formatTime(from)}-${formatTime(to)}`);
    expect(shown('2026-03-02')).toEqual(['08:30-12:00', '13:30-17:30']);
    expect(shown('2026-03-06')).toEqual(['08:30-12:00']);
    expect(shown('2026-12-25')).toEqual(['09:00-12:00', '13:00-17:00']);
    expect(shown('2026-01-05')).toEqual(['09:00-12:00', '13:00-17:00']);
    expect(shown('2026-03-07')).toEqual([]);
    expect(own.officeOf(instantOf('2026-03-02', '23:59'))).toEqual(own.officeOf('2026-03-02'));
  });

  it('refuses bad hours, dates and seasons by code', () => {
    const withHours = (...hours: [string, string][]) => codeOf(() => createCalendar({ office: { hours } }));
    expect(withHours(['8:30', '12:00'])).toBe('calendar.badInterval');
    expect(withHours(['12:00', '12:00'])).toBe('calendar.badInterval');
    expect(withHours(['08:00', '12:00'], ['11:00', '17:00'])).toBe('calendar.badInterval');
    expect(withHours(['08:00', '24:30'])).toBe('calendar.badInterval');
    expect(withHours()).toBe('calendar.noHours');
    expect(withHours(['00:00', '24:00'])).toBe('no error');
    expect(
      codeOf(() => createCalendar({ office: OFFICE, overrides: [{ date: '2026-02-30', kind: 'work' }] })),
    ).toBe('calendar.badDate');
    expect(
      codeOf(() =>
        createCalendar({
          office: { ...OFFICE, seasons: [{ from: '13-01', to: '02-01', hours: OFFICE.hours }] },
        }),
      ),
    ).toBe('calendar.badSeason');
    expect(codeOf(() => calendar.dayKind('yesterday'))).toBe('calendar.badDate');
    expect(codeOf(() => calendar.workingMs(0, 1))).toBe('calendar.outOfRange');
    expect(codeOf(() => calendar.addWorkingMs(instantOf('2199-12-30'), 1e12))).toBe('calendar.outOfRange');
    expect(codeOf(() => calendar.workingMs(Number.NaN, Number.NaN))).toBe('no error');
    expect(codeOf(() => calendar.officeOf(Number.NaN))).toBe('calendar.outOfRange');
  });
});

describe('deadline', () => {
  const due = (date: string, time: string, n: number, unit: Parameters<typeof deadline>[2]['unit']) =>
    written(deadline(calendar, instantOf(date, time), { n, unit }).due);

  it('counts working hours over lunch, the night and a make-up Saturday', () => {
    expect(due('2026-03-02', '09:00', 2, 'work-hour')).toBe('2026-03-02 11:00');
    expect(due('2026-03-02', '11:00', 2, 'work-hour')).toBe('2026-03-02 14:30');
    expect(due('2026-03-02', '11:00', 1, 'work-hour')).toBe('2026-03-02 12:00');
    expect(due('2026-03-02', '12:30', 1, 'work-hour')).toBe('2026-03-02 14:30');
    // Friday 13 February 16:00: 1.5 h today, 2.5 h on make-up Saturday.
    expect(due('2026-02-13', '16:00', 4, 'work-hour')).toBe('2026-02-14 11:00');
    // 14 February 17:00 then Spring Festival until 24 February.
    expect(due('2026-02-14', '17:00', 4, 'work-hour')).toBe('2026-02-24 12:00');
    expect(due('2026-09-30', '17:30', 1, 'work-hour')).toBe('2026-10-08 09:30');
  });

  it('counts working days from the day after receipt to closing time', () => {
    expect(due('2026-03-02', '09:00', 1, 'work-day')).toBe('2026-03-03 17:30');
    expect(due('2026-03-02', '23:59', 1, 'work-day')).toBe('2026-03-03 17:30');
    expect(due('2026-03-06', '09:00', 1, 'work-day')).toBe('2026-03-09 17:30');
    expect(due('2026-02-13', '09:00', 1, 'work-day')).toBe('2026-02-14 17:30');
    expect(due('2026-02-13', '09:00', 2, 'work-day')).toBe('2026-02-24 17:30');
    // 24–27 and make-up Saturday 28 February.
    expect(due('2026-02-14', '09:00', 5, 'work-day')).toBe('2026-02-28 17:30');
    expect(due('2026-10-01', '10:00', 3, 'work-day')).toBe('2026-10-10 17:30');
  });

  it('counts calendar days to 24:00, and clock hours and minutes around the clock', () => {
    expect(due('2026-03-02', '09:00', 1, 'calendar-day')).toBe('2026-03-04 00:00');
    expect(due('2026-10-01', '09:00', 7, 'calendar-day')).toBe('2026-10-09 00:00');
    expect(due('2026-10-01', '23:30', 2, 'clock-hour')).toBe('2026-10-02 01:30');
    expect(due('2026-10-01', '23:45', 30, 'minute')).toBe('2026-10-02 00:15');
  });

  it('is provisional beyond 2026 only for units that depend on holidays', () => {
    const start = instantOf('2026-12-30', '10:00');
    expect(deadline(calendar, start, { n: 1, unit: 'work-day' }).provisional).toBe(false);
    expect(deadline(calendar, start, { n: 2, unit: 'work-day' }).provisional).toBe(true);
    expect(deadline(calendar, start, { n: 20, unit: 'work-hour' }).provisional).toBe(true);
    expect(deadline(calendar, start, { n: 9, unit: 'calendar-day' }).provisional).toBe(false);
    expect(deadline(calendar, start, { n: 99, unit: 'clock-hour' }).provisional).toBe(false);
  });

  it('refuses limits that are not positive, not whole in days, or absurd', () => {
    const code = (n: number, unit: Parameters<typeof deadline>[2]['unit']) =>
      codeOf(() => deadline(calendar, instantOf('2026-03-02'), { n, unit }));
    expect(code(0, 'work-hour')).toBe('calendar.badLimit');
    expect(code(-1, 'minute')).toBe('calendar.badLimit');
    expect(code(Number.NaN, 'minute')).toBe('calendar.badLimit');
    expect(code(1.5, 'work-day')).toBe('calendar.badLimit');
    expect(code(0.5, 'work-hour')).toBe('no error');
    expect(code(1e9, 'calendar-day')).toBe('calendar.badLimit');
    expect(code(1, 'fortnight' as 'minute')).toBe('calendar.badLimit');
    expect(code(2500, 'work-day')).toBe('no error');
    expect(code(20_000, 'work-hour')).toBe('no error');
  });
});

describe('against a minute-stepping oracle', () => {
  const odd = createCalendar({
    office: {
      hours: [
        ['08:30', '12:00'],
        ['13:30', '17:30'],
      ],
      byWeekday: {
        3: [
          ['09:00', '11:00'],
          ['13:00', '13:30'],
          ['20:00', '24:00'],
        ],
      },
      seasons: [
        {
          from: '06-01',
          to: '09-30',
          hours: [
            ['00:00', '06:00'],
            ['08:00', '12:00'],
          ],
        },
      ],
    },
    overrides: [
      { date: '2026-06-06', kind: 'work' },
      { date: '2026-06-08', kind: 'rest' },
    ],
  });
  const isOffice = (instant: number) =>
    odd.officeOf(instant).some(({ from, to }) => instant >= from && instant < to);
  const minutes = fc.integer({ min: 0, max: 365 * 1440 }).map((m) => instantOf('2026-01-01') + m * MINUTE_MS);

  it('workingMs and addWorkingMs agree with it', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 3000 }), (from, length) => {
        let worked = 0;
        let last = from;
        for (let i = 0; i < length; i++) {
          if (isOffice(from + i * MINUTE_MS)) {
            worked++;
            last = from + (i + 1) * MINUTE_MS;
          }
        }
        expect(odd.workingMs(from, from + length * MINUTE_MS)).toBe(worked * MINUTE_MS);
        if (worked > 0) expect(odd.addWorkingMs(from, worked * MINUTE_MS)).toBe(last);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('working days agree with counting days one by one', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 60 }), (from, n) => {
        let day = Math.floor((from + 8 * HOUR_MS) / DAY_MS);
        for (let left = n; left > 0; ) {
          day++;
          if (odd.dayKind(formatDate(day)).work) left--;
        }
        expect(deadline(odd, from, { n, unit: 'work-day' }).due).toBe(
          odd.officeOf(formatDate(day)).at(-1)!.to,
        );
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('is additive and monotone, and a later start is never due earlier', () => {
    fc.assert(
      fc.property(
        minutes,
        fc.integer({ min: 1, max: 400 * 60_000 * 60 }),
        fc.integer({ min: 1, max: 1e8 }),
        (from, ms, gap) => {
          const due = odd.addWorkingMs(from, ms);
          expect(odd.workingMs(from, due)).toBe(ms);
          expect(odd.workingMs(from, due - 1)).toBe(ms - 1);
          expect(odd.addWorkingMs(from + gap, ms)).toBeGreaterThanOrEqual(due);
          expect(odd.addWorkingMs(from, ms + gap)).toBe(odd.addWorkingMs(due, gap));
        },
      ),
      { seed: 9, numRuns: 300 },
    );
  });
});

describe('labels', () => {
  it('write and read limits', () => {
    expect(limitLabel({ n: 4, unit: 'work-hour' }, 'zh-CN')).toBe('4 工作时');
    expect(limitLabel({ n: 2, unit: 'clock-hour', emergency: true }, 'zh-CN')).toBe('2 紧急工作时');
    expect(limitLabel({ n: 1, unit: 'work-day' }, 'en')).toBe('1 working day');
    expect(limitLabel({ n: 45, unit: 'minute' }, 'zh-CN')).toBe('45 分钟');
    expect(limitLabel({ n: 1440, unit: 'minute' }, 'zh-CN')).toBe('24 小时');
    expect(limitLabel({ n: 1437, unit: 'minute' }, 'en')).toBe('23 hours 57 minutes');
    expect(unitsLabel(1.256, 'work-day', 'en')).toBe('1.26 working days');
    expect(parseLimit('4工作时')).toEqual({ n: 4, unit: 'work-hour' });
    expect(parseLimit('２ 个工作日')).toEqual({ n: 2, unit: 'work-day' });
    expect(parseLimit('2紧急工作时')).toEqual({ n: 2, unit: 'clock-hour', emergency: true });
    expect(parseLimit('0.5小时')).toEqual({ n: 0.5, unit: 'clock-hour' });
    expect(parseLimit('1.5工作日')).toBeUndefined();
    expect(parseLimit('尽快')).toBeUndefined();
    expect(parseLimit('0分钟')).toBeUndefined();
  });
});
