// The levels that a district begins with, to be replaced by its own plan. What to do first is common practice of flood and typhoon
// plans of streets and communities; a local plan always goes before.
import type { ResponseLevel } from '../../kernel/emergency.ts';
import type { LevelContent, LevelRole, LevelSet } from './contract.ts';
import { nationalThresholds } from './preset-thresholds.ts';

const role = (
  code: string,
  zh: string,
  en: string,
  who: Pick<LevelRole, 'duty' | 'eachArea'> & Partial<Pick<LevelRole, 'areaLevel'>>,
  lines: readonly string[],
): LevelRole => ({ code, label: { 'zh-CN': zh, en }, ...who, lines: [...lines] });

const commander = role('commander', '指挥长', 'Commander', { duty: 'command', eachArea: false }, [
  '到岗指挥，确认响应等级和范围',
  '看一张图：谁没应答、哪里没覆盖、缺什么',
  '每两小时报一次态势',
]);
const dispatcher = role('dispatcher', '值班调度', 'Duty desk', { duty: 'dispatch', eachArea: false }, [
  '叫应每个岗位，电话打通才算',
  '受理求助，派最近的队伍',
  '记下每次派出和回报的时间',
]);
const grid = role(
  'grid-worker',
  '网格员',
  'Grid worker',
  { duty: 'report', areaLevel: 'grid', eachArea: true },
  [
    '查看本网格的隐患点，先到低洼处、地下车库',
    '逐户通知名单上的住户，听到本人答复才算',
    '发现险情立即上报，不单独涉险',
  ],
);
const handler = role('response-unit', '处置单位', 'Response unit', { duty: 'handle', eachArea: false }, [
  '人员、车辆、设备待命，报可出动人数',
  '按派单出动，到场、办结各报一次',
]);
const moving = role(
  'transfer-lead',
  '转移组织人',
  'Transfer lead',
  { duty: 'intake', areaLevel: 'community', eachArea: true },
  ['按转移名单逐户组织，老弱病残先走', '打开安置点，登记到达人数', '拒绝转移和联系不上的马上报街道'],
);

const content = (
  answerMinutes: number,
  roles: readonly LevelRole[],
  pauseOrdinary = false,
): LevelContent => ({
  answerMinutes,
  pauseOrdinary,
  roles: [...roles],
});

const ordered = (level: ResponseLevel, one: LevelContent): LevelContent => ({
  ...one,
  thresholds: nationalThresholds(level),
});

export const presetLevels: LevelSet = {
  own: content(15, [commander, dispatcher, grid]),
  IV: ordered('IV', content(30, [commander, dispatcher, grid])),
  III: ordered('III', content(15, [commander, dispatcher, grid, handler])),
  II: ordered('II', content(10, [commander, dispatcher, grid, handler, moving], true)),
  I: ordered('I', content(5, [commander, dispatcher, grid, handler, moving], true)),
};
