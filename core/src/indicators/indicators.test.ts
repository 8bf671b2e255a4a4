import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { arithmeticMean, geometricMean, ranksOf, topsis } from './aggregation.ts';
import { computeIndex, type IndexDefinition, rankSensitivity } from './composite.ts';
import { theil, vulnerabilityScore } from './equity.ts';
import { BRIC_SHAPED, FOUR_RESILIENCES, findPreset, PRESETS, UNDRR_SHAPED } from './presets.ts';
import { fillMissing, scaleColumn } from './scaling.ts';
import { ahpWeights, criticWeights, entropyWeights } from './weights.ts';

describe('scaling', () => {
  it('min–max, z, goalpost and rank by hand', () => {
    const up = 'higher-is-better';
    expect(scaleColumn([2, 4, null, 10], { method: 'min-max' }, up)).toEqual([0, 0.25, null, 1]);
    expect(scaleColumn([2, 4, 10], { method: 'min-max' }, 'lower-is-better')).toEqual([1, 0.75, 0]);
    expect(scaleColumn([1, 3], { method: 'z' }, up)).toEqual([-1, 1]);
    expect(scaleColumn([-5, 50, 90, 120], { method: 'goalpost', floor: 0, target: 100 }, up)).toEqual([
      0, 0.5, 0.9, 1,
    ]);
    expect(scaleColumn([30, 10], { method: 'goalpost', floor: 50, target: 10 }, 'lower-is-better')).toEqual([
      0.5, 1,
    ]);
    expect(scaleColumn([5, 7, 7, 9], { method: 'rank' }, up)).toEqual([0, 0.5, 0.5, 1]);
    expect(scaleColumn([5, 9], { method: 'rank' }, 'lower-is-better')).toEqual([1, 0]);
    expect(scaleColumn([3, 3], { method: 'min-max' }, up)).toEqual([0.5, 0.5]);
  });

  it('missing values: skipped, filled with the median, or counted as worst', () => {
    expect(fillMissing([0.2, null, 0.6, 1], 'skip')).toEqual([0.2, null, 0.6, 1]);
    expect(fillMissing([0.2, null, 0.6, 1], 'median')).toEqual([0.2, 0.6, 0.6, 1]);
    expect(fillMissing([0.2, null, 0.6, 1], 'worst')).toEqual([0.2, 0.2, 0.6, 1]);
  });

  it('refuses NaN and goalposts that contradict the direction', () => {
    expect(() => scaleColumn([1, Number.NaN], { method: 'z' }, 'higher-is-better', 'beds')).toThrow(
      'beds[1] is NaN',
    );
    expect(() =>
      scaleColumn([1], { method: 'goalpost', floor: 3, target: 3 }, 'higher-is-better', 'beds'),
    ).toThrow('beds.target: must lie above the floor 3 for "higher-is-better", got 3');
  });
});

describe('weights', () => {
  it('AHP: the worked three-fruit example, and any consistent matrix returns its own weights', () => {
    // K. Teknomo's tutorial: eigenvector 0.2790, 0.6491, 0.0719 with λmax 3.0649
    const fruit = ahpWeights([
      [1, 1 / 3, 5],
      [3, 1, 7],
      [1 / 5, 1 / 7, 1],
    ]);
    expect(fruit.weights).toEqual([0.279, 0.6491, 0.0719].map((w) => expect.closeTo(w, 4)));
    expect(fruit.lambdaMax).toBeCloseTo(3.0649, 4);
    expect(fruit.consistencyRatio).toBeCloseTo(0.0649 / 2 / 0.58, 3);
    const own = [0.5, 0.3, 0.15, 0.05];
    const consistent = ahpWeights(own.map((a) => own.map((b) => a / b)));
    expect(consistent.weights).toEqual(own.map((w) => expect.closeTo(w, 12)));
    expect(consistent.consistencyRatio).toBeCloseTo(0, 12);
    const circular = ahpWeights([
      [1, 9, 1 / 9],
      [1 / 9, 1, 9],
      [9, 1 / 9, 1],
    ]);
    expect(circular).toMatchObject({
      consistent: false,
      weights: [1 / 3, 1 / 3, 1 / 3].map((w) => expect.closeTo(w, 12)),
    });
    expect(() =>
      ahpWeights([
        [1, 2],
        [1, 1],
      ]),
    ).toThrow('comparisons[0][1]: must be the reciprocal of comparisons[1][0] = 1, got 2');
  });

  it('entropy: a constant column says nothing; the two-place column has the binary entropy', () => {
    const result = entropyWeights([
      [1, 1, 0],
      [1, 3, 5],
    ]);
    expect(result.entropy).toEqual([1, 0.8112781244591328, 0].map((e) => expect.closeTo(e, 12)));
    const information = 1 - 0.8112781244591328;
    expect(result.weights).toEqual(
      [0, information / (information + 1), 1 / (information + 1)].map((w) => expect.closeTo(w, 12)),
    );
    expect(() => entropyWeights([[1], [-1]])).toThrow('matrix[1][0] is -1');
  });

  it('CRITIC: contrast times conflict, by hand for three columns', () => {
    // a and b are opposite (r = −1), c is uncorrelated with both and half as wide
    const matrix = [
      [0, 1, 0.25],
      [1, 0, 0.25],
      [0, 1, 0.75],
      [1, 0, 0.75],
    ];
    const result = criticWeights(matrix);
    const wide = Math.sqrt(1 / 3);
    expect(result.deviation).toEqual([wide, wide, wide / 2].map((s) => expect.closeTo(s, 12)));
    expect(result.information).toEqual([3 * wide, 3 * wide, wide].map((c) => expect.closeTo(c, 12)));
    expect(result.weights).toEqual([3 / 7, 3 / 7, 1 / 7].map((w) => expect.closeTo(w, 12)));
  });
});

describe('aggregation', () => {
  it('arithmetic, geometric, missing values and zeros', () => {
    expect(arithmeticMean([0.2, null, 0.8], [1, 5, 3])).toBeCloseTo(0.65, 12);
    expect(geometricMean([0.25, 1], [1, 1])).toBeCloseTo(0.5, 12);
    expect(geometricMean([0, 1], [1, 1])).toBe(0);
    expect(arithmeticMean([null], [1])).toBe(null);
    expect(() => arithmeticMean([1], [-1])).toThrow('weights[0]');
  });

  it('TOPSIS: the fighter aircraft of Hwang & Yoon (1981)', () => {
    const result = topsis(
      [
        [2, 1500, 20000, 5.5, 5, 9],
        [2.5, 2700, 18000, 6.5, 3, 5],
        [1.8, 2000, 21000, 4.5, 7, 7],
        [2.2, 1800, 20000, 5, 5, 5],
      ],
      [0.2, 0.1, 0.1, 0.1, 0.2, 0.3],
      [true, true, true, false, true, true],
    );
    // printed to three places
    [0.643, 0.268, 0.613, 0.312].forEach((printed, i) => {
      expect(Math.abs(result.closeness[i] - printed)).toBeLessThan(6e-4);
    });
    expect(ranksOf(result.closeness)).toEqual([1, 4, 2, 3]);
    expect(topsis([[1], [1]], [1], [true]).closeness).toEqual([0.5, 0.5]);
  });

  it('ranks share ties and put the unscored last', () => {
    expect(ranksOf([0.5, null, 0.9, 0.5])).toEqual([2, 4, 1, 2]);
  });
});

describe('theil', () => {
  it('splits exactly into between and within, whatever the groups, with zeros allowed', () => {
    const random = createRandom('theil');
    for (let round = 0; round < 200; round++) {
      const n = 1 + random.int(30);
      const values = Array.from({ length: n }, () => (random.next() < 0.2 ? 0 : random.next() * 100));
      const groups = values.map(() => `g${random.int(4)}`);
      const people = round % 2 === 0 ? undefined : values.map(() => 1 + random.int(500));
      const result = theil(values, groups, people);
      expect(result.total).toBeCloseTo(result.between + result.within, 10);
      expect(result.between).toBeGreaterThanOrEqual(-1e-12);
      expect(result.within).toBeGreaterThanOrEqual(-1e-12);
    }
  });

  it('is 0 for equals, ln N when one has all, and sees people behind places', () => {
    const g = ['a', 'a', 'b', 'b'];
    expect(theil([3, 3, 3, 3], g).total).toBeCloseTo(0, 12);
    expect(theil([0, 0, 7, 0], g).total).toBeCloseTo(Math.log(4), 12);
    expect(theil([0, 0, 0, 0], g).total).toBe(0);
    expect(theil([10, 90], ['a', 'b'], [1, 9]).total).toBeCloseTo(0, 12);
    // closed form of the definition: y = ¼, ¾
    expect(theil([1, 3], ['a', 'b']).total).toBeCloseTo(0.25 * Math.log(0.5) + 0.75 * Math.log(1.5), 12);
    expect(() => theil([1, -2], ['a', 'b'])).toThrow('values[1]: must be finite and ≥ 0, got -2');
  });

  it('vulnerability score and zones', () => {
    // references 0.5 and 0.5 give σ = |1 − 2|/3 = ⅓
    expect(vulnerabilityScore([0.5, 0.5], [0.5, 0.5])).toEqual({
      score: 1,
      sigma: expect.closeTo(1 / 3, 12),
      zone: 'medium',
    });
    expect(vulnerabilityScore([0.6, 0.6], [0.5, 0.5]).zone).toBe('medium-high');
    expect(vulnerabilityScore([0.2, 0.2], [0.5, 0.5]).zone).toBe('low');
    expect(() => vulnerabilityScore([1], [0])).toThrow('reference[0]');
  });
});

describe('computeIndex', () => {
  const definition: IndexDefinition = {
    id: 'test',
    scaling: { method: 'min-max' },
    missing: 'skip',
    weighting: { method: 'equal' },
    aggregation: { within: 'arithmetic', across: 'arithmetic' },
    indicators: [
      { id: 'a', label: 'a', dimension: 'x', direction: 'higher-is-better', source: 't', status: 'own' },
      { id: 'b', label: 'b', dimension: 'x', direction: 'lower-is-better', source: 't', status: 'own' },
      { id: 'c', label: 'c', dimension: 'y', direction: 'higher-is-better', source: 't', status: 'own' },
    ],
  };
  const places = [
    { id: 'p', values: { a: 0, b: 10, c: 1 } },
    { id: 'q', values: { a: 10, b: 0, c: 0 } },
    { id: 'r', values: { a: 5, b: null, c: 0.5 } },
  ];

  it('weighs dimensions alike however many indicators they have, and reports what was missing', () => {
    const result = computeIndex(definition, places);
    expect(result.weights).toEqual({ a: 0.25, b: 0.25, c: 0.5 });
    expect(result.places.map((p) => p.score)).toEqual([0.5, 0.5, 0.5]);
    expect(result.places[2]).toMatchObject({ reported: 2, dimensions: { x: 0.5, y: 0.5 } });
    const filled = computeIndex({ ...definition, missing: 'worst' }, places);
    expect(filled.places[2].indicators.b).toEqual({ value: null, scaled: 0, imputed: true });
    expect(filled.places[2].score).toBeCloseTo(0.25 * 0.5 + 0.5 * 0.5, 12);
  });

  it('presets compute, carry sources, and BRIC sums six capitals to at most 6', () => {
    const random = createRandom('presets');
    for (const preset of PRESETS) {
      expect(
        preset.indicators.every(
          (i) => i.source !== '' && ['verified', 'to-confirm', 'own'].includes(i.status),
        ),
      ).toBe(true);
      const rows = Array.from({ length: 8 }, (_, k) => ({
        id: `p${k}`,
        values: Object.fromEntries(preset.indicators.map((i) => [i.id, random.next()])),
      }));
      const result = computeIndex(preset, rows);
      expect(result.places.every((p) => p.score !== null && p.score >= 0)).toBe(true);
    }
    expect(new Set(FOUR_RESILIENCES.indicators.map((i) => i.dimension)).size).toBe(4);
    expect(UNDRR_SHAPED.indicators.length).toBe(10);
    const best = Object.fromEntries(
      BRIC_SHAPED.indicators.map((i) => [i.id, i.direction === 'higher-is-better' ? 1 : 0]),
    );
    const worst = Object.fromEntries(
      BRIC_SHAPED.indicators.map((i) => [i.id, i.direction === 'higher-is-better' ? 0 : 1]),
    );
    const ends = computeIndex(BRIC_SHAPED, [
      { id: 'best', values: best },
      { id: 'worst', values: worst },
    ]);
    expect(ends.places.map((p) => p.score)).toEqual([6, 0]);
    expect(findPreset('bric-shaped')).toBe(BRIC_SHAPED);
    expect(findPreset('none')).toBeUndefined();
  });

  it('rank sensitivity: dominance is stable, a near tie is not, and the stream decides', () => {
    const rows = [
      { id: 'top', values: { a: 10, b: 0, c: 1 } },
      { id: 'left', values: { a: 9, b: 1, c: 0.1 } },
      { id: 'right', values: { a: 1, b: 9, c: 0.9 } },
      { id: 'last', values: { a: 0, b: 10, c: 0 } },
    ];
    const once = rankSensitivity(definition, rows, { trials: 200, spread: 0.5 }, createRandom(7));
    expect(once[0]).toMatchObject({ rank: 1, best: 1, worst: 1, stable: 1 });
    expect(once[3]).toMatchObject({ best: 4, worst: 4 });
    expect(once[1].worst - once[1].best).toBe(1);
    expect(rankSensitivity(definition, rows, { trials: 200, spread: 0.5 }, createRandom(7))).toEqual(once);
  });

  it('errors name the place and the indicator', () => {
    expect(() => computeIndex(definition, [{ id: 'p', values: { z: 1 } }])).toThrow(
      'places[0].values.z: is no indicator of "test", got 1',
    );
    expect(() => computeIndex(definition, [{ id: 'p', values: { a: Infinity } }])).toThrow(
      'places[0].values.a: must be a finite number or null, got Infinity',
    );
  });
});
