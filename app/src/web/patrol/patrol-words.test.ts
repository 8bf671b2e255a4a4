import { expect, test } from 'vitest';
import { fill } from '../kit/i18n.tsx';
import { kitMessages } from '../kit/messages.ts';
import { patrolMessages } from './messages.ts';
import { periodWords, placeLine, placeTitle } from './patrol-words.ts';

const words = { ...kitMessages['zh-CN'], ...patrolMessages['zh-CN'] };
const t = (key: string, params?: Record<string, string | number | null | undefined>) =>
  fill(words[key] ?? key, params);

test('things of one name are told apart by where they stand', () => {
  const hydrant = { name: '消火栓', address: '凤岗路', areaName: '第01网格' };
  expect(placeTitle(hydrant)).toBe('消火栓 · 凤岗路');
  expect(placeLine(hydrant)).toBe('第01网格');
});

test('nothing is said twice', () => {
  const house = { name: '万家村12号', address: '流亭巷15号万家村12号', areaName: '第01网格' };
  expect([placeTitle(house), placeLine(house)]).toEqual(['万家村12号', '第01网格 流亭巷15号万家村12号']);
  const grid = { name: '第01网格', address: '', areaName: '第01网格' };
  expect([placeTitle(grid), placeLine(grid)]).toEqual(['第01网格', '']);
});

test('a period of one day is that day', () => {
  const now = Date.parse('2026-11-21T14:05:00+08:00');
  expect(periodWords(t, { from: '2026-11-23', to: '2026-11-29' }, now)).toBe(
    '11月23日 周一 至 11月29日 周日',
  );
  expect(periodWords(t, { from: '2026-11-23', to: '2026-11-23' }, now)).toBe('11月23日 周一');
});
