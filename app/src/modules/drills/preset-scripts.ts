// Scripts to begin with: which post hears what at which minute. A planner changes the words; posts are looked up in the drill's own area.
import type { DrillScenario } from '../../kernel/emergency.ts';

export type PresetLine = {
  minute: number;
  /** Posts with this duty, at this level when it is said: every one of them, or the nearest that answers for the place. */
  duty: string;
  level?: string;
  each?: true;
  what: string;
  expect: string;
  within: number;
  doWithin: number | null;
};
export type PresetScript = { title: string; aim: string; lines: readonly PresetLine[] };

const grids = { duty: 'report', level: 'grid', each: true } as const;
const commander = { duty: 'command' } as const;
const intake = { duty: 'intake' } as const;

export const presetScripts: Record<DrillScenario, PresetScript> = {
  rescue: {
    title: '防灾减灾救护演练',
    aim: '会止血包扎、心肺复苏和用 AED；救护点十分钟内能展开。',
    lines: [
      {
        minute: 0,
        ...commander,
        what: '强风刮倒围挡，三人受伤，其中一人没有反应',
        expect: '宣布先期处置，指定现场负责人',
        within: 5,
        doWithin: 10,
      },
      {
        minute: 2,
        ...intake,
        what: '居民来电报伤者位置',
        expect: '拨打 120 的话术念一遍，报清地点和人数',
        within: 5,
        doWithin: 10,
      },
      {
        minute: 5,
        ...grids,
        what: '到现场，先看是否安全，再救人',
        expect: '取最近的 AED 和急救包，带到救护点',
        within: 5,
        doWithin: 15,
      },
      {
        minute: 20,
        ...commander,
        what: '救护车能进来吗',
        expect: '派人到路口引导，清开通道',
        within: 5,
        doWithin: 10,
      },
    ],
  },
  quake: {
    title: '地震自救演练',
    aim: '先避险、后疏散；各楼栋点得清人数，知道去哪里集合。',
    lines: [
      {
        minute: 0,
        ...commander,
        what: '地震警报，摇晃一分钟',
        expect: '发出避险口令，一分钟后发疏散口令',
        within: 5,
        doWithin: 10,
      },
      {
        minute: 1,
        ...grids,
        what: '摇晃停了，楼道照明断了',
        expect: '带居民沿疏散路线到集合点，不乘电梯',
        within: 5,
        doWithin: 20,
      },
      { minute: 15, ...grids, what: '到了集合点', expect: '按楼栋报人数，只报数字', within: 5, doWithin: 10 },
      {
        minute: 20,
        ...intake,
        what: '有住户联系不上',
        expect: '把地址交给搜救组，记下时间',
        within: 5,
        doWithin: 10,
      },
      {
        minute: 30,
        ...commander,
        what: '余震可能再来',
        expect: '决定暂不返回，开放安置点（只演练，不真开）',
        within: 5,
        doWithin: 15,
      },
    ],
  },
  fire: {
    title: '火情逃生演练',
    aim: '三分钟内有人到场，消防通道畅通，楼里的人从两条路都能出来。',
    lines: [
      {
        minute: 0,
        ...intake,
        what: '三楼厨房冒烟，居民来电',
        expect: '报 119 的话术念一遍，叫最近的网格员和微型消防站',
        within: 3,
        doWithin: 5,
      },
      {
        minute: 1,
        ...grids,
        what: '三楼冒烟，楼道有烟',
        expect: '敲门叫人，低姿沿墙撤离，关门不锁',
        within: 3,
        doWithin: 10,
      },
      {
        minute: 3,
        ...commander,
        what: '消防车到路口，通道有车占用',
        expect: '联系挪车，另一侧通道派人引导',
        within: 5,
        doWithin: 10,
      },
      {
        minute: 12,
        ...grids,
        what: '人都出来了吗',
        expect: '在集合点按楼栋报人数，行动不便的另报一数',
        within: 5,
        doWithin: 10,
      },
    ],
  },
  rainstorm: {
    title: '暴雨转移演练',
    aim: '低洼处先转移，安置点按时开门，断网时用纸单也转得动。',
    lines: [
      {
        minute: 0,
        ...commander,
        what: '一小时雨量到了自主响应的条件',
        expect: '宣布自主响应，请另一名指挥长确认',
        within: 5,
        doWithin: 15,
      },
      {
        minute: 5,
        ...grids,
        what: '低洼处积水进院',
        expect: '按转移清单逐户通知，记下真实时间',
        within: 5,
        doWithin: 20,
      },
      {
        minute: 15,
        ...intake,
        what: '一户不愿走',
        expect: '上门再劝，报街道，不强拉',
        within: 5,
        doWithin: 15,
      },
      {
        minute: 25,
        ...grids,
        what: '手机没有信号',
        expect: '改用纸单登记，回来再补录',
        within: 10,
        doWithin: 20,
      },
      {
        minute: 40,
        ...commander,
        what: '安置点快满了',
        expect: '启用备用安置点，告诉各网格改送哪里',
        within: 5,
        doWithin: 10,
      },
    ],
  },
  other: {
    title: '应急演练',
    aim: '写明这次要试什么。',
    lines: [
      { minute: 0, ...commander, what: '写明发生了什么', expect: '写明期望的动作', within: 5, doWithin: 15 },
      { minute: 5, ...grids, what: '写明网格听到什么', expect: '写明期望的动作', within: 5, doWithin: 20 },
    ],
  },
};
