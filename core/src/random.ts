/**
 * The only source of randomness in the product's computations: seeded, and equal on every machine.
 *
 * Generator: sfc32 (C. Doty-Humphrey, PractRand "small fast chaotic", 128-bit state, period ≥ 2^32), seeded by splitmix32.
 * Only integer arithmetic, comparison and IEEE-exact operations are used, never `Math.log` or `Math.sin`,
 * because those are implementation-defined and would make a simulation differ from one engine to the next.
 */

export type Random = {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform unsigned 32-bit integer. */
  uint32(): number;
  /** Uniform integer in 0 … n−1, without modulo bias. `n` must be an integer in 1 … 2^32. */
  int(n: number): number;
  /** Uniform in [a, b). */
  range(a: number, b: number): number;
  /** One element, uniformly. Throws RangeError on an empty array. */
  pick<T>(items: readonly T[]): T;
  /** Fisher–Yates, in place; returns the same array. O(n). */
  shuffle<T>(items: T[]): T[];
  /** Standard normal times `sd` plus `mean` (defaults 0 and 1). */
  normal(mean?: number, sd?: number): number;
  /** Exponential with the given rate (mean 1/rate; default 1). Throws RangeError unless rate > 0. */
  exponential(rate?: number): number;
  /**
   * An independent stream named by `label`. It depends on this stream's seed and the label alone, not on how many
   * numbers were drawn, so that adding a draw in one part of a simulation does not disturb the others.
   */
  fork(label: string | number): Random;
};

type Words = readonly [number, number, number, number];

/**
 * Creates a stream from a seed. The number 1 and the string "1" are different seeds.
 * Throws RangeError for a number that is not finite.
 */
export function createRandom(seed: string | number): Random {
  return streamOf(wordsOf(textOf(seed), [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667]));
}

function streamOf(seed: Words): Random {
  let a = seed[0] | 0;
  let b = seed[1] | 0;
  let c = seed[2] | 0;
  let counter = seed[3] | 0;

  function uint32(): number {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  function next(): number {
    const high = uint32() >>> 5;
    const low = uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  function int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 4294967296) {
      throw new RangeError(`random.int: n must be an integer in 1 … 2^32, got ${n}`);
    }
    const limit = 4294967296 - (4294967296 % n);
    let x = uint32();
    while (x >= limit) x = uint32();
    return x % n;
  }

  // J. von Neumann 1951: the length of a descending run of uniforms decides; comparisons only, no logarithm.
  function standardExponential(): number {
    for (let whole = 0; ; whole++) {
      const first = next();
      let previous = first;
      let length = 1;
      for (;;) {
        const u = next();
        if (u >= previous) break;
        previous = u;
        length++;
      }
      if (length % 2 === 1) return whole + first;
    }
  }

  // Rejection from the exponential (L. Devroye 1986, II.3): accept x when y ≥ (x − 1)² / 2.
  function standardNormal(): number {
    for (;;) {
      const x = standardExponential();
      const y = standardExponential();
      if (y >= ((x - 1) * (x - 1)) / 2) return uint32() >= 2147483648 ? x : -x;
    }
  }

  const random: Random = {
    next,
    uint32,
    int,
    range(from, to) {
      const x = from + (to - from) * next();
      return x < to ? x : from;
    },
    pick(items) {
      if (items.length === 0) throw new RangeError('random.pick: the array is empty');
      return items[int(items.length)]!;
    },
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = int(i + 1);
        const kept = items[i]!;
        items[i] = items[j]!;
        items[j] = kept;
      }
      return items;
    },
    normal(mean = 0, sd = 1) {
      return mean + sd * standardNormal();
    },
    exponential(rate = 1) {
      if (!(rate > 0)) throw new RangeError(`random.exponential: rate must be > 0, got ${rate}`);
      return standardExponential() / rate;
    },
    fork(label) {
      return streamOf(wordsOf(textOf(label), seed));
    },
  };
  for (let i = 0; i < 16; i++) uint32();
  return random;
}

function textOf(seed: string | number): string {
  if (typeof seed === 'string') return `s:${seed}`;
  if (!Number.isFinite(seed)) throw new RangeError(`random: a numeric seed must be finite, got ${seed}`);
  return `n:${seed}`;
}

/** Four 32-bit words from a text: murmur-like mixing of UTF-16 units, finished by splitmix32. */
function wordsOf(text: string, start: Words): Words {
  let [h0, h1, h2, h3] = start;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h0 = Math.imul(h0 ^ unit, 0x85ebca6b);
    h0 ^= h0 >>> 15;
    h1 = Math.imul(h1 ^ unit ^ h0, 0xc2b2ae35);
    h1 ^= h1 >>> 13;
    h2 = Math.imul(h2 ^ unit ^ h1, 0x27d4eb2f);
    h2 ^= h2 >>> 16;
    h3 = Math.imul(h3 ^ unit ^ h2, 0x165667b1);
    h3 ^= h3 >>> 14;
  }
  return [
    splitmix32(h0 ^ text.length),
    splitmix32(h1 + 0x9e3779b9),
    splitmix32(h2 + 0x3c6ef372),
    splitmix32(h3 ^ h0),
  ];
}

function splitmix32(word: number): number {
  let z = (word + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) | 0;
}
