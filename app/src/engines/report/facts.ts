// What a district knows already. A module declares each fact once, with how it is counted and which records stand behind it; forms,
// reports and the admission of new requests all ask here, so that nobody is asked for what is known.
import { similarity } from '@renlin/core/text/tokens';
import { type Actor, seenPaths } from '../../kernel/actor.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { TreeNode } from '../tree/types.ts';
import { nameKey } from './fact-vocabulary.ts';

/** Over which place and time a fact is asked. Dates are civil dates in Asia/Shanghai, both included; `until` is an instant in ms. */
export type FactQuery = {
  area: Pick<TreeNode, 'id' | 'key' | 'path' | 'name'>;
  from: string;
  to: string;
  /** What was known before this instant: the end of `to`, or now while that day is not over. */
  until: number;
};

/** One record behind a number: what a reader may see of it, and where it opens. */
export type FactRecord = { id: string; label: string; hint: string; link: string | null };
export type FactRecords = { total: number; items: readonly FactRecord[] };
export type FactPage = { limit: number; offset: number };

export type Fact = {
  /** `area.name`; its words are `fact.CODE`, `fact.CODE.definition` and, parted by 、, the names that forms give it: `fact.CODE.aliases`. */
  code: string;
  /** Counted over the period, or as it stood at the end of its last day. */
  grain: 'period' | 'day';
  /** A small number of something that touches people is withheld from who does not look after the area. */
  guarded: boolean;
  /** The number. Null when there is nothing to count from, which is not zero. */
  value(tx: Tx, query: FactQuery): Promise<number | null>;
  /** The smallest number above none that can be reckoned from this one, its siblings and their sum: where it is few, all are withheld. */
  least?(tx: Tx, query: FactQuery): Promise<number>;
  /** The records behind the number, as far as the reader may see them; `total` counts those. */
  records(tx: Tx, query: FactQuery, page: FactPage): Promise<FactRecords>;
};

/** A number, or in one word why there is none. */
export type FactAnswer =
  | { state: 'known'; value: number }
  | { state: 'unknown'; why: 'nothing-kept' | 'few' };

/** Below this a number of people could point at one of them. */
export const FEW = 5;

export type FactCatalogue = ReturnType<typeof createFactCatalogue>;

/** Joins the facts of all modules. Throws when a code is declared twice or has no words. */
export function createFactCatalogue(facts: readonly Fact[], messages: Messages) {
  const byCode = new Map<string, Fact>();
  const byName = new Map<string, Fact>();
  const namesOf = (fact: Fact, locale: Locale): string[] =>
    [
      messages.text(locale, `fact.${fact.code}`),
      ...messages.text(locale, `fact.${fact.code}.aliases`).split(/[、,]/),
    ].map(nameKey);
  for (const fact of facts) {
    if (byCode.has(fact.code)) throw new Error(`fact declared twice: ${fact.code}`);
    byCode.set(fact.code, fact);
    for (const end of ['', '.definition', '.aliases'])
      if (!messages.has('zh-CN', `fact.${fact.code}${end}`))
        throw new Error(`fact without words: ${fact.code}${end}`);
    for (const locale of ['zh-CN', 'en'] as const)
      for (const name of namesOf(fact, locale)) if (!byName.has(name)) byName.set(name, fact);
  }
  const describe = (fact: Fact, locale: Locale) => ({
    code: fact.code,
    label: messages.text(locale, `fact.${fact.code}`),
    definition: messages.text(locale, `fact.${fact.code}.definition`),
    grain: fact.grain,
  });
  return {
    list: (locale: Locale) => facts.map((fact) => describe(fact, locale)),
    find: (code: string): Fact | undefined => byCode.get(code),
    describe,
    /** The fact that a column of a form asks for, by its name or another that forms give it. O(length). */
    named: (label: string): Fact | undefined => byName.get(nameKey(label)),
    /** Facts that a column may mean, the likeliest first; never the one that it names. O(facts · length). */
    near(label: string, locale: Locale): Fact[] {
      const key = nameKey(label);
      const own = byName.get(key);
      // Whatever holds all of the column's name goes before what is only a part of it: 楼栋户数 is of the households, not of the buildings.
      const nearness = (name: string) => {
        if (key.length > 1 && name.includes(key)) return 1;
        if (name.length > 1 && key.includes(name)) return Math.max(NEAR, name.length / key.length);
        return similarity(name, key);
      };
      return facts
        .filter((fact) => fact !== own)
        .map((fact) => ({
          fact,
          near: Math.max(...namesOf(fact, locale).map(nearness)),
        }))
        .filter((one) => one.near >= NEAR)
        .sort((a, b) => b.near - a.near)
        .slice(0, 3)
        .map((one) => one.fact);
    },
  };
}

const NEAR = 0.5;

/** Does the actor look after this area? */
export function looksAfter(actor: Actor, areaPath: string): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind === 'staff' && seenPaths(actor.posts).some((path) => areaPath.startsWith(path));
}

/** Asks one fact on behalf of an actor. */
export async function askFact(tx: Tx, actor: Actor, fact: Fact, query: FactQuery): Promise<FactAnswer> {
  const value = await fact.value(tx, query);
  if (value === null) return { state: 'unknown', why: 'nothing-kept' };
  if (fact.guarded && !looksAfter(actor, query.area.path)) {
    const least = (await fact.least?.(tx, query)) ?? value;
    if ([value, least].some((n) => n > 0 && n < FEW)) return { state: 'unknown', why: 'few' };
  }
  return { state: 'known', value };
}
