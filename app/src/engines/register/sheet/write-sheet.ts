// Workbooks that go out: the template to fill in, the records of a list, and the rows that were refused with what is wrong in each.
import { type CellValue, writeBook } from '../../../platform/sheets/workbook.ts';
import { recordNumberHeader, sheetWords } from '../cell-vocabulary.ts';
import type { Register } from '../declare.ts';
import type { Asking } from '../parts.ts';
import { AREA, type SheetColumn, sheetColumns } from './columns.ts';
import type { SheetRow } from './read-sheet.ts';

const header = (column: SheetColumn, { locale }: Asking): string =>
  column.label[locale] + (column.required ? '*' : '');

function hintOf(column: SheetColumn, { locale }: Asking): string {
  const need = column.required ? sheetWords.required[locale] : sheetWords.optional[locale];
  return [need, column.hint?.[locale] ?? shapeHint(column, locale)]
    .filter((part) => part !== '')
    .join(locale === 'en' ? '; ' : '；');
}

function shapeHint({ field }: SheetColumn, locale: Asking['locale']): string {
  switch (field?.type) {
    case 'choice':
      return sheetWords.choose[locale] + field.options.map((one) => one.words[locale]).join('/');
    case 'choices':
      return sheetWords.several[locale] + field.options.map((one) => one.words[locale]).join('/');
    case 'date':
    case 'birth-date':
      return sheetWords.date[locale];
    default:
      return '';
  }
}

const widthOf = (column: SheetColumn): number => {
  const type = column.field?.type;
  if (type === 'integer' || type === 'number' || type === 'boolean') return 10;
  if (type === 'id-number' || type === 'credit-code') return 22;
  return type === 'home-address' || (column.field && 'max' in column.field && column.field.max > 100)
    ? 28
    : 16;
};

/** An empty workbook: a title over all, headers, grey hints, lists to choose from, text cells for numbers that are no numbers. */
export function templateBook(register: Register, asking: Asking): Promise<Uint8Array> {
  const columns = sheetColumns(register);
  return writeBook({
    name: register.label[asking.locale],
    title: register.label[asking.locale],
    headers: columns.map((column) => header(column, asking)),
    hints: columns.map((column) => hintOf(column, asking)),
    widths: columns.map(widthOf),
    text: columns.map(isTextColumn),
    lists: columns.flatMap((column, at) => {
      const { field } = column;
      const words = field?.type === 'choice' ? field.options.map((one) => one.words[asking.locale]) : [];
      return words.length > 0 && words.join(',').length <= 240 ? [{ column: at, words }] : [];
    }),
    rows: [],
    closing: null,
  });
}

const isTextColumn = ({ field }: SheetColumn): boolean =>
  field?.type !== 'integer' && field?.type !== 'number';

export type ExportRow = {
  id: string;
  area: string;
  shown: Readonly<Record<string, string>>;
  extra: Readonly<Record<string, string>>;
};

/** Records as a workbook that prints, and that this register reads again. `mark` stands above and below what was taken out whole. */
export function exportBook(
  register: Register,
  asking: Asking,
  rows: readonly ExportRow[],
  mark?: string,
): Promise<Uint8Array> {
  const columns = sheetColumns(register);
  const cell = (row: ExportRow, column: SheetColumn): CellValue => {
    if (column.code === AREA) return row.area;
    const text = (column.field ? row.shown[column.code] : row.extra[column.code]) ?? '';
    return !isTextColumn(column) && text !== '' ? Number(text) : text;
  };
  const marked = (text: string) => [text, ...(mark === undefined ? [] : [mark])].join('  ');
  return writeBook({
    name: register.label[asking.locale],
    title: marked(register.label[asking.locale]),
    headers: [
      sheetWords.number[asking.locale],
      ...columns.map((column) => header(column, asking)),
      recordNumberHeader[asking.locale],
    ],
    hints: null,
    widths: [6, ...columns.map(widthOf), 38],
    text: [false, ...columns.map(isTextColumn), true],
    lists: [],
    rows: rows.map((row, at) => [at + 1, ...columns.map((column) => cell(row, column)), row.id]),
    closing: marked(sheetWords.closing[asking.locale]),
  });
}

/** Rows as they came, with what is wrong in a last column: corrected, the file goes up again as it is. */
export function failedBook(
  register: Register,
  asking: Asking,
  headers: readonly string[],
  rows: readonly { source: SheetRow; words: string }[],
): Promise<Uint8Array> {
  const width = headers.length;
  return writeBook({
    name: register.label[asking.locale],
    title: null,
    headers: [...headers, sheetWords.error[asking.locale]],
    hints: null,
    widths: [...headers.map(() => 16), 60],
    text: [...headers.map(() => false), true],
    lists: [],
    rows: rows.map(({ source, words }) => [
      ...Array.from({ length: width }, (_, at) => source.cells[at] ?? null),
      words,
    ]),
    closing: null,
  });
}
