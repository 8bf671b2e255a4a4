// What goes back, in the columns that the sender asks for. Pure.
import type { ReplyForm, ReplyValue, SharedState, StateWords } from './contract.ts';

export type ReplyFacts = {
  number: string;
  reply: string;
  state: SharedState;
  repliedAt: number;
  ourNumber: string;
  unit: string;
  deadline: number | null;
  echoed: Readonly<Record<string, string>>;
};

/** Their word for a state: the first that the table holds; undefined when they have none. */
export function wordOf(words: StateWords, state: SharedState): string | undefined {
  return words.find((one) => one.state === state)?.word;
}

/** What a word of theirs means; undefined when the table does not hold it. */
export function stateOf(words: StateWords, word: string): SharedState | undefined {
  return words.find((one) => one.word === word.trim())?.state;
}

/** 2026-07-15 10:30:00 in Shanghai, which every spreadsheet and every import of theirs reads. */
export function civilTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

export function headersOf(form: ReplyForm): string[] {
  return form.columns.map((column) => column.header);
}

export function cellsOf(form: ReplyForm, words: StateWords, facts: ReplyFacts): string[] {
  const values: Record<Exclude<ReplyValue, 'echo'>, string> = {
    number: facts.number,
    reply: facts.reply,
    state: wordOf(words, facts.state) ?? '',
    repliedAt: civilTime(facts.repliedAt),
    ourNumber: facts.ourNumber,
    unit: facts.unit,
    deadline: facts.deadline === null ? '' : civilTime(facts.deadline),
  };
  return form.columns.map(({ from, column }) =>
    from === 'echo' ? (facts.echoed[column ?? ''] ?? '') : values[from],
  );
}

/** The columns of theirs that a reply gives back: kept with the order when it comes in. */
export function echoColumns(form: ReplyForm): string[] {
  return [
    ...new Set(form.columns.flatMap(({ from, column }) => (from === 'echo' && column ? [column] : []))),
  ];
}
