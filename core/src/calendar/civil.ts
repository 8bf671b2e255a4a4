/**
 * Civil time of China: UTC+8 all year. (Summer time was last used in 1991, so instants before 1992 are refused
 * by the working calendar.) Instants are epoch milliseconds, UTC; a day index counts civil days since 1970-01-01.
 */

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
const OFFSET_MS = 8 * HOUR_MS;

/** Day index of the civil day that holds the instant. */
export function dayOf(instant: number): number {
  return Math.floor((instant + OFFSET_MS) / DAY_MS);
}

/** Instant at which the civil day begins (00:00 in China). */
export function dayStart(day: number): number {
  return day * DAY_MS - OFFSET_MS;
}

/** Weekday of a day index: 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export type CivilDate = { year: number; month: number; day: number };

/** Proleptic Gregorian date of a day index (H. Hinnant's civil-from-days; integer arithmetic only). */
export function civilOf(dayIndex: number): CivilDate {
  const z = dayIndex + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Day index of a Gregorian date; the inverse of {@link civilOf}. */
export function dayIndexOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Day index of 'YYYY-MM-DD', or undefined when the text is not a date that exists. */
export function parseDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const index = dayIndexOf(year, month, day);
  return formatDate(index) === text ? index : undefined;
}

/** 'YYYY-MM-DD' of a day index. */
export function formatDate(dayIndex: number): string {
  const { year, month, day } = civilOf(dayIndex);
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`;
}

/** 'HH:MM' of an instant in China. */
export function formatTime(instant: number): string {
  const minutes = Math.floor((instant - dayStart(dayOf(instant))) / MINUTE_MS);
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** Minutes after midnight of 'HH:MM' (00:00 … 24:00), or undefined. */
export function parseTime(text: string): number | undefined {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= 1440 ? minutes : undefined;
}

/**
 * Instant of a civil date and time in China, e.g. `instantOf('2026-02-14', '08:30')`.
 * Throws RangeError when either is malformed.
 */
export function instantOf(date: string, time = '00:00'): number {
  const day = parseDate(date);
  const minutes = parseTime(time);
  if (day === undefined || minutes === undefined) {
    throw new RangeError(`not a civil date and time: ${date} ${time}`);
  }
  return dayStart(day) + minutes * MINUTE_MS;
}

function pad(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}
