import { describe, expect, test } from 'vitest';
import type { CategoryNode } from '../../kit/api-types.ts';
import { suggestCategories } from './suggest.ts';

const category = (code: string, label: string, parentLabel: string): CategoryNode => ({
  code,
  label,
  parent: 'p',
  parentLabel,
  group: 'component',
  kinds: ['incident'],
  publicThing: true,
  urgent: false,
});

const categories = [
  category('lamp', '路灯', '公用设施'),
  category('cover', '井盖', '公用设施'),
  category('litter', '暴露垃圾', '市容环境'),
  category('smoke', '餐饮油烟', '市容环境'),
  category('lift', '电梯故障', '小区生活'),
];

describe('category suggestions', () => {
  test.each([
    ['门口路灯坏了三天，晚上看不见', 'lamp'],
    ['井盖松了，车过有响声', 'cover'],
    ['楼下饭店油烟太大', 'smoke'],
    ['电梯又停了', 'lift'],
    ['草坪边堆了垃圾没人收', 'litter'],
  ])('%s → %s first', (text, code) => {
    expect(suggestCategories(text, categories)[0]?.code).toBe(code);
  });

  test('nothing alike, nothing offered', () => {
    expect(suggestCategories('你好', categories)).toEqual([]);
    expect(suggestCategories('', categories)).toEqual([]);
  });

  test('never more than asked for', () => {
    expect(suggestCategories('路灯井盖垃圾油烟电梯', categories, 2)).toHaveLength(2);
  });
});
