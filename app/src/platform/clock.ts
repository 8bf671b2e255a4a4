// The one place that reads the machine's clock and its randomness. Everything else is given them.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import { createIds, type Ids } from '../kernel/ids.ts';

export const systemClock: Clock = { now: () => Date.now() };

export function createSystemIds(clock: Clock): Ids {
  let pool = randomBytes(4096);
  let used = 0;
  // One call for 400 ids: a syscall per id was a visible part of a command's cost.
  return createIds(clock.now, (size) => {
    if (used + size > pool.length) {
      pool = randomBytes(4096);
      used = 0;
    }
    used += size;
    return pool.subarray(used - size, used);
  });
}

/** A random secret in base64url with `bytes` bytes of entropy. */
export function randomSecret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
