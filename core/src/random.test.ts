import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

describe('createRandom', () => {
  it('repeats the same numbers for the same seed, and others for another seed', () => {
    const draw = (seed: string | number) => {
      const random = createRandom(seed);
      return Array.from({ length: 50 }, () => random.uint32());
    };
    expect(draw('韧邻')).toEqual(draw('韧邻'));
    expect(draw('韧邻')).not.toEqual(draw('韧林'));
    expect(draw(1)).not.toEqual(draw('1'));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('keeps its published first numbers, so that stored simulations replay', () => {
    const random = createRandom(42);
    expect([random.uint32(), random.uint32(), random.uint32()]).toEqual(PINNED);
    expect([createRandom(42).normal(), createRandom(42).exponential()]).toEqual(PINNED_REALS);
  });

  it('is uniform: moments, and a chi-square over 64 cells', () => {
    const random = createRandom('uniform');
    const n = 200_000;
    let outside = 0;
    const cells = new Array<number>(64).fill(0);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const x = random.next();
      if (!(x >= 0 && x < 1)) outside++;
      sum += x;
      squares += x * x;
      cells[Math.floor(x * 64)]! += 1;
    }
    expect(outside).toBe(0);
    expect(sum / n).toBeCloseTo(0.5, 2);
    expect(squares / n).toBeCloseTo(1 / 3, 2);
    const chiSquare = cells.reduce((total, seen) => total + (seen - n / 64) ** 2 / (n / 64), 0);
    expect(chiSquare).toBeGreaterThan(30);
    expect(chiSquare).toBeLessThan(110);
  });

  it('int is unbiased over a range that does not divide 2^32, and refuses bad ranges', () => {
    const random = createRandom('int');
    const seen = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) seen[random.int(7)]! += 1;
    for (const count of seen) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    expect(() => random.int(0)).toThrow(RangeError);
    expect(() => random.int(1.5)).toThrow(RangeError);
    expect(random.int(1)).toBe(0);
  });

  it('normal and exponential have the right mean, variance and tails', () => {
    const random = createRandom('moments');
    const n = 200_000;
    let sum = 0;
    let squares = 0;
    let beyondTwo = 0;
    let waits = 0;
    let longWaits = 0;
    for (let i = 0; i < n; i++) {
      const z = random.normal();
      sum += z;
      squares += z * z;
      if (Math.abs(z) > 2) beyondTwo++;
      const wait = random.exponential(0.5);
      waits += wait;
      if (wait > 4) longWaits++;
    }
    expect(Math.abs(sum / n)).toBeLessThan(0.01);
    expect(Math.abs(squares / n - 1)).toBeLessThan(0.02);
    expect(Math.abs(beyondTwo / n - 0.0455)).toBeLessThan(0.003);
    expect(Math.abs(waits / n - 2)).toBeLessThan(0.03);
    expect(Math.abs(longWaits / n - 0.1353)).toBeLessThan(0.005);
    expect(() => random.exponential(0)).toThrow(RangeError);
  });

  it('shuffle permutes in place, every order about equally often', () => {
    const random = createRandom('shuffle');
    const orders = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const items = ['a', 'b', 'c'];
      expect(random.shuffle(items)).toBe(items);
      const key = items.join('');
      orders.set(key, (orders.get(key) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 2000)).toBeLessThan(250);
  });

  it('fork depends on the seed and label alone, not on draws already made', () => {
    const fresh = createRandom('parent');
    const used = createRandom('parent');
    for (let i = 0; i < 10; i++) used.next();
    expect(fresh.fork('rain').uint32()).toBe(used.fork('rain').uint32());
    expect(fresh.fork('rain').uint32()).not.toBe(fresh.fork('wind').uint32());
    expect(fresh.fork('rain').uint32()).not.toBe(createRandom('rain').uint32());
  });

  it('pick and range stay inside', () => {
    const random = createRandom('pick');
    for (let i = 0; i < 1000; i++) {
      expect(['x', 'y']).toContain(random.pick(['x', 'y']));
      const value = random.range(-3, 5);
      expect(value >= -3 && value < 5).toBe(true);
    }
    expect(() => random.pick([])).toThrow(RangeError);
  });
});

const PINNED: number[] = [2502925821, 924898334, 687948684];
const PINNED_REALS: number[] = [-0.9382651383037467, 5.769711542257281];
