import { expect, it } from 'vitest';
import { fill } from '../../../kit/i18n.tsx';
import { incidentMessages } from '../../messages-incident.ts';
import { inGroup, inOrder, isLate, shownTeams, suggestionReasons } from './needs-list.ts';
import type { Need } from './queries.ts';

const NOW = 1_000_000_000_000;
const t = (key: string, params?: Record<string, string | number | null | undefined>) =>
  fill(incidentMessages['zh-CN'][key] ?? key, params);
const clock = {
  name: 'match-need',
  label: '',
  dueAt: NOW + 60_000,
  provisional: false,
  state: 'running',
  late: false,
};
const need = (id: string, changes: Partial<Need> = {}): Need => ({
  id,
  number: id,
  version: 1,
  state: { code: 'need-open', label: '', shape: 'todo' },
  clock,
  nextAction: null,
  what: { code: 'supplies', label: '物资' },
  vital: false,
  amount: 1,
  delivered: 0,
  measure: '份',
  text: '',
  address: '',
  areaName: '',
  point: null,
  channel: { code: 'phone', label: '' },
  asked: false,
  unit: null,
  suggested: null,
  matched: null,
  filedAt: NOW - 600_000,
  closedAt: null,
  ...changes,
});

it('puts lives first, then what waits for a decision, then what is late, and what ended last', () => {
  const moving = { code: 'need-under-way', label: '', shape: 'doing' } as const;
  const items = [
    need('ended', { vital: true, closedAt: NOW, filedAt: 0 }),
    need('moving', { state: moving }),
    need('late', { state: moving, clock: { ...clock, dueAt: NOW - 1 } }),
    need('waiting'),
    need('older', { filedAt: NOW - 900_000 }),
    need('vital on its way', { vital: true, state: moving }),
    need('vital', { vital: true, filedAt: NOW }),
  ];
  expect(inOrder(items, NOW).map((one) => one.id)).toEqual([
    'vital',
    'vital on its way',
    'older',
    'waiting',
    'late',
    'moving',
    'ended',
  ]);
  expect(items.filter((one) => inGroup(one, 'late', NOW)).map((one) => one.id)).toEqual(['late']);
});

it('counts as late what passed its time since the page was read, and what went up because of it', () => {
  expect(isLate(need('a'), NOW)).toBe(false);
  expect(isLate(need('a'), NOW + 60_001)).toBe(true);
  expect(isLate(need('a', { clock: { ...clock, name: 'escalation' } }), NOW)).toBe(true);
  expect(isLate(need('a', { closedAt: NOW, clock: { ...clock, late: true } }), NOW)).toBe(false);
});

it('says why a unit is proposed: how far, what it holds, whether it comes from above', () => {
  const suggested = { unit: 'u', name: '街道', metres: 1240, load: 2, at: 0 };
  const teams = [{ unit: 'u', name: '街道', above: true, load: 2 }];
  expect(suggestionReasons(t, need('a', { suggested }), teams)).toEqual([
    '直线约 1.2 公里',
    '手上已有 2 件',
    '上级单位，本地没有人手',
  ]);
  expect(suggestionReasons(t, need('a', { suggested: { ...suggested, metres: 3, load: 0 } }), [])).toEqual([
    '直线约 10 米',
    '手上没有别的求助',
  ]);
});

it('shows every unit that has something in hand, and a few of those that are free', () => {
  const teams = [3, 1, 0, 0, 0].map((load, at) => ({ unit: `${at}`, name: '', above: false, load }));
  expect(shownTeams(teams, 2)).toMatchObject({ shown: [{ load: 3 }, { load: 1 }, {}, {}], more: 1 });
});
