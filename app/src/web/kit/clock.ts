// The one reader of the browser's clock and randomness. Screens take `now` from here, so that a test can say what time it is.
import { createIds } from '../../kernel/ids.ts';

const read: () => number = () => Date.now();
/** The server's clock minus ours, from the `Date` header of its answers: a wrong phone clock must not show a wrong deadline. */
let offset = 0;

export function now(): number {
  return read() + offset;
}

export function setServerTime(serverNow: number): void {
  const measured = serverNow - read();
  // The header has whole seconds and the network its delay: only a real difference counts.
  offset = Math.abs(measured) > 5_000 ? measured : 0;
}

function randomBytes(size: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(size));
}

const ids = createIds(() => read(), randomBytes);

/** A new command id (UUIDv7), made before sending, so that every retry names the same command. */
export function newCommandId(): string {
  return ids.next();
}
