import { describe, expect, it } from 'vitest';
import { doubleSignedArea } from './measure.ts';
import { checkArea, rewound } from './validate.ts';

const SQUARE = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
];

function codes(...rings: unknown[]): string[] {
  const check = checkArea({ type: 'Polygon', coordinates: rings });
  return check.ok ? [] : check.faults.map((f) => f.code);
}

describe('checkArea', () => {
  it('accepts good areas, dropping heights and repeated points', () => {
    expect(codes(SQUARE)).toEqual([]);
    expect(
      codes(SQUARE, [
        [1, 1],
        [2, 1],
        [2, 2],
        [1, 1],
      ]),
    ).toEqual([]);
    const check = checkArea({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0, 5],
          [4, 0],
          [4, 0],
          [4, 4],
          [0, 0],
        ],
      ],
      extra: 1,
    });
    expect(check).toEqual({
      ok: true,
      area: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [4, 0],
            [4, 4],
            [0, 0],
          ],
        ],
      },
    });
    expect(
      checkArea({ type: 'MultiPolygon', coordinates: [[SQUARE], [SQUARE.map(([x, y]) => [x + 9, y])]] }).ok,
    ).toBe(true);
  });

  it('refuses what is not an area', () => {
    for (const input of [
      null,
      7,
      'x',
      {},
      { type: 'Point', coordinates: [1, 2] },
      { type: 'Polygon', coordinates: [] },
      { type: 'Polygon' },
      { type: 'Polygon', coordinates: [7] },
      { type: 'MultiPolygon', coordinates: [SQUARE] },
    ]) {
      const check = checkArea(input);
      expect(check.ok).toBe(false);
    }
    expect(checkArea({ type: 'Polygon', coordinates: [SQUARE] }, 4)).toMatchObject({
      ok: false,
      faults: [{ code: 'area.tooLarge' }],
    });
  });

  it('names the fault of a ring and its place', () => {
    expect(
      codes([
        [0, 0],
        [1, 0],
        ['1', 1],
        [0, 0],
      ]),
    ).toEqual(['area.position']);
    expect(
      codes([
        [0, 0],
        [1, 0],
        [Number.NaN, 1],
        [0, 0],
      ]),
    ).toEqual(['area.position']);
    expect(
      codes([
        [0, 0],
        [200, 0],
        [1, 99],
        [0, 0],
      ]),
    ).toEqual(['area.range']);
    expect(
      codes([
        [36, 120],
        [36, 121],
        [37, 121],
        [36, 120],
      ]),
    ).toEqual(['area.swapped']);
    expect(
      codes([
        [0, 0],
        [1, 0],
        [0, 0],
      ]),
    ).toEqual(['area.tooFewPoints']);
    expect(codes([])).toEqual(['area.tooFewPoints']);
    expect(
      codes([
        [0, 0],
        [1, 0],
        [1, 1],
      ]),
    ).toEqual(['area.open']);
    expect(
      codes([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
    ).toEqual(['area.flat']);
  });

  it('finds crossings, touches, spikes and overlaps', () => {
    const bow = checkArea({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
          [0, 0],
        ],
      ],
    });
    expect(bow).toMatchObject({ ok: false, faults: [{ code: 'area.selfIntersection', at: [1, 1] }] });
    expect(
      codes([
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 0],
        [0, 4],
        [0, 0],
      ]),
    ).toEqual(['area.selfIntersection']);
    expect(
      codes([
        [0, 0],
        [4, 0],
        [6, 0],
        [4, 0],
        [4, 4],
        [0, 0],
      ]),
    ).toEqual(['area.selfIntersection']);
    expect(
      codes([
        [0, 0],
        [2, 2],
        [4, 0],
        [4, 4],
        [2, 2],
        [0, 4],
        [0, 0],
      ]),
    ).toEqual(['area.selfIntersection']);
    expect(
      codes(SQUARE, [
        [2, 2],
        [6, 2],
        [6, 3],
        [2, 2],
      ]),
    ).toEqual(['area.ringsCross']);
    expect(
      codes(SQUARE, [
        [0, 1],
        [0, 3],
        [1, 2],
        [0, 1],
      ]),
    ).toEqual(['area.ringsCross']);
    expect(
      codes(SQUARE, [
        [0, 2],
        [1, 1],
        [1, 3],
        [0, 2],
      ]),
    ).toEqual([]);
    expect(
      codes(SQUARE, [
        [6, 6],
        [7, 6],
        [7, 7],
        [6, 6],
      ]),
    ).toEqual(['area.holeOutside']);
  });

  it('winds rings as RFC 7946 asks', () => {
    const area = rewound({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [0, 4],
          [4, 4],
          [0, 0],
        ],
        [
          [1, 2],
          [2, 3],
          [1, 3],
          [1, 2],
        ],
      ],
    });
    if (area.type !== 'Polygon') throw new Error('type changed');
    expect(area.coordinates.map((ring) => Math.sign(doubleSignedArea(ring)))).toEqual([1, -1]);
  });
});
