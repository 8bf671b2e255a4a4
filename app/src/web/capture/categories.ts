// Which kind of thing it is: asked with a few chips that follow the words, never with a tree, and never compulsory.
import { knownShare, type RankedModel, rankLabels } from '@renlin/core/text/ranked';
import { bigrams } from '@renlin/core/text/tokens';
import { SPOKEN } from './spoken-vocabulary.ts';

export type ReportCategory = {
  code: string;
  label: string;
  group: string;
  kinds: string[];
  publicThing: boolean;
  /** Between people: passed on only when a party says so. */
  dispute?: boolean;
};

/** What closed cases teach about some words: codes, best first, and the share of the words that they know (0 … 1). */
export type Learned = { codes: readonly string[]; known: number };
const NOTHING_LEARNED: Learned = { codes: [], known: 0 };
/** The most that what was learnt weighs, when it knows every word. Chosen with `npm run bench:categories`. */
const LEARNED_WEIGHT = 2;

const MOST_LEARNED = 3;

/** What a model says of some words; nothing without a model. */
export function learnedFrom(model: RankedModel | null | undefined, words: string): Learned | undefined {
  return model
    ? {
        codes: rankLabels(model, words, MOST_LEARNED).map((one) => one.label),
        known: knownShare(model, words),
      }
    : undefined;
}

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
 * Categories for the chips: those that answer to the words first, by their label and by what closed cases taught as far
 * as it knows them, then what this person used lately, then public things; the order of the district's own list breaks ties.
 * O(categories × label).
 */
export function rankCategories(
  categories: readonly ReportCategory[],
  words: string,
  recent: readonly string[],
  most: number,
  learned: Learned = NOTHING_LEARNED,
): ReportCategory[] {
  const taught = (code: string) => {
    const position = learned.codes.indexOf(code);
    return position < 0 ? 0 : (LEARNED_WEIGHT * learned.known ** 2) / (position + 1);
  };
  const used = (code: string) => {
    const position = recent.indexOf(code);
    return position < 0 ? 0 : 0.3 / (position + 1);
  };
  return categories
    .map((category, order) => ({
      category,
      order,
      score:
        matchScore(category.label, words) +
        used(category.code) +
        taught(category.code) +
        (category.publicThing ? 0.1 : 0),
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
