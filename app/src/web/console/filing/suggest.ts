// Which categories the words of a caller point to: shared pairs of characters, counted against the label. No model, no learning:
// a suggestion that a person chooses from.
import type { CategoryNode } from '../../kit/api-types.ts';

function pairsOf(text: string): Set<string> {
  const plain = text.toLowerCase().replace(/[\s\p{P}]/gu, '');
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < plain.length; i++) pairs.add(plain.slice(i, i + 2));
  return pairs;
}

function score(label: string, words: ReadonlySet<string>, letters: ReadonlySet<string>): number {
  const own = pairsOf(label);
  if (own.size === 0) return 0;
  let hits = 0;
  for (const pair of own) if (words.has(pair)) hits += 1;
  let near = 0;
  for (const letter of new Set(label)) if (letters.has(letter)) near += 1;
  return hits / own.size + (0.25 * near) / label.length;
}

/** The best `most` categories for a text, best first; none when nothing is alike. O(categories × length). */
export function suggestCategories(
  text: string,
  categories: readonly CategoryNode[],
  most = 5,
): CategoryNode[] {
  const words = pairsOf(text);
  if (words.size === 0) return [];
  const letters = new Set(text.replace(/[\s\p{P}]/gu, ''));
  return categories
    .map((category) => ({
      category,
      value: score(category.label, words, letters) + score(category.parentLabel, words, letters) / 4,
    }))
    .filter((one) => one.value >= 0.2)
    .sort((a, b) => b.value - a.value)
    .slice(0, most)
    .map((one) => one.category);
}
