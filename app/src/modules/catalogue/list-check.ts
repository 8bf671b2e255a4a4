// What makes a duty list contradict itself, and what changed between two versions. Pure: the editor, the publication and the tests
// ask the same functions.
import {
  type Catalogue,
  type DutyItem,
  findUnit,
  type ItemType,
  routeOf,
  type UnitReference,
  unitsMeant,
} from './catalogue.ts';

/** The parts of an item that a person writes. */
export type ItemDraft = Pick<
  DutyItem,
  'code' | 'type' | 'title' | 'categories' | 'lead' | 'assist' | 'basis'
>;

export type ListName = DutyItem['list'];

/** Which types of items a list holds. */
export const TYPES: Readonly<Record<ListName, readonly ItemType[]>> = {
  street: ['basic', 'assist', 'withdrawn'],
  community: ['duty', 'help', 'negative'],
  grid: ['access'],
};

/** Kinds of units that an item names as the nearest of their kind. */
export const NEAREST: readonly string[] = ['street-office', 'committee', 'property-firm', 'command-centre'];
/** Units that a matter taken back by the level above may never be led by. */
export const BELOW: ReadonlySet<string> = new Set([
  'street-office',
  'committee',
  'service-station',
  'property-firm',
  'owners-committee',
]);
const NEEDS_LEAD: ReadonlySet<ItemType> = new Set(['assist', 'withdrawn', 'duty', 'help']);

/** One contradiction: which item it is about ('' for the whole list), a code, and what to say. */
export type ListFault = { item: string; code: string; params: Record<string, string> };

/** Every contradiction of a list; empty when it may be published. O(items · units). */
export function listFaults(list: ListName, items: readonly ItemDraft[], catalogue: Catalogue): ListFault[] {
  if (items.length === 0) return [{ item: '', code: 'list.empty', params: {} }];
  const faults: ListFault[] = [];
  const holders = new Map<string, string>();
  for (const item of items) {
    const add = (code: string, params: Record<string, string> = {}) =>
      faults.push({ item: item.code, code, params: { item: item.code.toUpperCase(), ...params } });
    if (!TYPES[list].includes(item.type)) add('list.type-not-of-list', { type: item.type });
    for (const category of item.categories) {
      const known = catalogue.categories.get(category);
      const label = known?.label['zh-CN'] ?? category;
      if (!known || known.retired) add('list.category-unknown', { category: label });
      const other = holders.get(category);
      if (other !== undefined) add('list.category-twice', { category: label, other: other.toUpperCase() });
      else holders.set(category, item.code);
    }
    for (const reference of [item.lead, ...item.assist]) {
      if (reference && unitsMeant(catalogue, reference).length === 0)
        add('list.unit-unknown', { unit: 'code' in reference ? reference.code : reference.kind });
    }
    if (!item.lead && NEEDS_LEAD.has(item.type)) add('list.lead-missing');
    if (item.lead && (item.type === 'negative' || item.type === 'access')) add('list.lead-needless');
    const leads = item.lead ? unitsMeant(catalogue, item.lead) : [];
    const kinds = item.lead && 'kind' in item.lead ? [item.lead.kind] : leads.map((unit) => unit.kind);
    if (item.type === 'withdrawn' && kinds.some((kind) => BELOW.has(kind)))
      add('list.withdrawn-led-below', { unit: leads[0]?.name ?? '' });
    if (item.type === 'assist' && kinds.includes('street-office'))
      add('list.assist-led-by-street', { unit: leads[0]?.name ?? '' });
    const { lead } = item;
    if (lead && item.assist.some((one) => sameReference(one, lead))) add('list.lead-assists');
  }
  return faults;
}

export function sameReference(a: UnitReference | null, b: UnitReference | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export type ItemField = 'type' | 'title' | 'lead' | 'assist' | 'categories' | 'basis';
const FIELDS: readonly ItemField[] = ['type', 'title', 'lead', 'assist', 'categories', 'basis'];

export type ListComparison = {
  added: ItemDraft[];
  removed: ItemDraft[];
  changed: { before: ItemDraft; after: ItemDraft; fields: ItemField[] }[];
};

/** What the second list says otherwise than the first; items are the same when their numbers are. O(items). */
export function compareItems(before: readonly ItemDraft[], after: readonly ItemDraft[]): ListComparison {
  const old = new Map(before.map((item) => [item.code, item]));
  const fresh = new Set(after.map((item) => item.code));
  const changed = after.flatMap((item) => {
    const was = old.get(item.code);
    const fields = was ? FIELDS.filter((field) => comparable(was, field) !== comparable(item, field)) : [];
    return was && fields.length > 0 ? [{ before: was, after: item, fields }] : [];
  });
  return {
    added: after.filter((item) => !old.has(item.code)),
    removed: before.filter((item) => !fresh.has(item.code)),
    changed,
  };
}

/** A field in a form in which the order of categories and of helpers does not count, nor the order of keys. */
function comparable(item: ItemDraft, field: ItemField): string {
  const reference = (one: UnitReference) => ('code' in one ? one.code : `@${one.kind}`);
  switch (field) {
    case 'type':
    case 'basis':
      return item[field];
    case 'title':
      return `${item.title['zh-CN']}\n${item.title.en}`;
    case 'lead':
      return item.lead ? reference(item.lead) : '';
    case 'assist':
      return item.assist.map(reference).sort().join();
    case 'categories':
      return [...item.categories].sort().join();
  }
}

/** Open work of one sort: how many cases of a category at a place lie with a unit, and which list sent them there. */
export type OpenWork = {
  category: string;
  areaPath: string;
  ownerUnit: string | null;
  subjectUnit: string | null;
  /** The owner that the list named when the case was routed, and the list's id. */
  routedOwner: string | null;
  routedList: string | null;
};

/** From whom to whom a piece of open work would go, or undefined when nothing changes for it. */
export type Handover = { from: string | null; to: string };

/** What another set of items would mean for a piece of open work. O(units + items). */
export function handoverOf(before: Catalogue, after: Catalogue, work: OpenWork): Handover | undefined {
  const was = routeOf(before, work.category, work.areaPath, work.subjectUnit).owner;
  const next = routeOf(after, work.category, work.areaPath, work.subjectUnit).owner;
  const holds = work.ownerUnit ?? work.routedOwner ?? was;
  return next === null || next === was || next === holds ? undefined : { from: holds, to: next };
}

/** Work that an older version sent to somebody whom the lists in force no longer name. Nothing moves by itself: it is listed. */
export function strayOf(catalogue: Catalogue, work: OpenWork): Handover | undefined {
  const route = routeOf(catalogue, work.category, work.areaPath, work.subjectUnit);
  const current = new Set(catalogue.items.map((item) => item.listId));
  const sameVersion = work.routedList === null ? route.item === null : current.has(work.routedList);
  if (sameVersion || route.owner === null || route.owner === work.routedOwner) return undefined;
  const holds = work.ownerUnit ?? work.routedOwner;
  return route.owner === holds ? undefined : { from: holds, to: route.owner };
}

/** The catalogue as it would be with these items in the place of the list's own. */
export function withItems(catalogue: Catalogue, list: ListName, items: readonly DutyItem[]): Catalogue {
  return { ...catalogue, items: [...catalogue.items.filter((item) => item.list !== list), ...items] };
}

/** The name of the unit that a reference means, in words. */
export function referenceName(
  catalogue: Catalogue,
  reference: UnitReference,
  nearest: (kind: string) => string,
): string {
  if ('kind' in reference) return nearest(reference.kind);
  return findUnit(catalogue, reference, '')?.name ?? reference.code;
}
