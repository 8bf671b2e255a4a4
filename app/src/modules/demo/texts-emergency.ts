// The words of the demo's emergencies. Invented; no house and no person of a real place is meant.
export const emergencyWords = {
  storm: {
    text: '短时强降雨，低洼处积水接近一楼，先转移地下室和一楼住户',
    issuer: '区防汛抗旱指挥部（演示）',
    document: '演示防汛〔2026〕3号',
    note: '雨已停，积水退到路面以下',
    released: '低洼处积水已退，逐户通知返回',
    review: '两处雨水口被落叶堵住，叫应用了九分钟；由物业每周清一次，汛期前复核',
  },
  outage: {
    text: '片区停电，先看电梯困人和在家用医疗设备的住户，发电车已联系',
  },
  needs: {
    pump: { what: 'equipment', amount: 2, measure: '台', text: '地下车库进水，缺排水泵' },
    meals: { what: 'supplies', amount: 30, measure: '份', text: '临时安置点缺热饭' },
    lift: { what: 'rescue', amount: 1, measure: '处', text: '电梯停在三层和四层之间，里面有人应答' },
    light: { what: 'equipment', amount: 4, measure: '盏', text: '楼梯间没有应急照明' },
  },
  closure: {
    headline: '楼栋封控 停电的地下车库',
    address: '停电的地下车库',
    text: '车库排风停了，发电机不得入内；车辆停在地面',
  },
  brought: '已送到现场，点过数',
  enough: '现场看过，够用',
} as const;
