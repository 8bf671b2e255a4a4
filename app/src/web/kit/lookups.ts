// Where the pickers of a form find their options when the server did not send them with the field.
import { get } from './api.ts';
import type { Area, CategoryNode, FieldOption, FieldType, PlaceHit } from './api-types.ts';
import type { FindOptions } from './Lookup.tsx';

type Items<T> = { items: T[] } | T[];

function listOf<T>(answer: Items<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}

type StoredCategory = {
  code: string;
  parent: string | null;
  parentLabel?: string;
  label: string | Record<string, string>;
  name?: string;
  group: string;
  kinds: string[];
  publicThing: boolean;
  urgent: boolean;
  retired?: boolean;
};

/** The catalogue's answer, of staff or public, as one flat list in the reader's words. */
function toCategory(found: StoredCategory, byCode: ReadonlyMap<string, StoredCategory>): CategoryNode {
  const nameOf = (one: StoredCategory | undefined): string =>
    one === undefined
      ? ''
      : (one.name ?? (typeof one.label === 'string' ? one.label : (one.label['zh-CN'] ?? one.code)));
  return {
    code: found.code,
    label: nameOf(found),
    parent: found.parent,
    parentLabel: found.parentLabel ?? nameOf(byCode.get(found.parent ?? '')),
    group: found.group,
    kinds: found.kinds,
    publicThing: found.publicThing,
    urgent: found.urgent,
  };
}

export function toCategories(answer: Items<StoredCategory>): CategoryNode[] {
  const items = listOf(answer).filter((one) => !one.retired);
  const byCode = new Map(items.map((one) => [one.code, one]));
  return items.map((one) => toCategory(one, byCode));
}

/** The categories that a case can have: those below a heading. */
export function leafCategories(nodes: readonly CategoryNode[], kind?: string): CategoryNode[] {
  return nodes.filter((node) => node.parent !== null && (kind === undefined || node.kinds.includes(kind)));
}

let categories: Promise<CategoryNode[]> | undefined;

/** The categories, read once per page; `/public/categories` for residents. */
export function loadCategories(path = '/categories'): Promise<CategoryNode[]> {
  categories ??= get<Items<StoredCategory>>(path)
    .then(toCategories)
    .catch((error: unknown) => {
      categories = undefined;
      throw error;
    });
  return categories;
}

/** After an editor changed them. */
export function resetCategories(): void {
  categories = undefined;
}

function matches(query: string, ...texts: readonly (string | null | undefined)[]): boolean {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const all = texts.join(' ').toLowerCase();
  return wanted.every((word) => all.includes(word));
}

export const findUnits: FindOptions = async (query, signal) => {
  const units = await get<Items<{ id: string; name: string; kindLabel?: string }>>(
    '/units',
    { q: query, limit: 20 },
    signal,
  );
  return listOf(units)
    .filter((unit) => matches(query, unit.name))
    .slice(0, 20)
    .map((unit) => ({
      value: unit.id,
      label: unit.name,
      ...(unit.kindLabel ? { hint: unit.kindLabel } : {}),
    }));
};

export const findCategories: FindOptions = async (query) => {
  const leaves = leafCategories(await loadCategories());
  return leaves
    .filter((node) => matches(query, node.label, node.code, node.parentLabel))
    .slice(0, 30)
    .map((node) => ({ value: node.code, label: node.label, hint: node.parentLabel }));
};

export const findAreas: FindOptions = async (query, signal) => {
  const areas = listOf(await get<Items<Area>>('/areas', { q: query, limit: 20 }, signal));
  return areas.slice(0, 20).map((area) => ({ value: area.id, label: area.name, hint: area.levelLabel }));
};

export const findListItems: FindOptions = async (query, signal) => {
  const items = await get<Items<{ id: string; label?: string; name?: string; hint?: string }>>(
    '/duty-lists/items',
    { q: query, limit: 20 },
    signal,
  );
  return listOf(items).map((item) => ({
    value: item.id,
    label: item.label ?? item.name ?? item.id,
    ...(item.hint ? { hint: item.hint } : {}),
  }));
};

/** Open cases by number or words; a case is named by its number. */
export const findCases: FindOptions = async (query, signal) => {
  if (query.trim() === '') return [];
  const found = await get<Items<{ number: string; headline: string; areaName: string }>>(
    '/cases',
    { q: query, open: 1, limit: 10 },
    signal,
  );
  return listOf(found).map((one) => ({
    value: one.number,
    label: `${one.number} ${one.headline}`,
    hint: one.areaName,
  }));
};

export const findPeople: FindOptions = async (query, signal) => {
  const people = listOf(
    await get<Items<{ id: string; name: string; staffNo: string }>>(
      '/people',
      { q: query, limit: 20 },
      signal,
    ),
  );
  return people.map((person) => ({ value: person.id, label: person.name, hint: person.staffNo }));
};

export async function findPlaces(query: string, signal?: AbortSignal, near?: string): Promise<PlaceHit[]> {
  if (query.trim() === '') return [];
  return listOf(await get<Items<PlaceHit>>('/places/search', { q: query, near }, signal));
}

export function findFor(type: FieldType, options: readonly FieldOption[] | undefined): FindOptions {
  if (options)
    return async (query) =>
      options.filter((option) => matches(query, option.label, option.hint)).slice(0, 50);
  if (type === 'unit') return findUnits;
  if (type === 'category') return findCategories;
  if (type === 'area') return findAreas;
  if (type === 'person') return findPeople;
  if (type === 'case') return findCases;
  return findListItems;
}
