// What somebody has filled in at a place, and what of it is a finding. The server says so again; this is for the eye.
import type { ChecklistItem, ChecklistVersion, DueItem } from './queries.ts';

export type Filled = { answers: Record<string, string>; words: Record<string, string>; note: string };

export const nothingFilled = (): Filled => ({ answers: {}, words: {}, note: '' });

/** An answer as it is sent; undefined while there is none. A number that can't be read goes as it was typed: the server names it. */
export function answerOf(item: ChecklistItem, filled: Filled): string | number | undefined {
  const text = filled.answers[item.code]?.trim() ?? '';
  if (text === '') return undefined;
  if (item.type !== 'number') return text;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

export function isFound(item: ChecklistItem, filled: Filled): boolean {
  const answer = answerOf(item, filled);
  const rule = item.finding;
  if (!rule || answer === undefined) return false;
  if (typeof answer === 'string') return rule.answers.includes(answer);
  return (rule.below !== null && answer < rule.below) || (rule.above !== null && answer > rule.above);
}

/** Items that still want an answer, or whose number is out of reach. */
export function itemsToMend(version: ChecklistVersion, filled: Filled): ChecklistItem[] {
  return version.items.filter((item) => {
    const answer = answerOf(item, filled);
    if (answer === undefined) return item.required;
    if (item.type !== 'number') return false;
    if (typeof answer !== 'number') return true;
    return (item.min !== null && answer < item.min) || (item.max !== null && answer > item.max);
  });
}

/** The record as the server takes it, but for its photos. */
export function recordBody(
  due: DueItem,
  version: ChecklistVersion,
  filled: Filled,
  sent: { commandId: string; at: number },
): Record<string, unknown> {
  const answers = version.items.flatMap((item) => {
    const answer = answerOf(item, filled);
    return answer === undefined ? [] : [[item.code, answer] as const];
  });
  const words = version.items.flatMap((item) => {
    const text = filled.words[item.code]?.trim() ?? '';
    return isFound(item, filled) && text !== '' ? [[item.code, text] as const] : [];
  });
  return {
    commandId: sent.commandId,
    planId: due.planId,
    placeId: due.place.id,
    period: due.period.from,
    checklistVersion: version.version,
    occurredAt: sent.at,
    form: {
      answers: Object.fromEntries(answers),
      ...(words.length > 0 ? { words: Object.fromEntries(words) } : {}),
      ...(filled.note.trim() === '' ? {} : { note: filled.note.trim() }),
    },
  };
}
