// What the pages of the stress test work out: drawings, the worst grids, hours of the story, and scenarios that begin somewhere.
import { describe, expect, it } from 'vitest';
import { changeHazard, newScenario, scenarioOf } from './scenario-defaults.ts';
import {
  bandPath,
  clockOf,
  eventsIn,
  hourOf,
  isCertain,
  linePath,
  lowestOf,
  minuteClock,
  placer,
  placesToHit,
  stepOf,
  worstCells,
} from './stress-logic.ts';
import { HAZARDS, type Model, type Story, type StressResult } from './stress-types.ts';

const place = placer({ width: 100, height: 50, hours: 2, lowest: 0.5 });

describe('drawings', () => {
  it('put 1 at the top, the lowest line at the bottom, and what lies below it on that line', () => {
    expect(place(0, 1)).toEqual({ x: 0, y: 0 });
    expect(place(120, 0.5)).toEqual({ x: 100, y: 50 });
    expect(place(60, 0.2)).toEqual({ x: 50, y: 50 });
  });

  it('draw a line and a band that closes', () => {
    expect(linePath([0, 60], [1, 0.75], place)).toBe('M0.0 0.0L50.0 25.0');
    expect(bandPath([0, 60], [0.5, 0.5], [1, 1], place)).toBe('M0.0 0.0L50.0 0.0L50.0 50.0L0.0 50.0Z');
  });

  it('begin a little below the curves, and never hide that a small dip is small', () => {
    expect(lowestOf([[1, 0.997]])).toBe(0.9);
    expect(lowestOf([[1, 0.63], [0.8]])).toBeCloseTo(0.6);
    expect(lowestOf([[0.01]])).toBe(0);
  });
});

describe('figures', () => {
  const cells = [0, 4, 12, 12].map((lateMinutesPerPerson, i) => ({ id: `g${i}`, lateMinutesPerPerson }));

  it('name the worst first and nobody who did not wait', () => {
    const worst = worstCells({ cells } as StressResult, 2);
    expect(worst.map((one) => one.id)).toEqual(['g2', 'g3']);
    expect(worstCells({ cells } as StressResult).map((one) => one.id)).not.toContain('g0');
  });

  it('step from nothing to the worst', () => {
    expect([0, 0.1, 5, 11.9, 12].map((value) => stepOf(value, 12))).toEqual([0, 1, 2, 4, 4]);
    expect(stepOf(0, 0)).toBe(0);
  });

  it('are certain only when the interval leaves out 0, and never by one run', () => {
    expect(isCertain({ mean: 2, low: 1, high: 3, runs: 5 })).toBe(true);
    expect(isCertain({ mean: -2, low: -3, high: -1, runs: 5 })).toBe(true);
    expect(isCertain({ mean: 1, low: -1, high: 3, runs: 5 })).toBe(false);
    expect(isCertain({ mean: 1, low: 1, high: 1, runs: 1 })).toBe(false);
  });
});

describe('the story', () => {
  it('counts days from midnight of the first', () => {
    expect(clockOf(0, 18)).toEqual({ day: 0, time: '18:00' });
    expect(clockOf(7, 18)).toEqual({ day: 1, time: '01:00' });
    expect(minuteClock(359.6, 18)).toEqual({ day: 1, time: '00:00' });
    expect(minuteClock(65.2, 8)).toEqual({ day: 0, time: '09:05' });
  });

  it('says of an hour who waits, who is cut off, and what happened in it', () => {
    const story = {
      hit: [[], [[0, 90]]],
      waiting: [
        [],
        [
          [0, 5, 2],
          [3, 1, 0],
        ],
      ],
      cutOff: [[], [3]],
      down: [[], [1]],
      events: [
        { minute: 0, kind: 'facility-failed' },
        { minute: 60, kind: 'grid-hit', cell: 0 },
        { minute: 60.1, kind: 'grid-cut-off', cell: 3 },
      ],
    } as unknown as Story;
    const hour = hourOf(story, 1);
    expect([hour.calls, hour.late]).toEqual([6, 2]);
    expect([...hour.cutOff, ...hour.down]).toEqual([3, 1]);
    expect(hour.hit.get(0)).toBe(90);
    expect(hourOf(story, 9)).toMatchObject({ calls: 0, late: 0 });
    expect(eventsIn(story, 0).map((one) => one.kind)).toEqual(['facility-failed']);
    expect(eventsIn(story, 1).map((one) => one.kind)).toEqual(['grid-hit']);
  });
});

describe('places that are hit without drawing', () => {
  it('are communities around their grids and grids with an outline, with no more corners than are taken', () => {
    const square = (x: number) => ({
      type: 'Polygon' as const,
      coordinates: [
        [
          [x, 0],
          [x + 1, 0],
          [x + 1, 1],
          [x, 1],
          [x, 0],
        ],
      ],
    });
    const round = Array.from({ length: 1000 }, (_, i) => [Math.cos(i / 160), Math.sin(i / 160)]);
    const cell = (id: string, communityId: string) => ({ id, name: id, communityId, community: communityId });
    const model = {
      cells: [cell('a', 'c1'), cell('b', 'c1'), cell('round', 'c2'), cell('bare', 'c3')],
      outlines: [
        { id: 'a', geometry: square(0) },
        { id: 'b', geometry: square(1) },
        { id: 'round', geometry: { type: 'Polygon', coordinates: [round] } },
      ],
    } as unknown as Model;
    const places = placesToHit(model);
    expect(places.map((one) => one.id)).toEqual(['community:c1', 'community:c2', 'a', 'b', 'round']);
    expect(new Set(places[0]?.ring.map(String))).toEqual(new Set(['0,0', '2,0', '2,1', '0,1']));
    expect(Math.max(...places.map((one) => one.ring.length))).toBeLessThanOrEqual(300);
  });
});

describe('scenarios', () => {
  it('begin with something that happens within the hours looked at, for every hazard', () => {
    for (const kind of HAZARDS) {
      const { hazard, hours } = newScenario(kind);
      expect([kind, hazard.whole !== undefined]).toEqual([kind, true]);
      expect(hazard.whole?.toHour).toBeGreaterThan(hazard.whole?.fromHour ?? 0);
      expect(hazard.whole?.fromHour).toBeLessThan(hours);
    }
  });

  it('keep the zones that were drawn when the hazard is another', () => {
    const zone = {
      name: '低洼',
      ring: [[0, 0]] as [number, number][],
      fromHour: 1,
      toHour: 3,
      intensity: 0.9,
    };
    const drawn = {
      ...newScenario('rainstorm'),
      hazard: { kind: 'rainstorm' as const, scale: 2, zones: [zone] },
    };
    const next = changeHazard({ ...drawn, lost: { stocks: ['s1'] } }, 'typhoon');
    expect(next.hazard).toMatchObject({ kind: 'typhoon', scale: 2, zones: [{ name: '低洼', fromHour: 3 }] });
    expect(next.hazard.whole).toBeUndefined();
    expect(next.lost).toEqual({ stocks: ['s1'], services: ['power'] });
  });

  it('take an emergency as it was: its hour, how long it went on, and a day after it', () => {
    const past = { id: 'e1', risk: 'typhoon' as const, startedAt: 0, endedAt: 30 * 3_600_000, hourOfDay: 21 };
    expect(scenarioOf(past)).toMatchObject({
      emergency: 'e1',
      startHour: 21,
      hours: 54,
      hazard: { kind: 'typhoon', whole: { fromHour: 0, toHour: 30 } },
    });
    // One that goes on still takes the hours of its hazard; a long one is cut to what can be looked at.
    expect(scenarioOf({ ...past, endedAt: null }).hours).toBe(72);
    expect(scenarioOf({ ...past, endedAt: 4_000 * 3_600_000 })).toMatchObject({
      hours: 168,
      hazard: { whole: { toHour: 162 } },
    });
    expect(scenarioOf({ ...past, risk: 'crowd' }).hazard.kind).toBe('other');
    // A cut takes down what it cuts and drives nobody out.
    expect(scenarioOf({ ...past, risk: 'power' })).toMatchObject({
      lost: { services: ['power', 'water'] },
      hazard: { kind: 'other', whole: { intensity: 0.05 } },
    });
  });
});
