// What the district holds of what is asked, and what the admitted list asks already.
import { similarity } from '@renlin/core/text/tokens';
import { asksForPeople, nameKey } from '../../engines/report/fact-vocabulary.ts';
import { askFact, type FactQuery } from '../../engines/report/facts.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import type { FieldProblem } from '../../kernel/problem.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { CheckBody } from './contract.ts';
import { type AdmissionParts, type Asking, areaOf, today, untilOf } from './parts.ts';
import * as store from './store.ts';

/** Titles this much alike, or one column the same, are worth looking at. */
const ALIKE = 0.5;
const MOST_ALIKE = 5;
const MOST_COMPARED = 2000;

type AskedItem = CheckBody['items'][number];

/** The items as they are kept. Whoever asks for a known fact, by its code or by a name of it, is refused with the field and the fact. */
export function readItems(parts: AdmissionParts, asking: Asking, items: readonly AskedItem[]): store.Item[] {
  const fields: FieldProblem[] = [];
  const read = items.map((item, index): store.Item => {
    const path = `items/${index}`;
    if (item.fact !== undefined) {
      if (!parts.facts.find(item.fact)) fields.push({ path: `${path}/fact`, code: 'admission-fact-unknown' });
      if (item.namesPeople) fields.push({ path: `${path}/namesPeople`, code: 'admission-fact-people' });
      return { label: item.label, how: 'known', fact: item.fact, namesPeople: false };
    }
    const known = parts.facts.named(item.label);
    if (known)
      fields.push({
        path: `${path}/label`,
        code: 'admission-known',
        params: { fact: parts.facts.describe(known, asking.locale).label, code: known.code },
      });
    // Nobody's name is asked for by leaving a box empty.
    if (!item.namesPeople && asksForPeople(item.label))
      fields.push({ path: `${path}/namesPeople`, code: 'admission-names' });
    return { label: item.label, how: 'ask', fact: null, namesPeople: item.namesPeople === true };
  });
  const again = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = nameKey(item.label);
    if (again.has(key)) fields.push({ path: `items/${index}/label`, code: 'admission-item-twice' });
    again.add(key);
  }
  if (fields.length === 0) return read;
  throw problem(
    fields.some((one) => one.code === 'admission-known') ? 'admission.known' : 'admission.items',
    {},
    fields,
  );
}

/** What each item is to the district: known (with its number today), perhaps known, or to be asked. Runs before anything is sent. */
export async function checkItems(parts: AdmissionParts, tx: Tx, asking: Asking, body: CheckBody) {
  const area = await areaOf(tx, body.areaId);
  const query = queryToday(parts, area);
  const items = [];
  for (const item of body.items) {
    const fact = item.fact === undefined ? parts.facts.named(item.label) : parts.facts.find(item.fact);
    items.push({
      label: item.label,
      known: fact ? await knownNow(parts, tx, asking, fact.code, query) : null,
      near: fact ? [] : nearTo(parts, asking, item.label),
    });
  }
  const alike = await alikeRequests(parts, tx, {
    title: body.title ?? '',
    labels: body.items.map((item) => item.label),
  });
  return { facts: parts.facts.list(asking.locale), items, alike };
}

/** What a label may mean without naming it: facts much alike, and columns of registers of that name. O(facts + columns). */
export function nearTo(
  parts: AdmissionParts,
  asking: Asking,
  label: string,
): { code: string; label: string }[] {
  const facts = parts.facts
    .near(label, asking.locale)
    .map((fact) => parts.facts.describe(fact, asking.locale));
  return [...facts, ...parts.columnsNamed(label, asking.locale)].map(({ code, label: name }) => ({
    code,
    label: name,
  }));
}

/** A known fact with its number as of today: over the last thirty days when it is counted over a period. */
export async function knownNow(
  parts: AdmissionParts,
  tx: Tx,
  asking: Asking,
  code: string,
  query: FactQuery,
) {
  const fact = parts.facts.find(code);
  if (!fact)
    return {
      code,
      label: code,
      definition: '',
      grain: 'day' as const,
      answer: null,
      from: query.from,
      to: query.to,
    };
  return {
    ...parts.facts.describe(fact, asking.locale),
    answer: await askFact(tx, asking.actor, fact, query),
    from: query.from,
    to: query.to,
  };
}

const DAY_MS = 86_400_000;
const PERIOD_DAYS = 30;

export function queryToday(
  parts: AdmissionParts,
  area: Pick<TreeNode, 'id' | 'key' | 'path' | 'name'>,
): FactQuery {
  const to = today(parts);
  const from = new Date(Date.parse(to) - (PERIOD_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  return { area, from, to, until: untilOf(to, parts.now()) };
}

type Compared = { title: string; labels: readonly string[]; except?: string };

/** Requests in force that ask much the same, with what they have in common. O(requests · labels). */
export async function alikeRequests(parts: AdmissionParts, tx: Tx, asked: Compared) {
  const now = parts.now();
  const rows = await store.listRequests(
    tx,
    { state: 'in-force', until: now + 1, day: today(parts) },
    MOST_COMPARED,
  );
  const items = await store.listItems(
    tx,
    rows.map((row) => row.id),
  );
  const keys = new Set(asked.labels.map(nameKey));
  return rows
    .filter((row) => row.id !== asked.except)
    .map((row) => {
      const same = (items.get(row.id) ?? [])
        .filter((item) => keys.has(nameKey(item.label)))
        .map((item) => item.label);
      const title = asked.title === '' ? 0 : similarity(asked.title, row.title);
      return { row, same, weight: Math.max(title, keys.size === 0 ? 0 : same.length / keys.size) };
    })
    .filter((one) => one.weight >= ALIKE || one.same.length > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_ALIKE)
    .map(({ row, same }) => ({
      id: row.id,
      title: row.title,
      unitName: row.unitName,
      frequency: row.frequency,
      until: row.admittedUntil,
      same,
    }));
}
