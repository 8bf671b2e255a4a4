// Which kind of thing it is: asked with a few chips that follow the words, never with a tree, and never compulsory.
import { bigrams } from '@renlin/core/text/tokens';
import { get } from '../kit/api.ts';

export type ReportCategory = {
  code: string;
  label: string;
  group: string;
  kinds: string[];
  publicThing: boolean;
};

type Item = {
  code: string;
  label: string;
  parentLabel?: string;
  group?: string | null;
  kinds?: string[];
  publicThing?: boolean;
};

/** The smallest categories that anybody may choose from, in the order of the district's list. */
export async function loadReportCategories(signal?: AbortSignal): Promise<ReportCategory[]> {
  const answer = await get<{ items: Item[] }>('/public/categories', undefined, signal);
  return answer.items.map((item) => ({
    code: item.code,
    label: item.label,
    group: item.parentLabel || item.group || '',
    kinds: item.kinds ?? [],
    publicThing: item.publicThing ?? false,
  }));
}

/** What people write for a thing when they don't use its name. Left: a part of the label; right: their words. */
const SPOKEN: readonly (readonly [string, readonly string[]])[] = [
  ['路灯', ['灯不亮', '灯坏', '没有灯', '很黑', '漆黑', '黑灯']],
  ['井盖', ['井', '窨井', '盖子']],
  ['垃圾', ['脏', '臭', '堆', '清运', '垃圾桶']],
  ['油烟', ['烟', '呛', '烧烤', '饭店']],
  ['噪声', ['吵', '噪音', '扰民', '响', '广场舞', '施工']],
  ['停车', ['车', '堵', '占道', '违停', '消防通道']],
  ['电动', ['电瓶', '飞线', '充电']],
  ['污水', ['下水', '堵', '冒水', '外溢', '臭水']],
  ['积水', ['水', '淹', '排水']],
  ['树', ['枝', '倒', '绿化']],
  ['绿', ['草', '树', '花坛']],
  ['路面', ['坑', '破损', '塌', '裂', '不平']],
  ['漏水', ['渗', '漏', '滴水']],
  ['消防', ['灭火', '楼道', '杂物', '通道', '消火栓']],
  ['物业', ['物业', '保安', '电梯']],
  ['电梯', ['电梯', '困', '停运']],
];

/** How well a label answers to the words: shared pairs of characters over the pairs of the label, and spoken words. 0 … about 2. */
export function matchScore(label: string, words: string): number {
  const pairs = bigrams(label).filter((token) => [...token].length > 1);
  const said = new Set(bigrams(words));
  const shared = pairs.filter((token) => said.has(token)).length;
  const literal = pairs.length > 0 ? shared / pairs.length : 0;
  const spoken = SPOKEN.filter(
    ([part, ways]) => label.includes(part) && ways.some((way) => words.includes(way)),
  ).length;
  return literal + 0.4 * spoken;
}

/**
 * Categories for the chips: those that answer to the words first, then what this person used lately, then public things; the order of
 * the district's own list breaks ties. O(categories × label).
 */
export function rankCategories(
  categories: readonly ReportCategory[],
  words: string,
  recent: readonly string[],
  most: number,
): ReportCategory[] {
  const used = (code: string) => {
    const position = recent.indexOf(code);
    return position < 0 ? 0 : 0.3 / (position + 1);
  };
  return categories
    .map((category, order) => ({
      category,
      order,
      score: matchScore(category.label, words) + used(category.code) + (category.publicThing ? 0.1 : 0),
    }))
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, most)
    .map(({ category }) => category);
}

/** The kind of case that a category opens; a thing or happening unless the category says otherwise. */
export function kindOf(category: ReportCategory | undefined): 'incident' | 'request' | 'hazard' {
  for (const kind of ['incident', 'hazard', 'request'] as const)
    if (category?.kinds.includes(kind)) return kind;
  return 'incident';
}
