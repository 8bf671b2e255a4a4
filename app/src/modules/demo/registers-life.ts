// Registers of the demo with their life in them: what runs out, what was declined, what is past its day. Invented, all of it.
import { creditCodeCheck } from '@renlin/core/identity/credit-code';
import type { Random } from '@renlin/core/random';
import type { AddedRecord } from '../../engines/register/add-records.ts';
import { addMonths } from '../../engines/register/record.ts';

export type LifeParts = {
  /** A place of the community in which the demo's secretary works; the number goes round. */
  place(at: number): AddedRecord['area'];
  /** The community itself. */
  community: AddedRecord['area'];
  /** Some homes: a building with where it stands. */
  homes: readonly { id: string; area: AddedRecord['area']; name: string }[];
  nextId(): string;
  today: string;
  random: Random;
};

type Row = { at?: number; values: AddedRecord['values']; confirmedOn?: string; consentOn?: string };

const daysFrom = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const creditCode = (at: number): string => {
  const code = `9137021400${String(1_000_000 + at * 7_919)}`;
  return code + creditCodeCheck(code);
};

const NAMES = [
  '王小芹',
  '刘志强',
  '杨春梅',
  '黄海波',
  '徐秀娟',
  '马建军',
  '宋玉兰',
  '高志远',
  '林晓东',
  '何桂香',
];
const nameOf = (at: number): string => NAMES[at % NAMES.length] as string;
const phoneOf = (at: number): string => `1370532${String(1000 + at * 37).slice(-4)}`;

/** Records of twelve registers, by register. O(records). */
export function lifeOf(parts: LifeParts): Map<string, AddedRecord[]> {
  const { today } = parts;
  const made = (rows: readonly Row[]): AddedRecord[] =>
    rows.map(({ at, values, confirmedOn, consentOn }, index) => ({
      id: parts.nextId(),
      area: at === -1 ? parts.community : parts.place(at ?? index),
      values,
      ...(confirmedOn === undefined ? {} : { confirmedOn }),
      ...(consentOn === undefined
        ? {}
        : { consent: { givenBy: 'self' as const, onDay: consentOn, edition: 1 } }),
    }));
  const incidents = made(incidentRows(today));
  const running = incidents[0]?.id ?? '';
  const over = incidents[1]?.id ?? '';
  return new Map([
    ['households', householdsOf(parts)],
    ['venues', made(venueRows())],
    ['firms', made(firmRows())],
    ['property-firms', made(propertyRows(today))],
    ['owners-committees', made(committeeRows(today))],
    ['stocks', made(stockRows(today))],
    ['volunteers', made(volunteerRows(today))],
    ['welfare-visits', made(visitRows(parts))],
    ['institutions', made(institutionRows(today))],
    ['hazards', made(hazardRows(parts))],
    ['incidents', incidents],
    ['incident-people', made(peopleRows(parts, running, over))],
  ]);
}

function householdsOf({ homes, nextId, today, random }: LifeParts): AddedRecord[] {
  const doors = ['1单元101', '1单元202', '2单元301'];
  return homes.slice(0, 10).flatMap((home) =>
    doors.map((door) => ({
      id: nextId(),
      area: home.area,
      values: {
        address: `${home.name}${door}`,
        building: home.id,
        size: random.pick(['one', 'two', 'few', 'few', 'many']),
        tenure: random.pick(['owner', 'owner', 'tenant']),
        checkedOn: daysFrom(today, -random.int(300)),
      },
      confirmedOn: addMonths(today, -random.int(23)),
    })),
  );
}

const HOURS = ['周一至周五 8:30-17:30', '每天 6:00-20:00', '周二至周日 9:00-18:00', '24小时'];

function venueRows(): Row[] {
  const rows: readonly [string, string, readonly string[], number, boolean][] = [
    ['社区党群服务中心', 'service-centre', ['command', 'assembly'], 120, true],
    ['春阳小学操场', 'school', ['shelter', 'assembly'], 900, false],
    ['惠民体育馆', 'sports', ['shelter', 'medical'], 600, true],
    ['长者食堂', 'canteen', ['kitchen'], 80, false],
    ['社区卫生服务站', 'clinic', ['medical'], 40, true],
    ['槐香里口袋公园', 'square', ['assembly'], 300, false],
    ['泰和地下车库', 'garage', ['stock'], 0, false],
    ['邻里图书室', 'culture', [], 50, false],
  ];
  return rows.map(([name, everyday, emergency, capacity, power], at) => ({
    values: {
      name,
      address: `春阳路${10 + at * 6}号`,
      everyday,
      emergency,
      capacity,
      power,
      hours: HOURS[at % HOURS.length] as string,
      stepFree: at % 2 === 0,
      keeper: nameOf(at),
      phone: phoneOf(at),
    },
  }));
}

function firmRows(): Row[] {
  const rows: readonly [string, string, number, boolean][] = [
    ['老街水饺馆', 'catering', 6, true],
    ['便民超市春阳店', 'retail', 4, false],
    ['阿明理发', 'service', 2, false],
    ['安心药房', 'medical', 5, false],
    ['启航托管中心', 'education', 9, false],
    ['海边民宿', 'lodging', 3, true],
    ['鑫源五金加工', 'production', 22, true],
    ['快递驿站', 'service', 3, false],
    ['馨香面包房', 'catering', 5, true],
    ['银河网吧', 'leisure', 4, false],
    ['老街水饺店', 'catering', 6, true],
  ];
  return rows.map(([name, trade, staff, flame], at) => ({
    values: {
      name,
      trade,
      staff,
      flame,
      // The last is the first once more, as two people would have written it down.
      address: `春阳路${31 + (at % 10) * 2}号`,
      leader: nameOf((at % 10) + 3),
      phone: phoneOf(at + 20),
      ...(at % 3 === 0 ? { creditCode: creditCode(at) } : {}),
    },
  }));
}

function propertyRows(today: string): Row[] {
  const rows: readonly [string, string, string, number | null][] = [
    ['春阳花园', '和顺物业', 'contract', 400],
    ['惠民小区', '城安物业', 'contract', -40],
    ['泰和嘉苑', '和顺物业', 'trustee', 25],
    ['槐香里', '街道物业中心', 'street', null],
    ['云溪苑', '云溪业主自管小组', 'self', null],
    ['海润新村', '海润物业', 'contract', 700],
  ];
  return rows.map(([compound, firm, mode, ends], at) => ({
    values: {
      compound,
      firm,
      mode,
      hotline: `0532-8770${1000 + at}`,
      manager: nameOf(at + 1),
      phone: phoneOf(at + 40),
      ...(ends === null
        ? {}
        : { contractFrom: daysFrom(today, ends - 1095), contractTo: daysFrom(today, ends) }),
    },
  }));
}

function committeeRows(today: string): Row[] {
  const rows: readonly [string, string, number | null, number | null][] = [
    ['春阳花园', 'committee', 600, 7],
    ['惠民小区', 'committee', -20, 5],
    ['泰和嘉苑', 'management', 200, 9],
    ['槐香里', 'none', null, null],
    ['云溪苑', 'committee', 60, 5],
    ['海润新村', 'none', null, null],
  ];
  return rows.map(([compound, kind, ends, members], at) => ({
    values: {
      compound,
      kind,
      ...(members === null ? {} : { members, chair: nameOf(at + 5), phone: phoneOf(at + 60) }),
      ...(ends === null ? {} : { electedOn: daysFrom(today, ends - 1095), termTo: daysFrom(today, ends) }),
    },
  }));
}

function stockRows(today: string): Row[] {
  const rows: readonly [string, string, number, string, string, number | null, string][] = [
    ['饮用水', 'food', 120, '箱', '2024A', -12, 'own'],
    ['饮用水', 'food', 80, '箱', '2026B', 300, 'own'],
    ['压缩饼干', 'food', 40, '箱', '2025C', 45, 'own'],
    ['碘伏', 'medical', 60, '瓶', 'D18', -3, 'donated'],
    ['急救包', 'medical', 25, '个', 'J07', 500, 'own'],
    ['棉被', 'warmth', 90, '床', 'M01', null, 'own'],
    ['折叠床', 'warmth', 60, '张', 'Z02', null, 'agreement'],
    ['沙袋', 'flood', 400, '袋', 'S11', null, 'own'],
    ['抽水泵', 'flood', 3, '台', 'P03', null, 'loan'],
    ['灭火器', 'fire', 30, '具', 'F25', 20, 'own'],
    ['发电机', 'power', 2, '台', 'G01', null, 'own'],
    ['方便面（超市协议）', 'food', 200, '箱', '协议1', 120, 'agreement'],
  ];
  return rows.map(([item, kind, quantity, measure, lot, days, holding], at) => ({
    at: at % 3,
    values: {
      item,
      kind,
      quantity,
      measure,
      lot,
      holding,
      place: ['社区仓库', '泰和地下车库', '党群服务中心'][at % 3] as string,
      custodian: nameOf(at),
      phone: phoneOf(at + 80),
      ...(days === null ? {} : { bestBefore: daysFrom(today, days) }),
    },
  }));
}

function volunteerRows(today: string): Row[] {
  const skills = ['first-aid', 'electric', 'driving', 'cooking', 'teaching', 'carrying', 'language', 'order'];
  return NAMES.map((name, at) => ({
    values: {
      name,
      phone: phoneOf(at + 100),
      skills: [skills[at % skills.length] as string, skills[(at + 3) % skills.length] as string],
      free: at % 2 === 0 ? ['weekend', 'emergency'] : ['evening'],
    },
    // Two of them run out within the month.
    consentOn: daysFrom(addMonths(today, at < 2 ? -24 : -(at * 2)), at < 2 ? 12 : 0),
  }));
}

function visitRows({ homes, today }: LifeParts): Row[] {
  const who = ['孙淑珍', '崔德顺', '姜玉花', '于守田', '曲桂云', '战凤英', '江永福', '矫秀芝'];
  const kinds = ['alone', 'empty-nest', 'alone', 'frail', 'left-behind', 'disabled', 'bereft', 'alone'];
  return who.map((name, at) => ({
    values: {
      name,
      address: `${homes[at % homes.length]?.name ?? ''}2单元${201 + at}`,
      phone: phoneOf(at + 120),
      circumstance: kinds[at] as string,
      visitEvery: at % 3 === 0 ? 'week' : 'month',
      visitor: nameOf(at),
      kin: `${name.slice(0, 1)}小${'军红伟'[at % 3]}`,
      kinPhone: phoneOf(at + 140),
    },
    confirmedOn: daysFrom(addMonths(today, at === 0 ? -12 : -at), at === 0 ? 9 : 0),
  }));
}

function institutionRows(today: string): Row[] {
  const rows: readonly [string, string, string, string, number][] = [
    ['网格巡查制度', 'everyday', 'inspect', '社区居委会', 120],
    ['居民议事规则', 'everyday', 'survey', '社区居委会', 200],
    ['物资出入库制度', 'prepare', 'inspect', '社区居委会', -15],
    ['防汛值班制度', 'prepare', 'respond', '街道应急办', 30],
    ['隐患排查与销号制度', 'prevent', 'survey', '街道应急办', 90],
    ['台风人员转移预案', 'respond', 'respond', '街道应急办', -60],
    ['应急信息发布制度', 'respond', 'respond', '街道党政办', 150],
    ['灾后房屋查勘制度', 'recover', 'dispose', '街道规建办', 365],
  ];
  return rows.map(([name, phase, sort, owner, review], at) => ({
    at: -1,
    values: {
      name,
      phase,
      sort,
      owner,
      basis: at % 2 === 0 ? '社区居民会议通过' : '街道办事处印发',
      inForceOn: daysFrom(today, -400 - at * 20),
      reviewOn: daysFrom(today, review),
    },
  }));
}

function hazardRows({ homes, today }: LifeParts): Row[] {
  const home = (at: number) => homes[at % homes.length]?.name ?? '';
  const rows: readonly [string, string, string, string, number | null][] = [
    [`${home(0)}地下车库入口`, 'flood', 'larger', '备沙袋 40 袋，汛期专人值守', 10],
    [`${home(1)}外墙瓷砖`, 'fall', 'larger', '拉警戒线，物业 30 日内修复', -5],
    [`${home(2)}飞线充电`, 'electric', 'general', '加装充电桩', 20],
    ['春阳路 27 号沿街餐馆燃气软管', 'gas', 'major', '燃气公司更换', -2],
    ['后山挡土墙', 'slope', 'larger', '雨前巡查，超警戒即撤离', null],
    ['槐香里 2 号楼老旧砖房', 'collapse', 'major', '封控，等待鉴定', 45],
    ['学校门口无红绿灯路口', 'traffic', 'general', '上下学时段引导', 60],
    // Homes that declined to be registered: the door and what is needed there, nothing else.
    [`${home(3)}1单元102`, 'rescue', 'general', '不愿登记，应急时先敲门', null],
    [`${home(4)}2单元501`, 'rescue', 'general', '不愿登记，应急时先敲门', null],
  ];
  return rows.map(([place, kind, level, measure, due], at) => ({
    values: {
      place,
      kind,
      level,
      measure,
      owner: at % 2 === 0 ? '社区居委会' : '街道应急办',
      foundOn: daysFrom(today, -30 - at * 5),
      ...(due === null ? {} : { dueOn: daysFrom(today, due) }),
    },
  }));
}

function incidentRows(today: string): Row[] {
  const rows: readonly [string, string, string, number, number | null][] = [
    ['强降雨防范', 'storm', '区防指防汛Ⅳ级响应通知', -1, null],
    ['春阳路片区停水', 'outage', '街道办事处应急通知', -24, -22],
    ['夏季台风', 'storm', '区防指防台风Ⅲ级响应通知', -110, -107],
    ['寒潮大风', 'snow', '区防指低温响应通知', -300, -296],
    ['槐香里厨房火灾', 'fire', '街道应急办现场处置', -160, -160],
    ['高温保障', 'heat', '区应急局高温提示', -130, -121],
  ];
  return rows.map(([name, kind, orderedBy, began, ended]) => ({
    at: -1,
    values: {
      name,
      kind,
      orderedBy,
      beganOn: daysFrom(today, began),
      ...(ended === null ? {} : { endedOn: daysFrom(today, ended) }),
    },
  }));
}

function peopleRows({ homes, today }: LifeParts, running: string, over: string): Row[] {
  const who = ['牟长河', '纪文秀', '万福生', '解秀荣', '栾玉堂', '臧小宝'];
  const needs = [
    ['carry'],
    ['power', 'transport'],
    ['shelter'],
    ['medicine'],
    ['water'],
    ['infant', 'water'],
  ];
  return who.map((name, at) => ({
    values: {
      incident: at < 4 ? running : over,
      name,
      address: `${homes[(at + 5) % homes.length]?.name ?? ''}1单元${101 + at}`,
      phone: phoneOf(at + 160),
      people: 1 + (at % 3),
      needs: needs[at] as string[],
    },
    ...(at < 4 ? {} : { confirmedOn: daysFrom(today, -23) }),
  }));
}
