// What the registers know already: so that nobody has to be asked again. Numbers and names of fields, never a person.
import type { Tx } from '../../platform/db/db.ts';
import type { Register, Words } from './declare.ts';
import { personalOf } from './declare.ts';
import { countFilled, type ListQuery } from './store-list.ts';

export type Fact = {
  /** `register.field`, stable. */
  code: string;
  register: string;
  field: string;
  registerLabel: Words;
  label: Words;
  aliases: readonly string[];
  type: string;
  personal: boolean;
};

/** Every fact that the registers hold, by declaration. O(fields). */
export function listFacts(registers: ReadonlyMap<string, Register>): Fact[] {
  return [...registers.values()].flatMap((register) =>
    Object.entries(register.fields).map(([field, one]) => ({
      code: `${register.code}.${field}`,
      register: register.code,
      field,
      registerLabel: register.label,
      label: one.label,
      aliases: one.aliases ?? [],
      type: one.type,
      personal: personalOf(one) !== undefined,
    })),
  );
}

/** How many open records a register has below an area, and in how many each field is filled. */
export function countFacts(
  tx: Tx,
  register: Register,
  areaPath: string | null,
): Promise<{ total: number; filled: Record<string, number> }> {
  const query: ListQuery = { paths: null, areaPath, words: [], conditions: [], state: 'current', asOf: null };
  return countFilled(tx, register, query, Object.keys(register.fields));
}

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');

/** Facts that a header or a question in words asks for: by their label or one of its other names. O(facts). */
export function factsNamed(facts: readonly Fact[], text: string): Fact[] {
  const wanted = bare(text);
  if (wanted === '') return [];
  return facts.filter((fact) =>
    [fact.label['zh-CN'], fact.label.en, ...fact.aliases].some((name) => bare(name) === wanted),
  );
}
