// How long something still holds on a day: insurance, training, a certificate, an agreement. Pure.

export type Standing = 'none' | 'over' | 'soon' | 'ok' | 'for-good';

/** Told so many days before the end. */
export const WARN_DAYS = 30;

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** `until` is the last day on which it holds; null where nothing is written down. O(1). */
export function standingOf(until: string | null, today: string): Standing {
  if (until === null) return 'none';
  if (until < today) return 'over';
  return until <= dayAfter(today, WARN_DAYS) ? 'soon' : 'ok';
}

/** The days of a month are kept where they exist: a certificate of the 31st that ends in February ends on its last day. O(1). */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

export type CertificateDates = { issuedOn: string | null; validUntil: string | null; months: number | null };

/** The last day of a certificate: as it says itself, else by its kind; null where the kind holds for good. */
export function certificateEnd({ issuedOn, validUntil, months }: CertificateDates): string | null {
  if (validUntil !== null) return validUntil;
  return issuedOn === null || months === null ? null : monthsAfter(issuedOn, months);
}

export function certificateStanding(dates: CertificateDates, today: string): Standing {
  const end = certificateEnd(dates);
  return end === null ? 'for-good' : standingOf(end, today);
}

export type TeamDates = { insuredUntil: string | null; trainedUntil: string | null };

/**
 * What keeps a team from being outdoors at red on a day; empty when it may go. 红色预警期间户外任务只派训练过、有保险的队伍: what nobody
 * wrote down is not there.
 */
export function redFaults(
  { insuredUntil, trainedUntil }: TeamDates,
  today: string,
): ('insured' | 'trained')[] {
  const holds = (until: string | null) => until !== null && until >= today;
  return [
    ...(holds(insuredUntil) ? [] : (['insured'] as const)),
    ...(holds(trainedUntil) ? [] : (['trained'] as const)),
  ];
}
