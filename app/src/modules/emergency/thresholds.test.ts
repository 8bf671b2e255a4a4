import { expect, it } from 'vitest';
import { responseLevels } from '../../kernel/emergency.ts';
import { levelSet } from './contract.ts';
import { presetLevels } from './preset-levels.ts';
import { hintOf } from './thresholds.ts';

const levelAt = (code: string, count: number) => hintOf(presetLevels, { [code]: count }, 'zh-CN').level;

// By hand from the plan of 2016: the number itself is 以上, one less is 以下.
it.each([
  ['deaths', [20, 50, 100, 200]],
  ['relocated', [100_000, 500_000, 1_000_000, 2_000_000]],
  ['rooms', [10_000, 100_000, 200_000, 300_000]],
  ['households', [3_000, 30_000, 70_000, 100_000]],
])('%s: 以上 includes the number, 以下 does not', (code, from) => {
  const below = [null, ...responseLevels];
  for (const [index, number] of from.entries()) {
    expect(levelAt(code, number), String(number)).toBe(responseLevels[index]);
    expect(levelAt(code, number - 1), String(number - 1)).toBe(below[index]);
  }
  expect(levelAt(code, 0)).toBeNull();
  expect(levelAt(code, 9_999_999)).toBe('I');
});

it('takes the highest level that any count reaches, with the number, the limit and the source', () => {
  const hint = hintOf(presetLevels, { deaths: 20, households: 70_000, tents: 4 }, 'zh-CN');
  expect(hint).toMatchObject({
    level: 'II',
    met: [{ code: 'households', count: 70_000, from: 70_000, below: 100_000 }],
    unknown: ['tents'],
  });
  expect(hint.met[0]?.source).toContain('2016');
  expect(hintOf(presetLevels, {}, 'en')).toEqual({ level: null, met: [], unknown: [] });
});

it('goes by the local plan when it has other numbers', () => {
  const local = structuredClone(presetLevels);
  local.III.thresholds = [
    { code: 'depth', label: { 'zh-CN': '积水（厘米）', en: 'Water (cm)' }, from: 27, source: '本地预案' },
  ];
  expect(levelSet.safeParse(local).success).toBe(true);
  expect(hintOf(local, { depth: 27 }, 'en').level).toBe('III');
  expect(hintOf(local, { depth: 26.9 }, 'en').level).toBeNull();
});
