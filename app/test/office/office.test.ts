// What the product writes, opened in LibreOffice: a filled form, the letter, the dossier, a template and an export of a register are
// converted to PDF, and the numbers are read from the PDF again. Needs Debian's libreoffice-calc-nogui, libreoffice-writer-nogui and
// poppler-utils (`tools/ensure-system.ts`).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, expect, it } from 'vitest';
import { exportBook, templateBook } from '../../src/engines/register/sheet/write-sheet.ts';
import { createFactCatalogue } from '../../src/engines/report/facts.ts';
import { fillForm } from '../../src/engines/report/form-file.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import { allMessages } from '../../src/main/compose.ts';
import { caseFacts } from '../../src/modules/appraisal/public.ts';
import { orgFacts } from '../../src/modules/org/public.ts';
import { buildings } from '../../src/modules/registers/presets/buildings.ts';
import { presetForm } from '../../src/modules/reports/preset-forms.ts';
import { createMessages } from '../../src/platform/i18n/messages.ts';

const folder = mkdtempSync(join(tmpdir(), 'renlin-office-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pdfText(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, name], {
    cwd: folder,
    stdio: 'pipe',
  });
  const pdf = join(folder, name.replace(/\.\w+$/, '.pdf'));
  return execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
}

const facts = createFactCatalogue([...orgFacts, ...caseFacts], createMessages(allMessages));

it('opens a filled workbook: the own sum is computed, and a text that looks like a formula stays a text', async () => {
  const form = await writeXlsx({
    sheets: [
      {
        name: 'form',
        merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 2 }],
        rows: [
          ['Monthly report', null, null],
          ['filed', null, 'cases'],
          ['grids', null, 'grids'],
          ['note', null, null],
          ['sum', null, null],
        ],
        cells: new Map([['4,1', { value: null, formula: 'SUM(B2:B3)' }]]),
      },
    ],
  });
  const cells = new Map<string, number | string>([
    ['form!B2', 1234],
    ['form!B3', 57],
    ['form!B4', '=1+1'],
  ]);
  const text = pdfText('form.xlsx', await fillForm(form, cells));
  for (const words of [/filed\s+1234\s+cases/, /grids\s+57/, /=1\+1/, /sum\s+1291/])
    expect(text).toMatch(words);
});

it('opens the letter and the dossier with every number in its place', async () => {
  const letter = await presetForm('letter', facts);
  const numbers = new Map(letter.cells.map((cell, index) => [cell.ref, 4000 + index]));
  const printed = pdfText('letter.docx', await fillForm(letter.bytes, numbers));
  for (const number of ['4000', '4006']) expect(printed).toContain(number);
  const dossier = await presetForm('dossier', facts);
  const values = new Map(dossier.cells.map((cell, index) => [cell.ref, 7000 + index]));
  const table = pdfText('dossier.xlsx', await fillForm(dossier.bytes, values));
  for (const number of ['7000', `${6999 + dossier.cells.length}`]) expect(table).toContain(number);
});

it('opens what a register gives out: the template to fill in, and the records of a list', async () => {
  const actor: Actor = { kind: 'system', district: 'demo', reason: 'office' };
  const asking = { actor, locale: 'zh-CN' as const };
  const label = buildings.label['zh-CN'];
  expect(pdfText('template.xlsx', await templateBook(buildings, asking))).toContain(label);
  const rows = Array.from({ length: 3 }, (_, at) => ({
    id: `01a00000-0000-7000-8000-00000000000${at}`,
    area: '幸福社区第一网格',
    shown: { [buildings.title]: `长城路${at + 1}号` },
    extra: {},
  }));
  const printed = pdfText('export.xlsx', await exportBook(buildings, asking, rows, '仅供核对'));
  for (const words of [label, '仅供核对', '长城路1号', '长城路3号', '幸福社区'])
    expect(printed).toContain(words);
}, 240_000);
