/**
 * Chinese text for search and for finding duplicates, without a dictionary or a model: overlapping pairs of Han
 * characters (bigrams) and whole Latin words or numbers. For governance terms (楼道灯, 井盖) pairs find more than general
 * word segmenters, which cut such compounds unpredictably.
 */

/**
 * One spelling for equal text: full-width to half-width and compatibility forms (NFKC), lower case, every run of
 * punctuation, symbols and white space as one space, none at the ends.
 */
export function normaliseForSearch(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

const RUNS = /\p{Script=Han}+|[^\p{Script=Han}\s]+/gu;
const HAN = /^\p{Script=Han}/u;

/**
 * Tokens in order, repeats included: for a run of Han characters every adjacent pair and then its last character
 * alone (so that a search for one character at the end of a name still hits); Latin words and numbers whole; text
 * that touches without a space (3号楼) is parted where the script changes. O(length).
 */
export function bigrams(text: string): string[] {
  const tokens: string[] = [];
  for (const [run] of normaliseForSearch(text).matchAll(RUNS)) {
    if (!HAN.test(run)) {
      tokens.push(run);
      continue;
    }
    let previous = '';
    for (const character of run) {
      if (previous) tokens.push(previous + character);
      previous = character;
    }
    tokens.push(previous);
  }
  return tokens;
}

/** How often each token occurs; reuse it when one text is compared with many. */
export type TokenCounts = ReadonlyMap<string, number>;

export function tokenCounts(text: string): TokenCounts {
  const counts = new Map<string, number>();
  for (const token of bigrams(text)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** Weight of a token, for instance its rarity (inverse document frequency); must not be negative. */
export type TokenWeight = (token: string) => number;

/**
 * Weighted Jaccard similarity, 0 (nothing shared, or nothing to compare) … 1 (same tokens): the sum of the smaller
 * counts over the sum of the larger, each token by its weight. Without `weight`, a word or number counts 1.5, a pair 1
 * and the closing single character of a run 0.25. Symmetric. O(distinct tokens).
 */
export function similarity(
  a: string | TokenCounts,
  b: string | TokenCounts,
  weight: TokenWeight = plainWeight,
): number {
  const left = typeof a === 'string' ? tokenCounts(a) : a;
  const right = typeof b === 'string' ? tokenCounts(b) : b;
  let shared = 0;
  let all = 0;
  for (const [token, count] of left) {
    const other = right.get(token) ?? 0;
    const w = weight(token);
    shared += w * Math.min(count, other);
    all += w * Math.max(count, other);
  }
  for (const [token, count] of right) if (!left.has(token)) all += weight(token) * count;
  return all > 0 ? shared / all : 0;
}

function plainWeight(token: string): number {
  if (!HAN.test(token)) return 1.5;
  return [...token].length > 1 ? 1 : 0.25;
}

/**
 * Share of the query's tokens found in a text, 0 … 1: unlike {@link similarity} a short query against a long text can
 * reach 1. A single Han character, or a word still being typed, counts when it is part of any token.
 */
export function coverage(query: string, text: string): number {
  const haystack = normaliseForSearch(text);
  const counts = tokenCounts(text);
  const wanted = [...tokenCounts(query).keys()];
  // The single that closes a run of several characters repeats what the pair before it says.
  const tokens = wanted.filter(
    (token) => !wanted.some((longer) => longer !== token && HAN.test(token) && longer.endsWith(token)),
  );
  if (tokens.length === 0) return 0;
  const hits = tokens.filter((token) => counts.has(token) || haystack.includes(token)).length;
  return hits / tokens.length;
}
