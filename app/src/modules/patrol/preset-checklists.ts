// Three checklists to begin with. Each names what it rests on; a district changes them by drafts like its own.
import type {
  ChecklistContent,
  ChecklistItem,
  FindingRule,
  Words,
} from '../../engines/checklist/checklist.ts';

type Preset = ChecklistContent & { code: string };
const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en });

const PLAIN: Omit<ChecklistItem, 'code' | 'words' | 'type'> = {
  required: true,
  options: [],
  unit: '',
  min: null,
  max: null,
  finding: null,
};

const found = (category: string, text: Words, part: Partial<FindingRule> = {}): FindingRule => ({
  answers: ['no'],
  below: null,
  above: null,
  category,
  text,
  urgent: false,
  ...part,
});

/** A question whose good answer is yes; the other one is found. */
function good(code: string, asked: Words, category: string, text: Words, urgent = false): ChecklistItem {
  return { ...PLAIN, code, words: asked, type: 'yes-no', finding: found(category, text, { urgent }) };
}

const remark: ChecklistItem = {
  ...PLAIN,
  code: 'remark',
  words: words('其他要说的（只写东西和地方，不写人）', 'Anything else (things and places, no people)'),
  type: 'text',
  required: false,
};

const gridWeekly: Preset = {
  code: 'grid-weekly',
  title: words('网格巡查', 'Round of the grid'),
  basis: {
    kind: 'local',
    text: '本区网格巡查规范（起步版）；部件、事件分类参照 GB/T 30428.2《数字化城市管理信息系统 第2部分：管理部件和事件》',
  },
  items: [
    good(
      'manhole',
      words('井盖齐全、平稳、不响', 'Manhole covers are there, level and quiet'),
      'utility.manhole',
      words('井盖缺失、破损或移位', 'A manhole cover is missing, broken or out of place'),
      true,
    ),
    good(
      'road',
      words('路面没有坑槽、塌陷', 'No holes or sinking in the road'),
      'traffic.road',
      words('路面有坑槽或塌陷', 'A hole or sinking in the road'),
    ),
    good(
      'streetlight',
      words('路灯完好，电箱关好', 'Street lights whole, boxes closed'),
      'utility.streetlight',
      words('路灯损坏或电箱敞开', 'A street light is broken or its box open'),
    ),
    good(
      'cable',
      words('架空线没有垂落、缠绕', 'No cable hangs down or is tangled'),
      'utility.cable',
      words('架空线缆垂落或缠绕', 'An overhead cable hangs down or is tangled'),
      true,
    ),
    good(
      'fire-lane',
      words('消防车通道畅通', 'Fire lanes are clear'),
      'safety.fire-lane',
      words('消防车通道被占用或堵塞', 'A fire lane is occupied or blocked'),
      true,
    ),
    good(
      'wall',
      words('外墙、广告牌、空调架没有脱落危险', 'No wall, sign or bracket is about to fall'),
      'safety.wall',
      words('外墙或附着物有脱落危险', 'Part of a wall or what hangs on it may fall'),
      true,
    ),
    good(
      'flood',
      words('低洼处没有积水，雨水口通畅', 'No standing water, gullies are free'),
      'safety.flood',
      words('低洼处积水或雨水口堵塞', 'Standing water or a blocked gully'),
      true,
    ),
    good(
      'bin',
      words('垃圾桶完好、没有满溢', 'Bins whole and not overflowing'),
      'sanitation.bin',
      words('垃圾桶破损或满溢', 'A bin is broken or overflowing'),
    ),
    good(
      'fitness',
      words('健身设施牢固', 'Fitness equipment is firm'),
      'greening.fitness',
      words('健身设施松动或破损', 'Fitness equipment is loose or broken'),
    ),
    remark,
  ],
};

const stairwellFire: Preset = {
  code: 'stairwell-fire',
  title: words('楼道消防', 'Fire safety of stairwells'),
  basis: {
    kind: 'legal',
    text: '《中华人民共和国消防法》第二十八条；《高层民用建筑消防安全管理规定》（应急管理部令第5号）第三十七条（电动自行车，适用于高层建筑）',
  },
  items: [
    good(
      'exit',
      words('疏散通道、安全出口畅通', 'Escape routes and exits are clear'),
      'safety.fire-lane',
      words('疏散通道或安全出口被占用、堵塞、锁闭', 'An escape route or exit is occupied, blocked or locked'),
      true,
    ),
    good(
      'hallway',
      words('楼道没有堆放杂物', 'Nothing is piled up in the stairwell'),
      'appearance.hallway',
      words('楼道堆放杂物', 'Things are piled up in the stairwell'),
    ),
    {
      ...good(
        'ebike',
        words('楼内有电动自行车停放或充电吗', 'Are e-bikes parked or charged inside?'),
        'street-order.ebike',
        words('电动自行车在楼内停放或充电', 'E-bikes are parked or charged inside'),
      ),
      finding: found(
        'street-order.ebike',
        words('电动自行车在楼内停放或充电', 'E-bikes are parked or charged inside'),
        {
          answers: ['yes'],
        },
      ),
    },
    {
      ...PLAIN,
      code: 'fire-door',
      words: words('防火门', 'Fire doors'),
      type: 'choice',
      options: [
        { code: 'closed', words: words('完好、关着', 'whole and closed') },
        { code: 'propped', words: words('被撑开', 'propped open') },
        { code: 'broken', words: words('损坏、关不上', 'broken, do not close') },
        { code: 'none', words: words('这里没有', 'none here') },
      ],
      finding: found(
        'safety.fire-lane',
        words('防火门被撑开或损坏', 'A fire door is propped open or broken'),
        {
          answers: ['propped', 'broken'],
          urgent: true,
        },
      ),
    },
    good(
      'hydrant',
      words('室内消火栓、灭火器在位、完好', 'Indoor hydrants and extinguishers are in place and whole'),
      'utility.hydrant',
      words('室内消火栓或灭火器缺失、损坏', 'An indoor hydrant or extinguisher is missing or broken'),
      true,
    ),
    good(
      'lights',
      words('应急照明、疏散指示亮着', 'Emergency lights and signs are lit'),
      'safety.fire-lane',
      words('应急照明或疏散指示不亮', 'Emergency lights or signs are dark'),
      true,
    ),
    good(
      'shaft',
      words('管道井、电表箱关好，没有杂物', 'Shafts and meter boxes are closed and empty'),
      'safety.fire-lane',
      words('管道井、电表箱敞开或堆物', 'A shaft or meter box is open or filled'),
      true,
    ),
    remark,
  ],
};

const facilityMonthly: Preset = {
  code: 'facility-monthly',
  title: words('公共设施隐患月查', 'Monthly check of public facilities'),
  basis: {
    kind: 'legal',
    text: '《中华人民共和国消防法》第二十八条、第二十九条',
  },
  items: [
    good(
      'whole',
      words('设施完好、不缺件', 'The thing is whole, no part is missing'),
      'utility.hydrant',
      words('消火栓缺件或损坏', 'The hydrant is broken or a part is missing'),
      true,
    ),
    good(
      'free',
      words('周围没有圈占、遮挡、埋压', 'Nothing encloses, hides or buries it'),
      'utility.hydrant',
      words('消火栓被圈占、遮挡或埋压', 'The hydrant is enclosed, hidden or buried'),
      true,
    ),
    good(
      'dry',
      words('没有漏水', 'It does not leak'),
      'utility.hydrant',
      words('消火栓漏水', 'The hydrant leaks'),
      true,
    ),
    {
      ...PLAIN,
      code: 'pressure',
      words: words('水压（有压力表时）', 'Water pressure (where there is a gauge)'),
      type: 'number',
      required: false,
      unit: 'MPa',
      min: 0,
      max: 2.5,
      finding: found('utility.hydrant', words('消火栓水压过低', 'The pressure of the hydrant is low'), {
        answers: [],
        below: 0.1,
        urgent: true,
      }),
    },
    good(
      'sign',
      words('标识清楚', 'Its sign is readable'),
      'utility.hydrant',
      words('消火栓标识缺失或看不清', 'The sign of the hydrant is missing or unreadable'),
      true,
    ),
    remark,
  ],
};

/** Three duties of whoever looks after a building of their own will. What a resident wants passed on they ask for at an appointment. */
const buildingCare: Preset = {
  code: 'building-care',
  title: words('包楼楼院', 'Care of a building'),
  basis: {
    kind: 'local',
    text: '本区包楼楼院责任机制（起步版）：看安全、看环境、看公告。只看东西和地方；居民有话要带，走预约走访，由居民自己说。',
  },
  items: [
    good(
      'safe',
      words('楼道、出口通畅，没有堆物和电动车', 'Stairs and exits are free, no clutter, no e-bikes'),
      'safety.fire-lane',
      words('楼道或出口被堵', 'Stairs or an exit are blocked'),
      true,
    ),
    good(
      'tidy',
      words('楼院干净，照明、门禁、扶手完好', 'The yard is clean; lights, door and handrails work'),
      'appearance.hallway',
      words('楼院脏乱，或照明、门禁、扶手损坏', 'The yard is dirty, or lights, door or handrails are broken'),
    ),
    {
      ...PLAIN,
      code: 'notices',
      words: words('公告栏的办事电话、通知是新的', 'Telephone numbers and notices on the board are current'),
      type: 'yes-no',
    },
    remark,
  ],
};

export const presetChecklists: readonly Preset[] = [gridWeekly, stairwellFire, facilityMonthly, buildingCare];
