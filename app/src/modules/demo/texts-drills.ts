// Words of the demo's drills, readiness and trainings. Invented; no school, no building and no person of a real place is meant.
const gate = (school: string, at: string, hours: string, event: string, unit: string, post: string) => ({
  school,
  gate: at,
  hours,
  event,
  unit,
  post,
  people: 2,
});

export const trainingWords = {
  organiser: '社区应急队',
  sessions: [
    { name: '家庭火灾逃生培训', topic: 'fire', daysAgo: 12, headcount: 34 },
    { name: '暴雨来了怎么办', topic: 'flood', daysAgo: 25, headcount: 28 },
    { name: '心肺复苏和 AED 使用', topic: 'rescue', daysAgo: 40, headcount: 21 },
    { name: '地震自救', topic: 'quake', daysAgo: 66, headcount: 30 },
    { name: '电动自行车充电安全', topic: 'power', daysAgo: 90, headcount: 45 },
    { name: '燃气报警器使用', topic: 'power', daysAgo: 130, headcount: 19 },
    { name: '止血包扎', topic: 'rescue', daysAgo: 210, headcount: 16 },
    { name: '高楼疏散', topic: 'fire', daysAgo: 400, headcount: 52 },
  ],
  gates: [
    gate('春阳小学', '南门', '7:10—7:50', 'going', '社区居委会', '专职网格员'),
    gate('春阳小学', '南门', '16:20—17:00', 'going', '社区居委会', '志愿者带班'),
    gate('春阳小学', '北门', '7:10—7:50', 'going', '街道办事处', '街道队员'),
    gate('长城幼儿园', '正门', '7:40—8:20', 'going', '物业公司', '秩序员'),
    gate('第三中学', '东门', '7:00—7:40', 'exam', '街道办事处', '街道队员'),
    gate('第三中学', '东门', '17:30—18:10', 'weather', '社区居委会', '社区工作者'),
  ],
};

export const drillWords = {
  fire: {
    title: '三号楼火情逃生演练',
    aim: '三分钟内有人到场，东西两条通道都能下来。',
    place: '小区东门空地',
    done: '敲过门，人从西侧下来了',
    finding: '东侧疏散通道堆着旧家具，走不通',
    review: '叫应快，西侧三分钟走完；东侧堵着，行动不便的住户没有固定接应人。',
  },
  storm: {
    title: '汛前暴雨转移演练',
    aim: '低洼处先转移，断网时用纸单也转得动。',
    place: '社区党群服务中心',
  },
  season: '汛期前核验',
  recovery: {
    drains: '雨水口或排水沟没清淤',
    remark: '地下车库已抽干，电气部分由物业请人复查',
  },
};
