// How well the suggested category fits words that were not taught. The words are the demo's, invented: real ones are richer, and only a
// district's own closed cases say how well it does there (the API answers that as `quality`). Reference in the same run: the labels of
// categories and the list of spoken words, which phones without a model use. Last line: JSON.
import { createRandom } from '@renlin/core/random';
import { holdOut, judgeRanked, type LabelledText, trainRanked } from '@renlin/core/text/ranked';
import { presetCategories } from '../src/modules/catalogue/preset-categories.ts';
import { sampleText } from '../src/modules/demo/texts.ts';
import { learnedFrom, type ReportCategory, rankCategories } from '../src/web/capture/categories.ts';

const EACH = 40;
const SHARE = 0.3;
const SEEDS = 20;

const leaves = presetCategories().filter((one) => one.parent !== null);
const offered: ReportCategory[] = leaves.map((one) => ({
  code: one.code,
  label: one.label['zh-CN'],
  group: '',
  kinds: [],
  publicThing: false,
}));

const random = createRandom('bench-categories');
const cases: (LabelledText & { sentence: string })[] = leaves
  .flatMap(({ code, label }) =>
    Array.from({ length: EACH }, (_, n) => {
      const sentence = sampleText(random, code, label['zh-CN'], '');
      return { label: code, sentence, text: `碧水小区${n + 1}号楼：${sentence}` };
    }),
  )
  .filter(
    ({ sentence, label }) => !sentence.startsWith(offered.find((one) => one.code === label)?.label ?? '-'),
  );

function byRule(texts: readonly LabelledText[]): { first: number; amongThree: number } {
  const ranked = texts.map(({ text, label }) => ({
    label,
    found: rankCategories(offered, text, [], 3).map((one) => one.code),
  }));
  return {
    first: ranked.filter(({ label, found }) => found[0] === label).length / texts.length,
    amongThree: ranked.filter(({ label, found }) => found.includes(label)).length / texts.length,
  };
}

function together(
  texts: readonly LabelledText[],
  model: ReturnType<typeof trainRanked>,
): { first: number; amongThree: number } {
  const ranked = texts.map(({ text, label }) => {
    const learned = learnedFrom(model, text);
    return { label, found: rankCategories(offered, text, [], 3, learned).map((one) => one.code) };
  });
  return {
    first: ranked.filter(({ label, found }) => found[0] === label).length / texts.length,
    amongThree: ranked.filter(({ label, found }) => found.includes(label)).length / texts.length,
  };
}

const mean = (values: readonly number[]) =>
  Math.round((values.reduce((sum, one) => sum + one, 0) / values.length) * 1000) / 1000;

/** `sentence`: whole sentences are held out, so that none of them was taught; `text`: only this address with this sentence. */
function run(by: 'sentence' | 'text') {
  const rounds = Array.from({ length: SEEDS }, (_, seed) => {
    const keys = [...new Set(cases.map((one) => one[by]))];
    const { held } = holdOut(keys, SHARE, createRandom(`${by}-${seed}`));
    const away = new Set(held);
    const judged = cases.filter((one) => away.has(one[by]));
    const model = trainRanked(cases.filter((one) => !away.has(one[by])));
    return { learned: judgeRanked(model, judged), rule: byRule(judged), both: together(judged, model) };
  });
  const shares = (pick: (round: (typeof rounds)[number]) => { first: number; amongThree: number }) => ({
    first: mean(rounds.map((one) => pick(one).first)),
    amongThree: mean(rounds.map((one) => pick(one).amongThree)),
  });
  return {
    heldOut: by,
    learned: shares((one) => one.learned),
    labelsOnly: shares((one) => one.rule),
    both: shares((one) => one.both),
    commonest: mean(rounds.map((one) => one.learned.commonest)),
  };
}

const sizes = [1, 2, 4].map((times) => {
  const many = Array.from({ length: times * 4 }, () => cases).flat();
  const before = process.cpuUsage();
  const model = trainRanked(many);
  const ms = process.cpuUsage(before).user / 1000;
  return {
    texts: many.length,
    ms: Math.round(ms),
    bytes: JSON.stringify(model).length,
    tokens: Object.keys(model.tokens).length,
  };
});
const exponent = Math.log((sizes[2]?.ms ?? 1) / (sizes[0]?.ms ?? 1)) / Math.log(4);
const results = [run('sentence'), run('text')];
for (const one of results) console.log(one);
console.log(
  JSON.stringify({
    bench: 'categories',
    reference: 'labels and spoken words',
    cases: cases.length,
    results,
    sizes,
    exponent,
  }),
);
