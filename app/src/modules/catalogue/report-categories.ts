// The categories that somebody who reports may choose from, in their language.
import type { Locale } from '../../platform/i18n/messages.ts';
import { type Catalogue, mayBeTrifle } from './catalogue.ts';

export type ReportCategory = {
  code: string;
  parent: string | null;
  parentLabel: string;
  label: string;
  group: string;
  /** The kinds of case that it may begin; `trifle` where the grid may settle it on the spot. */
  kinds: string[];
  publicThing: boolean;
  dispute: boolean;
  urgent: boolean;
};

export function reportCategories(catalogue: Catalogue, locale: Locale): ReportCategory[] {
  const open = [...catalogue.categories.values()].filter((one) => !one.retired && one.parent !== null);
  return open.map((one) => ({
    code: one.code,
    parent: one.parent,
    parentLabel: catalogue.categories.get(one.parent ?? '')?.label[locale] ?? '',
    label: one.label[locale],
    group: one.group,
    kinds: mayBeTrifle(catalogue, one.code) ? [...one.kinds, 'trifle'] : [...one.kinds],
    publicThing: one.publicThing,
    dispute: one.dispute ?? false,
    urgent: one.urgent,
  }));
}
