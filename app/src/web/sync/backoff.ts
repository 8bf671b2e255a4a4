// How long to wait before the next try by itself.
import type { Random } from './ports.ts';

const FIRST_MS = 5_000;
export const LONGEST_MS = 300_000;
/** An hour at the most, whatever a server asks for. What seems to wait longer was written down before the phone's clock was set back. */
export const LONGEST_WAIT_MS = 3_600_000;

/** 5 s, doubling up to 5 minutes, of which a random half: phones that lost the same server do not come back at the same moment. */
export function pauseAfter(attempts: number, random: Random): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(0, attempts - 1), 10));
  return Math.round(whole / 2 + (whole / 2) * random.next());
}
