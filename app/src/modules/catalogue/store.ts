import type { DayOverride, OfficeHours } from '@renlin/core/calendar/calendar';
import type { Tx } from '../../platform/db/db.ts';
import type { Category, DutyItem, ItemType } from './catalogue.ts';

export type CategoryDefinition = Omit<Category, 'code' | 'parent' | 'retired'>;
export type ItemDefinition = Pick<DutyItem, 'title' | 'categories' | 'lead' | 'assist' | 'basis'>;

export type StoredCategory = Category & { version: number };

export async function listCategories(tx: Tx): Promise<StoredCategory[]> {
  const rows = await tx.rows<{
    code: string;
    parent: string | null;
    definition: CategoryDefinition;
    retired: boolean;
    version: number;
  }>(
    'select code, parent, definition, retired, version from categories where district_code = $1 order by code',
    [tx.scope.district],
  );
  return rows.map((row) => ({
    ...row.definition,
    code: row.code,
    parent: row.parent,
    retired: row.retired,
    version: row.version,
  }));
}

export async function insertCategory(tx: Tx, category: Category, now: string): Promise<void> {
  const { code, parent, retired, ...definition } = category;
  await tx.rows(
    `insert into categories (district_code, code, parent, definition, retired, updated_at) values ($1, $2, $3, $4, $5, $6)`,
    [tx.scope.district, code, parent, JSON.stringify(definition), retired, now],
  );
}

/** Gives false when somebody else changed it since `baseVersion`. */
export async function updateCategory(
  tx: Tx,
  category: Category,
  baseVersion: number,
  now: string,
): Promise<boolean> {
  const { code, parent, retired, ...definition } = category;
  const changed = await tx.count(
    `update categories set parent = $3, definition = $4, retired = $5, version = version + 1, updated_at = $6
     where district_code = $1 and code = $2 and version = $7`,
    [tx.scope.district, code, parent, JSON.stringify(definition), retired, now, baseVersion],
  );
  return changed === 1;
}

export type DutyList = {
  id: string;
  list: DutyItem['list'];
  version: number;
  title: string;
  state: 'draft' | 'published' | 'replaced';
  effectiveFrom: number;
  publishedAt: number | null;
};

type ItemRow = {
  id: string;
  list_id: string;
  list: DutyItem['list'];
  version: number;
  code: string;
  type: ItemType;
  definition: ItemDefinition;
};

function itemOf(row: ItemRow): DutyItem {
  return {
    ...row.definition,
    id: row.id,
    listId: row.list_id,
    list: row.list,
    version: row.version,
    code: row.code,
    type: row.type,
  };
}

/** The items that route now: of each list the newest published version that is in force at `now`. */
export async function listItemsInForce(tx: Tx, now: string): Promise<DutyItem[]> {
  const rows = await tx.rows<ItemRow>(
    `with current as (
       select distinct on (list) id, list, version from duty_lists
       where district_code = $1 and state in ('published', 'replaced') and effective_from <= $2
       order by list, version desc)
     select i.id, i.list_id, c.list, c.version, i.code, i.type, i.definition
     from current c join duty_items i on i.district_code = $1 and i.list_id = c.id order by c.list, i.position`,
    [tx.scope.district, now],
  );
  return rows.map(itemOf);
}

export async function listItems(tx: Tx, listId: string): Promise<DutyItem[]> {
  const rows = await tx.rows<ItemRow>(
    `select i.id, i.list_id, l.list, l.version, i.code, i.type, i.definition from duty_items i
     join duty_lists l on l.district_code = i.district_code and l.id = i.list_id
     where i.district_code = $1 and i.list_id = $2 order by i.position`,
    [tx.scope.district, listId],
  );
  return rows.map(itemOf);
}

export async function insertDutyList(
  tx: Tx,
  list: DutyList,
  items: readonly DutyItem[],
  now: string,
): Promise<void> {
  await tx.rows(
    `insert into duty_lists (district_code, id, list, version, title, state, effective_from, published_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.scope.district,
      list.id,
      list.list,
      list.version,
      list.title,
      list.state,
      new Date(list.effectiveFrom).toISOString(),
      list.publishedAt === null ? null : new Date(list.publishedAt).toISOString(),
      now,
    ],
  );
  await insertDutyItems(tx, list.id, items);
}

/** Writes the items of a list in their order, from a position on. */
export async function insertDutyItems(
  tx: Tx,
  listId: string,
  items: readonly (Pick<DutyItem, 'id' | 'code' | 'type'> & ItemDefinition)[],
  from = 0,
): Promise<void> {
  for (const [index, item] of items.entries()) {
    const { title, categories, lead, assist, basis } = item;
    const definition: ItemDefinition = { title, categories, lead, assist, basis };
    await tx.rows(
      `insert into duty_items (district_code, id, list_id, code, type, position, definition) values ($1, $2, $3, $4, $5, $6, $7)`,
      [tx.scope.district, item.id, listId, item.code, item.type, from + index, JSON.stringify(definition)],
    );
  }
}

export async function listOverrides(tx: Tx): Promise<DayOverride[]> {
  const rows = await tx.rows<{ day: string; kind: 'work' | 'rest'; note: string }>(
    `select to_char(day, 'YYYY-MM-DD') as day, kind, note from calendar_overrides where district_code = $1 order by day`,
    [tx.scope.district],
  );
  return rows.map((row) => ({ date: row.day, kind: row.kind, note: row.note }));
}

export async function saveOverride(
  tx: Tx,
  override: DayOverride,
  accountId: string | null,
  now: string,
): Promise<void> {
  await tx.rows(
    `insert into calendar_overrides (district_code, day, kind, note, account_id, set_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (district_code, day) do update set kind = excluded.kind, note = excluded.note, account_id = excluded.account_id,
       set_at = excluded.set_at`,
    [tx.scope.district, override.date, override.kind, override.note ?? '', accountId, now],
  );
}

export async function deleteOverride(tx: Tx, day: string): Promise<boolean> {
  return (
    (await tx.count('delete from calendar_overrides where district_code = $1 and day = $2', [
      tx.scope.district,
      day,
    ])) === 1
  );
}

/** Office hours of the district, as set in its settings. */
export async function findOffice(tx: Tx): Promise<OfficeHours | undefined> {
  const [row] = await tx.rows<{ office: OfficeHours | null }>(
    `select settings -> 'office' as office from districts where code = $1`,
    [tx.scope.district],
  );
  return row?.office ?? undefined;
}
