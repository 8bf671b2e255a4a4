// A policy card as data, and the simple conditions by which a resident's own device tells whether it fits. Pure: the rules are
// published with the card and evaluated where the answers are given.
import { z } from 'zod';
import type { FieldProblem } from '../../kernel/problem.ts';
import { cleanText } from '../../platform/http/input.ts';
import { type Question, questions } from './question-vocabulary.ts';

/** Chinese is needed, English may follow. */
const words = (max: number) => z.strictObject({ 'zh-CN': cleanText(max, 1), en: cleanText(max) });
const maybeWords = (max: number) => z.strictObject({ 'zh-CN': cleanText(max), en: cleanText(max) });
const day = z.iso.date();
const code = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);
const number = z.number().int().min(0).max(1000);

const condition = z.union([
  z.strictObject({ question: code, min: number.optional(), max: number.optional() }),
  z.strictObject({ question: code, anyOf: z.array(code).min(1).max(20) }),
  /** A question of this card alone, to be answered by yes or no. */
  z.strictObject({ ask: words(100), answer: z.enum(['yes', 'no']) }),
]);
export type Condition = z.output<typeof condition>;

export const policyDefinition = z.strictObject({
  title: words(60),
  /** The work list (工作清单) it stands on. */
  list: cleanText(60),
  forWhom: words(500),
  gives: words(800),
  how: words(1500),
  documents: z.array(words(120)).max(20),
  basis: cleanText(300),
  basisDate: day.nullable(),
  contact: z.strictObject({ phone: cleanText(40), place: maybeWords(120), hours: maybeWords(120) }),
  validFrom: day,
  validUntil: day.nullable(),
  conditions: z.array(condition).max(12),
});
export type PolicyDefinition = z.output<typeof policyDefinition>;

const byCode: ReadonlyMap<string, Question> = new Map(questions.map((question) => [question.code, question]));

/** What is wrong with a definition beyond its shape, field by field; empty when it can be published. */
export function definitionFaults(definition: PolicyDefinition): FieldProblem[] {
  const faults: FieldProblem[] = [];
  if (definition.validUntil !== null && definition.validUntil < definition.validFrom)
    faults.push({ path: 'definition/validUntil', code: 'policy-dates' });
  for (const [index, one] of definition.conditions.entries()) {
    const path = `definition/conditions/${index}`;
    if ('ask' in one) continue;
    const question = byCode.get(one.question);
    if (!question) {
      faults.push({ path: `${path}/question`, code: 'policy-question' });
      continue;
    }
    if ('anyOf' in one) {
      const known = question.options?.map((option) => option.value) ?? [];
      if (!one.anyOf.every((value) => known.includes(value)))
        faults.push({ path: `${path}/anyOf`, code: 'policy-option' });
    } else if (question.type !== 'number' || (one.min === undefined && one.max === undefined)) {
      faults.push({ path, code: 'policy-range' });
    } else if (one.min !== undefined && one.max !== undefined && one.min > one.max) {
      faults.push({ path: `${path}/max`, code: 'policy-range' });
    }
  }
  return faults;
}

/** The questions that these cards ask, in the order in which they are asked. */
export function questionsOf(definitions: readonly PolicyDefinition[]): Question[] {
  const used = new Set(
    definitions.flatMap((one) => one.conditions.flatMap((item) => ('ask' in item ? [] : [item.question]))),
  );
  return questions.filter((question) => used.has(question.code));
}
