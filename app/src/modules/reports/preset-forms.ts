// The forms that the product brings: a monthly letter to residents (家书) and a dossier for inspections, filled like any unit's own.
import type { FactCatalogue } from '../../engines/report/facts.ts';
import { smallDocument } from '../../engines/report/small-document.ts';
import { writeTable } from '../../platform/sheets/workbook.ts';
import type { Bound } from './store.ts';

type Preset = { title: string; format: 'xlsx' | 'docx'; bytes: Uint8Array; cells: Bound[] };

const LETTER = [
  '致居民的一封家书',
  '各位邻居：',
  '这个月，大家反映的事和我们看到的事一共登记了 {受理件数} 件，其中 {按时回应} 件在规定时间内有了第一次答复。',
  '办理单位办结了 {办结件数} 件，由没有经手的人核查通过 {核查通过} 件。',
  '办结不等于解决：居民自己确认已经解决的有 {确认解决} 件；还有 {未答复} 件问过大家，没有收到答复，我们没有算作满意。',
  '本社区有 {在岗网格员} 位网格员在岗。看到什么、需要什么，随时找网格员，或在手机上“我要反映”。',
  '社区居民委员会',
];
const LETTER_CELLS: readonly Bound[] = [
  { ref: '受理件数', fact: 'cases.filed' },
  { ref: '按时回应', fact: 'cases.response-in' },
  { ref: '办结件数', fact: 'cases.ended' },
  { ref: '核查通过', fact: 'cases.checked' },
  { ref: '确认解决', fact: 'cases.solved-in' },
  { ref: '未答复', fact: 'cases.silent' },
  { ref: '在岗网格员', fact: 'org.grid-workers' },
];

async function dossier(facts: FactCatalogue): Promise<Preset> {
  const title = '迎检资料卷';
  const listed = facts.list('zh-CN');
  const rows = [
    [title, '', ''],
    ['指标', '数', '怎么数的'],
    ...listed.map((fact) => [fact.label, '', fact.definition]),
  ];
  const bytes = await writeTable({ name: title, rows }, 'xlsx');
  return {
    title,
    format: 'xlsx',
    bytes,
    cells: listed.map((fact, index) => ({ ref: `${title}!B${index + 3}`, fact: fact.code })),
  };
}

/** A form of the product, with its cells bound to those facts that the district has. */
export async function presetForm(code: 'letter' | 'dossier', facts: FactCatalogue): Promise<Preset> {
  if (code === 'dossier') return dossier(facts);
  return {
    title: '每月家书',
    format: 'docx',
    bytes: smallDocument(LETTER),
    cells: LETTER_CELLS.filter((cell) => facts.find(cell.fact)),
  };
}
