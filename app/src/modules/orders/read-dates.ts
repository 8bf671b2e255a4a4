// Instants as other systems write them. Without a zone they are Chinese civil time; a bare day is its beginning, or, for a
// deadline, its end.
import type { CellValue } from '../../platform/sheets/workbook.ts';
import { AFTERNOON, DATE, FORENOON } from './order-vocabulary.ts';

const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** Day 25569 of a spreadsheet is 1970-01-01. */
const SERIAL_EPOCH = 25_569;
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** Epoch milliseconds; undefined when it is no instant of this century. Empty gives null. */
export function readInstant(cell: CellValue | undefined, end: boolean): number | null | undefined {
  if (cell === null || cell === undefined || cell === '') return null;
  const at = instantOf(cell, end);
  return at !== undefined && at >= EARLIEST && at < LATEST ? at : undefined;
}

function instantOf(cell: CellValue, end: boolean): number | undefined {
  // A spreadsheet's date has no zone; the reader gives its wall time as if it were UTC.
  if (cell instanceof Date) return wall(cell.getTime(), end);
  if (typeof cell === 'boolean' || cell === null) return undefined;
  const text = String(cell).normalize('NFKC').trim();
  if (/^\d{13}$/.test(text)) return Number(text);
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  const digits = /^(20\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/.exec(text);
  if (digits) return civil(digits.slice(1, 4), digits.slice(4, 7), end);
  if (/^\d{5}(\.\d+)?$/.test(text)) {
    return wall(Math.round((Number(text) - SERIAL_EPOCH) * DAY_MS * 1e-3) * 1000, end);
  }
  const match = DATE.exec(text);
  if (!match) return undefined;
  const half = match[4]?.toUpperCase();
  let hour = match[5];
  if (hour !== undefined && half !== undefined) {
    const number = Number(hour);
    if (number > 12) return undefined;
    if (AFTERNOON.includes(half)) hour = String((number % 12) + 12);
    else if (FORENOON.includes(half)) hour = String(number % 12);
  }
  const local = civil(match.slice(1, 4), [hour, match[6], match[7]], end);
  return local === undefined || match[8] === undefined ? local : local + SHANGHAI_MS - zoneOf(match[8]);
}

function zoneOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}

function wall(utc: number, end: boolean): number | undefined {
  if (Number.isNaN(utc)) return undefined;
  // A spreadsheet counts in parts of a day: what it calls half past one is some milliseconds off.
  const second = Math.round(utc / 1000) * 1000;
  const midnight = second % DAY_MS === 0;
  return second - SHANGHAI_MS + (end && midnight ? DAY_MS - 1000 : 0);
}

function civil(
  day: readonly (string | undefined)[],
  time: readonly (string | undefined)[],
  end: boolean,
): number | undefined {
  const [year, month, date] = day.map(Number) as [number, number, number];
  const [hour, minute, second] = time.map((part) => Number(part ?? 0)) as [number, number, number];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const start = Date.UTC(year, month - 1, date);
  const back = new Date(start);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== date) return undefined;
  const inside = time[0] === undefined && end ? DAY_MS - 1000 : ((hour * 60 + minute) * 60 + second) * 1000;
  return start + inside - SHANGHAI_MS;
}
