// What household cards and plans begin with, by hazard. Common practice of such cards and plans, written from memory: a beginning that each
// community replaces by what its own place needs; the local plan always goes before.
export const firstLines: Record<string, readonly string[]> = {
  rainstorm: [
    '关注预警，低洼处、地下室的人和贵重物品先上楼',
    '水没过脚踝就断开电闸，不下地下车库',
    '接到转移通知马上走，不等',
  ],
  flood: ['关注水位和转移通知，东西先上高处', '断电断气，锁门后按路线步行离开', '不涉水、不靠近河边看水'],
  typhoon: ['收起阳台、窗台和屋顶的东西，关好门窗', '备好三天的水、食物、药和手电', '红色预警期间不出门'],
  heat: [
    '老人、孩子中午不出门，多喝水',
    '有人头晕、高烧、不出汗，马上降温并打 120',
    '没有空调的到社区纳凉点',
  ],
  cold: ['检查取暖和烟道，炭火不进屋', '水管包好，备防滑', '独居老人每天联系一次'],
  earthquake: ['晃动时就地躲在结实的桌旁，护住头', '停下后走楼梯，到空旷处', '不乘电梯，不回去取东西'],
  fire: ['小火用灭火器，大火关门就走，打 119', '低姿、捂口鼻，走楼梯', '逃不出去就关门堵缝，在窗口呼救'],
  gas: ['闻到味道关阀、开窗，不动开关', '到室外再打电话报修', '邻居一起撤离'],
};
export const anyRiskLines = ['先保人，再顾财物', '打 119、120、110 求救，说清地址', '按社区通知到安置点'];
export const cardBlanks = [
  '家里人和电话',
  '两个集合地点',
  '要带的药',
  '需要帮助的人',
  '帮我们的邻居',
  '水、电、气总阀在哪里',
];

export const pointSigns = ['水位、裂缝、异响，有变化马上报'];

/** Put before the lines of a unit that assists. */
export const assisting = (task: string) => `协助：${task}`;
