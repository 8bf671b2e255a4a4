// Work orders of the demo's hotline and the words of its visits. Invented; the numbers belong to no one.

/** The columns of the hotline's own form, in its order. */
export const HEAD = [
  '工单编号',
  '诉求内容',
  '诉求类别',
  '诉求地址',
  '来电人',
  '联系电话',
  '受理时间',
  '办理时限',
  '状态',
  '紧急程度',
  '承办部门编码',
] as const;

export type HotlineOrder = {
  no: string;
  text: string;
  category: string;
  caller: string;
  phone: string;
  /** How many hours ago they took the call, and in how many their limit passes. */
  hoursAgo: number;
  hoursLeft: number;
  urgent?: boolean;
};

/** Theirs → ours. `群租房` has no equal here: such an order comes in without a category, and says so. */
export const categoryWords: Record<string, string> = {
  路灯不亮: 'utility.streetlight',
  井盖破损: 'utility.manhole',
  油烟扰民: 'appearance.smoke',
  占道经营: 'street-order.stall',
  积水: 'safety.flood',
  供热不足: 'living.heating',
};

export const stories = {
  new: {
    no: '0412',
    text: '学校门口的积水两天没退，孩子上学要绕到机动车道。',
    category: '积水',
    caller: '来电人甲',
    phone: '13900000412',
    hoursAgo: 2,
    hoursLeft: 22,
    urgent: true,
  },
  unsorted: {
    no: '0407',
    text: '楼里一套房子隔成六间出租，过道堵了。',
    category: '群租房',
    caller: '来电人乙',
    phone: '13900000407',
    hoursAgo: 5,
    hoursLeft: 67,
  },
  given: {
    no: '0398',
    text: '烧烤店的油烟从窗户进来，晚上关窗也有味。',
    category: '油烟扰民',
    caller: '来电人丙',
    phone: '13900000398',
    hoursAgo: 20,
    hoursLeft: 28,
  },
  more: {
    no: '0391',
    text: '人行道被摊位占满，轮椅过不去。',
    category: '占道经营',
    caller: '来电人丁',
    phone: '13900000391',
    hoursAgo: 30,
    hoursLeft: 18,
  },
  answered: {
    no: '0376',
    text: '小区门口的路灯三天不亮。',
    category: '路灯不亮',
    caller: '来电人戊',
    phone: '13900000376',
    hoursAgo: 46,
    hoursLeft: 26,
  },
  returned: {
    no: '0370',
    text: '井盖缺了一角，晚上看不清。',
    category: '井盖破损',
    caller: '来电人己',
    phone: '13900000370',
    hoursAgo: 60,
    hoursLeft: 12,
  },
} satisfies Record<string, HotlineOrder>;

/** A second caller about the lamp that the first had reported: joins it. */
export const sameLamp: HotlineOrder = {
  no: '0379',
  text: '同一盏路灯，我家老人晚上不敢下楼。',
  category: '路灯不亮',
  caller: '来电人庚',
  phone: '13900000379',
  hoursAgo: 40,
  hoursLeft: 30,
};

export const outsideWords = {
  source: '12345 便民热线',
  moreText: '摊位比上次更多，昨天傍晚救护车也没能过去。',
  lampFixed: '已更换灯头，当晚复查亮灯。',
  coverFixed: '已换新井盖。',
  unsatisfied: '来电人说换的井盖压上去还响。',
} as const;

export const visitWords = {
  title: '送政策、问需求、解难题',
  purpose: '问问您家里有什么要帮忙的，您想说什么说什么，不想说也行。',
  doors: [
    '1 号楼 101',
    '1 号楼 203',
    '1 号楼 402',
    '2 号楼 102',
    '2 号楼 301',
    '2 号楼 503',
    '3 号楼 201',
    '3 号楼 602',
  ],
  firm: '门口便民超市',
  needs: ['楼道灯坏了，晚上看不见台阶。', '想问一下老年人助餐怎么申请。'],
} as const;
