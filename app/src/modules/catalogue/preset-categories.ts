// A starting set of categories in the shape of GB/T 30428.2 (部件 and 事件, 大类 and 小类), with requests and hazards beside them. Names are the
// field's own; limits follow published local tables (暴露垃圾 4 工作时, 渣土 2 工作日, 道路保洁 2 工作时, 绿地养护 5 工作日, 私搭乱建 4 工作时 / 7 工作日 /
// 20 工作日 by outcome) and are meant to be edited.
import { type Limit, parseLimit } from '@renlin/core/calendar/limit';
import type { Category, CategoryGroup, Outcome } from './catalogue.ts';

type Flags = { thing?: true; enforcement?: true; urgent?: true };
type Leaf = readonly [code: string, zh: string, en: string, fileWhen: string, closeWhen: string, limits: string, flags?: Flags];
type Branch = { code: string; zh: string; en: string; group: CategoryGroup; leaves: readonly Leaf[] };

const KINDS: Record<CategoryGroup, readonly string[]> = {
  component: ['incident', 'hazard'],
  event: ['incident', 'hazard'],
  request: ['request'],
  hazard: ['hazard', 'incident'],
};

const branches: readonly Branch[] = [
  {
    code: 'utility',
    zh: '公用设施',
    en: 'Public utilities',
    group: 'component',
    leaves: [
      ['manhole', '井盖', 'Manhole cover', '井盖缺失、破损、移位或响动', '井盖复位或更换，路面平整', '围护 1紧急工作时; 修复 1工作日', { thing: true, urgent: true }],
      ['streetlight', '路灯', 'Street light', '路灯不亮、倾斜、灯罩破损或电箱敞开', '路灯恢复照明，设施牢固', '修复 2工作日', { thing: true }],
      ['hydrant', '消火栓', 'Fire hydrant', '消火栓缺件、漏水、被圈占', '消火栓完好有水、周边无遮挡', '修复 1工作日', { thing: true, urgent: true }],
      ['cable', '架空线缆', 'Overhead cable', '线缆断落、低垂或缠绕', '线缆归整，无垂落', '围护 2紧急工作时; 整理 3工作日', { thing: true, urgent: true }],
      ['water-pipe', '供水管道', 'Water main', '道路或公共区域冒水', '停止漏水，路面恢复', '止水 4紧急工作时; 恢复 5工作日', { thing: true, urgent: true }],
      ['sewer', '排水管道', 'Sewer', '污水外溢、管道堵塞', '排水通畅，污物清净', '疏通 1工作日; 维修 10工作日', { thing: true }],
    ],
  },
  {
    code: 'traffic',
    zh: '交通设施',
    en: 'Traffic facilities',
    group: 'component',
    leaves: [
      ['road', '路面', 'Road surface', '路面坑槽、塌陷、拱起', '路面平整，标线清楚', '围护 2工作时; 修复 5工作日', { thing: true }],
      ['railing', '护栏', 'Railing', '护栏缺失、歪斜', '护栏完整牢固', '修复 2工作日', { thing: true }],
      ['sign', '交通标志', 'Traffic sign', '标志缺失、遮挡、破损', '标志完整可见', '修复 3工作日', { thing: true }],
      ['bike-parking', '停车架', 'Bicycle stand', '停车架破损、占道', '停车架完好、通行顺畅', '修复 3工作日', { thing: true }],
    ],
  },
  {
    code: 'sanitation',
    zh: '市容环境设施',
    en: 'Sanitation facilities',
    group: 'component',
    leaves: [
      ['bin', '垃圾桶', 'Rubbish bin', '垃圾桶破损、缺失、满溢', '垃圾桶完好、清空', '清理 4工作时; 更换 2工作日', { thing: true }],
      ['toilet', '公共厕所', 'Public toilet', '公厕停用、缺水、设施损坏', '公厕开放、设施可用', '修复 2工作日', { thing: true }],
    ],
  },
  {
    code: 'greening',
    zh: '园林绿化设施',
    en: 'Parks and trees',
    group: 'component',
    leaves: [
      ['tree', '行道树', 'Street tree', '树木倒伏、断枝、枯死', '危险排除，树穴平整', '排险 4工作时; 补植 20工作日', { thing: true }],
      ['green', '绿地', 'Green space', '绿地破损、黄土裸露、缺株', '绿地恢复、无裸土', '养护 5工作日', { thing: true }],
      ['fitness', '健身器材', 'Fitness equipment', '器材松动、断裂、缺件', '器材修复或拆除', '停用 4工作时; 修复 5工作日', { thing: true }],
    ],
  },
  {
    code: 'appearance',
    zh: '市容环境',
    en: 'Cleanliness',
    group: 'event',
    leaves: [
      ['litter', '暴露垃圾', 'Exposed rubbish', '公共区域有成堆或散落垃圾', '垃圾清净，地面无污渍', '清理 4工作时', { thing: true }],
      ['sweeping', '道路保洁', 'Street cleaning', '道路有明显尘土、积水、污物', '路面洁净', '保洁 2工作时', { thing: true }],
      ['rubble', '建筑垃圾', 'Builders’ rubble', '建筑、装修垃圾乱堆', '清运干净', '清理 4工作时', { thing: true }],
      ['muck', '渣土', 'Muck', '渣土遗撒、偷倒', '清运干净，责任查明', '清理 2工作日', { thing: true, enforcement: true }],
      ['hallway', '楼道堆物', 'Things in the stairwell', '楼道、消防通道堆放杂物', '通道清空', '劝导 1工作日; 清理 3工作日'],
      ['smoke', '油烟扰民', 'Kitchen fumes', '餐饮油烟直排或扰民', '净化设施运行，排放达标', '查看 1工作日; 整改 10工作日', { enforcement: true }],
      ['illegal-building', '私搭乱建', 'Illegal building', '未经批准搭建、加建', '停止施工；依法处罚；拆除恢复', '停工 4工作时; 处罚 7工作日; 拆除 20工作日', { enforcement: true }],
    ],
  },
  {
    code: 'street-order',
    zh: '街面秩序',
    en: 'Order in the street',
    group: 'event',
    leaves: [
      ['stall', '占道经营', 'Stall in the way', '占用道路、人行道经营', '道路腾清', '劝离 2工作时', { enforcement: true }],
      ['parking', '机动车乱停', 'Badly parked car', '占用消防通道、人行道停车', '车辆移开，通道畅通', '劝离 2工作时', { enforcement: true }],
      ['ebike', '电动自行车入楼', 'E-bike indoors', '电动自行车进楼停放、充电', '车辆移出', '劝导 4工作时'],
      ['poster', '非法小广告', 'Illegal posters', '乱贴、乱喷小广告', '清除干净', '清除 1工作日', { thing: true }],
    ],
  },
  {
    code: 'works',
    zh: '施工管理',
    en: 'Building works',
    group: 'event',
    leaves: [
      ['noise-site', '施工噪声', 'Noise of a building site', '夜间或休息时段施工扰民', '停止扰民施工', '制止 2紧急工作时', { enforcement: true }],
      ['dust', '施工扬尘', 'Dust of a building site', '未覆盖、未喷淋，扬尘明显', '覆盖到位，降尘运行', '整改 1工作日', { enforcement: true }],
    ],
  },
  {
    code: 'living',
    zh: '生活服务',
    en: 'Daily life',
    group: 'request',
    leaves: [
      ['water-power', '停水停电停气', 'No water, power or gas', '居民反映供应中断', '恢复供应或告知恢复时间', '答复 2紧急工作时; 恢复 24小时', { urgent: true }],
      ['heating', '供热', 'Heating', '室温不达标、暖气漏水', '室温达标或维修完成', '答复 24小时; 解决 3工作日'],
      ['property-service', '物业服务', 'Property service', '对物业服务、收费、维修有意见', '答复并整改', '答复 3工作日; 解决 10工作日'],
      ['noise-neighbour', '邻里噪声', 'Noise next door', '住户生活噪声影响他人', '双方知晓，约定落实', '上门 3工作日'],
      ['lift', '电梯', 'Lift', '电梯停运、异响、困人', '电梯恢复运行', '救援 1紧急工作时; 修复 3工作日', { urgent: true }],
      ['care', '养老助残', 'Help for the old and disabled', '居民请求养老、助残服务', '落实服务或告知去处', '答复 3工作日'],
      ['consult', '政策咨询', 'Question about a policy', '居民咨询政策、办事', '答复清楚', '答复 3工作日'],
      ['suggestion', '意见建议', 'Suggestion', '居民提出建议', '答复采纳情况', '答复 13工作日'],
    ],
  },
  {
    code: 'safety',
    zh: '安全隐患',
    en: 'Hazards',
    group: 'hazard',
    leaves: [
      ['fire-lane', '消防通道堵塞', 'Blocked fire lane', '消防通道被占用、上锁', '通道畅通', '清通 4紧急工作时', { thing: true, urgent: true }],
      ['wall', '外墙脱落', 'Falling façade', '外墙、空调架有脱落危险', '警戒设置，隐患消除', '警戒 1紧急工作时; 维修 10工作日', { thing: true, urgent: true }],
      ['gas', '燃气隐患', 'Gas hazard', '燃气异味、违规用气', '切断并消除', '到场 1紧急工作时', { urgent: true }],
      ['flood', '积水内涝', 'Flooding', '低洼处积水、倒灌', '排净积水', '排水 4紧急工作时', { thing: true, urgent: true }],
      ['slope', '边坡危房', 'Slope or unsafe house', '边坡裂缝、房屋险情', '警戒、鉴定、处置', '警戒 2紧急工作时; 处置 20工作日', { urgent: true, enforcement: true }],
    ],
  },
];

/** `围护 1紧急工作时; 修复 1工作日` → outcomes with limits. */
function outcomes(text: string): Outcome[] {
  return text.split(';').map((part, index) => {
    const [label = '', limit = ''] = part.trim().split(' ');
    const parsed = parseLimit(limit);
    if (!parsed) throw new Error(`preset limit not understood: ${part}`);
    return { outcome: `o${index + 1}`, label: { 'zh-CN': label, en: ENGLISH[label] ?? label }, limit: parsed as Limit };
  });
}

const ENGLISH: Record<string, string> = {
  围护: 'fenced off',
  修复: 'repaired',
  整理: 'tidied',
  止水: 'leak stopped',
  恢复: 'restored',
  疏通: 'cleared',
  维修: 'repaired',
  清理: 'cleaned up',
  更换: 'replaced',
  排险: 'made safe',
  补植: 'replanted',
  养护: 'tended',
  停用: 'taken out of use',
  保洁: 'swept',
  劝导: 'persuaded',
  查看: 'inspected',
  整改: 'put right',
  停工: 'works stopped',
  处罚: 'penalty decided',
  拆除: 'taken down',
  劝离: 'moved on',
  清除: 'removed',
  制止: 'stopped',
  答复: 'answered',
  解决: 'solved',
  上门: 'visited',
  救援: 'rescued',
  清通: 'cleared',
  警戒: 'cordoned off',
  到场: 'on the spot',
  排水: 'drained',
  处置: 'dealt with',
};

/** The preset as flat categories, parents first. */
export function presetCategories(): Category[] {
  const none = { 'zh-CN': '', en: '' };
  return branches.flatMap((branch) => {
    const base = { group: branch.group, kinds: KINDS[branch.group], retired: false };
    const parent: Category = {
      ...base,
      kinds: [],
      code: branch.code,
      parent: null,
      label: { 'zh-CN': branch.zh, en: branch.en },
      publicThing: false,
      enforcement: false,
      urgent: false,
      fileWhen: none,
      closeWhen: none,
      limits: [],
    };
    const leaves = branch.leaves.map(([code, zh, en, fileWhen, closeWhen, limits, flags]): Category => ({
      ...base,
      code: `${branch.code}.${code}`,
      parent: branch.code,
      label: { 'zh-CN': zh, en },
      publicThing: flags?.thing ?? false,
      enforcement: flags?.enforcement ?? false,
      urgent: flags?.urgent ?? false,
      fileWhen: { 'zh-CN': fileWhen, en: fileWhen },
      closeWhen: { 'zh-CN': closeWhen, en: closeWhen },
      limits: outcomes(limits),
    }));
    return [parent, ...leaves];
  });
}
