// 恢复清单: what has to be right again before an emergency is over, to begin with. A district that publishes a checklist with the code has its own.
import type { ChecklistContent, ChecklistItem, Words } from '../../engines/checklist/checklist.ts';

type Preset = ChecklistContent & { code: string };
const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en });
const PLAIN = { required: true, options: [], unit: '', min: null, max: null, finding: null };

/** What is not right yet is proposed as an improvement, with these words. */
function right(code: string, zh: string, en: string, openZh: string, openEn: string): ChecklistItem {
  const text = words(openZh, openEn);
  const finding = { answers: ['no'], below: null, above: null, category: '', text, urgent: false };
  return { ...PLAIN, code, words: words(zh, en), type: 'yes-no', finding };
}

const common: readonly ChecklistItem[] = [
  right(
    'people-home',
    '转移的人都回家，或另有安置',
    'Everybody who left is home or housed',
    '还有人没回家、没安置',
    'Somebody is not home or housed yet',
  ),
  right(
    'services',
    '水、电、气、通信恢复',
    'Water, power, gas and telephone are back',
    '水电气或通信没恢复',
    'A service is not back',
  ),
  right(
    'buildings',
    '受损房屋、挡墙、树木查过，危险的已围挡',
    'Damaged buildings, walls and trees were looked at and fenced off',
    '受损的房屋、挡墙或树木没查完',
    'Damage was not looked at everywhere',
  ),
  right(
    'shelters',
    '安置点清场、消毒、交还',
    'Shelters are empty, disinfected and handed back',
    '安置点没清场或没交还',
    'A shelter is not handed back',
  ),
  right(
    'stocks',
    '借的物资归还，用掉的补上',
    'Loans are returned and stock is filled up',
    '物资没归还或没补库',
    'Stock is not returned or filled up',
  ),
  right(
    'losses',
    '损失登记上报，只记事和物',
    'Losses are registered and reported: things only',
    '损失没登记上报',
    'Losses are not reported',
  ),
  right(
    'support',
    '受影响的困难家庭有人对接',
    'Families in difficulty have somebody to turn to',
    '困难家庭没人对接',
    'A family in difficulty has nobody to turn to',
  ),
  right(
    'comfort',
    '想找人说说话的居民知道去哪里',
    'Residents who want to talk know where',
    '没有告诉居民去哪里找人倾听',
    'Residents were not told where to talk',
  ),
  right(
    'data',
    '应急登记的个人信息有删除日期',
    'What was registered of people has a day of deletion',
    '应急登记没有定删除日期',
    'What was registered has no day of deletion',
  ),
  right(
    'ordinary',
    '日常办件恢复计时，值班恢复平时',
    'Ordinary work and rosters run as usual',
    '日常办件或值班没恢复',
    'Ordinary work or rosters are not back',
  ),
];
const remark: ChecklistItem = {
  ...PLAIN,
  required: false,
  code: 'remark',
  words: words('其他要说的（只写事和物，不写人）', 'Anything else (matters and things, no people)'),
  type: 'text',
};
const basis = { kind: 'local' as const, text: '本区恢复清单（起步版），由区里修订' };

const any: Preset = {
  code: 'recovery-any',
  title: words('恢复清单', 'Recovery checklist'),
  basis,
  items: [...common, remark],
};

const rainstorm: Preset = {
  code: 'recovery-rainstorm',
  title: words('暴雨洪涝恢复清单', 'Recovery after rain and flood'),
  basis,
  items: [
    right(
      'water-gone',
      '积水退净，地下室和车库抽干',
      'Water is gone, cellars and garages are dry',
      '还有积水没抽干',
      'Somewhere water still stands',
    ),
    right(
      'drains',
      '雨水口、排水沟清淤',
      'Drains and gullies are cleared',
      '雨水口或排水沟没清淤',
      'Drains are not cleared',
    ),
    right(
      'disinfected',
      '淹过的地方消毒',
      'Flooded places are disinfected',
      '淹过的地方没消毒',
      'A flooded place is not disinfected',
    ),
    right(
      'electric',
      '进过水的配电、充电设施查过才送电',
      'Wet switchgear and chargers were checked before power is on',
      '进过水的电气设施没查',
      'Wet electrical equipment was not checked',
    ),
    ...common,
    remark,
  ],
};

const WET = new Set(['rainstorm', 'flood', 'typhoon']);

/** Which list an emergency of this risk begins with. */
export const recoveryChecklist = (risk: string): Preset => (WET.has(risk) ? rainstorm : any);
