/**
 * Which label fits a text, learnt from texts that people have labelled: multinomial naive Bayes over the distinct tokens of
 * `tokens.ts`, with additive smoothing (Manning, Raghavan, Schütze, Introduction to Information Retrieval, ch. 13). Small
 * enough for a phone, and it holds no sentence: only pairs of Han characters that many texts share.
 */
import type { Random } from '../random.ts';
import { bigrams } from './tokens.ts';

/** `source` is whoever wrote it, under any name that tells writers apart; each text is a source of its own without it. */
export type LabelledText = { text: string; label: string; source?: string };

/**
 * `format` 1. `labels` in order of their code points; `prior[l]` the logarithm of a label's share; `rest[l]` the logarithm of the
 * probability of a token that was never seen with it. `tokens` maps a token to pairs (label's index, what to add to `rest`),
 * flat. Natural logarithms, three decimals.
 */
export type RankedModel = {
  format: 1;
  texts: number;
  labels: string[];
  prior: number[];
  rest: number[];
  tokens: Record<string, number[]>;
};

export type TrainOptions = {
  /** A token, and a label, is learnt only when at least so many texts of so many sources have it. At least 2. */
  fewest?: number;
  /** At most so many tokens: those that tell labels apart best. */
  mostTokens?: number;
  /** Added to every count. */
  smoothing?: number;
};

const DEFAULTS = { fewest: 5, mostTokens: 4000, smoothing: 0.5 } as const;
const PAIR = /^\p{Script=Han}{2}$/u;

/** The distinct pairs of Han characters of a text. Numbers and Latin words are no features: they name houses, phones and accounts. */
function featuresOf(text: string): Set<string> {
  return new Set(bigrams(text).filter((token) => PAIR.test(token)));
}

type Tally = { texts: number; sources: Set<string> };

function add(tallies: Map<string, Tally>, key: string, source: string): void {
  const tally = tallies.get(key) ?? { texts: 0, sources: new Set() };
  tally.texts += 1;
  tally.sources.add(source);
  tallies.set(key, tally);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/**
 * Learns from labelled texts; the order of the texts does not matter. O(characters + tokens × labels).
 * @throws RangeError when `fewest` is below 2 or `smoothing` is not above 0: either would let a single text through.
 */
export function trainRanked(examples: readonly LabelledText[], options: TrainOptions = {}): RankedModel {
  const { fewest, mostTokens, smoothing } = { ...DEFAULTS, ...options };
  if (!(fewest >= 2)) throw new RangeError('fewest must be at least 2');
  if (!(smoothing > 0)) throw new RangeError('smoothing must be above 0');
  const read = examples.map((one, index) => ({
    label: one.label,
    source: one.source ?? `#${index}`,
    features: featuresOf(one.text),
  }));
  const labelTallies = new Map<string, Tally>();
  for (const one of read) add(labelTallies, one.label, one.source);
  const enough = (tally: Tally) => tally.texts >= fewest && tally.sources.size >= fewest;
  const labels = [...labelTallies]
    .flatMap(([label, tally]) => (enough(tally) ? [label] : []))
    .sort(byCodePoints);
  const position = new Map(labels.map((label, index) => [label, index]));
  const taught = read.filter((one) => position.has(one.label));

  const tokenTallies = new Map<string, Tally>();
  for (const one of taught) for (const token of one.features) add(tokenTallies, token, one.source);
  const common = [...tokenTallies].flatMap(([token, tally]) => (enough(tally) ? [token] : []));
  const counts = new Map(common.map((token) => [token, new Array<number>(labels.length).fill(0)]));
  const textsOf = new Array<number>(labels.length).fill(0);
  for (const one of taught) {
    const label = position.get(one.label) as number;
    textsOf[label] = (textsOf[label] as number) + 1;
    for (const token of one.features) {
      const row = counts.get(token);
      if (row) row[label] = (row[label] as number) + 1;
    }
  }
  const kept = [...counts]
    .map(([token, row]) => ({ token, row, gain: informationOf(row, textsOf) }))
    .sort((a, b) => b.gain - a.gain || byCodePoints(a.token, b.token))
    .slice(0, mostTokens)
    .sort((a, b) => byCodePoints(a.token, b.token));

  const seen = labels.map((_, label) => kept.reduce((sum, one) => sum + (one.row[label] as number), 0));
  const rest = seen.map((sum) =>
    rounded(kept.length === 0 ? 0 : Math.log(smoothing / (sum + smoothing * kept.length))),
  );
  const tokens: Record<string, number[]> = {};
  for (const { token, row } of kept)
    tokens[token] = row.flatMap((count, label) =>
      count === 0 ? [] : [label, rounded(Math.log((count + smoothing) / smoothing))],
    );
  const prior = textsOf.map((count) => rounded(Math.log(count / Math.max(1, taught.length))));
  return { format: 1, texts: taught.length, labels, prior, rest, tokens };
}

function byCodePoints(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How much knowing that a text has the token tells about its label: mutual information of presence and label, in nats. */
function informationOf(present: readonly number[], texts: readonly number[]): number {
  const all = texts.reduce((sum, count) => sum + count, 0);
  const withToken = present.reduce((sum, count) => sum + count, 0);
  let gain = 0;
  for (const [label, count] of texts.entries()) {
    const hit = present[label] as number;
    for (const [both, side] of [
      [hit, withToken],
      [count - hit, all - withToken],
    ] as const)
      if (both > 0) gain += (both / all) * Math.log((both * all) / (side * count));
  }
  return gain;
}

/** The share of a text's distinct pairs that the model knows, 0 … 1: how much of what is said its opinion rests on. O(length). */
export function knownShare(model: RankedModel, text: string): number {
  const features = [...featuresOf(text)];
  const known = features.filter((token) => Object.hasOwn(model.tokens, token)).length;
  return features.length === 0 ? 0 : known / features.length;
}

/** A label with the logarithm of its likelihood, comparable within one text only. */
export type Ranked = { label: string; score: number };

/**
 * The labels that fit a text best, best first; ties in the order of the labels. Nothing when the model knows no token of the
 * text: then it has no opinion. O(tokens × labels).
 */
export function rankLabels(model: RankedModel, text: string, most: number): Ranked[] {
  const known = [...featuresOf(text)].flatMap((token) =>
    Object.hasOwn(model.tokens, token) ? [model.tokens[token] as number[]] : [],
  );
  if (known.length === 0) return [];
  const scores = model.labels.map(
    (_, label) => (model.prior[label] as number) + known.length * (model.rest[label] as number),
  );
  for (const pairs of known)
    for (let at = 0; at < pairs.length; at += 2) {
      const label = pairs[at] as number;
      scores[label] = (scores[label] as number) + (pairs[at + 1] as number);
    }
  return model.labels
    .map((label, index) => ({ label, score: scores[index] as number, index }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, most)
    .map(({ label, score }) => ({ label, score }));
}

export type RankedQuality = {
  texts: number;
  /** Texts about which the model had an opinion. */
  ranked: number;
  /** Shares of all texts whose label came first, or among the first three. */
  first: number;
  amongThree: number;
  /** The share that always naming the commonest label would get. */
  commonest: number;
};

/** How well a model does on texts it was not taught; all shares are 0 without texts. O(texts × tokens × labels). */
export function judgeRanked(model: RankedModel, examples: readonly LabelledText[]): RankedQuality {
  let ranked = 0;
  let first = 0;
  let amongThree = 0;
  const best = model.prior.reduce((at, value, index, all) => (value > (all[at] as number) ? index : at), 0);
  for (const { text, label } of examples) {
    const found = rankLabels(model, text, 3).map((one) => one.label);
    if (found.length > 0) ranked += 1;
    if (found[0] === label) first += 1;
    if (found.includes(label)) amongThree += 1;
  }
  const of = (count: number) => (examples.length === 0 ? 0 : count / examples.length);
  const commonest = examples.filter((one) => one.label === model.labels[best]).length;
  return {
    texts: examples.length,
    ranked,
    first: of(first),
    amongThree: of(amongThree),
    commonest: of(commonest),
  };
}

/** Parts texts at random into those to teach and a share to judge by. @throws RangeError when the share is not within 0 … 1. */
export function holdOut<T>(
  examples: readonly T[],
  share: number,
  random: Random,
): { taught: T[]; held: T[] } {
  if (!(share >= 0 && share <= 1)) throw new RangeError('share must lie within 0 and 1');
  const taught: T[] = [];
  const held: T[] = [];
  for (const one of examples) (random.next() < share ? held : taught).push(one);
  return { taught, held };
}
