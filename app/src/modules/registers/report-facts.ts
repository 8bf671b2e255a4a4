// What the registers know, as facts that forms can be bound to: how many records there are, and the sums of what is counted in them. Made from
// the declarations, so a new register can be reported at once; no words of their own beside the labels. Numbers of people are counted over
// the whole area whoever asks, so that nobody is told that nothing is kept where it is; small ones are withheld by the catalogue, and the
// records behind open to those alone who look after them.
import { type Field, personalOf, type Register, type Value } from '../../engines/register/declare.ts';
import {
  countRecords,
  type ListQuery,
  listField,
  listRecords,
  sumField,
} from '../../engines/register/store-list.ts';
import { findAreas } from '../../engines/register/store-places.ts';
import { systemScope } from '../../engines/register/system-scope.ts';
import { openedValue, type Vault } from '../../engines/register/vault.ts';
import type { Fact, FactPage, FactQuery, FactRecord } from '../../engines/report/facts.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { MessageFile } from '../../platform/i18n/messages.ts';
import { factWords, optionWords, recordsWords, sumWords } from './messages-facts.ts';
import { registers } from './registers.ts';

const queryOf = ({ area, to }: FactQuery, field?: string): ListQuery => ({
  paths: null,
  areaPath: area.path,
  words: [],
  conditions: field === undefined ? [] : [{ field, filled: true }],
  state: 'all',
  asOf: to,
});

type Counted = Extract<Field, { type: 'integer' | 'number' }>;

/** Numbers that add up: people and rooms do, years and scores of single records do not. */
const counted = (register: Register): [string, Counted][] =>
  Object.entries(register.fields).flatMap(([code, field]): [string, Counted][] =>
    (field.type === 'integer' || field.type === 'number') && field.adds === true && !personalOf(field)
      ? [[code, field]]
      : [],
  );

/** Null when the register was never used here: nothing kept is not none. */
async function countOf(tx: Tx, register: Register, query: FactQuery): Promise<number | null> {
  const n = await countRecords(tx, register, queryOf(query));
  if (n > 0) return n;
  const ever = await countRecords(tx, register, { ...queryOf(query), asOf: null });
  return ever > 0 ? 0 : null;
}

/** The records behind: things by their names; where people are kept, by their area alone. */
async function recordsOf(
  tx: Tx,
  register: Register,
  list: ListQuery,
  { limit, offset }: FactPage,
  show: (stored: Readonly<Record<string, unknown>>) => string,
): Promise<{ total: number; items: FactRecord[] }> {
  const total = await countRecords(tx, register, list);
  const rows = await listRecords(tx, register, list, { by: 'title', after: null, limit: offset + limit });
  const page = rows.slice(offset);
  const areas = new Map(
    (await findAreas(tx, [...new Set(page.map((row) => row.areaId))])).map((one) => [one.id, one.name]),
  );
  return {
    total,
    items: page.map((row) => {
      const area = areas.get(row.areaId) ?? '';
      const title = register.personal ? area : String(row.stored[register.title] ?? '');
      return {
        id: row.id,
        label: title,
        hint: [register.personal ? '' : area, show(row.stored)].filter((one) => one !== '').join(' · '),
        link: `/console/registers/${register.code}?record=${row.id}`,
      };
    }),
  };
}

type Chosen = Extract<Field, { type: 'choice' | 'choices' }>;

const asked = (register: Register): [string, Chosen][] =>
  Object.entries(register.fields).flatMap(([code, field]): [string, Chosen][] =>
    (field.type === 'choice' || field.type === 'choices') && field.asked === true ? [[code, field]] : [],
  );

export type FactParts = { db: Pick<Db, 'apart'>; vault: Vault };

const MOST_OPENED = 50_000;

/** How many records have one option. A sealed field is opened to be counted, and shown to nobody. O(records). */
function optionFact(parts: FactParts, register: Register, code: string, option: string): Fact {
  const field = register.fields[code] as Field;
  const has = (stored: Value) => {
    const value = openedValue(parts.vault, register, code, field, stored);
    return Array.isArray(value) ? value.includes(option) : value === option;
  };
  return {
    code: `${register.code}.${code}.${option}`,
    grain: 'day',
    guarded: register.personal,
    value: async (tx, query) => {
      if ((await countOf(tx, register, query)) === null) return null;
      return (await listField(tx, register, queryOf(query, code), code)).filter(has).length;
    },
    async least(tx, query) {
      const opened = (await listField(tx, register, queryOf(query, code), code)).flatMap(
        (stored) => openedValue(parts.vault, register, code, field, stored) as string | string[],
      );
      const counts = new Map<string, number>();
      for (const one of opened) counts.set(one, (counts.get(one) ?? 0) + 1);
      return counts.size === 0 ? 0 : Math.min(...counts.values());
    },
    async records(tx, query, page) {
      const list = queryOf(query, code);
      const rows = await listRecords(tx, register, list, { by: 'title', after: null, limit: MOST_OPENED });
      const ids = new Set(rows.filter((row) => has(row.stored[code] ?? null)).map((row) => row.id));
      const all = await recordsOf(tx, register, list, { limit: MOST_OPENED, offset: 0 }, () => '');
      const items = all.items.filter((one) => ids.has(one.id));
      return { total: items.length, items: items.slice(page.offset, page.offset + page.limit) };
    },
  };
}

/** Counts what touches people over all of the area, as the machine sees it; what touches nobody the reader counts. */
function overAll(parts: FactParts, fact: Fact): Fact {
  if (!fact.guarded) return fact;
  const { least } = fact;
  const apart = <T>(tx: Tx, work: (all: Tx) => Promise<T>) =>
    parts.db.apart(systemScope(tx.scope.district), work);
  return {
    ...fact,
    value: (tx, query) => apart(tx, (all) => fact.value(all, query)),
    ...(least ? { least: (tx: Tx, query: FactQuery) => apart(tx, (all) => least(all, query)) } : {}),
  };
}

function factsOf(parts: FactParts, register: Register): Fact[] {
  const facts: Fact[] = [
    {
      code: `${register.code}.records`,
      grain: 'day',
      guarded: register.personal,
      value: (tx, query) => countOf(tx, register, query),
      records: (tx, query, page) => recordsOf(tx, register, queryOf(query), page, () => ''),
    },
    ...counted(register).map(
      ([code]): Fact => ({
        code: `${register.code}.${code}.sum`,
        grain: 'day',
        guarded: register.personal,
        value: (tx, query) => sumField(tx, register, queryOf(query, code), code),
        records: (tx, query, page) =>
          recordsOf(tx, register, queryOf(query, code), page, (stored) => String(stored[code] ?? '')),
      }),
    ),
    ...asked(register).flatMap(([code, field]) =>
      field.options.map((option) => optionFact(parts, register, code, option.code)),
    ),
  ];
  return facts.map((fact) => overAll(parts, fact));
}

const all = [...registers.values()];
export const registerFacts = (parts: FactParts): readonly Fact[] => all.flatMap((one) => factsOf(parts, one));

/** A name that two facts would answer to belongs to none: a form's column is never bound by a guess. */
function shared(): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const register of all)
    for (const [, field] of counted(register))
      for (const name of new Set([...Object.values(field.label), ...(field.aliases ?? [])]))
        (seen.has(name) ? twice : seen).add(name);
  return twice;
}

export const registerFactMessages: MessageFile = (() => {
  const twice = shared();
  const words: MessageFile = { 'zh-CN': {}, en: {} };
  for (const locale of ['zh-CN', 'en'] as const) {
    const put = (code: string, one: { label: string; definition: string; aliases: readonly string[] }) => {
      words[locale][`fact.${code}`] = one.label;
      words[locale][`fact.${code}.definition`] = one.definition;
      words[locale][`fact.${code}.aliases`] = one.aliases.join(factWords[locale].mark);
    };
    for (const register of all) {
      put(`${register.code}.records`, recordsWords(locale, register.label[locale]));
      for (const [code, field] of asked(register))
        for (const option of field.options)
          put(
            `${register.code}.${code}.${option.code}`,
            optionWords(
              locale,
              register.label[locale],
              option.words[locale],
              locale === 'en' ? [] : (option.aliases ?? []),
            ),
          );
      for (const [code, field] of counted(register)) {
        const names = [field.label[locale], ...(locale === 'en' ? [] : (field.aliases ?? []))];
        put(
          `${register.code}.${code}.sum`,
          sumWords(
            locale,
            register.label[locale],
            field.label[locale],
            names.filter((name) => !twice.has(name)),
          ),
        );
      }
    }
  }
  return words;
})();
