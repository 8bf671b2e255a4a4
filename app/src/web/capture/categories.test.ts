import { describe, expect, it } from 'vitest';
import { kindOf, matchScore, type ReportCategory, rankCategories } from './categories.ts';

const list: ReportCategory[] = [
  { code: 'ask', label: '咨询', group: '诉求', kinds: ['request'], publicThing: false },
  {
    code: 'hallway',
    label: '楼道堆物',
    group: '市容环境',
    kinds: ['incident', 'hazard'],
    publicThing: false,
  },
  { code: 'manhole', label: '井盖', group: '公用设施', kinds: ['incident'], publicThing: true },
  { code: 'streetlight', label: '路灯', group: '公用设施', kinds: ['incident'], publicThing: true },
];
const codes = (words: string, recent: string[] = [], most = 4) =>
  rankCategories(list, words, recent, most).map((one) => one.code);

describe('suggested categories', () => {
  it('puts public things first while nothing is written', () => {
    expect(codes('')).toEqual(['manhole', 'streetlight', 'ask', 'hallway']);
  });
  it('follows the words, also when the thing is not named', () => {
    expect(codes('3 号楼门口的路灯三天没亮了')[0]).toBe('streetlight');
    expect(codes('楼下没有灯，晚上很黑')[0]).toBe('streetlight');
    expect(codes('楼道里堆了纸箱')[0]).toBe('hallway');
  });
  it('prefers what was used lately, but the words win', () => {
    expect(codes('', ['hallway'])[0]).toBe('hallway');
    expect(codes('井盖没了', ['hallway'])[0]).toBe('manhole');
  });
  it('puts what closed cases taught first, and a thing that is named beside it', () => {
    const ranked = rankCategories(list, '楼道里灯坏了', [], 4, {
      codes: ['streetlight', 'hallway'],
      known: 1,
    });
    expect(ranked.map((one) => one.code).slice(0, 2)).toEqual(['streetlight', 'hallway']);
    expect(rankCategories(list, '', [], 1, { codes: ['unknown', 'ask'], known: 1 })[0]?.code).toBe('ask');
    // What knows none of the words says nothing.
    expect(rankCategories(list, '井盖', [], 1, { codes: ['ask'], known: 0 })[0]?.code).toBe('manhole');
  });
  it('gives no more than asked, and scores nothing for strangers', () => {
    expect(codes('井盖', [], 2)).toHaveLength(2);
    expect(matchScore('咨询', '路灯')).toBe(0);
  });
  it('opens the kind of case that the category allows', () => {
    expect(kindOf(list[0])).toBe('request');
    expect(kindOf(list[1])).toBe('incident');
    expect(kindOf(undefined)).toBe('incident');
  });
});
