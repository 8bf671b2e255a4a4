// Workbooks as they really come. Each is a habit with a name; what it would become, and which cells are wrong, is said exactly.

import { residentIdCheck } from '@renlin/core/identity/resident-id';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestProduct, testProduct } from '../../../test/product.ts';
import {
  endless,
  type Grid,
  rewritten,
  sendFile,
  type TestSheet,
  workbook,
} from '../../../test/workbooks.ts';
import { encodeGb18030 } from '../../platform/sheets/gb18030.ts';
import type { Merge } from '../../platform/sheets/workbook.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'messy' });
});
afterAll(() => p.close());

const grid1 = '槐树第一网格';
const body = '37021419480101002';
const ID = body + residentIdCheck(body);
const WRONG_ID = body + (residentIdCheck(body) === '1' ? '2' : '1');
const head = ['所属网格', '楼栋名称', '门牌地址', '层数', '户数'];
const good = [grid1, '1号楼', '槐树街1号', 6, 48];
const title = (width: number): Merge => ({ startRow: 0, startCol: 0, endRow: 0, endCol: width - 1 });

type Habit = {
  habit: string;
  register?: string;
  sheets?: TestSheet[];
  rows?: Grid;
  merges?: Merge[];
  bytes?: Uint8Array;
  fresh: number;
  /** `cell code` of every wrong cell. */
  wrong?: string[];
  /** `row why` of rows that are no records. */
  left?: string[];
  options?: object;
};

const orgHead = ['网格名称', '组织名称', '性质', '专长', '人数', '成立时间', '联系电话', '统一社会信用代码'];
const org = (...cells: (string | number | boolean | Date | null)[]) => [grid1, ...cells];
const careHead = ['所属社区', '姓名', '身份证号', '住址', '联系电话', '需求', '同意日期', '同意方式'];
const consented = ['2026-07-01', '本人'] as const;

const habits: Habit[] = [
  { habit: 'a plain sheet', rows: [head, good], fresh: 1 },
  {
    habit: 'a merged title above the header',
    rows: [['2026年楼栋台账', null, null, null, null], head, good],
    merges: [title(5)],
    fresh: 1,
  },
  {
    habit: 'title, unit and date lines above the header',
    rows: [['楼栋台账'], ['填报单位：槐树社区', null, '2026年7月'], [], head, good],
    fresh: 1,
  },
  {
    habit: 'a grey row of hints below the header',
    rows: [head, ['必填', '例如：3号楼', '填写门牌', '选填', '选填'], good],
    fresh: 1,
    left: ['2 hint'],
  },
  {
    habit: 'sums and a signature at the end',
    rows: [head, good, ['合计', null, null, null, 48], ['填报人：王某', null, '审核人：李某']],
    fresh: 1,
    left: ['3 closing', '4 closing'],
  },
  {
    habit: 'a header repeated for printing',
    rows: [head, good, head, [grid1, '2号楼', '槐树街2号', 6, 36]],
    fresh: 2,
    left: ['3 header'],
  },
  {
    habit: 'headers with stars, spaces, line breaks and remarks',
    rows: [['*所属 网格', '楼栋名称＊', '门牌\n地址（必填）', '层数(层)', '户 数'], good],
    fresh: 1,
  },
  {
    habit: 'headers in another order, by other names, with columns of no meaning',
    rows: [
      ['备注', '总户数', '地址', '幢号', '社区', '楼层数'],
      ['无', 48, '槐树街1号', '1号楼', grid1, 6],
    ],
    fresh: 1,
  },
  {
    habit: 'numbered rows, some without anything else',
    rows: [
      ['序号', ...head],
      [1, ...good],
      [2, null, null, null, null, null],
    ],
    fresh: 1,
  },
  {
    habit: 'a header in two rows with merged groups',
    rows: [['所属网格', '楼栋名称', '门牌地址', '规模', null], [null, null, null, '层数', '户数'], good],
    merges: [
      { startRow: 0, startCol: 3, endRow: 0, endCol: 4 },
      { startRow: 0, startCol: 0, endRow: 1, endCol: 0 },
    ],
    fresh: 1,
  },
  {
    habit: 'cells merged downwards',
    rows: [head, good, [null, '2号楼', '槐树街2号', 5, 30], [null, '3号楼', '槐树街3号', 5, 30]],
    merges: [{ startRow: 1, startCol: 0, endRow: 3, endCol: 0 }],
    fresh: 3,
  },
  {
    habit: 'merges that overlap each other',
    rows: [head, good, [null, '2号楼', '槐树街2号', 5, 30]],
    merges: [
      { startRow: 1, startCol: 0, endRow: 2, endCol: 0 },
      { startRow: 1, startCol: 0, endRow: 2, endCol: 1 },
    ],
    fresh: 2,
  },
  { habit: 'ditto marks', rows: [head, good, ['同上', '2号楼', '槐树街2号', '〃', 30]], fresh: 2 },
  {
    habit: 'full-width digits and units behind numbers',
    rows: [head, [grid1, '１号楼', '槐树街１号', '６层', '４８户']],
    fresh: 1,
  },
  {
    habit: 'thousands with commas, words instead of numbers',
    rows: [head, [grid1, '1号楼', '槐树街1号', 6, '1,048'], [grid1, '2号楼', '槐树街2号', '约6层', 10]],
    fresh: 1,
    wrong: ['表!D3 register-number'],
  },
  {
    habit: 'trailing, non-breaking and invisible spaces',
    rows: [head, [`${grid1} `, '1号楼\u00a0', '\u200b槐树街1号　', ' 6 ', '48']],
    fresh: 1,
  },
  {
    habit: 'a sheet for each community, named by it',
    sheets: [
      { name: '槐树社区', rows: [head.slice(1), good.slice(1)] },
      { name: '石桥社区', rows: [head.slice(1), ['5号楼', '石桥路5号', 5, 20]] },
      { name: '填表说明', rows: [['请各社区认真填写']] },
    ],
    fresh: 1,
    wrong: ['石桥社区!A2 register-not-yours'],
  },
  {
    habit: 'no area in the sheet, one chosen for all',
    rows: [head.slice(1), good.slice(1)],
    fresh: 1,
    options: { areaId: 'g1' },
  },
  {
    habit: 'no area anywhere',
    rows: [head.slice(1), good.slice(1)],
    fresh: 0,
    wrong: ['表!A2 register-area-missing'],
  },
  {
    habit: 'areas in full, in short, and unknown ones',
    rows: [
      head,
      ['西街街道槐树社区', '1号楼', '路1号', 1, 1],
      ['西街街道/槐树社区/槐树第二网格', '2号楼', '路2号', 1, 1],
      ['第一网格', '3号楼', '路3号', 1, 1],
    ],
    fresh: 2,
    wrong: ['表!A4 register-area-unknown'],
  },
  {
    habit: 'the same building twice',
    rows: [head, good, [grid1, '2号楼', '槐树街2号', 1, 1], [grid1, '1 号楼', '槐树街1号', 7, 48]],
    fresh: 2,
    wrong: ['表!B4 register-twice'],
  },
  {
    habit: 'required cells left empty, numbers out of range',
    rows: [head, [grid1, null, '槐树街1号', 600, 48.5]],
    fresh: 0,
    wrong: ['表!B2 required', '表!D2 register-range', '表!E2 register-whole'],
  },
  {
    habit: 'dates in six spellings, and what is no date',
    register: 'social-organisations',
    rows: [
      orgHead,
      ...[
        '2020-03-05',
        '2020/3/5',
        '2020.3.5',
        '2020年3月5日',
        '20200305',
        43895,
        new Date(Date.UTC(2020, 2, 5)),
        '2020年3月',
        '2020-02-30',
        '2030-01-01',
      ].map((day, at) => org(`团队${at}`, '备案', '助老', 10, day, null, null)),
    ],
    fresh: 7,
    wrong: ['表!F9 register-date', '表!F10 register-date', '表!F11 register-date-future'],
  },
  {
    habit: 'options in other words, several in one cell, and unknown ones',
    register: 'social-organisations',
    rows: [
      orgHead,
      org('甲', '民非', '养老、调解；环保', 10, null, null, null),
      org('乙', '公司', '助老', 10, null, null, null),
      org('丙', '社团', '跳伞', 10, null, null, null),
    ],
    fresh: 1,
    wrong: ['表!C3 register-choice', '表!D4 register-choice'],
  },
  {
    habit: 'phones with dashes, country codes, as numbers, and too short',
    register: 'social-organisations',
    rows: [
      orgHead,
      org('甲', '社团', null, 1, null, '+86 139-0532-1234', null),
      org('乙', '社团', null, 1, null, 13905321234, null),
      org('丙', '社团', null, 1, null, '0532-66778899', null),
      org('丁', '社团', null, 1, null, '1390532123', null),
    ],
    fresh: 3,
    wrong: ['表!G5 register-phone'],
  },
  {
    habit: 'credit codes in lower case, with a wrong character',
    register: 'social-organisations',
    rows: [
      orgHead,
      org('甲', '社团', null, 1, null, null, '91350100m000100y43'),
      org('乙', '社团', null, 1, null, null, '91350100M000100Y44'),
      org('丙', '社团', null, 1, null, null, '9135010'),
    ],
    fresh: 1,
    wrong: ['表!H3 register-credit-check', '表!H4 register-credit-shape'],
  },
  {
    habit: 'id numbers as numbers, with a wrong digit, born tomorrow',
    register: 'care',
    rows: [
      careHead,
      [grid1, '赵一', ID, '3号楼1单元101', null, '送餐', ...consented],
      [grid1, '钱二', Number(ID), '3号楼1单元102', null, '送餐', ...consented],
      [grid1, '孙三', '3.70214E+17', '3号楼1单元103', null, null, ...consented],
      [grid1, '李四', WRONG_ID, '3号楼1单元104', null, null, ...consented],
      [grid1, '周五', '370214209001010010', '3号楼1单元105', null, null, ...consented],
      [grid1, '吴六', '37021419900231001X', '3号楼1单元106', null, null, ...consented],
    ],
    fresh: 1,
    wrong: [
      '表!C3 register-id-lost',
      '表!C4 register-id-lost',
      '表!C5 register-id-check',
      '表!C6 register-id-future',
      '表!C7 register-id-birth',
    ],
  },
  {
    habit: 'people without their consent, and with a consent of tomorrow',
    register: 'care',
    rows: [
      careHead,
      [grid1, '赵一', null, '4号楼101', null, null, null, null],
      [grid1, '钱二', null, '4号楼102', null, null, '2026-12-01', '本人'],
      [grid1, '孙三', null, '4号楼103', null, null, '2026-07-01', '邻居'],
      [grid1, '李四', null, '4号楼104', null, null, '2026-07-01', '监护人'],
    ],
    fresh: 1,
    wrong: ['表!G2 register-consent', '表!G3 register-date-future', '表!H4 register-consent'],
  },
  {
    habit: 'formulas nobody calculated, and ones that failed',
    rows: [
      head,
      [grid1, '1号楼', '槐树街1号', { formula: '3+3' }, 48],
      [grid1, '2号楼', '槐树街2号', '#REF!', 48],
    ],
    fresh: 0,
    wrong: ['表!D2 register-formula', '表!D3 register-error-cell'],
  },
  {
    habit: 'text that looks like a formula',
    rows: [head, [grid1, '=cmd|calc!A1', '+槐树街1号', 6, 48]],
    fresh: 1,
  },
  {
    habit: 'masked cells of our own export, sent back for new people',
    register: 'care',
    rows: [careHead, [grid1, '赵*', null, '3号楼***', '139****1234', null, ...consented]],
    fresh: 0,
    wrong: ['表!B2 register-masked', '表!D2 register-masked', '表!E2 register-masked'],
  },
  {
    habit: 'CSV with a mark',
    bytes: new TextEncoder().encode(`\ufeff${head.join(',')}\r\n${good.join(',')}\r\n`),
    fresh: 1,
  },
  {
    habit: 'CSV in GB18030 with rare characters',
    bytes: encodeGb18030(`${head.join(',')}\r\n${grid1},𠮷祥楼,䶮街1号,6,48\r\n`),
    fresh: 1,
  },
];

describe('habits of workbooks', () => {
  it.each(habits)(
    '$habit',
    async ({
      register = 'buildings',
      sheets,
      rows,
      merges,
      bytes,
      fresh,
      wrong = [],
      left = [],
      options = {},
    }) => {
      const made = sheets ?? [{ name: '表', rows: rows ?? [], ...(merges ? { merges } : {}) }];
      const file = bytes ?? (await workbook(...made));
      const given = 'areaId' in options ? { areaId: p.district.areas.g1 } : options;
      const answer = await sendFile(
        p,
        'secretary1',
        `/api/v1/registers/${register}/import/check`,
        file,
        given,
      );
      expect(answer.status, answer.text).toBe(200);
      const { counts, failures, left: rest } = answer.body;
      const cells = failures.flatMap(
        (row: { cells: { cell: string; code: string; message: string }[] }) => row.cells,
      );
      expect(cells.map((one: { cell: string; code: string }) => `${one.cell} ${one.code}`)).toEqual(wrong);
      for (const { message } of cells) expect(message).toMatch(/[\u4e00-\u9fff]{4}/);
      expect(rest.map((one: { row: number; why: string }) => `${one.row} ${one.why}`)).toEqual(left);
      expect([counts.new, counts.changed + counts.same]).toEqual([fresh, 0]);
    },
  );

  it('a wrong digit and a birth that is still to come are told in exact words, in both languages', async () => {
    const rows = [
      [...careHead, '出生日期'],
      [grid1, '李四', WRONG_ID, '3号楼1单元104', null, null, ...consented, null],
      [grid1, '周五', '370214209001010010', '3号楼1单元105', null, null, ...consented, null],
      [grid1, '吴六', null, '3号楼1单元106', null, null, ...consented, '2026-07-16'],
    ];
    const told = async (language: string) => {
      const file = await workbook({ name: '表', rows });
      const { body } = await sendFile(
        p,
        'secretary1',
        '/api/v1/registers/care/import/check',
        file,
        {},
        { 'accept-language': language },
      );
      return body.failures.flatMap((row: { cells: { cell: string; message: string }[] }) =>
        row.cells.map((one) => `${one.cell} ${one.message}`),
      );
    };
    expect(await told('zh-CN')).toEqual([
      '表!C2 身份证号：身份证号校验不符，请核对有没有抄错一位',
      '表!C3 身份证号：身份证号里的出生日期在将来，请核对',
      '表!I4 出生日期：日期在将来，请核对',
    ]);
    expect(await told('en')).toEqual([
      '表!C2 Id number: the check character does not fit, look for a wrong digit',
      '表!C3 Id number: the birth date in the id number is in the future, check it',
      '表!I4 Born on: is a date in the future, check it',
    ]);
  });

  it('are at least thirty, and none was kept', async () => {
    expect(habits.length).toBeGreaterThanOrEqual(30);
    const [row] = await p.database.owner<{ n: number }>(
      'select (select count(*) from reg_buildings) + (select count(*) from reg_care) + (select count(*) from register_steps) as n',
    );
    expect(Number(row?.n)).toBe(0);
  });
});

const check = (bytes: Uint8Array) =>
  sendFile(p, 'secretary1', '/api/v1/registers/buildings/import/check', bytes);

/** The container of files before 2007, as much of it as is looked at. */
const compound = (name: string) =>
  Uint8Array.from([
    ...[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    ...Buffer.alloc(600),
    ...Buffer.from(name, 'utf16le'),
  ]);
const sound = () => workbook({ name: '表', rows: [head, good] });
const inSheet = async (from: string | RegExp, to: string) =>
  rewritten(await sound(), /sheet1\.xml$/, (xml) => xml.replace(from, to));
const merged = (refs: readonly string[]) =>
  `</sheetData><mergeCells>${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;

type Refused = { file: string; bytes(): Promise<Uint8Array> | Uint8Array; code: string; says: string };
const refused: Refused[] = [
  {
    file: 'corrupt: cut off in the middle',
    bytes: async () => (await sound()).slice(0, -200),
    code: 'registers.sheet-unreadable',
    says: '文件打不开：不是完好的 xlsx 或 CSV 表格。请用 Excel 或 WPS 重新另存为 xlsx。',
  },
  {
    file: 'corrupt: a byte changed on the way',
    async bytes() {
      const bytes = await sound();
      const at = Buffer.from(bytes).indexOf('sheet1.xml') + 40;
      bytes[at] = (bytes[at] as number) ^ 0xff;
      return bytes;
    },
    code: 'registers.sheet-unreadable',
    says: '文件打不开：不是完好的 xlsx 或 CSV 表格。请用 Excel 或 WPS 重新另存为 xlsx。',
  },
  {
    file: 'a PDF',
    bytes: () => Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0, 1, 2]),
    code: 'registers.sheet-unreadable',
    says: '文件打不开：不是完好的 xlsx 或 CSV 表格。请用 Excel 或 WPS 重新另存为 xlsx。',
  },
  {
    file: 'encrypted, with a password',
    bytes: () => compound('EncryptedPackage'),
    code: 'registers.sheet-encrypted',
    says: '文件加了密码，打不开。请取消密码后另存，再上传。',
  },
  {
    file: '.xls renamed .xlsx',
    bytes: () => compound('Workbook'),
    code: 'registers.sheet-old-format',
    says: '这是旧版 xls 文件（可能只改了扩展名）。请用 Excel 或 WPS 另存为 xlsx。',
  },
  {
    file: 'ten gigabytes when unzipped, said to be small',
    bytes: async () => endless(await sound(), 'xl/worksheets/sheet1.xml'),
    code: 'registers.sheet-bomb',
    says: '文件解压后超过 256 MB，不像正常的表格。请只保留要导入的工作表，重新另存为 xlsx。',
  },
  {
    file: 'circular merges that cover the whole sheet again and again',
    bytes: () => inSheet('</sheetData>', `<row r="40000"><c r="A40000"><v>1</v></c></row>${merged(MANY)}`),
    code: 'registers.sheet-merges',
    says: '合并单元格太多或互相重叠，看不清哪格是哪行的。请全选后取消合并，再上传。',
  },
  {
    file: 'mixed encodings: GB18030 with a torn UTF-8 line',
    bytes: () =>
      Uint8Array.from([...encodeGb18030(`${head.join(',')}\n`), ...Buffer.from('槐树').subarray(0, 5), 0xff]),
    code: 'registers.sheet-unreadable',
    says: '文件打不开：不是完好的 xlsx 或 CSV 表格。请用 Excel 或 WPS 重新另存为 xlsx。',
  },
  {
    file: 'a workbook without a header',
    bytes: () => workbook({ name: '表', rows: [['你好'], ['世界']] }),
    code: 'registers.sheet-no-header',
    says: '没有找到表头。请下载模板对照，或在第一行写上列名。',
  },
  {
    file: 'a header and nothing below',
    bytes: () => workbook({ name: '表', rows: [head] }),
    code: 'registers.sheet-empty',
    says: '表里没有数据行。请在表头下面填写后再上传。',
  },
];
const MANY = Array.from({ length: 200 }, () => 'A2:CV40000');

describe('files that are no tables', () => {
  it.each(refused)('$file', async ({ bytes, code, says }) => {
    const answer = await check(await bytes());
    expect([answer.status, answer.body.code, answer.body.title]).toEqual([400, code, says]);
  });
});

describe('files with more in them than a table', () => {
  it('a million empty rows are read over', async () => {
    const empty = Array.from({ length: 1_000_000 }, (_, at) => `<row r="${at + 3}"/>`).join('');
    expect((await check(await inSheet('</sheetData>', `${empty}</sheetData>`))).body.counts).toMatchObject({
      rows: 1,
      new: 1,
    });
  });

  it('links to other files, macros and pictures are left alone', async () => {
    const linked = rewritten(await sound(), /workbook\.xml$/, (xml) =>
      xml.replace(
        '</workbook>',
        '<externalReferences><externalReference r:id="rId99"/></externalReferences></workbook>',
      ),
    );
    expect((await check(linked)).body.counts).toMatchObject({ new: 1 });
    const files = unzipSync(await sound());
    for (let at = 0; at < 400; at++)
      files[`xl/media/image${at}.png`] = Uint8Array.from([0x89, 0x50, at & 255]);
    files['xl/vbaProject.bin'] = Uint8Array.from(Buffer.from('Sub Auto_Open()'));
    expect((await check(zipSync(files))).body.counts).toMatchObject({ new: 1 });
  });

  it('merges in a circle of a few cells change nothing', async () => {
    const circle = await inSheet('</sheetData>', merged(['A1:A2', 'A2:A1', 'B2:A1']));
    expect((await check(circle)).body.counts).toMatchObject({ rows: 1, new: 1 });
  });

  it('a formula that nobody calculated, one that reaches into another file and a picture in a cell are named', async () => {
    const wrong = async (cell: string) => {
      const bytes = await inSheet(/<c r="C2"[^>]*>.*?<\/c>/s, cell);
      const [row] = (await check(bytes)).body.failures;
      return row.cells.map((one: { cell: string; message: string }) => `${one.cell} ${one.message}`);
    };
    expect(await wrong('<c r="C2"><f>A1&amp;B1</f></c>')).toEqual([
      '表!C2 门牌地址：公式没有计算结果，请改成实际内容',
    ]);
    expect(await wrong('<c r="C2" t="e"><f>[1]Sheet1!A1</f><v>#REF!</v></c>')).toEqual([
      '表!C2 门牌地址：单元格显示 #REF!（公式出错），请改成实际内容',
    ]);
    const picture = '=DISPIMG("ID_3F2A",1)';
    expect(await wrong(`<c r="C2" t="str"><f>_xlfn.DISPIMG("ID_3F2A",1)</f><v>${picture}</v></c>`)).toEqual([
      '表!C2 门牌地址：单元格里是图片，请改成文字',
    ]);
  });
});
