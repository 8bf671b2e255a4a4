// A checklist: what to look at, which answers there are, and which of them mean that something was found. Pure: nothing is stored here.
import type { FieldProblem } from '../../kernel/problem.ts';

export type Words = { 'zh-CN': string; en: string };

export const itemTypes = ['yes-no', 'choice', 'number', 'text'] as const;
export type ItemType = (typeof itemTypes)[number];

/** `na`: the thing is not there, or could not be reached. It never is a finding. */
export const yesNoAnswers = ['yes', 'no', 'na'] as const;

/** When an answer means that something was found, and what is proposed to be written of it. */
export type FindingRule = {
  /** Of yes-no and choice: the answers that are a finding. */
  answers: readonly string[];
  /** Of a number: below the one or above the other. */
  below: number | null;
  above: number | null;
  category: string;
  text: Words;
  urgent: boolean;
};

export type ChecklistItem = {
  code: string;
  words: Words;
  type: ItemType;
  required: boolean;
  /** Of a choice. */
  options: readonly { code: string; words: Words }[];
  /** Of a number. */
  unit: string;
  min: number | null;
  max: number | null;
  finding: FindingRule | null;
};

export type ChecklistContent = {
  title: Words;
  basis: { kind: 'legal' | 'local'; text: string };
  items: readonly ChecklistItem[];
};

export type Answer = string | number;
export type Answers = Readonly<Record<string, Answer>>;
export type Finding = { item: string; category: string; text: Words; urgent: boolean };
export type Checked =
  | { ok: true; answers: Answers; findings: Finding[] }
  | { ok: false; faults: FieldProblem[] };

export const MOST_TEXT = 500;

/** Compares answers with the items: either every fault with its field, or the answers in the order of the items and what was found. O(items + answers). */
export function checkAnswers(
  items: readonly ChecklistItem[],
  given: Readonly<Record<string, unknown>>,
  path = 'answers',
): Checked {
  const faults: FieldProblem[] = [];
  const answers: [string, Answer][] = [];
  const findings: Finding[] = [];
  const values = new Map(Object.entries(given));
  const known = new Set(items.map((item) => item.code));
  for (const code of values.keys())
    if (!known.has(code)) faults.push({ path: `${path}/${code}`, code: 'checklist-unknown-item' });
  for (const item of items) {
    const at = `${path}/${item.code}`;
    const value = emptyToNothing(values.get(item.code));
    if (value === undefined) {
      if (item.required) faults.push({ path: at, code: 'required' });
      continue;
    }
    const read = readAnswer(item, value);
    if ('fault' in read) {
      faults.push({ path: at, ...read.fault });
      continue;
    }
    answers.push([item.code, read.answer]);
    const { finding } = item;
    if (finding && isFinding(finding, read.answer))
      findings.push({
        item: item.code,
        category: finding.category,
        text: finding.text,
        urgent: finding.urgent,
      });
  }
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, answers: Object.fromEntries(answers), findings };
}

function emptyToNothing(value: unknown): unknown {
  if (value === null || (typeof value === 'string' && value.trim() === '')) return undefined;
  return value;
}

/** Is this answer a finding by the rule? */
export function isFinding(rule: FindingRule, answer: Answer): boolean {
  if (typeof answer === 'string') return rule.answers.includes(answer);
  return (rule.below !== null && answer < rule.below) || (rule.above !== null && answer > rule.above);
}

type Read = { answer: Answer } | { fault: Omit<FieldProblem, 'path'> };

function readAnswer(item: ChecklistItem, value: unknown): Read {
  switch (item.type) {
    case 'yes-no':
      return oneOf(yesNoAnswers, value);
    case 'choice':
      return oneOf(
        item.options.map((option) => option.code),
        value,
      );
    case 'number':
      return readNumber(item, value);
    case 'text':
      return readText(value);
  }
}

function oneOf(options: readonly string[], value: unknown): Read {
  return typeof value === 'string' && options.includes(value)
    ? { answer: value }
    : { fault: { code: 'choice', params: { options: [...options] } } };
}

function readNumber(item: ChecklistItem, value: unknown): Read {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { fault: { code: 'checklist-number' } };
  const low = item.min ?? -Number.MAX_VALUE;
  const high = item.max ?? Number.MAX_VALUE;
  if (value < low || value > high)
    return { fault: { code: 'checklist-range', params: { min: item.min ?? '', max: item.max ?? '' } } };
  return { answer: value };
}

function readText(value: unknown): Read {
  if (typeof value !== 'string' || !value.isWellFormed() || value.includes('\u0000'))
    return { fault: { code: 'text-characters' } };
  const text = value.trim();
  return [...text].length > MOST_TEXT
    ? { fault: { code: 'too-big.text', params: { max: MOST_TEXT } } }
    : { answer: text };
}

/** What a checklist may not be published with: every contradiction, by its item. */
export function contentFaults(items: readonly ChecklistItem[]): FieldProblem[] {
  const faults: FieldProblem[] = [];
  if (items.length === 0) faults.push({ path: 'items', code: 'required' });
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const path = `items/${index}`;
    if (seen.has(item.code))
      faults.push({ path: `${path}/code`, code: 'checklist-code-twice', params: { code: item.code } });
    seen.add(item.code);
    faults.push(...itemFaults(item, path));
  }
  return faults;
}

function itemFaults(item: ChecklistItem, path: string): FieldProblem[] {
  const faults: FieldProblem[] = [];
  const options = new Set(item.options.map((option) => option.code));
  if (item.type === 'choice' && (options.size < 2 || options.size < item.options.length))
    faults.push({ path: `${path}/options`, code: 'checklist-options' });
  if (item.type === 'number' && item.min !== null && item.max !== null && item.min > item.max)
    faults.push({ path: `${path}/min`, code: 'checklist-min-max' });
  if (item.finding && !canFind(item, item.finding, options))
    faults.push({ path: `${path}/finding`, code: 'checklist-finding' });
  return faults;
}

/** Is there an answer to the item that this rule finds? */
function canFind(item: ChecklistItem, rule: FindingRule, options: ReadonlySet<string>): boolean {
  switch (item.type) {
    case 'text':
      return false;
    case 'yes-no':
      return rule.answers.length > 0 && rule.answers.every((one) => one === 'yes' || one === 'no');
    case 'choice':
      return rule.answers.length > 0 && rule.answers.every((one) => options.has(one));
    case 'number': {
      const below = rule.below !== null && (item.min === null || rule.below > item.min);
      const above = rule.above !== null && (item.max === null || rule.above < item.max);
      return below || above;
    }
  }
}
