// Words that people might have used, for the demo. Invented; they name no one.
import type { Random } from '@renlin/core/random';

const SAMPLES: Record<string, readonly string[]> = {
  'utility.manhole': ['井盖缺了一块，晚上看不清很危险', '井盖松动，车一压就响', '雨水井盖被压歪了'],
  'utility.streetlight': ['路灯连着三天不亮', '路灯一闪一闪的，晚上走路看不清', '路灯杆被撞斜了'],
  'utility.hydrant': ['消火栓一直在漏水', '消火栓被车挡住了'],
  'utility.cable': ['电线垂下来快碰到人头了', '通信线缆断落在人行道上'],
  'utility.water-pipe': ['路面往外冒水，已经流了一上午'],
  'utility.sewer': ['下水道堵了，污水漫到路面', '污水井往外冒，气味很大'],
  'traffic.road': ['路面有个大坑，电动车差点摔倒', '人行道砖塌陷了一片'],
  'traffic.railing': ['护栏被撞倒一截'],
  'sanitation.bin': ['垃圾桶满了没人清', '垃圾桶盖子坏了'],
  'greening.tree': ['大风刮断的树枝压在人行道上', '行道树枯死了，怕倒'],
  'greening.green': ['绿地被踩秃了，黄土裸露'],
  'greening.fitness': ['健身器材的螺丝松了，孩子玩着不安全'],
  'appearance.litter': ['路边堆了一大堆垃圾，招苍蝇', '装修完的袋装垃圾扔在楼下', '绿化带里有散落垃圾'],
  'appearance.hallway': ['楼道里堆满纸箱和旧家具，走不开', '三楼平台堆杂物，有火灾隐患'],
  'appearance.smoke': ['饭店油烟直接往楼上排，开不了窗', '烧烤摊油烟太大'],
  'appearance.illegal-building': ['楼顶有人在加盖房子', '一楼把绿地围起来搭棚子'],
  'street-order.stall': ['人行道被摊位占满，只能走机动车道', '学校门口流动摊贩太多'],
  'street-order.parking': ['消防通道停满了车', '车停在盲道上'],
  'street-order.ebike': ['有人把电动车推进楼道充电', '单元门口飞线充电'],
  'street-order.poster': ['楼道墙上全是小广告', '电线杆贴满小广告'],
  'works.noise-site': ['工地半夜还在施工，没法睡觉'],
  'works.dust': ['工地不洒水，尘土很大'],
  'living.heating': ['暖气不热，家里只有十五度', '暖气管道漏水'],
  'living.property-service': ['物业好几天没打扫楼道', '门禁坏了报修一周没人来', '公共收益没有公示'],
  'living.noise-neighbour': ['楼上每天半夜拖动家具'],
  'living.lift': ['电梯停运两天了，老人下不了楼', '电梯运行有异响'],
  'living.consult': ['想问一下老年人助餐怎么申请', '咨询居住证怎么办'],
  'living.suggestion': ['建议在路口加一个凉亭和座椅'],
  'living.care': ['独居老人想申请上门理发'],
  'living.water-power': ['整栋楼停水了，不知道什么时候来水'],
  'safety.fire-lane': ['消防通道被上锁', '消防通道堆着建筑材料'],
  'safety.wall': ['外墙瓷砖往下掉，砸到过车'],
  'safety.gas': ['楼道里闻到煤气味'],
  'safety.flood': ['一下雨这里就积水没过脚踝'],
};

/** What somebody says about a thing at a place. */
export function sampleText(random: Random, category: string, label: string, address: string): string {
  const words = SAMPLES[category] ?? [`${label}有问题，请来看看`];
  const where = address ? `${address}：` : '';
  return `${where}${random.pick(words as string[])}。`;
}

/** What is said on the hard days of the demo. */
export const hardDayWords = {
  where: '现场',
  askWhistle: '社区没有执法权，需要城管和住建一起到场。',
  purpose: '一起到场，查清责任，当场定办法。',
  onSite: '两人到场，正在查看。',
  together: '各单位到现场，各自的部分一次办完。',
  arrived: '已到场。',
  partDone: '本单位的部分已办完。',
  slow: '居民连续两次催办。',
  wants: '说明卡在哪里、哪天办完。',
  notOurs: '现场不是本局管理的设施。',
  whoLeads: '两家都说不归自己管，请裁定由谁牵头。',
} as const;

/** The plans of the workbench. */
export const planNames = {
  grids: '网格优化（少动现有）',
  coverage: '老年人十五分钟就医',
  siting: '应急物资点选址',
  stress: '暴雨内涝压力测试（西片）',
  stressZone: '西片积水',
  circle: '十五分钟应急圈',
  services: {
    shelter: '避难安置',
    stock: '应急物资',
    aed: '除颤器（AED）',
    clinic: '医疗点',
    ambulance: '医院车辆到达',
  },
} as const;
