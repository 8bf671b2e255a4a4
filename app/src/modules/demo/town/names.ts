// Invented names, in the manner of a Chinese town. Content, not interface text: what the demo's places are called.
import type { Random } from '@renlin/core/random';

const roadsAcross = [
  '春阳路',
  '长城路',
  '明华路',
  '文澜路',
  '和兴路',
  '锦程路',
  '泰康路',
  '安顺路',
  '德昌路',
  '礼贤路',
  '书院路',
  '瑞祥路',
  '宁远路',
  '广济路',
  '丰泽路',
  '玉泉路',
  '景明路',
  '安和路',
  '凤岗路',
];
const roadsAlong = [
  '崇文街',
  '正泰街',
  '青松街',
  '海晏街',
  '银杏街',
  '白云街',
  '惠民街',
  '建安街',
  '朝晖街',
  '望海街',
  '流亭巷',
  '竹韵街',
  '育英街',
  '兴业街',
  '和平里大街',
  '金水街',
  '云岭街',
  '梧桐街',
  '百花街',
  '向阳街',
];
const compoundFirst = [
  '听海',
  '锦绣',
  '春和',
  '瑞安',
  '金桂',
  '翠湖',
  '紫薇',
  '阳光',
  '丽景',
  '福临',
  '康居',
  '银河',
  '枫林',
  '天泰',
  '祥和',
  '碧水',
  '怡景',
  '世纪',
  '水岸',
  '青年',
  '幸福',
  '明珠',
  '永兴',
  '嘉禾',
  '中南',
  '百合',
  '香樟',
  '鲁班',
  '御景',
  '文苑',
  '万和',
  '华庭',
  '宝龙',
  '新都',
  '滨河',
  '凤凰',
  '南苑',
  '北辰',
  '云溪',
  '东方',
];
const slabEnds = ['小区', '花园', '苑', '家园', '新村', '里'];
const towerEnds = ['府', '城', '雅居', '名都', '公馆', '华庭', '国际'];
const surnames = [
  '王',
  '李',
  '张',
  '刘',
  '孙',
  '于',
  '纪',
  '江',
  '曲',
  '矫',
  '毛',
  '栾',
  '宫',
  '蓝',
  '万',
  '段',
  '仲',
  '苗',
];
const villageEnds = ['家庄', '家村', '家疃', '家沟', '家台'];
const firmFirst = [
  '安泰',
  '众和',
  '海联',
  '瑞邻',
  '佳苑',
  '信诚',
  '启明',
  '万邻',
  '润德',
  '恒宜',
  '四季',
  '华安',
  '鼎立',
  '新居',
  '和美',
  '东润',
];

export type TownNames = {
  roadAcross(index: number): string;
  roadAlong(index: number): string;
  compound(kind: 'slabs' | 'towers' | 'village'): string;
  firm(index: number): string;
};

export function createNames(random: Random): TownNames {
  const across = random.fork('across').shuffle([...roadsAcross]);
  const along = random.fork('along').shuffle([...roadsAlong]);
  const pick = random.fork('compound');
  const used = new Set<string>();
  const unique = (make: () => string): string => {
    for (let round = 0; ; round++) {
      const name = make();
      const final = round < 40 ? name : `${name}${['东', '西', '南', '北'][round % 4]}区`;
      if (used.has(final)) continue;
      used.add(final);
      return final;
    }
  };
  // 春阳路 is where the stories of the demo happen: it always exists.
  for (const [list, name] of [
    [across, '春阳路'],
    [across, '长城路'],
  ] as const) {
    const at = list.indexOf(name);
    const to = name === '春阳路' ? 4 : 8;
    list.splice(at, 1);
    list.splice(to, 0, name);
  }
  return {
    roadAcross: (index) => across[index % across.length] as string,
    roadAlong: (index) => along[index % along.length] as string,
    compound(kind) {
      if (kind === 'village') return unique(() => `${pick.pick(surnames)}${pick.pick(villageEnds)}`);
      return unique(
        () => `${pick.pick(compoundFirst)}${pick.pick(kind === 'towers' ? towerEnds : slabEnds)}`,
      );
    },
    firm: (index) => `${firmFirst[index % firmFirst.length] as string}物业服务有限公司`,
  };
}
