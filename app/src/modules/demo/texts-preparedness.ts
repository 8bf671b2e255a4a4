// The words of the demo's lists and plans. Invented; no house and no person of a real place is meant.
type Risk = {
  code: string;
  name: string;
  category: 'production' | 'fire' | 'disease' | 'natural';
  likelihood: number;
  impact: number;
  place: string;
  scale: string;
  form: string;
  evolution: string;
  leadsTo: string[];
  controls: string[];
  handling: 'self' | 'up';
};

export const preparednessWords = {
  first: '年度修订',
  duties: '社区权责清单（演示）',
  risks: '社区风险清单（演示）',
  survey: { task: '汛前排查低洼处和地下空间', lines: ['每年四月查一遍', '查出的隐患当天登记'] },
  pumping: { task: '低洼处排水', lines: ['带泵到桥洞', '水过路沿石就封路'] },
  shelter: { task: '开放安置点', lines: ['半小时内开门亮灯', '门口清点人数'] },
  review: { task: '灾后复盘', lines: ['一周内开会', '要改的事派给单位'] },
  list: [
    {
      code: 'underpass',
      name: '桥洞积水',
      category: 'natural',
      likelihood: 5,
      impact: 4,
      place: '铁路桥洞',
      scale: '每次 2–3 小时，约 400 户绕行',
      form: '短时强降雨后水深可过 50 厘米',
      evolution: '先淹桥洞，再漫进相邻地下室',
      leadsTo: ['cellar'],
      controls: ['雨前清雨水口', '27 厘米线封路', '泵车到位'],
      handling: 'up',
    },
    {
      code: 'cellar',
      name: '地下室进水断电',
      category: 'production',
      likelihood: 3,
      impact: 4,
      place: '老旧小区三栋楼',
      scale: '3 栋 240 户，电梯 6 部',
      form: '配电房进水跳闸，电梯停运',
      evolution: '停电后电梯困人，在家用医疗设备的住户断电',
      leadsTo: [],
      controls: ['挡水板入汛前安装', '备用发电机每月试机'],
      handling: 'self',
    },
    {
      code: 'ebike',
      name: '电动自行车楼道充电',
      category: 'fire',
      likelihood: 4,
      impact: 5,
      place: '无电梯老楼 12 个单元',
      scale: '约 300 辆',
      form: '夜间充电起火，烟走楼梯',
      evolution: '几分钟内封住唯一的疏散楼梯',
      leadsTo: [],
      controls: ['集中充电棚', '微型消防站夜间巡查'],
      handling: 'self',
    },
    {
      code: 'gas-riser',
      name: '燃气立管锈蚀',
      category: 'production',
      likelihood: 2,
      impact: 5,
      place: '二十年以上楼栋',
      scale: '5 栋 320 户',
      form: '管井有气味',
      evolution: '泄漏遇火花爆燃',
      leadsTo: ['ebike'],
      controls: ['燃气公司每季检测', '发现气味先疏散再报修'],
      handling: 'up',
    },
    {
      code: 'norovirus',
      name: '托幼机构聚集性呕吐腹泻',
      category: 'disease',
      likelihood: 3,
      impact: 2,
      place: '辖区两所幼儿园',
      scale: '约 260 名儿童',
      form: '一个班一天三例以上',
      evolution: '一周内传到其他班和家庭',
      leadsTo: [],
      controls: ['晨检', '报告后按疾控指引消毒'],
      handling: 'self',
    },
    {
      code: 'falling-trees',
      name: '台风折树砸线',
      category: 'natural',
      likelihood: 2,
      impact: 2,
      place: '主街行道树',
      scale: '约 80 株',
      form: '七级以上阵风断枝',
      evolution: '砸断低压线，局部停电',
      leadsTo: ['cellar'],
      controls: ['台前修剪', '断线处拉警戒、等供电'],
      handling: 'self',
    },
  ] satisfies Risk[] as Risk[],
  plans: {
    point: {
      subject: '铁路桥洞',
      title: '铁路桥洞积水预案（演示）',
      signs: ['水到 27 厘米标线', '雨水口倒冒'],
      lines: ['两头放封路牌，人守到水退', '叫泵车，报街道', '困住的车先救人'],
      route: '向北绕行人行天桥，到社区活动室',
    },
    household: '家庭应急卡：暴雨（演示）',
    community: '社区火灾应急预案（演示）',
  },
  report: '桥洞排水管径偏小，社区只能封路，请街道列入排水改造',
} as const;
