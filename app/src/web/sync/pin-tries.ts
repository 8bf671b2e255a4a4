// After a few wrong PINs the phone waits, longer each time; it never throws anything away. The wait stops a finder with patience; the
// work that is asked of every single guess stops one with a copy (`vault.ts`). Pure.

/** `until`: no PIN is looked at before this instant of this phone's clock. */
export type Tries = { wrong: number; until: number };

export const NO_TRIES: Tries = { wrong: 0, until: 0 };
/** Wrong ones that cost nothing but themselves. */
export const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

export function afterWrong(tries: Tries, now: number): Tries {
  const wrong = tries.wrong + 1;
  if (wrong < FREE_TRIES) return { wrong, until: 0 };
  return { wrong, until: now + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES)) };
}

/** How long to wait still; 0 when a PIN may be tried. A clock that was set back makes nobody wait longer than the longest wait. */
export function waitOf(tries: Tries, now: number): number {
  return Math.max(0, Math.min(tries.until - now, LONGEST_WAIT_MS));
}
