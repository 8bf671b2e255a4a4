// Time is passed in. Each side has one reader of its machine's clock: `platform/clock.ts` on the server, `web/kit/clock.ts` in the
// browser (which leans on the server's). Tests and replays pass their own.
export type Clock = { now(): number };

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** The civil date of an instant in Asia/Shanghai (UTC+8, no daylight saving since 1992) as YYYY-MM-DD. */
export function civilDate(instant: number): string {
  return new Date(instant + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** The time of day of an instant in Asia/Shanghai as HH:MM. */
export function clockTime(instant: number): string {
  return new Date(instant + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);
}

/** The instant at which a civil date (YYYY-MM-DD) begins in Asia/Shanghai. */
export function startOfCivilDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) - SHANGHAI_OFFSET_MS;
}

/** The instant at which the civil day of `instant` ends (the next midnight in Asia/Shanghai). */
export function endOfCivilDay(instant: number): number {
  return startOfCivilDate(civilDate(instant)) + 86_400_000;
}
