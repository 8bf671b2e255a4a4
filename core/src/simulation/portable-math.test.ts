import { describe, expect, it } from 'vitest';
import { cosine, exp, log, normalCdf, normalQuantile, power, studentQuantile } from './portable-math.ts';

describe('portable elementary functions', () => {
  it('agree with the engine to 1e-15 relative over many magnitudes', () => {
    for (let i = -600; i <= 600; i++) {
      const x = i * 1.137 + 0.013;
      if (x < 709 && x > -708) expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(2e-15);
      const y = 1.7 ** i * 1.01;
      expect(Math.abs(log(y) - Math.log(y))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.log(y))));
    }
    for (let x = -6.2; x < 6.2; x += 0.01) expect(Math.abs(cosine(x) - Math.cos(x))).toBeLessThan(2e-15);
    expect(power(2, 0.5)).toBeCloseTo(Math.SQRT2, 14);
    expect([log(0), log(-1), exp(-800), exp(800), power(0, 2)]).toEqual([-Infinity, NaN, 0, Infinity, 0]);
  });

  it('normal distribution: tabled values, symmetry, and the quantile as its inverse', () => {
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalCdf(-6)).toBeCloseTo(9.865876450376946e-10, 22);
    expect(normalCdf(2.999999)).toBeCloseTo(normalCdf(3.000001), 7);
    for (let p = 0.0005; p < 1; p += 0.0101) {
      expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(2e-15);
      expect(normalQuantile(p) + normalQuantile(1 - p)).toBeCloseTo(0, 12);
    }
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(2)]).toEqual([-Infinity, Infinity, NaN]);
  });

  it('Student quantiles of the printed tables', () => {
    const table: [number, number, number][] = [
      [0.95, 1, 12.7062],
      [0.95, 2, 4.30265],
      [0.95, 9, 2.26216],
      [0.95, 30, 2.04227],
      [0.99, 10, 3.16927],
      [0.95, 1000, 1.96234],
    ];
    for (const [level, df, t] of table) expect(Math.abs(studentQuantile(level, df) - t)).toBeLessThan(1e-4);
  });
});
