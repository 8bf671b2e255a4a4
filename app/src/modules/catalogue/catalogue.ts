// What the district has agreed on: the categories of things and events with their conditions and limits, and the duty lists that say
// whose they are. Pure data and the routing rule; loading lives in store.ts.
import type { Limit } from '@renlin/core/calendar/limit';

/** 部件 (things), 事件 (happenings), 诉求 (requests), 隐患 (hazards of things and places). */
export type CategoryGroup = 'component' | 'event' | 'request' | 'hazard';

export type Outcome = { outcome: string; label: { 'zh-CN': string; en: string }; limit: Limit };

export type Category = {
  code: string;
  parent: string | null;
  group: CategoryGroup;
  label: { 'zh-CN': string; en: string };
  /** Case kinds that may use it. */
  kinds: readonly string[];
  /** A public thing, shown at its exact place on the public map; never a dwelling. */
  publicThing: boolean;
  /** A matter of one home or one person: handled by itself, never merged with another. */
  personal?: boolean | undefined;
  /** Between people: a grid worker passes it on only when a party of it says so. */
  dispute?: boolean | undefined;
  /** Settling it takes powers of enforcement, which a community and a property firm do not have. */
  enforcement: boolean;
  urgent: boolean;
  /** 立案条件 and 结案条件. */
  fileWhen: { 'zh-CN': string; en: string };
  closeWhen: { 'zh-CN': string; en: string };
  /** Several limits by outcome; the first is the one a dispatch starts. */
  limits: readonly Outcome[];
  retired: boolean;
};

/** Whom an item names: a unit by its code, or the nearest unit of a kind whose jurisdiction holds the place. */
export type UnitReference = { code: string } | { kind: string };

/**
 * basic 基本履职: the street handles · assist 配合履职: the department owns, the street assists · withdrawn 上级收回: the department owns, the
 * street must not be given it · duty, help, negative: a community's 履职, 协助, 负面 · access 准入: a grid worker may settle it on the spot.
 */
export type ItemType = 'basic' | 'assist' | 'withdrawn' | 'duty' | 'help' | 'negative' | 'access';

export type DutyItem = {
  id: string;
  list: 'street' | 'community' | 'grid';
  listId: string;
  version: number;
  code: string;
  type: ItemType;
  title: { 'zh-CN': string; en: string };
  categories: readonly string[];
  lead: UnitReference | null;
  assist: readonly UnitReference[];
  /** Legal basis, as the list quotes it. */
  basis: string;
};

export type UnitFact = {
  id: string;
  code: string;
  /** Codes and ids of ended units in whose place it stands. */
  formerCodes?: readonly string[];
  formerIds?: readonly string[];
  name: string;
  kind: string;
  parentId: string | null;
  /** Paths of the areas it answers for. */
  jurisdictions: readonly string[];
};

/** Kept with the case in the words of the day; the codes beside them let a reader of another language have theirs (see `reasonWords`). */
export type RouteReason = { key: string; params: Record<string, string> };

export type Route = {
  item: { id: string; code: string; type: ItemType; listId: string; version: number } | null;
  owner: string | null;
  assist: string[];
  /** True when no item names an owner and a caretaker starts at once (先行处置). */
  caretaker: boolean;
  reasons: RouteReason[];
};

export type Catalogue = {
  categories: ReadonlyMap<string, Category>;
  items: readonly DutyItem[];
  /** The units that there are. */
  units: ReadonlyMap<string, UnitFact>;
  /** Names of units that have ended: what they did stays under their name. */
  ended?: ReadonlyMap<string, string> | undefined;
};

/** The name of a unit, also of one that has ended. */
export function unitNameOf(catalogue: Catalogue, id: string): string | undefined {
  return catalogue.units.get(id)?.name ?? catalogue.ended?.get(id);
}

const NEAREST_LAST = -1;

/** The units that a reference means: the one with this code, those in the place of an ended one with it, or all of a kind. O(units). */
export function unitsMeant(catalogue: Catalogue, reference: UnitReference): UnitFact[] {
  const units = [...catalogue.units.values()];
  if ('kind' in reference) return units.filter((unit) => unit.kind === reference.kind);
  const named = units.find((unit) => unit.code === reference.code);
  return named ? [named] : units.filter((unit) => unit.formerCodes?.includes(reference.code));
}

/** The unit an item means at a place: of several, the one with the longest jurisdiction that holds the place. O(units). */
export function findUnit(
  catalogue: Catalogue,
  reference: UnitReference,
  areaPath: string,
): UnitFact | undefined {
  const meant = unitsMeant(catalogue, reference);
  // A code always means somebody; a kind only where one of it answers.
  let best = 'code' in reference ? meant[0] : undefined;
  let depth = NEAREST_LAST;
  for (const unit of meant) {
    for (const path of unit.jurisdictions) {
      if (areaPath.startsWith(path) && path.length > depth) {
        best = unit;
        depth = path.length;
      }
    }
  }
  return best;
}

/** The item of a list that names a category; the newest version is the only one loaded. */
export function findItem(
  catalogue: Catalogue,
  list: DutyItem['list'],
  category: string,
): DutyItem | undefined {
  return catalogue.items.find((item) => item.list === list && item.categories.includes(category));
}

/** Is it on the grid's 准入清单: a small matter that a grid worker settles on the spot? */
export function mayBeTrifle(catalogue: Catalogue, category: string): boolean {
  return findItem(catalogue, 'grid', category)?.type === 'access';
}

/**
 * Whose is it? Reads the street's list first (履职事项清单), then the community's, and explains each step. No matching item never means
 * silence: the street office takes care first (先行处置) while the ownership is settled.
 */
export function routeOf(
  catalogue: Catalogue,
  category: string,
  areaPath: string,
  subjectUnit: string | null,
): Route {
  const reasons: RouteReason[] = [];
  const named = {
    category: catalogue.categories.get(category)?.label['zh-CN'] ?? category,
    categoryCode: category,
  };
  const street = findUnit(catalogue, { kind: 'street-office' }, areaPath);
  const item = findItem(catalogue, 'street', category) ?? findItem(catalogue, 'community', category);
  if (item && item.type !== 'negative') {
    const lead = item.lead ? findUnit(catalogue, item.lead, areaPath) : street;
    const described = {
      ...named,
      item: item.title['zh-CN'],
      code: item.code,
      version: String(item.version),
    };
    if (lead && lead.id !== subjectUnit) {
      reasons.push({ key: `route.${item.type}`, params: { ...described, unit: lead.name } });
      const assist = item.assist
        .map((reference) => findUnit(catalogue, reference, areaPath))
        .filter(
          (unit): unit is UnitFact => unit !== undefined && unit.id !== lead.id && unit.id !== subjectUnit,
        );
      if (item.type === 'assist' && street && street.id !== lead.id && !assist.includes(street))
        assist.push(street);
      for (const unit of assist) reasons.push({ key: 'route.assisting', params: { unit: unit.name } });
      return {
        item: brief(item),
        owner: lead.id,
        assist: assist.map((unit) => unit.id),
        caretaker: false,
        reasons,
      };
    }
    const key = lead ? 'route.subject-excluded' : 'route.no-unit';
    reasons.push({ key, params: { ...described, unit: lead?.name ?? '' } });
  } else {
    reasons.push(
      category === '' ? { key: 'route.no-category', params: {} } : { key: 'route.no-item', params: named },
    );
  }
  const caretaker =
    street && street.id !== subjectUnit ? street : findUnit(catalogue, { kind: 'command-centre' }, areaPath);
  if (caretaker) reasons.push({ key: 'route.caretaker', params: { unit: caretaker.name } });
  return {
    item: item ? brief(item) : null,
    owner: caretaker?.id ?? null,
    assist: [],
    caretaker: true,
    reasons,
  };
}

/** What a reason says, with the names of the category and the item in the reader's language where the catalogue still knows them. */
export function reasonWords(
  catalogue: Catalogue,
  { params }: RouteReason,
  locale: 'zh-CN' | 'en',
): Record<string, string> {
  if (locale === 'zh-CN') return params;
  // Reasons kept by earlier releases have no code: the label finds it.
  const category =
    catalogue.categories.get(params['categoryCode'] ?? '') ??
    [...catalogue.categories.values()].find(({ label }) => label['zh-CN'] === params['category']);
  const item = catalogue.items.find(
    ({ code, title }) => code === params['code'] && title['zh-CN'] === params['item'],
  );
  return {
    ...params,
    ...(category ? { category: category.label[locale] } : {}),
    ...(item ? { item: item.title[locale] } : {}),
  };
}

/** The unit that stands for another one today: itself while it is open, the first in its place when it has ended. */
export function standingFor(catalogue: Catalogue, unitId: string): string {
  if (catalogue.units.has(unitId)) return unitId;
  for (const unit of catalogue.units.values()) if (unit.formerIds?.includes(unitId)) return unit.id;
  return unitId;
}

function brief(item: DutyItem): NonNullable<Route['item']> {
  return { id: item.id, code: item.code, type: item.type, listId: item.listId, version: item.version };
}

/** Why a unit must not be given this case, as a problem code, or undefined. */
export function refusalToGive(catalogue: Catalogue, category: string, unitId: string): string | undefined {
  const unit = catalogue.units.get(unitId);
  if (!unit) return 'cases.unknown-unit';
  const item = findItem(catalogue, 'street', category);
  if (item?.type === 'withdrawn' && (unit.kind === 'street-office' || unit.kind === 'committee'))
    return 'cases.withdrawn-item';
  const community = unit.kind === 'committee' || unit.kind === 'property-firm';
  if (community && catalogue.categories.get(category)?.enforcement) return 'cases.community-no-enforcement';
  if (unit.kind === 'committee' && findItem(catalogue, 'community', category)?.type === 'negative')
    return 'cases.negative-item';
  return undefined;
}

/**
 * Whose a list item makes a matter at a place: its lead, or the street where the list names none. Undefined when no list has the item, the
 * item gives nobody anything (负面, 准入), or nobody of that kind answers here. O(items + units).
 */
export function leadOf(catalogue: Catalogue, itemCode: string, areaPath: string): UnitFact | undefined {
  const item = catalogue.items.find((one) => one.list !== 'grid' && one.code === itemCode);
  if (!item || item.type === 'negative') return undefined;
  return findUnit(catalogue, item.lead ?? { kind: 'street-office' }, areaPath);
}

/** The items that name one of these codes, and which one. O(items · codes). Pure. */
export function itemsNaming(
  items: readonly DutyItem[],
  codes: ReadonlySet<string>,
): { list: DutyItem['list']; code: string; title: DutyItem['title']; unitCode: string }[] {
  return items.flatMap(({ list, code, title, lead, assist }) =>
    [lead, ...assist].flatMap((reference) =>
      reference && 'code' in reference && codes.has(reference.code)
        ? [{ list, code, title, unitCode: reference.code }]
        : [],
    ),
  );
}
