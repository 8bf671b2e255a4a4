// The forms that the product brings: a monthly letter to residents (家书) and a dossier for inspections, filled like any unit's own.
import { strToU8, zipSync } from 'fflate';
import type { FactCatalogue } from '../../engines/report/facts.ts';
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

const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** The smallest document that word processors open: a title and paragraphs. */
function letterBytes(): Uint8Array {
  const paragraphs = LETTER.map((words, index) => {
    const style =
      index === 0
        ? '<w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="36"/></w:rPr>'
        : '<w:pPr><w:spacing w:line="480" w:lineRule="auto"/></w:pPr><w:r><w:rPr><w:sz w:val="28"/></w:rPr>';
    return `<w:p>${style}<w:t xml:space="preserve">${words}</w:t></w:r></w:p>`;
  });
  return zipSync({
    '[Content_Types].xml': strToU8(
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${MAIN}"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(
      `${HEAD}<w:document xmlns:w="${WORD}"><w:body>${paragraphs.join('')}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    ),
  });
}

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
    bytes: letterBytes(),
    cells: LETTER_CELLS.filter((cell) => facts.find(cell.fact)),
  };
}
