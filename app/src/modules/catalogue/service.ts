// Editing what the district agreed on. Cases keep the version that routed them, so an edit never rewrites the past.
import { parseDate } from '@renlin/core/calendar/civil';
import type { Ids } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type Category, itemsNaming } from './catalogue.ts';
import { presetCategories } from './preset-categories.ts';
import { presetLists } from './preset-lists.ts';
import * as store from './store.ts';
import './problems.ts';

/** Puts the sample categories and lists into an empty district. Does nothing when it already has some. */
export async function installPresets(tx: Tx, ids: Ids, now: number): Promise<boolean> {
  if ((await store.listCategories(tx)).length > 0) return false;
  const at = new Date(now).toISOString();
  for (const category of presetCategories()) await store.insertCategory(tx, category, at);
  for (const preset of presetLists()) {
    const id = ids.next();
    const list: store.DutyList = {
      id,
      list: preset.list,
      version: 1,
      title: preset.title,
      state: 'published',
      effectiveFrom: 0,
      publishedAt: now,
    };
    const items = preset.items.map((item) => ({ ...item, id: ids.next(), listId: id, version: 1 }));
    await store.insertDutyList(tx, list, items, at);
  }
  return true;
}

/** The items in force that name one of these units by its code. */
export async function listItemsNaming(tx: Tx, codes: readonly string[], now: number) {
  if (codes.length === 0) return [];
  return itemsNaming(await store.listItemsInForce(tx, new Date(now).toISOString()), new Set(codes));
}

export type CategoryEdit = Category & { baseVersion?: number | undefined };

/** Creates a category (no `baseVersion`) or changes one as it stood at `baseVersion`. */
export async function saveCategory(tx: Tx, edit: CategoryEdit, now: number): Promise<store.StoredCategory> {
  const { baseVersion, ...category } = edit;
  const at = new Date(now).toISOString();
  const known = await store.listCategories(tx);
  if (category.parent && !known.some((one) => one.code === category.parent && one.parent === null)) {
    throw problem('catalogue.parent-unknown', {}, [{ path: 'parent', code: 'parent-unknown' }]);
  }
  if (baseVersion === undefined) {
    if (known.some((one) => one.code === category.code)) {
      throw problem('catalogue.code-taken', {}, [{ path: 'code', code: 'code-taken' }]);
    }
    await store.insertCategory(tx, category, at);
    return { ...category, version: 1 };
  }
  if (!known.some((one) => one.code === category.code)) throw problem('catalogue.unknown-category', {});
  if (!(await store.updateCategory(tx, category, baseVersion, at)))
    throw problem('catalogue.changed-meanwhile', {});
  return { ...category, version: baseVersion + 1 };
}

export async function setDay(
  tx: Tx,
  day: { date: string; kind: 'work' | 'rest' | 'default'; note: string },
  accountId: string | null,
  now: number,
): Promise<void> {
  if (parseDate(day.date) === undefined)
    throw problem('catalogue.day-invalid', {}, [{ path: 'date', code: 'day-invalid' }]);
  if (day.kind === 'default') {
    await store.deleteOverride(tx, day.date);
    return;
  }
  await store.saveOverride(
    tx,
    { date: day.date, kind: day.kind, note: day.note },
    accountId,
    new Date(now).toISOString(),
  );
}
