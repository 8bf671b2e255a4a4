// Which policy fits me: worked out here, on the reader's device, with the rules that came with the cards. Pure; answers go in and a
// verdict comes out, nothing else.
import type { Condition, PolicyDefinition, Question } from '../../kit/policy-types.ts';

export type PolicyCard = PolicyDefinition & { id: string; unitName: string; version: number };

/** By the code of a question, or by card and place for a card's own question. */
export type Answers = Readonly<Record<string, number | readonly string[]>>;
export type Met = 'met' | 'unmet' | 'unknown';
export type Reason = { condition: Condition; met: Met };
export type Fit = { card: PolicyCard; verdict: 'fits' | 'open' | 'not'; reasons: Reason[] };

function keyOf(card: PolicyCard, index: number): string {
  const condition = card.conditions[index] as Condition;
  return 'ask' in condition ? `${card.id}#${index}` : condition.question;
}

function check(condition: Condition, answer: Answers[string] | undefined): Met {
  if (answer === undefined) return 'unknown';
  if (typeof answer === 'number') {
    if ('ask' in condition || 'anyOf' in condition) return 'unknown';
    return answer >= (condition.min ?? 0) && answer <= (condition.max ?? Number.POSITIVE_INFINITY)
      ? 'met'
      : 'unmet';
  }
  if ('ask' in condition) return answer.includes(condition.answer) ? 'met' : 'unmet';
  if ('anyOf' in condition) return condition.anyOf.some((one) => answer.includes(one)) ? 'met' : 'unmet';
  return 'unknown';
}

/** A card fits when all its conditions are met, does not when one is not, and stays open while an answer is missing. */
export function fitOf(card: PolicyCard, answers: Answers): Fit {
  const reasons = card.conditions.map((condition, index) => ({
    condition,
    met: check(condition, answers[keyOf(card, index)]),
  }));
  const verdict = reasons.some((one) => one.met === 'unmet')
    ? 'not'
    : reasons.every((one) => one.met === 'met')
      ? 'fits'
      : 'open';
  return { card, verdict, reasons };
}

const YES_NO = (yes: string, no: string): Question['options'] => [
  { value: 'yes', label: { 'zh-CN': yes, en: yes } },
  { value: 'no', label: { 'zh-CN': no, en: no } },
];

/** The next question that could still decide something: common ones first, a card's own ones last. */
export function nextQuestion(
  cards: readonly PolicyCard[],
  questions: readonly Question[],
  answers: Answers,
  skipped: ReadonlySet<string>,
  words: { yes: string; no: string },
): (Question & { key: string }) | undefined {
  const open = cards.filter((card) => fitOf(card, answers).verdict === 'open');
  const wanted = new Set(
    open.flatMap((card) =>
      card.conditions.map((_, index) => keyOf(card, index)).filter((key) => answers[key] === undefined),
    ),
  );
  const common = questions.find((one) => wanted.has(one.code) && !skipped.has(one.code));
  if (common) return { ...common, key: common.code };
  for (const card of open) {
    // A card whose common questions were skipped is not asked about any further.
    if (card.conditions.some((one, index) => !('ask' in one) && answers[keyOf(card, index)] === undefined))
      continue;
    for (const [index, one] of card.conditions.entries()) {
      const key = keyOf(card, index);
      if ('ask' in one && answers[key] === undefined && !skipped.has(key))
        return { key, code: key, type: 'choice', ask: one.ask, options: YES_NO(words.yes, words.no) ?? [] };
    }
  }
  return undefined;
}
