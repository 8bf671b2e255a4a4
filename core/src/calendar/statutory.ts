/**
 * Days off whose date the law itself fixes, so that nobody has to wait for the year's notice to know them: State Council, 《全国年节及
 * 纪念日放假办法》 as revised by decree 795 (2024-11-10, in force from 2025-01-01), article 2: 元旦 1 January; 春节 New Year's Eve and the
 * first three days of the first lunar month; 清明; 劳动节 1 and 2 May; 端午; 中秋; 国庆节 1 to 3 October. The notice only adds days in
 * place of those that fall on a weekend (article 6) and the make-up workdays; every other day of a year without a notice stays provisional.
 */
import { dayIndexOf, formatDate } from './civil.ts';
import type { HolidayName } from './holidays.ts';

const NEW_YEAR: HolidayName = { zh: '元旦', en: "New Year's Day" };
const SPRING: HolidayName = { zh: '春节', en: 'Spring Festival' };
const TOMB: HolidayName = { zh: '清明', en: 'Tomb-sweeping Day' };
const LABOUR: HolidayName = { zh: '劳动节', en: 'Labour Day' };
const DRAGON: HolidayName = { zh: '端午', en: 'Dragon Boat Festival' };
const AUTUMN: HolidayName = { zh: '中秋', en: 'Mid-autumn Festival' };
const NATIONAL: HolidayName = { zh: '国庆节', en: 'National Day' };

/** From this year on the revised law holds. */
const IN_FORCE_FROM = 2025;

const BY_CIVIL_DATE: readonly (readonly [string, HolidayName])[] = [
  ['01-01', NEW_YEAR],
  ['05-01', LABOUR],
  ['05-02', LABOUR],
  ['10-01', NATIONAL],
  ['10-02', NATIONAL],
  ['10-03', NATIONAL],
];

/**
 * 正月初一, 清明, 端午 and 中秋 of the years whose notice is still to come, from the tables of `chinese-days` 1.5.7 (a test compares them). Later
 * years know their civil dates only.
 */
const BY_LUNAR_DATE: Readonly<Record<number, readonly [string, string, string, string]>> = {
  2027: ['02-06', '04-05', '06-09', '09-15'],
  2028: ['01-26', '04-04', '05-28', '10-03'],
  2029: ['02-13', '04-04', '06-16', '09-22'],
  2030: ['02-03', '04-05', '06-05', '09-12'],
  2031: ['01-23', '04-05', '06-24', '10-01'],
  2032: ['02-11', '04-04', '06-12', '09-19'],
  2033: ['01-31', '04-04', '06-01', '09-08'],
  2034: ['02-19', '04-05', '06-20', '09-27'],
  2035: ['02-08', '04-05', '06-10', '09-16'],
  2036: ['01-28', '04-04', '05-30', '10-04'],
  2037: ['02-15', '04-04', '06-18', '09-24'],
  2038: ['02-04', '04-05', '06-07', '09-13'],
  2039: ['01-24', '04-05', '05-27', '10-02'],
  2040: ['02-12', '04-04', '06-14', '09-20'],
  2041: ['02-01', '04-04', '06-03', '09-10'],
  2042: ['01-22', '04-04', '06-22', '09-28'],
  2043: ['02-10', '04-05', '06-11', '09-17'],
  2044: ['01-30', '04-04', '05-31', '10-05'],
  2045: ['02-17', '04-04', '06-19', '09-25'],
  2046: ['02-06', '04-04', '06-08', '09-15'],
  2047: ['01-26', '04-05', '05-29', '10-04'],
  2048: ['02-14', '04-04', '06-15', '09-22'],
  2049: ['02-02', '04-04', '06-04', '09-11'],
  2050: ['01-23', '04-04', '06-23', '09-30'],
};

/** The days off of a year that need no notice, 'YYYY-MM-DD' → name; none before the law in its present form. O(1). */
export function statutoryHolidays(year: number): Map<string, HolidayName> {
  const days = new Map<string, HolidayName>();
  if (year < IN_FORCE_FROM) return days;
  for (const [date, name] of BY_CIVIL_DATE) days.set(`${year}-${date}`, name);
  const lunar = BY_LUNAR_DATE[year];
  if (!lunar) return days;
  const [first, tomb, dragon, autumn] = lunar;
  const newYearsDay = dayIndexOf(year, Number(first.slice(0, 2)), Number(first.slice(3)));
  for (let offset = -1; offset <= 2; offset++) days.set(formatDate(newYearsDay + offset), SPRING);
  days.set(`${year}-${tomb}`, TOMB);
  days.set(`${year}-${dragon}`, DRAGON);
  // 中秋 may be one of the days of 国庆节 (2031-10-01, 2039-10-02): it is off by either.
  if (!days.has(`${year}-${autumn}`)) days.set(`${year}-${autumn}`, AUTUMN);
  return days;
}
