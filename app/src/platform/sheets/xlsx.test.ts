// Our streaming reader of workbooks against the library's whole one, and against files that no spreadsheet would write.

import { createRandom } from '@renlin/core/random';
import { strToU8, zipSync } from 'fflate';
import { type CellValue, readXlsx, writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { endless, rewritten } from '../../../test/workbooks.ts';
import { NoWorkbook, readXlsxSheets, TooBig } from './xlsx.ts';
import { BadXml } from './xml.ts';
import { BadZip } from './zip.ts';

const LIMITS = { unpackedMb: 32, cells: 100_000 };
const fateOf = (bytes: Uint8Array): Promise<string> =>
  readXlsxSheets(bytes, LIMITS).then(
    () => 'read',
    (error: unknown) => {
      if (error instanceof TooBig) return `too big: ${error.of}`;
      if ([BadZip, BadXml, NoWorkbook].some((kind) => error instanceof kind)) return 'bad';
      throw error;
    },
  );

/** Rows without what stands empty at their end: the library keeps cells that are only formatted. */
const bare = (rows: readonly (readonly CellValue[])[]) => {
  const cut = rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== null) + 1));
  return cut.slice(0, cut.findLastIndex((row) => row.length > 0) + 1);
};

const TEXTS = [
  '槐树街1号',
  'a & b < c',
  ' "x" \'y\' ',
  'line\nbreak',
  '_x000D_',
  '𠮷𡈽',
  '',
  '1e5',
  '=1+1',
  '😀',
];

describe('a workbook', () => {
  it('is read as the library reads it, whatever is in the cells', async () => {
    const random = createRandom('sheets');
    for (let round = 0; round < 40; round++) {
      const cell = (): CellValue => {
        const kind = random.int(7);
        if (kind === 0) return null;
        if (kind === 1) return random.int(1_000_000) / 8;
        if (kind === 2) return random.int(2) === 0;
        if (kind === 3) return new Date(Date.UTC(1990 + random.int(40), random.int(12), 1 + random.int(28)));
        return random.pick(TEXTS);
      };
      const sheets = Array.from({ length: 1 + random.int(3) }, (_, at) => ({
        name: `表 ${at} & ${round}`,
        rows: Array.from({ length: random.int(30) }, () => Array.from({ length: random.int(9) }, cell)),
        merges: [{ startRow: 1, startCol: 0, endRow: 3, endCol: 2 }],
        cells: new Map([['4,2', { value: null, formula: 'SUM(A1:A3)' }]]) as never,
      }));
      const bytes = await writeXlsx({ sheets });
      const theirs = (await readXlsx(bytes)).sheets;
      const ours = await readXlsxSheets(bytes, LIMITS);
      expect(ours.map((one) => one.name)).toEqual(theirs.map((one) => one.name));
      for (const [at, sheet] of theirs.entries()) {
        expect(bare(ours[at]?.rows ?? [])).toEqual(bare(sheet.rows));
        expect(ours[at]?.merges).toEqual(sheet.merges ?? []);
        const open = [...(sheet.cells ?? [])].filter(
          ([, one]) => one.formula !== undefined && one.value === null,
        );
        expect([...(ours[at]?.uncalculated ?? [])]).toEqual(open.map(([place]) => place));
      }
    }
  });

  const one = (rows: CellValue[][]) => writeXlsx({ sheets: [{ name: '表', rows }] });
  const sheetWith = async (cells: string) =>
    (
      await readXlsxSheets(
        rewritten(await one([['x']]), /sheet1\.xml$/, (xml) =>
          xml.replace(/<sheetData>.*<\/sheetData>/s, `<sheetData>${cells}</sheetData>`),
        ),
        LIMITS,
      )
    )[0]?.rows;

  it('may use prefixes, texts in place, runs, remarks, CDATA, cells without places', async () => {
    expect(await sheetWith('<x:row><x:c><x:v>1</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c></x:row>')).toEqual([
      [1, true],
    ]);
    expect(
      await sheetWith(
        `<row r="2"><c r="B2" t="inlineStr"><is><r><rPr><b/></rPr><t>槐</t></r><r><t xml:space="preserve"> 树</t></r><rPh sb="0" eb="1"><t>えんじゅ</t></rPh></is></c></row>`,
      ),
    ).toEqual([[], [null, '槐 树']]);
    expect(
      await sheetWith(
        `<row r="1"><c r="A1" t='str'><!-- > <c> --><v><![CDATA[a<b]]>&#x4e2d;&amp;lt;</v></c></row>`,
      ),
    ).toEqual([['a<b中&lt;']]);
  });

  it('shows a cut or changed file as unreadable', async () => {
    const sound = await one([['a', 1]]);
    expect(await fateOf(sound)).toBe('read');
    for (const length of [sound.length - 1, sound.length - 30, 60, 5])
      expect(await fateOf(sound.slice(0, length))).toBe('bad');
    const hurt = sound.slice();
    hurt[Math.floor(sound.length / 3)] = (hurt[Math.floor(sound.length / 3)] as number) ^ 0xff;
    expect(await fateOf(hurt)).toBe('bad');
    const broken = (from: RegExp | string, to: string) =>
      fateOf(rewritten(sound, /sheet1\.xml$/, (xml) => xml.replace(from, to)));
    expect(await broken('</row>', '')).toBe('bad');
    expect(await broken(/<\/worksheet>\s*$/, '')).toBe('bad');
    expect(await broken('<worksheet', '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet')).toBe('bad');
    expect(await broken('r="A1"', 'r="ZZZZZ1"')).toBe('bad');
    expect(await broken('r="A1"', 'r="A9999999"')).toBe('bad');
    expect(await fateOf(zipSync({ 'a.txt': strToU8('no workbook') }))).toBe('bad');
  });

  it('of ten gigabytes is left after the first of them', async () => {
    const before = process.memoryUsage().rss;
    expect(await fateOf(endless(await one([['a']]), 'xl/worksheets/sheet1.xml'))).toBe('too big: unpacked');
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  it('of rows that are formatted and empty costs their reading and no memory', async () => {
    const empty = Array.from(
      { length: 200_000 },
      (_, at) => `<row r="${at + 2}" spans="1:3"><c r="A${at + 2}" s="1"/><c r="B${at + 2}" s="1"/></row>`,
    ).join('');
    const rows = await sheetWith(`<row r="1"><c r="A1"><v>7</v></c></row>${empty}`);
    expect(rows).toEqual([[7]]);
  });

  it('with more filled cells than anybody fills in is refused', async () => {
    const row = `<row>${'<c t="b"><v>1</v></c>'.repeat(1_000)}</row>`;
    expect((await sheetWith(row.repeat(99)))?.length).toBe(99);
    await expect(sheetWith(row.repeat(101))).rejects.toMatchObject({ of: 'cells' });
    // One cell far to the right takes the places before it.
    const far = (at: number) => `<row r="${at}"><c r="XFD${at}"><v>1</v></c></row>`;
    await expect(sheetWith([1, 2, 3, 4, 5, 6, 7].map(far).join(''))).rejects.toMatchObject({ of: 'cells' });
  });
});
