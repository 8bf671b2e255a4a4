// What to say about a failure: the server's own sentence when it has one, ours when nothing came back.
import { ApiProblem } from './api.ts';
import type { Translate } from './i18n.tsx';

export function problemWords(t: Translate, error: unknown): string {
  if (error instanceof ApiProblem) {
    if (error.offline) return t('kit.problem.network.offline');
    if (error.title && error.title !== error.code) return spokenBy(error);
    return t('kit.problem.other', { code: error.code });
  }
  return t('kit.problem.other', { code: error instanceof Error ? error.name : 'unknown' });
}

/** Where fields are told one by one: the sentence of the refusal, then the words of those fields, each thing once. */
export function refusalLines(
  t: Translate,
  failure: unknown,
  words: readonly string[],
): [string, ...string[]] {
  if (!(failure instanceof ApiProblem) || failure.fields.length === 0) return [problemWords(t, failure)];
  const { title, code } = failure;
  const sentence = title === code ? t('kit.problem.other', { code }) : title;
  return [sentence, ...new Set(words.filter((one) => one !== sentence))];
}

/** The sentence of a refusal, and what its detail adds: without fields the server's detail is the sentence again. */
export function spokenBy({ title, detail }: { title: string; detail: string }): string {
  return detail !== '' && detail !== title ? `${title} ${detail}` : title;
}
