import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { holdOut, judgeRanked, knownShare, type LabelledText, rankLabels, trainRanked } from './ranked.ts';
import { bigrams } from './tokens.ts';

const many = (label: string, texts: readonly string[], times = 6): LabelledText[] =>
  Array.from({ length: times }, () => texts.map((text) => ({ label, text }))).flat();

const CASES = [
  ...many('lamp', ['路灯不亮了', '楼下路灯坏了', '没有灯很黑']),
  ...many('manhole', ['井盖松动', '井盖不见了', '窨井盖响']),
  ...many('rubbish', ['垃圾没人清运', '垃圾堆在路边']),
];

describe('a ranking learnt from labelled texts', () => {
  it('names the label of texts that it never saw', () => {
    const model = trainRanked(CASES);
    expect(rankLabels(model, '三号楼门口路灯三天不亮', 3)[0]?.label).toBe('lamp');
    expect(rankLabels(model, '马路上井盖坏了', 3)[0]?.label).toBe('manhole');
    expect(rankLabels(model, '小区垃圾一直没人管', 1).map((one) => one.label)).toEqual(['rubbish']);
  });

  it('has no opinion without a token that it knows', () => {
    const model = trainRanked(CASES);
    expect(rankLabels(model, '', 3)).toEqual([]);
    expect(rankLabels(model, 'hello 12345', 3)).toEqual([]);
    expect(rankLabels(trainRanked([]), '路灯', 3)).toEqual([]);
    expect(knownShare(model, '')).toBe(0);
    expect(knownShare(model, '路灯')).toBe(1);
    expect(knownShare(model, '路灯。天气')).toBe(0.5);
  });

  it('refuses settings that would let a single text through', () => {
    expect(() => trainRanked(CASES, { fewest: 1 })).toThrow(RangeError);
    expect(() => trainRanked(CASES, { smoothing: 0 })).toThrow(RangeError);
    expect(() => holdOut([1], 1.5, createRandom(1))).toThrow(RangeError);
  });

  it('keeps at most as many tokens as asked, the telling ones', () => {
    const model = trainRanked(CASES, { mostTokens: 3 });
    expect(Object.keys(model.tokens)).toHaveLength(3);
    expect(Object.keys(model.tokens)).toContain('井盖');
  });
});

const PARTS = ['路灯', '井盖', '垃圾', '水', '坏', '不亮', '，', '7'];
const someText = fc.array(fc.constantFrom(...PARTS), { maxLength: 4 }).map((parts) => parts.join(''));
const someCases = fc.array(
  fc.record({
    text: someText,
    label: fc.constantFrom('a', 'b', 'c'),
    source: fc.constantFrom('s1', 's2', 's3', 's4'),
  }),
  { maxLength: 60, size: 'max' },
);

/** The textbook, written down plainly: the logarithm of prior times likelihoods, from the raw counts. */
function plainScores(cases: readonly LabelledText[], fewest: number, smoothing: number, text: string) {
  const pairs = (words: string) => [
    ...new Set(bigrams(words).filter((token) => /^\p{Script=Han}{2}$/u.test(token))),
  ];
  const common = (having: readonly LabelledText[]) =>
    having.length >= fewest && new Set(having.map((one) => one.source)).size >= fewest;
  const labels = ['a', 'b', 'c'].filter((label) => common(cases.filter((one) => one.label === label)));
  const taught = cases.filter((one) => labels.includes(one.label));
  const vocabulary = [...new Set(taught.flatMap((one) => pairs(one.text)))].filter((token) =>
    common(taught.filter((one) => pairs(one.text).includes(token))),
  );
  const known = pairs(text).filter((token) => vocabulary.includes(token));
  if (known.length === 0) return { vocabulary, scores: new Map<string, number>(), known: 0 };
  const scores = labels.map((label) => {
    const own = taught.filter((one) => one.label === label);
    const count = (token: string) => own.filter((one) => pairs(one.text).includes(token)).length;
    const total = vocabulary.reduce((sum, token) => sum + count(token), 0) + smoothing * vocabulary.length;
    const likelihood = known.reduce((sum, token) => sum + Math.log((count(token) + smoothing) / total), 0);
    return [label, Math.log(own.length / taught.length) + likelihood] as const;
  });
  return { vocabulary, scores: new Map(scores), known: known.length };
}

it('is the textbook’s naive Bayes, to the rounding of its weights', () => {
  let opinions = 0;
  fc.assert(
    fc.property(someCases, someText, fc.integer({ min: 2, max: 4 }), (cases, text, fewest) => {
      const model = trainRanked(cases, { fewest });
      const plain = plainScores(cases, fewest, 0.5, text);
      expect(Object.keys(model.tokens).sort()).toEqual([...plain.vocabulary].sort());
      const found = rankLabels(model, text, 10);
      if (found.length > 0) opinions += 1;
      expect(found.map((one) => one.label).sort()).toEqual([...plain.scores.keys()].sort());
      for (const { label, score } of found)
        expect(Math.abs(score - (plain.scores.get(label) ?? Number.NaN))).toBeLessThan(
          0.001 * (plain.known + 1) * 2,
        );
    }),
    { numRuns: 400, seed: 7 },
  );
  // Otherwise only silence was compared.
  expect(opinions).toBeGreaterThan(40);
});

it('learns no token and no label that fewer than so many texts of so many writers share', () => {
  fc.assert(
    fc.property(someCases, fc.integer({ min: 2, max: 4 }), (cases, fewest) => {
      const model = trainRanked(cases, { fewest });
      for (const token of Object.keys(model.tokens)) {
        const having = cases.filter((one) => bigrams(one.text).includes(token));
        expect(having.length).toBeGreaterThanOrEqual(fewest);
        expect(new Set(having.map((one) => one.source)).size).toBeGreaterThanOrEqual(fewest);
      }
      for (const label of model.labels)
        expect(cases.filter((one) => one.label === label).length).toBeGreaterThanOrEqual(fewest);
    }),
    { numRuns: 300, seed: 11 },
  );
});

it('never learns a number, a phone or a word that one person wrote often', () => {
  const noisy = CASES.map((one) => ({ ...one, text: `${one.text} 13800138000 ab12` }));
  const one = Array.from({ length: 50 }, () => ({
    label: 'lamp',
    text: '路灯归赵铁柱管',
    source: 'the same',
  }));
  const model = trainRanked([...noisy, ...one]);
  const tokens = Object.keys(model.tokens);
  expect(tokens.filter((token) => /[^\p{Script=Han}]/u.test(token))).toEqual([]);
  expect(tokens).not.toContain('铁柱');
  expect(tokens).toContain('路灯');
});

it('does not hang on the order of the texts, and survives being written down', () => {
  fc.assert(
    fc.property(someCases, fc.integer(), (cases, seed) => {
      const random = createRandom(seed >>> 0);
      const shuffled = cases
        .map((one) => ({ one, key: random.next() }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const model = trainRanked(cases, { fewest: 2 });
      expect(trainRanked(shuffled, { fewest: 2 })).toEqual(model);
      expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    }),
    { numRuns: 100, seed: 3 },
  );
});

it('is judged by texts that it was not taught', () => {
  const { taught, held } = holdOut(CASES, 0.3, createRandom(5));
  expect(taught.length + held.length).toBe(CASES.length);
  expect(held.length).toBeGreaterThan(5);
  const quality = judgeRanked(trainRanked(taught, { fewest: 2 }), held);
  expect(quality).toMatchObject({ texts: held.length, ranked: held.length, first: 1, amongThree: 1 });
  expect(quality.commonest).toBeLessThan(0.7);
  expect(judgeRanked(trainRanked(taught), [])).toMatchObject({ texts: 0, first: 0 });
});
