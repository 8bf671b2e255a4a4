// The stories of 准入 in the demo: content, not words of the interface. All of it is invented.

type Story = {
  department: string;
  daysAgo: number;
  kind: 'task' | 'table';
  urgent?: true;
  level: 'street' | 'community' | 'grid';
  title: string;
  purpose: string;
  basis: string;
  frequency: 'once' | 'week' | 'month' | 'quarter' | 'year';
  days: number;
  items: readonly { label: string; fact?: string }[];
  decision?: { after: number; says: 'admitted' | 'declined'; words: string };
};

export const admissionStories: readonly Story[] = [
  {
    department: 'fire-rescue',
    daysAgo: 58,
    kind: 'table',
    level: 'grid',
    title: '九小场所消防自查表',
    purpose: '排出要上门检查的小场所次序，先查有明火、有人住的。',
    basis: '《消防法》第三十二条；区消安委年度计划',
    frequency: 'quarter',
    days: 300,
    items: [
      { label: '场所名称' },
      { label: '有无明火作业' },
      { label: '疏散出口是否畅通' },
      { label: '网格数', fact: 'org.grids' },
    ],
    decision: { after: 2, says: 'admitted', words: '同意，一季度一次；网格数由系统生成。' },
  },
  {
    department: 'housing',
    daysAgo: 51,
    kind: 'table',
    level: 'community',
    title: '老旧小区外墙空鼓台账',
    purpose: '安排专业机构鉴定，确定维修先后。',
    basis: '《城市房屋安全管理办法》；区房屋安全专项方案',
    frequency: 'month',
    days: 70,
    items: [{ label: '楼号' }, { label: '空鼓位置' }, { label: '是否已围挡' }],
    decision: { after: 3, says: 'admitted', words: '同意到汛期结束。' },
  },
  {
    department: 'urban-management',
    daysAgo: 40,
    kind: 'table',
    level: 'community',
    title: '社区事件办理周报',
    purpose: '掌握各社区上报和办结情况。',
    basis: '区城管委会议纪要',
    frequency: 'week',
    days: 180,
    items: [
      { label: '受理件数', fact: 'cases.filed' },
      { label: '办结件数', fact: 'cases.ended' },
      { label: '工作亮点' },
      { label: '领导批示情况' },
    ],
    decision: {
      after: 2,
      says: 'declined',
      words: '件数系统里都有，请自行生成；“亮点”“批示”不作为填报内容。',
    },
  },
  {
    department: 'environment',
    daysAgo: 26,
    kind: 'task',
    level: 'grid',
    title: '夜间餐饮油烟巡看',
    purpose: '核对油烟投诉集中路段的净化器是否开启。',
    basis: '《大气污染防治法》第八十一条',
    frequency: 'week',
    days: 60,
    items: [{ label: '路段' }, { label: '净化器是否开启' }],
    decision: { after: 4, says: 'admitted', words: '同意两个月，不要求拍照打点。' },
  },
  {
    department: 'civil-affairs',
    daysAgo: 12,
    kind: 'table',
    urgent: true,
    level: 'community',
    title: '极端天气临时避险点底数',
    purpose: '当晚调配饮用水和毛毯。',
    basis: '区极端天气应急通知',
    frequency: 'once',
    days: 1,
    items: [{ label: '社区数', fact: 'org.communities' }, { label: '避险点开放时间' }],
  },
  {
    department: 'market',
    daysAgo: 3,
    kind: 'table',
    level: 'community',
    title: '食品小作坊基本情况表',
    purpose: '核对许可到期的小作坊，提前提醒换证。',
    basis: '《山东省食品小作坊小餐饮和食品摊点管理条例》',
    frequency: 'year',
    days: 360,
    items: [{ label: '作坊名称' }, { label: '许可到期日' }, { label: '街道数', fact: 'org.streets' }],
  },
  {
    department: 'urban-management',
    daysAgo: 1,
    kind: 'table',
    level: 'grid',
    title: '沿街广告牌安全台账',
    purpose: '台风前排查松动的大型广告牌。',
    basis: '《城市市容和环境卫生管理条例》第十一条',
    frequency: 'month',
    days: 120,
    items: [{ label: '广告牌位置' }, { label: '固定情况' }, { label: '场所名称' }],
  },
];

type FlagStory = {
  department: string;
  daysAgo: number;
  channel: 'wechat' | 'phone' | 'paper' | 'meeting';
  words: string;
  finding?: { title: string; words: string };
};

export const flagStories: readonly FlagStory[] = [
  {
    department: 'urban-management',
    daysAgo: 33,
    channel: 'wechat',
    words: '群里要求每天下午五点前交一份巡查照片汇总',
    finding: { title: '每日巡查照片汇总', words: '不在清单，立即停止；确有需要请申请准入。' },
  },
  {
    department: 'housing',
    daysAgo: 9,
    channel: 'paper',
    words: '发了一张纸质表，要重新登记每栋楼的建成年份',
    finding: { title: '楼栋建成年份登记表', words: '不在清单，且底数已有；请从系统取用。' },
  },
  { department: 'market', daysAgo: 2, channel: 'phone', words: '电话里要求今天统计辖区所有小餐饮的燃气瓶数' },
  {
    department: 'fire-rescue',
    daysAgo: 1,
    channel: 'meeting',
    words: '会上布置每周再填一张电动车充电点位表',
  },
];
