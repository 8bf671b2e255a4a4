// From what was written to what is kept. The same reading serves forms, programs and cells of a spreadsheet, so what one accepts all do.
import { readCreditCode } from '@renlin/core/identity/credit-code';
import { readResidentId } from '@renlin/core/identity/resident-id';
import type { ProblemParams } from '../../kernel/problem.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { CellValue } from '../../platform/sheets/workbook.ts';
import {
  ERROR_CELL,
  LIST_MARK,
  LIST_MARKS,
  NO,
  NOTHING,
  PICTURE_CELL,
  WRITTEN_DATE,
  YES,
  yesNoWords,
} from './cell-vocabulary.ts';
import type { Choice, Field, Value } from './declare.ts';

export type Fault = { code: string; params?: ProblemParams };
export type Read = { value: Value } | { fault: Fault };
export type Raw = CellValue | readonly string[] | undefined;

const refused = (code: string, params?: ProblemParams): Read => ({
  fault: params ? { code, params } : { code },
});
const given = (value: Value): Read => ({ value });

/** Day 25569 of a spreadsheet is 1970-01-01. */
const SERIAL_EPOCH = 25_569;
/** 1900-01-01 to 2099-12-31 as spreadsheet days: a number in a column of dates is one of these. */
const SERIALS = [1, 73_050] as const;

/**
 * Reads one value. Empty gives null, also for a required field: whether that is enough is the record's question. `today` is YYYY-MM-DD.
 * O(length + options); throws nothing.
 */
export function readValue(field: Field, raw: Raw, today: string): Read {
  if (raw === undefined || raw === null) return given(null);
  if (typeof raw === 'object' && !(raw instanceof Date)) return readChoices(field, raw.map(textOf));
  if (raw instanceof Date) {
    if (field.type === 'date' || field.type === 'birth-date') return checkDate(field, wallDate(raw), today);
    return readText(field, wallDate(raw) ?? '', today);
  }
  if (typeof raw === 'number') return readNumeric(field, raw, today);
  if (typeof raw === 'boolean') {
    return field.type === 'boolean' ? given(raw) : readText(field, raw ? '1' : '0', today);
  }
  const text = textOf(raw);
  if (PICTURE_CELL.test(text)) return refused('register-picture');
  if (ERROR_CELL.test(text)) return refused('register-error-cell', { value: text });
  return readText(field, text, today);
}

/** Han and visible ASCII alone: nothing to bring into one spelling, as in most cells. */
const AS_IT_IS = /^[\u4e00-\u9fff\x21-\x7e]*$/;

/** Half-width, without the invisible characters that come along from web pages, single spaces. */
export function textOf(raw: string): string {
  if (AS_IT_IS.test(raw)) return raw;
  return raw
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

function readNumeric(field: Field, raw: number, today: string): Read {
  switch (field.type) {
    case 'integer':
    case 'number':
      return checkNumber(field, raw);
    case 'date':
    case 'birth-date': {
      if (raw >= SERIALS[0] && raw < SERIALS[1])
        return checkDate(field, wallDate(new Date((Math.floor(raw) - SERIAL_EPOCH) * 86_400_000)), today);
      return readText(field, String(raw), today);
    }
    case 'id-number':
      // A spreadsheet keeps fifteen digits of a number: the others are gone for good.
      return raw > Number.MAX_SAFE_INTEGER
        ? refused('register-id-lost')
        : readText(field, String(raw), today);
    default:
      return Number.isSafeInteger(raw) || Math.abs(raw) < 1e15
        ? readText(field, String(raw), today)
        : refused('register-digits-lost');
  }
}

function readText(field: Field, text: string, today: string): Read {
  if (text === '') return given(null);
  switch (field.type) {
    case 'text':
    case 'home-address':
      return [...text].length > field.max ? refused('register-long', { max: field.max }) : given(text);
    case 'person-name':
      return readName(text);
    case 'integer':
    case 'number':
      return readNumber(field, text);
    case 'date':
    case 'birth-date':
      return NOTHING.has(text) ? given(null) : checkDate(field, dateOf(text), today);
    case 'boolean':
      return readBoolean(text);
    case 'choice':
      return readChoice(field.options, text);
    case 'choices':
      return readChoices(field, text.split(LIST_MARKS));
    case 'credit-code':
      return readCode(text);
    case 'phone':
    case 'service-phone':
      return readPhone(text, field.type === 'service-phone');
    case 'id-number':
      return readIdNumber(text, today);
    case 'reference':
      return given(text);
  }
}

function readName(text: string): Read {
  if (NOTHING.has(text)) return given(null);
  return /\d/.test(text) || [...text].length > 40
    ? refused('register-name')
    : given(text.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, ''));
}

function readNumber(field: Extract<Field, { type: 'integer' | 'number' }>, text: string): Read {
  if (NOTHING.has(text)) return given(null);
  const bare = text.replace(/[,\s]/g, '').replace(/^[¥￥]/, '');
  const unit = field.unit ? [field.unit['zh-CN'].normalize('NFKC'), field.unit.en] : [];
  const ending = unit.find((one) => bare.length > one.length && bare.endsWith(one));
  const digits = ending ? bare.slice(0, -ending.length) : bare;
  if (!/^[+-]?\d{1,15}(\.\d{1,6})?$/.test(digits)) return refused('register-number');
  return checkNumber(field, Number(digits));
}

function checkNumber(field: Extract<Field, { type: 'integer' | 'number' }>, value: number): Read {
  if (!Number.isFinite(value)) return refused('register-number');
  if (field.type === 'integer' && !Number.isInteger(value)) return refused('register-whole');
  if (value < field.min || value > field.max)
    return refused('register-range', { min: field.min, max: field.max });
  const parts = field.fine ? 1_000_000 : 1000;
  return given(field.type === 'number' ? Math.round(value * parts) / parts : value);
}

/** `YYYY-MM-DD` from one of the spellings; undefined when it is no day of the calendar. */
function dateOf(text: string): string | undefined {
  const digits = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const match = digits ?? WRITTEN_DATE.exec(text);
  if (match) return civil(Number(match[1]), Number(match[2]), Number(match[3]));
  if (/^\d{5}$/.test(text)) return wallDate(new Date((Number(text) - SERIAL_EPOCH) * 86_400_000));
  return undefined;
}

function civil(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? date.toISOString().slice(0, 10) : undefined;
}

/** A spreadsheet's date has no zone; the reader gives its wall time as if it were UTC. */
function wallDate(date: Date): string | undefined {
  return Number.isNaN(date.getTime())
    ? undefined
    : new Date(Math.round(date.getTime() / 1000) * 1000).toISOString().slice(0, 10);
}

function checkDate(field: Field, date: string | undefined, today: string): Read {
  if (date === undefined || date < '1850-01-01' || date > '2099-12-31') return refused('register-date');
  const past = field.type === 'birth-date' || (field.type === 'date' && field.past === true);
  return past && date > today ? refused('register-date-future') : given(date);
}

function readBoolean(text: string): Read {
  const word = text.toLowerCase();
  if (YES.has(word)) return given(true);
  return NO.has(word) ? given(false) : refused('register-yes-no');
}

const spellings = (option: Choice): string[] => [
  option.code,
  option.words['zh-CN'],
  option.words.en,
  ...(option.aliases ?? []),
];
const bareWord = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s/g, '');
const wordsIndex = new WeakMap<readonly Choice[], ReadonlyMap<string, string>>();

function codeOf(options: readonly Choice[], text: string): string | undefined {
  let index = wordsIndex.get(options);
  if (!index) {
    index = new Map(
      options.flatMap((option) => spellings(option).map((word) => [bareWord(word), option.code] as const)),
    );
    wordsIndex.set(options, index);
  }
  return index.get(bareWord(text));
}

function unknownChoice(options: readonly Choice[], value: string): Read {
  return refused('register-choice', {
    value: value.slice(0, 40),
    options: options.slice(0, 12).map((one) => one.words['zh-CN']),
  });
}

function readChoice(options: readonly Choice[], text: string): Read {
  const code = codeOf(options, text);
  if (code !== undefined) return given(code);
  return NOTHING.has(text) ? given(null) : unknownChoice(options, text);
}

function readChoices(field: Field, parts: readonly string[]): Read {
  if (field.type !== 'choices') return refused('register-one');
  const codes = new Set<string>();
  for (const part of parts.map(textOf)) {
    if (part === '') continue;
    const code = codeOf(field.options, part);
    if (code === undefined)
      return parts.length === 1 && NOTHING.has(part) ? given(null) : unknownChoice(field.options, part);
    codes.add(code);
  }
  return given(codes.size === 0 ? null : [...codes].sort());
}

function readCode(text: string): Read {
  const read = readCreditCode(text.replace(/[\s-]/g, ''));
  if (read.ok) return given(read.code);
  return NOTHING.has(text)
    ? given(null)
    : refused(read.fault === 'check' ? 'register-credit-check' : 'register-credit-shape');
}

function readPhone(text: string, service: boolean): Read {
  if (NOTHING.has(text)) return given(null);
  const bare = text.replace(/[\s()-]/g, '').replace(/^(\+|00)86/, '');
  if (/^1[3-9]\d{9}$/.test(bare) || /^0\d{9,11}$/.test(bare) || /^[2-8]\d{6,7}$/.test(bare))
    return given(bare);
  if (service && /^(1\d{2,5}|9\d{4,5}|400\d{7}|800\d{7})$/.test(bare)) return given(bare);
  return refused('register-phone');
}

function readIdNumber(text: string, today: string): Read {
  if (NOTHING.has(text)) return given(null);
  const bare = text.replace(/[\s'-]/g, '');
  if (/^\d(\.\d+)?e\+?\d+$/i.test(bare)) return refused('register-id-lost');
  const read = readResidentId(bare, today);
  return read.ok ? given(read.number) : refused(`register-id-${read.fault}`);
}

/** A value as a cell or a line shows it, in the reader's language. `titleOf` names what a reference points at. O(options). */
export function showValue(
  field: Field,
  value: Value,
  locale: Locale,
  titleOf: (id: string) => string = (id) => id,
): string {
  if (value === null) return '';
  switch (field.type) {
    case 'choice':
      return optionWords(field.options, String(value), locale);
    case 'choices':
      return (value as readonly string[])
        .map((code) => optionWords(field.options, code, locale))
        .join(locale === 'en' ? ', ' : LIST_MARK);
    case 'boolean':
      return yesNoWords[value ? 'yes' : 'no'][locale];
    case 'reference':
      return titleOf(String(value));
    default:
      return String(value);
  }
}

function optionWords(options: readonly Choice[], code: string, locale: Locale): string {
  return options.find((one) => one.code === code)?.words[locale] ?? code;
}

/** Values that differ are differences of records: lists by their members. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, at) => one === b[at]);
  return (a ?? null) === (b ?? null);
}
