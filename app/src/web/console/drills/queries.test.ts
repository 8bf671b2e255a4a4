import { expect, it } from 'vitest';
import { cardCounts, type SentLine, sameLines } from './queries.ts';

const line = (n: number, changes: Partial<SentLine> = {}): SentLine => ({
  id: String(n),
  line: n,
  minute: 0,
  postId: 'p',
  what: '冒烟',
  expect: '叫人',
  within: 5,
  doWithin: 10,
  title: '网格员',
  unitName: '居委会',
  areaName: '一网格',
  card: 'c',
  state: { code: 'practice-sent', label: '' },
  answeredAt: null,
  late: null,
  doneAt: null,
  ...changes,
});
const state = (code: string) => ({ state: { code, label: '' } });

it('counts what was answered in time; late and never are the same to a count', () => {
  expect(
    cardCounts([
      line(1, { card: null, state: null }),
      line(2),
      line(3, { ...state('practice-done'), answeredAt: 1, late: false, doneAt: 2 }),
      line(4, { ...state('practice-missed'), answeredAt: 9, late: true }),
      line(5, state('practice-recalled')),
      line(6, { ...state('practice-recalled'), answeredAt: 1, late: false }),
    ]),
  ).toEqual({ sent: 5, answered: 2, done: 1, missed: 2 });
});

it('puts the posts that hear the same at the same minute together', () => {
  const script = [line(1), line(2), line(3, { minute: 5 }), line(4, { minute: 5, what: '通道堵了' })];
  expect(sameLines(script).map((group) => group.map((one) => one.line))).toEqual([[1, 2], [3], [4]]);
});
