// Opening hours as maps and doors write them: `Mo-Fr 08:00-17:30; Sa 09:00-12:00`, 周一至周五 8:00-17:30, 24/7, 全天. What is not understood
// is unknown, not open.
import type { OpenSpan } from '@renlin/core/network/coverage';

const DAYS: Readonly<Record<string, number>> = {
  mo: 1,
  tu: 2,
  we: 3,
  th: 4,
  fr: 5,
  sa: 6,
  su: 7,
  周一: 1,
  周二: 2,
  周三: 3,
  周四: 4,
  周五: 5,
  周六: 6,
  周日: 7,
};
const ALL = [1, 2, 3, 4, 5, 6, 7];
const ALWAYS = /^(24\/7|24小时|全天|全天开放|全年无休|00:00-24:00)$/;
const NAMED: readonly [RegExp, readonly number[]][] = [
  [/^(每天|每日|全周)/, ALL],
  [/^工作日/, [1, 2, 3, 4, 5]],
  [/^(双休日|周末)/, [6, 7]],
];
const DAY = '(?:mo|tu|we|th|fr|sa|su|周[一二三四五六日])';
const DAY_LIST = new RegExp(`^${DAY}(?:-${DAY})?(?:,${DAY}(?:-${DAY})?)*`);
const TIME = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/;

/** The spans of a week, or undefined where the words are not understood. Holidays are not told from other days. */
export function openSpans(text: string): OpenSpan[] | undefined {
  const rules = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/星期|礼拜/g, '周')
    .replace(/周天/g, '周日')
    .replace(/[~至到—–]/g, '-')
    .replace(/[、，]/g, ',')
    .split(/[;；]|\|\|/)
    .map((rule) => rule.replace(/\s+/g, ''))
    .filter((rule) => rule !== '' && !/^(ph|sh)/.test(rule));
  if (rules.length === 0) return undefined;
  let spans: OpenSpan[] = [];
  for (const rule of rules) {
    const read = readRule(rule);
    if (!read) return undefined;
    // A later rule takes the place of an earlier one on its days.
    spans = spans
      .map((one) => ({ ...one, days: one.days.filter((day) => !read.days.includes(day)) }))
      .filter((one) => one.days.length > 0);
    spans.push(...read.times.map(([from, to]) => ({ days: read.days, from, to })));
  }
  return spans;
}

/** The same for words that say more than hours, as doors do: 全天有人；钥匙在值班室. What stands first are the hours. */
export function spansOfDoor(text: string): OpenSpan[] | undefined {
  const first = text.split(/[，；。（(;]/u, 1)[0] ?? '';
  return openSpans(text) ?? openSpans(first.replace(/(有人|值守|可取|开放|开门|营业)+$/u, ''));
}

function readRule(rule: string): { days: readonly number[]; times: [number, number][] } | undefined {
  if (ALWAYS.test(rule)) return { days: ALL, times: [[0, 1440]] };
  let [days, rest] = [ALL as readonly number[], rule];
  const named = NAMED.find(([word]) => word.test(rule));
  const listed = DAY_LIST.exec(rule)?.[0];
  if (named) [days, rest] = [named[1], rule.replace(named[0], '')];
  else if (listed) {
    [days, rest] = [daysOf(listed), rule.slice(listed.length)];
  }
  rest = rest.replace(/^[:,]/, '');
  if (/^(off|closed|休息|不开放)$/.test(rest)) return { days, times: [] };
  if (ALWAYS.test(rest)) return { days, times: [[0, 1440]] };
  const times: [number, number][] = [];
  for (const part of rest.split(',')) {
    const found = TIME.exec(part);
    if (!found) return undefined;
    const [, a, b, c, d] = found.map(Number) as [number, number, number, number, number];
    const [from, to] = [a * 60 + b, c * 60 + d];
    if (b > 59 || d > 59 || from >= 1440 || to > 2880) return undefined;
    times.push([from, to > 1440 ? to - 1440 : to]);
  }
  return { days, times };
}

function daysOf(list: string): number[] {
  const found = new Set<number>();
  for (const part of list.split(',')) {
    const [first = '', last = first] = part.split('-');
    const [from, to] = [DAYS[first] as number, DAYS[last] as number];
    for (let day = from; ; day = day === 7 ? 1 : day + 1) {
      found.add(day);
      if (day === to) break;
    }
  }
  return [...found].sort((a, b) => a - b);
}
