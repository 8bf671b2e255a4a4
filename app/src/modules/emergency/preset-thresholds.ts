// The criteria that a district begins with, to be replaced by its own plan: the national relief plan's.
import type { ResponseLevel } from '../../kernel/emergency.ts';
import type { Threshold } from './contract.ts';

/** The national plan counts by province and event. Text of 2016; a newer one and the local plan go before. */
const NATIONAL =
  '《国家自然灾害救助应急预案》（2016年3月），按一省（区、市）一次灾害计；有新修订或本地预案的以其为准';

const measures = {
  deaths: { 'zh-CN': '死亡（人）', en: 'Deaths' },
  relocated: { 'zh-CN': '紧急转移安置或需紧急生活救助（人）', en: 'People relocated or in need of aid' },
  rooms: { 'zh-CN': '倒塌或严重损坏房屋（间）', en: 'Rooms collapsed or badly damaged' },
  households: {
    'zh-CN': '倒塌或严重损坏房屋（户）',
    en: 'Households whose homes collapsed or were badly damaged',
  },
} as const;

/** 以上 includes the number, 以下 does not. */
const rows: Record<ResponseLevel, Record<keyof typeof measures, readonly [from: number, below?: number]>> = {
  I: { deaths: [200], relocated: [2_000_000], rooms: [300_000], households: [100_000] },
  II: {
    deaths: [100, 200],
    relocated: [1_000_000, 2_000_000],
    rooms: [200_000, 300_000],
    households: [70_000, 100_000],
  },
  III: {
    deaths: [50, 100],
    relocated: [500_000, 1_000_000],
    rooms: [100_000, 200_000],
    households: [30_000, 70_000],
  },
  IV: {
    deaths: [20, 50],
    relocated: [100_000, 500_000],
    rooms: [10_000, 100_000],
    households: [3_000, 30_000],
  },
};

export function nationalThresholds(level: ResponseLevel): Threshold[] {
  return Object.entries(measures).map(([code, label]) => {
    const [from, below] = rows[level][code as keyof typeof measures];
    return { code, label, from, ...(below === undefined ? {} : { below }), source: NATIONAL };
  });
}
