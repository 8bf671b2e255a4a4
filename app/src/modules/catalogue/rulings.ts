// A ruling on whose matter something is, as a change of the duty list: what was decided about one case is proposed for all like it.
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/db.ts';
import {
  type Catalogue,
  findItem,
  findUnit,
  type ItemType,
  type UnitFact,
  type UnitReference,
} from './catalogue.ts';
import { proposeItem } from './drafts.ts';
import { BELOW, type ItemDraft, type ListName, NEAREST, sameReference } from './list-check.ts';

export type Ruling = {
  category: string;
  areaPath: string;
  /** Unit ids. */
  lead: string;
  assist: readonly string[];
  /** Legal basis, and the words of the ruling. */
  basis: string;
  words: string;
  caseId: string;
  number: string;
};

/**
 * The item as the ruling wants it. An item that is about this category alone is changed; out of one with several categories only this
 * one is taken, into an item of its own. Undefined when the lead is no unit any more.
 */
export function itemOfRuling(
  catalogue: Catalogue,
  ruling: Ruling,
): { list: ListName; item: ItemDraft } | undefined {
  const lead = catalogue.units.get(ruling.lead);
  const label = catalogue.categories.get(ruling.category)?.label;
  if (!lead || !label) return undefined;
  const street = findItem(catalogue, 'street', ruling.category);
  // The street's list is read first: what stands there is changed there.
  const list: ListName = !street && lead.kind === 'committee' ? 'community' : 'street';
  const known = list === 'street' ? street : findItem(catalogue, list, ruling.category);
  const alone = known?.categories.length === 1 ? known : undefined;
  const leadReference = referenceTo(catalogue, lead, ruling.areaPath);
  const assist = ruling.assist
    .map((id) => catalogue.units.get(id))
    .filter((unit) => unit !== undefined)
    .map((unit) => referenceTo(catalogue, unit, ruling.areaPath))
    .filter((one) => !sameReference(one, leadReference));
  return {
    list,
    item: {
      code: alone?.code ?? `r-${ruling.category}`,
      type: typeOf(list, lead, known?.type),
      title: alone?.title ?? label,
      categories: [ruling.category],
      lead: leadReference,
      assist,
      basis: ruling.basis,
    },
  };
}

/** Asks for the change that a ruling means; nothing when the ruling is about no category. Safe to repeat. */
export async function proposeRuling(
  tx: Tx,
  parts: { ids: Ids; now: number; catalogue: Catalogue },
  ruling: Ruling,
): Promise<void> {
  const wanted = itemOfRuling(parts.catalogue, ruling);
  if (!wanted) return;
  await proposeItem(tx, parts, {
    ...wanted,
    source: { kind: 'ruling', id: ruling.caseId, label: ruling.number },
    reason: ruling.words,
    by: null,
  });
}

/**
 * A unit of which every place has its own is named by its kind, so that the item holds in the whole district; so is a unit without a
 * code, for nothing else would find it.
 */
function referenceTo(catalogue: Catalogue, unit: UnitFact, areaPath: string): UnitReference {
  const { kind, code } = unit;
  const nearest = NEAREST.includes(kind) && findUnit(catalogue, { kind }, areaPath)?.id === unit.id;
  return nearest || code === '' ? { kind } : { code };
}

function typeOf(list: ListName, lead: UnitFact, before: ItemType | undefined): ItemType {
  if (list === 'community') return 'duty';
  if (BELOW.has(lead.kind)) return 'basic';
  return before === 'withdrawn' ? 'withdrawn' : 'assist';
}
