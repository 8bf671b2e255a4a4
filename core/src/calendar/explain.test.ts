import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from './calendar.ts';
import { instantOf, MINUTE_MS } from './civil.ts';
import { consumed, pauseClock, resumeClock, startClock, stopClock, transferClock } from './clock.ts';
import { explainClock, explainInWords, MOST_ITEMS } from './explain.ts';
import type { LimitUnit } from './limit.ts';

const calendar = createCalendar({
  office: {
    hours: [
      ['08:30', '12:00'],
      ['13:30', '17:30'],
    ],
  },
  overrides: [{ date: '2026-03-05', kind: 'rest', note: '台风停工' }],
});

function at(text: string): number {
  return instantOf(text.slice(0, 10), text.slice(11));
}

function festivalClock() {
  const limit = { n: 4, unit: 'work-hour' } as const;
  const clock = startClock(calendar, { name: 'handle', limit, at: at('2026-02-13 16:00'), owner: 'grid' });
  const paused = pauseClock(clock, calendar, at('2026-02-14 09:30'), 'vote', { n: 1, unit: 'work-day' });
  return transferClock(paused, calendar, at('2026-02-24 10:00'), 'street');
}

describe('explainClock', () => {
  it('replays a clock over a make-up Saturday, a pause with lapse and a change of owner', () => {
    const explained = explainClock(festivalClock(), calendar, at('2026-02-25 14:00'));
    expect(explained.items.map((i) => [i.kind, i.units, i.owner, i.late ?? false])).toEqual([
      ['worked', 1.5, 'grid', false],
      ['off-hours', 0, 'grid', false],
      ['makeup', 1, 'grid', false],
      ['paused', 7.5 - 1 + 1.5, 'grid', false],
      ['paused', 6, 'street', false],
      ['off-hours', 0, 'street', false],
      ['worked', 1.5, 'street', false],
      ['worked', 2, 'street', true],
      ['off-hours', 0, 'street', true],
      ['worked', 0.5, 'street', true],
    ]);
    expect(explained.overdue).toBe(true);
    expect(explained.totals).toEqual({
      consumed: 6.5,
      remaining: -2.5,
      paused: 14,
      late: 2.5,
      pausedMs: at('2026-02-24 17:30') - at('2026-02-14 09:30'),
    });
    expect(explained.byOwner).toEqual([
      { owner: 'grid', units: 2.5 },
      { owner: 'street', units: 4 },
    ]);
  });

  it('says it in Chinese and in English, with names for codes', () => {
    const explained = explainClock(festivalClock(), calendar, at('2026-02-25 14:00'));
    const names = {
      reason: (code: string) => (code === 'vote' ? '待业主表决' : code),
      owner: (id: string) => `【${id}】`,
    };
    const zh = explainInWords(explained, 'zh-CN', names);
    expect(zh[0]).toBe('时限 4 工作时，自 2026-02-13（周五）16:00 起，应于 2026-02-25（周三）10:00 前办结。');
    expect(zh[3]).toBe(
      '2026-02-14（周六）08:30 – 2026-02-14（周六）09:30：调休上班，计时 1 工作时（春节，责任方 【grid】）',
    );
    expect(zh[4]).toContain('暂停，不计（待业主表决，责任方 【grid】）');
    expect(zh.at(-1)).toBe('累计用时 6.5 工作时，扣除暂停 14 工作时，已超期 2.5 工作时。');
    const en = explainInWords(explained, 'en');
    expect(en[0]).toBe('Limit 4 working hours from Fri 2026-02-13 16:00, due by Wed 2026-02-25 10:00.');
    expect(en.at(-1)).toBe(
      'Used 6.5 working hours, pauses left out: 14 working hours, overdue by 2.5 working hours.',
    );
    expect(en).toHaveLength(zh.length);
  });

  it('names receipt day, holiday, weekend and local rest day of a working-day clock, and 24:00', () => {
    const limit = { n: 3, unit: 'work-day' } as const;
    const clock = startClock(calendar, { name: 'handle', limit, at: at('2026-02-13 16:00') });
    const explained = explainClock(clock, calendar, at('2026-03-06 12:00'));
    expect(
      explained.items
        .filter((i) => i.units === 0 && i.kind !== 'off-hours')
        .map((i) => [i.kind, i.name?.zh ?? i.note]),
    ).toEqual([
      ['receipt-day', undefined],
      ['holiday', '春节'],
      ['weekend', undefined],
      ['closed-day', '台风停工'],
    ]);
    expect(explainInWords(explained, 'zh-CN')[1]).toBe(
      '2026-02-13（周五）16:00 – 2026-02-13（周五）24:00：收件当日，不计',
    );
    const days = startClock(calendar, {
      name: 'x',
      limit: { n: 2, unit: 'calendar-day' },
      at: at('2026-03-02 09:00'),
    });
    expect(explainInWords(explainClock(days, calendar, at('2026-03-03 12:00')), 'zh-CN')).toEqual([
      '时限 2 自然日，自 2026-03-02（周一）09:00 起，应于 2026-03-04（周三）24:00 前办结。',
      '2026-03-02（周一）09:00 – 2026-03-02（周一）24:00：收件当日，不计',
      '2026-03-03（周二）00:00 – 2026-03-03（周二）12:00：计时 0.5 自然日',
      '累计用时 0.5 自然日，未超期，剩余 1.5 自然日。',
    ]);
  });

  it('merges long clocks into working weeks, a make-up day keeping its own midnight', () => {
    const limit = { n: 20, unit: 'work-day' } as const;
    const clock = startClock(calendar, { name: 'handle', limit, at: at('2026-09-10 16:00') });
    const explained = explainClock(clock, calendar, at('2026-10-14 17:30'));
    expect(explained.items.map((i) => `${i.kind} ${i.units}`)).toEqual([
      'receipt-day 0',
      'worked 1',
      'weekend 0',
      'worked 5',
      'weekend 0',
      'makeup 1',
      'worked 4',
      'holiday 0',
      'worked 3',
      'holiday 0',
      'worked 2',
      'makeup 1',
      'weekend 0',
      'worked 3',
    ]);
    expect(explained.items[5].to).toBe(at('2026-09-21 00:00'));
    expect(explained.overdue).toBe(false);
  });

  it('marks days beyond the published holidays', () => {
    const clock = startClock(calendar, {
      name: 'x',
      limit: { n: 2, unit: 'work-day' },
      at: at('2026-12-30 10:00'),
    });
    const explained = explainClock(clock, calendar, at('2027-01-04 12:00'));
    expect(explained.provisional).toBe(true);
    expect(explained.items.find((item) => item.kind === 'holiday')).not.toHaveProperty('provisional');
    expect(explained.items.at(-1)).toMatchObject({ kind: 'worked', provisional: true });
    expect(explainInWords(explained, 'zh-CN')[0]).toContain('暂定');
  });

  it('ends at the stop', () => {
    const clock = startClock(calendar, {
      name: 'x',
      limit: { n: 2, unit: 'work-hour' },
      at: at('2026-03-02 09:00'),
    });
    const stopped = stopClock(clock, calendar, at('2026-03-02 10:00'));
    const explained = explainClock(stopped, calendar, at('2026-06-02 10:00'));
    expect(explained.items).toHaveLength(1);
    expect(explained).toMatchObject({
      overdue: false,
      at: at('2026-03-02 10:00'),
      totals: { consumed: 1, remaining: 1 },
    });
  });

  it('always covers the whole time without gaps, adds up, and stays short', () => {
    const steps = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 9000 }), pause: fc.boolean() }), {
      maxLength: 70,
    });
    const units = fc.constantFrom<LimitUnit>('work-hour', 'work-day', 'calendar-day', 'clock-hour');
    fc.assert(
      fc.property(steps, units, fc.integer({ min: 0, max: 90_000 }), (plan, unit, tail) => {
        const startedAt = at('2026-01-20 11:17');
        let clock = startClock(calendar, { name: 'x', limit: { n: 5, unit }, at: startedAt, owner: 'a' });
        let now = startedAt;
        for (const [i, { gap, pause }] of plan.entries()) {
          now += gap * MINUTE_MS;
          if (!pause) clock = transferClock(clock, calendar, now, `o${i % 3}`);
          else if (clock.state === 'paused') clock = resumeClock(clock, calendar, now);
          else clock = pauseClock(clock, calendar, now, 'wait');
        }
        const end = now + tail * MINUTE_MS;
        const { items, totals, byOwner, overdue } = explainClock(clock, calendar, end);
        expect(items.length).toBeLessThanOrEqual(MOST_ITEMS);
        if (end > startedAt) {
          expect(items[0].from).toBe(startedAt);
          expect(items.at(-1)!.to).toBe(end);
        }
        expect(items.every((item, i) => i === 0 || items[i - 1].to === item.from)).toBe(true);
        const used = consumed(clock, calendar, end);
        expect(totals.consumed).toBeCloseTo(used, 9);
        expect(byOwner.reduce((sum, o) => sum + o.units, 0)).toBeCloseTo(used, 6);
        expect(totals.late).toBeCloseTo(overdue ? used - 5 : 0, 6);
      }),
      { seed: 21, numRuns: 120 },
    );
  });
});
