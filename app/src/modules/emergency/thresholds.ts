// 启动条件 as data of the local plan: which counts point to which level. A hint for those who order levels and for those who ask for one:
// nothing starts by it, and a warning or a count never becomes a level by itself.
import { type ResponseLevel, responseLevels } from '../../kernel/emergency.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { LevelSet } from './contract.ts';

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
