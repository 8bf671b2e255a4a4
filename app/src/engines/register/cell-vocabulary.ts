// What people write in cells: yes and no, units behind numbers, rows that are no records.

export const YES: ReadonlySet<string> = new Set(['是', '有', '√', '✓', '✔', '对', 'y', 'yes', 'true', '1']);
export const NO: ReadonlySet<string> = new Set([
  '否',
  '无',
  '没有',
  '×',
  '✗',
  'x',
  '不',
  'n',
  'no',
  'false',
  '0',
]);

export const yesNoWords = { yes: { 'zh-CN': '是', en: 'Yes' }, no: { 'zh-CN': '否', en: 'No' } } as const;

/** An address up to its building: who looks for the house finds it, who looks for the person does not. */
export const UP_TO_BUILDING = /^.{2,}?(?:号楼|栋|幢|座|村)/u;

/** Cells that say that there is nothing. */
export const NOTHING: ReadonlySet<string> = new Set([
  '无',
  '-',
  '--',
  '—',
  '——',
  '/',
  '\\',
  '暂无',
  '不详',
  'n/a',
  'null',
]);

export const WRITTEN_DATE =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$/;

/** Between the options of one cell. */
export const LIST_MARK = '、';
export const LIST_MARKS = /[、，,；;/\n|]+/;

/** What a spreadsheet shows where a formula failed. */
export const ERROR_CELL = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!)$/i;
