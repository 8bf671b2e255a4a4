import { expect, it } from 'vitest';
import { actionLevels } from '../../../kernel/emergency.ts';
import {
  change,
  cleaned,
  countsOf,
  faultsOf,
  type Level,
  type LevelSet,
  newCode,
  newRole,
  replaced,
} from './levels-draft.ts';

const level = (): Level => ({
  answerMinutes: 15,
  pauseOrdinary: false,
  roles: [
    {
      code: 'commander',
      label: { 'zh-CN': '指挥长', en: 'Commander' },
      duty: 'command',
      eachArea: false,
      lines: ['到岗', '看图'],
    },
  ],
  thresholds: [
    { code: 'deaths', label: { 'zh-CN': '死亡', en: 'Deaths' }, from: 20, below: 50, source: '本地预案' },
    { code: 'rooms', label: { 'zh-CN': '房屋', en: 'Rooms' }, from: 100, source: '本地预案' },
  ],
});
const preset: LevelSet = { own: level(), IV: level(), III: level(), II: level(), I: level() };

it('has nothing against the preset, and names what would be refused where it stands', () => {
  expect(faultsOf(preset)).toEqual([]);
  const role = { ...newRole(preset.II.roles, 'report'), lines: ['  '] };
  const wrong = change(change(preset, 'II', { roles: [role], answerMinutes: 0 }), 'IV', {
    thresholds: [
      { code: 'rain', label: { 'zh-CN': '雨量', en: 'Rain' }, from: 50, below: 50, source: '预案' },
    ],
  });
  expect(faultsOf(wrong)).toEqual([
    { level: 'IV', what: 'threshold', name: '雨量' },
    { level: 'II', what: 'minutes', name: '' },
    { level: 'II', what: 'role', name: role.code },
  ]);
  expect(faultsOf(change(preset, 'own', { roles: [] }))).toEqual([{ level: 'own', what: 'roles', name: '' }]);
});

it('sends lines without the empty ones, and changes one level alone', () => {
  const roles = replaced(preset.III.roles, 0, { lines: [' 到岗 ', '', '看图'] });
  const next = change(preset, 'III', { roles });
  expect(cleaned(next).III.roles[0]?.lines).toEqual(['到岗', '看图']);
  for (const level of actionLevels) if (level !== 'III') expect(next[level]).toBe(preset[level]);
});

it('gives codes that are free, and lists every count once', () => {
  expect(newCode([{ code: 'role-2' }, { code: 'a' }], 'role')).toBe('role-3');
  const codes = countsOf(preset).map((one) => one.code);
  expect(codes).toEqual(['deaths', 'rooms']);
});
