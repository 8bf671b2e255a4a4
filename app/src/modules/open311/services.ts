// The services: the categories that a resident may choose, and what may be said beside a request of each.
import { problem } from '../../kernel/problem.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { Catalogue, Category } from '../catalogue/public.ts';
import type { Say } from './parts.ts';

/** Ids of the protocol are letters, digits, `_` and `-`: the dots of our codes are written as `_`, which no code of ours has. */
export function serviceCode(category: string): string {
  return category.replaceAll('.', '_');
}

export function categoryOf(code: string): string {
  return code.replaceAll('_', '.');
}

/** The categories that are services now. */
export function listServices(catalogue: Catalogue): Category[] {
  return [...catalogue.categories.values()].filter(
    (one) => !one.retired && one.parent !== null && one.kinds.length > 0,
  );
}

export function findService(catalogue: Catalogue, code: string): Category {
  const category = catalogue.categories.get(categoryOf(code));
  const known = category !== undefined && listServices(catalogue).includes(category);
  if (!known || serviceCode(category.code) !== code)
    throw problem('open311.service-unknown', { value: code.slice(0, 60) });
  return category;
}

export function describeService(catalogue: Catalogue, category: Category, locale: Locale) {
  const group = catalogue.categories.get(category.parent ?? '')?.label[locale] ?? '';
  return {
    service_code: serviceCode(category.code),
    service_name: category.label[locale],
    description: category.fileWhen[locale] || category.label[locale],
    metadata: true,
    type: 'realtime',
    keywords: [group, category.group].filter((word) => word !== '').join(','),
    group,
  };
}

export const COORDINATE_SYSTEMS = ['wgs84', 'gcj02'] as const;
/** Under any of these names a client may send its own number of a request. */
export const CLIENT_IDS = ['client_id', 'external_id', 'fixmystreet_id'] as const;

/** What may be said beside a request. Nothing is required: the place and the words are enough. */
export function describeAttributes(
  category: Category,
  locale: Locale,
  say: Say,
  kindLabel: (kind: string) => string,
) {
  const field = (
    code: string,
    datatype: string,
    description: string,
    values?: { key: string; name: string }[],
  ) => ({
    variable: true,
    code,
    datatype,
    required: false,
    datatype_description: null,
    description,
    ...(values ? { values } : {}),
  });
  const fileWhen = category.fileWhen[locale];
  const all = [
    ...(fileWhen
      ? [
          {
            ...field('notice', 'string', say('attribute.notice', { words: fileWhen })),
            variable: false,
          },
        ]
      : []),
    field(
      'kind',
      'singlevaluelist',
      say('attribute.kind'),
      category.kinds.map((kind) => ({ key: kind, name: kindLabel(kind) })),
    ),
    field('occurred_at', 'datetime', say('attribute.occurred')),
    field(
      'coordinate_system',
      'singlevaluelist',
      say('attribute.system'),
      COORDINATE_SYSTEMS.map((key) => ({ key, name: say(`system.${key}`) })),
    ),
    field('client_id', 'string', say('attribute.client')),
  ];
  return all.map(({ variable, code, datatype, required, datatype_description, ...rest }, at) => ({
    variable,
    code,
    datatype,
    required,
    datatype_description,
    order: at + 1,
    ...rest,
  }));
}
