// 启动条件 as data of the local plan: which counts point to which level. A hint for those who order levels and for those who ask for one:
// nothing starts by it, and a warning or a count never becomes a level by itself.
import { type ResponseLevel, responseLevels } from '../../kernel/emergency.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { LevelSet, Threshold } from './contract.ts';

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

export type Counts = Readonly<Record<string, number>>;
export type LevelHint = {
  /** The highest level that a count points to; null when none does. */
  level: ResponseLevel | null;
  met: { code: string; label: string; count: number; from: number; below: number | null; source: string }[];
  /** Counts that no level of the plan asks for. */
  unknown: string[];
};

/** One count is enough; the highest level goes before. O(levels · thresholds). */
export function hintOf(content: LevelSet, counts: Counts, locale: Locale): LevelHint {
  const known = new Set(
    responseLevels.flatMap((level) => (content[level].thresholds ?? []).map((one) => one.code)),
  );
  const unknown = Object.keys(counts).filter((code) => !known.has(code));
  for (const level of responseLevels.toReversed()) {
    const met = (content[level].thresholds ?? []).flatMap(({ code, label, from, below, source }) => {
      const count = counts[code];
      const reaches = count !== undefined && count >= from && (below === undefined || count < below);
      return reaches ? [{ code, label: label[locale], count, from, below: below ?? null, source }] : [];
    });
    if (met.length > 0) return { level, met, unknown };
  }
  return { level: null, met: [], unknown };
}
