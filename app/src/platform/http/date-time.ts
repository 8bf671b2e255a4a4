// Instants as the open protocols write them: RFC 3339 with an offset, without fractions.

const SHANGHAI_MS = 8 * 3_600_000;

/** An instant as `2026-07-15T10:00:00+08:00`. */
export function writeDateTime(at: number): string {
  return `${new Date(at + SHANGHAI_MS).toISOString().slice(0, 19)}+08:00`;
}

const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(Z|[+\- ]\d{2}:?\d{2})$/i;

/** Reads an instant with its offset; undefined when it is none. A `+` that was not encoded in an address arrives as a space. */
export function readDateTime(text: string): number | undefined {
  const found = WRITTEN.exec(text.trim());
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const zone = found[7] as string;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  // A day that the month does not have would roll over into the next one.
  const same = text.trim().slice(0, 19).toUpperCase();
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 19) !== same) return undefined;
  if (zone.toUpperCase() === 'Z') return utc;
  const digits = zone.replace(/\D/g, '');
  const offset = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  if (offset > 14 * 60) return undefined;
  return utc - (zone.startsWith('-') ? -1 : 1) * offset * 60_000;
}
