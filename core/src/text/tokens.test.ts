import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigrams, coverage, normaliseForSearch, similarity, tokenCounts } from './tokens.ts';

describe('normaliseForSearch', () => {
  it('unifies width, case, punctuation and space', () => {
    expect(normaliseForSearch('　ＡＢＣ路１２号，（三单元）！ ')).toBe('abc路12号 三单元');
    expect(normaliseForSearch('A-3#楼\n\t二层')).toBe('a 3 楼 二层');
    expect(normaliseForSearch('……')).toBe('');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = normaliseForSearch(text);
        expect(normaliseForSearch(once)).toBe(once);
      }),
      { seed: 1 },
    );
  });
});

describe('bigrams', () => {
  it('pairs Han characters, adds the last one, and keeps words and numbers whole', () => {
    expect(bigrams('楼道灯不亮')).toEqual(['楼道', '道灯', '灯不', '不亮', '亮']);
    expect(bigrams('3号楼2单元 WiFi坏了')).toEqual([
      '3',
      '号楼',
      '楼',
      '2',
      '单元',
      '元',
      'wifi',
      '坏了',
      '了',
    ]);
    expect(bigrams('灯')).toEqual(['灯']);
    expect(bigrams('井盖，丢失')).toEqual(['井盖', '盖', '丢失', '失']);
    expect(bigrams(' ，。')).toEqual([]);
  });

  it('does not cut characters outside the basic plane', () => {
    expect(bigrams('𠮷野家')).toEqual(['𠮷野', '野家', '家']);
  });
});

describe('similarity', () => {
  it('puts the same complaint in other words above another complaint', () => {
    const report = '三号楼二单元楼道灯不亮，晚上看不见';
    const again = '二单元楼道灯坏了不亮';
    const other = '三号楼门口垃圾桶满了没人清理';
    expect(similarity(report, again)).toBeGreaterThan(0.3);
    expect(similarity(report, again)).toBeGreaterThan(2 * similarity(report, other));
    expect(similarity('１２路ＢＵＳ', '12路bus')).toBe(1);
    expect(similarity('', '')).toBe(0);
    expect(similarity('灯', '')).toBe(0);
  });

  it('is symmetric, between 0 and 1, and 1 for the same text', () => {
    const text = fc
      .array(fc.constantFrom(...'楼道灯井盖坏了不亮12a ，'), { maxLength: 30 })
      .map((c) => c.join(''));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const value = similarity(a, b);
        expect(value).toBe(similarity(b, a));
        expect(value >= 0 && value <= 1).toBe(true);
        expect(similarity(a, a)).toBe(bigrams(a).length > 0 ? 1 : 0);
        expect(similarity(tokenCounts(a), tokenCounts(b))).toBe(value);
      }),
      { seed: 2 },
    );
  });

  it('follows given weights', () => {
    const rare = (token: string) => (token === '井盖' ? 10 : 1);
    expect(similarity('井盖丢失', '井盖破损', rare)).toBeGreaterThan(similarity('井盖丢失', '井盖破损'));
  });
});

describe('coverage', () => {
  it('finds a short query in a long text, single characters and unfinished words included', () => {
    const text = '香港中路街道海鹏社区第三网格 Renlin 3号楼';
    expect(coverage('海鹏社区', text)).toBe(1);
    expect(coverage('鹏', text)).toBe(1);
    expect(coverage('renl', text)).toBe(1);
    expect(coverage('海鹏 4号', text)).toBeCloseTo(2 / 3, 9);
    expect(coverage('隔壁', text)).toBe(0);
    expect(coverage('，', text)).toBe(0);
  });
});
