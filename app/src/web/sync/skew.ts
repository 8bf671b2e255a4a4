// How far the server's clock is ahead of this phone's, measured from the `Date` of its answers. Pure.
import type { Answer } from './ports.ts';

/** The header has whole seconds and the way takes time: a smaller difference is no difference. */
const SAME_MS = 5_000;

/** The offset to add to this phone's clock; undefined when an answer tells nothing. */
export function skewOf(answer: Pick<Answer, 'date'>): number | undefined {
  const { date } = answer;
  if (!date || !Number.isFinite(date.server)) return undefined;
  // The header was cut to whole seconds somewhere between sending and receiving.
  const offset = date.server + 500 - (date.sent + date.received) / 2;
  return Math.abs(offset) <= SAME_MS + (date.received - date.sent) / 2 ? 0 : Math.round(offset);
}
