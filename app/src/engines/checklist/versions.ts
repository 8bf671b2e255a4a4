// Versions of a checklist: a draft is published from a day on and never changes again; the newest version whose day has come is in force.
import type { ChecklistContent, ChecklistItem } from './checklist.ts';

export type Dated = { version: number; effectiveFrom: string | null };
export type VersionState = 'draft' | 'upcoming' | 'in-force' | 'past';

/** The version in force on a day: the highest number among those whose day has come, so that a later decision wins. */
export function inForce<V extends Dated>(versions: readonly V[], day: string): V | undefined {
  let best: V | undefined;
  for (const one of versions)
    if (one.effectiveFrom !== null && one.effectiveFrom <= day && (!best || one.version > best.version))
      best = one;
  return best;
}

export function stateOf(one: Dated, versions: readonly Dated[], today: string): VersionState {
  const { effectiveFrom, version } = one;
  if (effectiveFrom === null) return 'draft';
  if (inForce(versions, today)?.version === version) return 'in-force';
  const coming = effectiveFrom > today && inForce(versions, effectiveFrom)?.version === version;
  return coming ? 'upcoming' : 'past';
}

export type Comparison = {
  added: string[];
  removed: string[];
  changed: { code: string; fields: string[] }[];
  /** Of the whole: its title, its basis, the order of its items. */
  about: ('title' | 'basis' | 'order')[];
};

const FIELDS = ['words', 'type', 'required', 'options', 'unit', 'min', 'max', 'finding'] as const;
const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** The database may give keys back in another order than they were written in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => [key, sorted(one)]);
}

/** What one content has that the other has not. O(items). */
export function compareContents(before: ChecklistContent, after: ChecklistContent): Comparison {
  const old = new Map(before.items.map((item) => [item.code, item]));
  const fresh = new Map(after.items.map((item) => [item.code, item]));
  const kept = (items: readonly ChecklistItem[], other: ReadonlyMap<string, unknown>) =>
    items.flatMap(({ code }) => (other.has(code) ? [code] : []));
  const about: Comparison['about'] = [];
  if (!same(before.title, after.title)) about.push('title');
  if (!same(before.basis, after.basis)) about.push('basis');
  if (!same(kept(before.items, fresh), kept(after.items, old))) about.push('order');
  return {
    added: after.items.flatMap(({ code }) => (old.has(code) ? [] : [code])),
    removed: before.items.flatMap(({ code }) => (fresh.has(code) ? [] : [code])),
    changed: after.items.flatMap((item) => {
      const was = old.get(item.code);
      const fields = was ? FIELDS.filter((field) => !same(was[field], item[field])) : [];
      return fields.length > 0 ? [{ code: item.code, fields: [...fields] }] : [];
    }),
    about,
  };
}
