// The browser's one reader of its machine's clock and randomness, as `platform/clock.ts` is the server's.
import type { Clock } from '../../kernel/clock.ts';
import { createIds } from '../../kernel/ids.ts';

const machineClock: Clock = { now: () => Date.now() };

/** Below this a difference is the header's whole seconds and the network's delay, not a wrong clock. */
const REAL_DIFFERENCE_MS = 5_000;

export type PageClock = Clock & {
  /** What the `Date` header of an answer said. */
  setServerTime(serverNow: number): void;
  /** By how much the server is ahead; undefined before any answer. */
  ahead(): number | undefined;
};

/** A clock that follows the server's: a wrong phone clock must not show a wrong deadline. */
export function createPageClock(machine: Clock): PageClock {
  let offset = 0;
  let heard = false;
  return {
    now: () => machine.now() + offset,
    ahead: () => (heard ? offset : undefined),
    setServerTime(serverNow) {
      heard = true;
      const measured = serverNow - machine.now();
      offset = Math.abs(measured) > REAL_DIFFERENCE_MS ? measured : 0;
    },
  };
}

export const { now, setServerTime, ahead } = createPageClock(machineClock);

/** What this machine's clock says, right or wrong. */
export function machineNow(): number {
  return machineClock.now();
}

/** Bytes that nobody can guess. */
export function randomBytes(size: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(size));
}

const ids = createIds(machineClock.now, randomBytes);

/** A new command id (UUIDv7), made before sending, so that every retry names the same command. */
export function newCommandId(): string {
  return ids.next();
}
