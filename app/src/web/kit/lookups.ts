// Where the pickers of a form find their options when the server did not send them with the field.
import { get } from './api.ts';
import type { Area, CategoryNode, FieldOption, FieldType, PlaceHit } from './api-types.ts';
import type { FindOptions } from './Lookup.tsx';

type Items<T> = { items: T[] } | T[];

function listOf<T>(answer: Items<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}

export function flattenCategories(
  nodes: readonly CategoryNode[],
  above: readonly string[] = [],
): (CategoryNode & { trail: string })[] {
  return nodes.flatMap((node) => {
    const below = node.children ?? [];
    if (below.length > 0) return flattenCategories(below, [...above, node.label]);
    return [{ ...node, trail: above.join(' › ') }];
  });
}

let categories: Promise<CategoryNode[]> | undefined;

/** The category tree, read once per page. */
export function loadCategories(path = '/categories'): Promise<CategoryNode[]> {
  categories ??= get<Items<CategoryNode>>(path)
    .then(listOf)
    .catch((error: unknown) => {
      categories = undefined;
      throw error;
    });
  return categories;
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
  const leaves = flattenCategories(await loadCategories());
  return leaves
    .filter((node) => matches(query, node.label, node.code, node.trail))
    .slice(0, 30)
    .map((node) => ({ value: node.code, label: node.label, hint: node.trail }));
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
  return findListItems;
}
