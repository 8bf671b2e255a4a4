// Sample duty lists in the form that streets publish since 2024 (履职事项清单: 基本, 配合, 上级收回), with a community's three lists and the
// grid's 准入清单. The items are samples to be replaced by the place's own; the legal bases are the laws that usually stand there.
import type { DutyItem, ItemType, UnitReference } from './catalogue.ts';

type Sample = readonly [
  code: string,
  type: ItemType,
  zh: string,
  en: string,
  categories: readonly string[],
  lead: string | null,
  assist: readonly string[],
  basis: string,
];

/** `@street-office` names a kind of unit near the place, anything else a unit by its code. */
function reference(text: string): UnitReference {
  return text.startsWith('@') ? { kind: text.slice(1) } : { code: text };
}

const street: readonly Sample[] = [
  [
    'J-01',
    'basic',
    '背街小巷、公共区域环境卫生管理',
    'Cleanliness of lanes and public places',
    ['appearance.litter', 'appearance.sweeping', 'sanitation.bin', 'street-order.poster'],
    '@street-office',
    ['@committee'],
    '《城市市容和环境卫生管理条例》',
  ],
  [
    'J-02',
    'basic',
    '指导、协调物业管理和业主自治',
    'Guiding property management and owners’ self-government',
    ['living.property-service', 'living.noise-neighbour', 'living.dispute'],
    '@street-office',
    ['@committee'],
    '《物业管理条例》',
  ],
  [
    'J-03',
    'basic',
    '困难群众走访、养老助残服务',
    'Visiting and helping those in need',
    ['living.care'],
    '@street-office',
    ['@committee'],
    '《社会救助暂行办法》',
  ],
  [
    'J-04',
    'basic',
    '受理居民意见建议与政策咨询',
    'Taking suggestions and questions',
    ['living.suggestion', 'living.consult'],
    '@street-office',
    [],
    '《信访工作条例》',
  ],
  [
    'J-05',
    'basic',
    '辖区公共健身设施日常维护',
    'Upkeep of public fitness equipment',
    ['greening.fitness'],
    '@street-office',
    ['@committee'],
    '《全民健身条例》',
  ],
  [
    'P-01',
    'assist',
    '市政道路、井盖、护栏维护',
    'Roads, covers and railings',
    ['utility.manhole', 'traffic.road', 'traffic.railing', 'traffic.bike-parking'],
    'urban-management',
    [],
    '《城市道路管理条例》',
  ],
  [
    'P-02',
    'assist',
    '城市照明设施维护',
    'Street lighting',
    ['utility.streetlight'],
    'urban-management',
    [],
    '《城市照明管理规定》',
  ],
  [
    'P-03',
    'assist',
    '城市绿化养护',
    'Care of trees and green spaces',
    ['greening.tree', 'greening.green'],
    'urban-management',
    [],
    '《城市绿化条例》',
  ],
  [
    'P-04',
    'assist',
    '排水防涝',
    'Drainage',
    ['utility.sewer', 'safety.flood'],
    'water',
    [],
    '《城镇排水与污水处理条例》',
  ],
  [
    'P-05',
    'assist',
    '供水供电供气供热保障',
    'Supply of water, power, gas and heat',
    ['utility.water-pipe', 'living.water-power', 'living.heating', 'utility.cable'],
    'housing',
    [],
    '《城市供水条例》',
  ],
  [
    'P-06',
    'assist',
    '消防设施与消防通道监督',
    'Fire equipment and fire lanes',
    ['utility.hydrant', 'safety.fire-lane'],
    'fire-rescue',
    [],
    '《中华人民共和国消防法》',
  ],
  [
    'P-07',
    'assist',
    '公共厕所管理',
    'Public toilets',
    ['sanitation.toilet'],
    'urban-management',
    [],
    '《城市公厕管理办法》',
  ],
  [
    'P-08',
    'assist',
    '既有房屋安全',
    'Safety of existing buildings',
    ['safety.wall', 'safety.slope'],
    'housing',
    [],
    '《城市危险房屋管理规定》',
  ],
  [
    'P-09',
    'assist',
    '占道经营与停车秩序',
    'Stalls and parking',
    ['street-order.stall', 'street-order.parking'],
    'urban-management',
    ['@committee'],
    '《中华人民共和国道路交通安全法》',
  ],
  [
    'S-01',
    'withdrawn',
    '违法建设查处',
    'Action against illegal building',
    ['appearance.illegal-building'],
    'urban-management',
    [],
    '《中华人民共和国城乡规划法》',
  ],
  [
    'S-02',
    'withdrawn',
    '餐饮油烟监管',
    'Supervision of kitchen fumes',
    ['appearance.smoke'],
    'urban-management',
    [],
    '《中华人民共和国大气污染防治法》',
  ],
  [
    'S-03',
    'withdrawn',
    '施工噪声、扬尘监管',
    'Noise and dust of building sites',
    ['works.noise-site', 'works.dust'],
    'housing',
    [],
    '《中华人民共和国噪声污染防治法》',
  ],
  [
    'S-04',
    'withdrawn',
    '建筑垃圾与渣土处置监管',
    'Supervision of rubble and muck',
    ['appearance.muck', 'appearance.rubble'],
    'urban-management',
    [],
    '《城市建筑垃圾管理规定》',
  ],
  [
    'S-05',
    'withdrawn',
    '特种设备（电梯）安全监察',
    'Supervision of lifts',
    ['living.lift'],
    'market',
    ['@property-firm'],
    '《中华人民共和国特种设备安全法》',
  ],
  [
    'S-06',
    'withdrawn',
    '燃气安全监管',
    'Supervision of gas',
    ['safety.gas'],
    'housing',
    [],
    '《城镇燃气管理条例》',
  ],
  // Items that no category is routed by: what a unit names when it sends back what was not its own.
  [
    'S-07',
    'withdrawn',
    '大气污染防治监管',
    'Supervision of air pollution',
    [],
    'environment',
    [],
    '《中华人民共和国大气污染防治法》',
  ],
  [
    'S-08',
    'withdrawn',
    '食品经营许可与监管',
    'Licensing and supervision of food businesses',
    [],
    'market',
    [],
    '《中华人民共和国食品安全法》',
  ],
];

const community: readonly Sample[] = [
  [
    'C-01',
    'duty',
    '楼道堆物、电动自行车入楼的巡查与劝导',
    'Patrol and persuasion about stairwells and e-bikes',
    ['appearance.hallway', 'street-order.ebike'],
    '@property-firm',
    ['@committee'],
    '《物业管理条例》',
  ],
  [
    'C-90',
    'negative',
    '违法建设、燃气、电梯等行政执法',
    'Enforcement about buildings, gas and lifts',
    ['appearance.illegal-building', 'safety.gas', 'living.lift'],
    null,
    [],
    '《中华人民共和国城市居民委员会组织法》',
  ],
];

const grid: readonly Sample[] = [
  [
    'G-01',
    'access',
    '小广告、散落垃圾、共享单车扶正等随手能办的小事',
    'Posters, litter and fallen bicycles',
    ['street-order.poster', 'appearance.litter', 'traffic.bike-parking'],
    null,
    [],
    '网格事项准入清单',
  ],
  [
    'G-02',
    'access',
    '楼道堆物、电动自行车入楼的当场劝导',
    'Persuasion on the spot about stairwells and e-bikes',
    ['appearance.hallway', 'street-order.ebike'],
    null,
    [],
    '网格事项准入清单',
  ],
];

export type PresetList = {
  list: DutyItem['list'];
  title: string;
  items: readonly Omit<DutyItem, 'id' | 'listId' | 'version'>[];
};

function build(list: DutyItem['list'], title: string, samples: readonly Sample[]): PresetList {
  return {
    list,
    title,
    items: samples.map(([code, type, zh, en, categories, lead, assist, basis]) => ({
      list,
      code: code.toLowerCase(),
      type,
      title: { 'zh-CN': zh, en },
      categories,
      lead: lead ? reference(lead) : null,
      assist: assist.map(reference),
      basis,
    })),
  };
}

export function presetLists(): PresetList[] {
  return [
    build('street', '街道履职事项清单（样例）', street),
    build('community', '社区履职、协助、负面清单（样例）', community),
    build('grid', '网格事项准入清单（样例）', grid),
  ];
}

/** Departments that the sample lists name by code, for seeding a demo district. */
export const presetDepartments: readonly { code: string; name: string }[] = [
  { code: 'urban-management', name: '城市管理局' },
  { code: 'housing', name: '住房和城乡建设局' },
  { code: 'water', name: '水务局' },
  { code: 'market', name: '市场监督管理局' },
  { code: 'fire-rescue', name: '消防救援大队' },
  { code: 'environment', name: '生态环境局' },
  { code: 'emergency', name: '应急管理局' },
  { code: 'civil-affairs', name: '民政局' },
];
