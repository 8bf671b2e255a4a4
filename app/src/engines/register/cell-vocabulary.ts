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

/** What WPS leaves in a cell that holds a picture. */
export const PICTURE_CELL = /^=(_xlfn\.)?DISPIMG\(/i;

export const areaHeader = {
  label: { 'zh-CN': '所属区域', en: 'Area' },
  aliases: [
    '所属网格',
    '网格',
    '所属社区',
    '社区',
    '所在网格',
    '所在社区',
    '网格名称',
    '社区名称',
    '区域',
    '街道',
    '所属街道',
    'grid',
    'community',
    'area',
  ],
  hint: { 'zh-CN': '填网格或社区的名称', en: 'the name of the grid or the community' },
} as const;

export const recordNumberHeader = { 'zh-CN': '系统编号（勿改）', en: 'Record id (do not change)' } as const;
/** The first cell of a row that adds up or signs, and of one that explains. */
export const CLOSING_ROW =
  /^(合计|总计|小计|共计|累计|填报人|填表人|制表人|审核人|负责人签字|联系电话[:：]|日期[:：]|注[:：]|备注[:：]|说明[:：]|填表说明|填报说明|total\b|sum\b)/i;

/** A row of hints below the header. */
export const HINT =
  /^(必填|选填|示例|例[:：如]|如[:：]|请填|填写|格式|下拉|可不填|单位[:：]|限\d+字|yyyy|required|optional|e\.g\.)|填写|请按|只能填|可选|写成|YYYY/i;

/** Headers that number the rows. */
export const ROW_NUMBER: ReadonlySet<string> = new Set(['序号', '编号', '行号', 'no', 'no.', '#', '№']);

/** In place of the value above. */
export const DITTO: ReadonlySet<string> = new Set(['同上', '〃', '″', '”', '"']);

export const consentDayHeader = {
  label: { 'zh-CN': '同意日期', en: 'Consent on' },
  aliases: ['签字日期', '同意时间', '知情同意日期', '授权日期'],
  hint: { 'zh-CN': '本人或监护人在告知书上签字的日期', en: 'the day on which the notice was signed' },
} as const;

export const consentByHeader = {
  label: { 'zh-CN': '同意人', en: 'Consent by' },
  aliases: ['同意方式', '签字人', '授权人'],
  hint: { 'zh-CN': '本人 或 监护人', en: 'self or guardian' },
} as const;

export const CONSENT_BY: ReadonlyMap<string, 'self' | 'guardian'> = new Map([
  ['本人', 'self'],
  ['自己', 'self'],
  ['self', 'self'],
  ['监护人', 'guardian'],
  ['家属', 'guardian'],
  ['代签', 'guardian'],
  ['guardian', 'guardian'],
]);

export const consentWords = {
  self: { 'zh-CN': '本人', en: 'self' },
  guardian: { 'zh-CN': '监护人', en: 'guardian' },
} as const;

export const sheetWords = {
  error: { 'zh-CN': '错误（改好后可直接再传）', en: 'Errors (correct them and upload this file)' },
  number: { 'zh-CN': '序号', en: 'No.' },
  required: { 'zh-CN': '必填', en: 'required' },
  optional: { 'zh-CN': '选填', en: 'optional' },
  choose: { 'zh-CN': '从下拉中选：', en: 'choose: ' },
  several: { 'zh-CN': '可选多项，用顿号隔开：', en: 'several, separated by commas: ' },
  date: { 'zh-CN': '写成 2026-07-01', en: 'as 2026-07-01' },
  closing: {
    'zh-CN': '填报人：            审核人：            日期：',
    en: 'Filled in by:            Checked by:            Date:',
  },
} as const;
