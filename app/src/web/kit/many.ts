const MOST = 1000;

/** A count that the server stops at one past a thousand: there are more, and how many nobody needs to wait for. */
export function many(n: number): string {
  return n > MOST ? `${MOST}+` : String(n);
}
