import type { Random } from '../random.ts';
import { log, normalQuantile } from './portable-math.ts';

/**
 * Random numbers addressed by name instead of by turn: the draw for (purpose, entity, index) is a hash of the key.
 *
 * With common random numbers two policies must see the same household fall ill at the same minute, even when one of them
 * dispatches more often. A sequential stream cannot promise that without one stream object per entity (340 k of them);
 * a keyed hash promises it for free and costs some ten integer operations.
 */
export interface KeyedRandom {
  /** Uniform in (0, 1), 52 bits, never 0 or 1. */
  uniform(purpose: number, entity: number, index?: number): number;
  /** Exponential with the given mean. */
  exponential(mean: number, purpose: number, entity: number, index?: number): number;
  /** Standard normal. */
  normal(purpose: number, entity: number, index?: number): number;
}

/** Derives a keyed source from a stream (two 32-bit words are drawn, so fork the stream first). */
export function createKeyedRandom(random: Random): KeyedRandom {
  const seedA = random.uint32() | 0;
  const seedB = random.uint32() | 0;

  function uniform(purpose: number, entity: number, index = 0): number {
    let x = mix(seedA ^ Math.imul(purpose + 1, 0x9e3779b1));
    x = mix(x ^ Math.imul(entity + 0x7f4a7c15, 0x85ebca77));
    x = mix(x ^ Math.imul(index + 0x165667b1, 0xc2b2ae3d));
    const y = mix(mix(x ^ seedB) + 0x27d4eb2f);
    // 26 + 26 bits and a half step keep the value strictly inside (0, 1)
    return ((x >>> 6) * 67108864 + (y >>> 6) + 0.5) / 4503599627370496;
  }

  return {
    uniform,
    exponential(mean, purpose, entity, index) {
      return -mean * log(uniform(purpose, entity, index));
    },
    normal(purpose, entity, index) {
      return normalQuantile(uniform(purpose, entity, index));
    },
  };
}

function mix(word: number): number {
  let z = (word + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}
