// Figures of drills: small pure functions over what was written down.
type Span = { calledAt: number; arrivedAt: number };

/** From the call to everybody there, in whole minutes: the middle one (the mean of the two in the middle); null without any. */
export function medianMinutes(musters: readonly Span[]): number | null {
  const minutes = musters.map((one) => (one.arrivedAt - one.calledAt) / 60_000).sort((a, b) => a - b);
  const middle = Math.floor(minutes.length / 2);
  const [low, high] = [minutes[minutes.length % 2 === 0 ? middle - 1 : middle], minutes[middle]];
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}

/** The span of a calendar year in Shanghai (UTC+8 all year). */
export function yearSpan(year: number): { from: number; to: number } {
  const start = (of: number) => Date.UTC(of, 0, 1) - 8 * 3_600_000;
  return { from: start(year), to: start(year + 1) };
}
