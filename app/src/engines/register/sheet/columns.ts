// The columns of a register's sheet in their order, and which header means which.
import type { Locale } from '../../../platform/i18n/messages.ts';
import { areaHeader, consentByHeader, consentDayHeader, recordNumberHeader } from '../cell-vocabulary.ts';
import type { Field, Register, Words } from '../declare.ts';

/** Columns that every register has beside its fields. */
export const AREA = '$area';
export const RECORD = '$record';
export const CONSENT_DAY = '$consentDay';
export const CONSENT_BY_WHOM = '$consentBy';

export type SheetColumn = {
  code: string;
  label: Words;
  aliases: readonly string[];
  hint: Words | undefined;
  required: boolean;
  field: Field | undefined;
};

const beside = (
  code: string,
  words: { label: Words; aliases: readonly string[]; hint: Words },
  required: boolean,
): SheetColumn => ({
  code,
  ...words,
  required,
  field: undefined,
});

/** The columns that people fill in. O(fields). */
export function sheetColumns(register: Register): SheetColumn[] {
  return [
    beside(AREA, areaHeader, true),
    ...Object.entries(register.fields).map(([code, field]) => ({
      code,
      label: field.label,
      aliases: field.aliases ?? [],
      hint: field.hint,
      required: field.required === true,
      field,
    })),
    ...(register.consent
      ? [beside(CONSENT_DAY, consentDayHeader, true), beside(CONSENT_BY_WHOM, consentByHeader, true)]
      : []),
  ];
}

/** One spelling of a header: without spaces, stars, line breaks; remarks in brackets count only when nothing else fits. */
export function headerKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*＊:：]/g, '');
}

const withoutRemarks = (key: string): string => key.replace(/\([^)]*\)|\[[^\]]*\]/g, '');

/** Finds the column that a header means; a header may mean one only. */
export function headerIndex(register: Register): (text: string) => string | undefined {
  const index = new Map<string, string>();
  const columns = sheetColumns(register);
  for (const locale of ['zh-CN', 'en'] as const satisfies readonly Locale[]) {
    index.set(headerKey(recordNumberHeader[locale]), RECORD);
    for (const column of columns) index.set(headerKey(column.label[locale]), column.code);
  }
  // A name of its own goes before another name of something else; the area's are common words and come last.
  for (const column of [...columns.slice(1), ...columns.slice(0, 1)]) {
    for (const alias of column.aliases) {
      const key = headerKey(alias);
      if (!index.has(key)) index.set(key, column.code);
    }
  }
  return (text) => {
    const key = headerKey(text);
    return key === '' ? undefined : (index.get(key) ?? index.get(withoutRemarks(key)));
  };
}
