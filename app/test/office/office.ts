// Opens what the product writes in LibreOffice: a filled form and the letter are converted to PDF, and the numbers are read from the
// PDF again. Needs Debian's libreoffice-calc-nogui, libreoffice-writer-nogui and poppler-utils. Run: npm run test:office
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { createFactCatalogue } from '../../src/engines/report/facts.ts';
import { fillForm } from '../../src/engines/report/form-file.ts';
import { allMessages } from '../../src/main/compose.ts';
import { caseFacts } from '../../src/modules/appraisal/public.ts';
import { orgFacts } from '../../src/modules/org/public.ts';
import { presetForm } from '../../src/modules/reports/preset-forms.ts';
import { createMessages } from '../../src/platform/i18n/messages.ts';

const folder = mkdtempSync(join(tmpdir(), 'renlin-office-'));

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

function expectWords(what: string, text: string, words: readonly (string | RegExp)[]): void {
  const lost = words.filter((one) => (typeof one === 'string' ? !text.includes(one) : !one.test(text)));
  if (lost.length > 0) throw new Error(`${what}: the PDF lacks ${lost.join(', ')}\n${text}`);
  process.stdout.write(`ok  ${what}\n`);
}

try {
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
  const filled = await fillForm(
    form,
    new Map<string, number | string>([
      ['form!B2', 1234],
      ['form!B3', 57],
      ['form!B4', '=1+1'],
    ]),
  );
  // The unit's own sum is computed by the office program; what looks like a formula in a text stays a text.
  expectWords('a filled workbook', pdfText('form.xlsx', filled), [
    /filed\s+1234\s+cases/,
    /grids\s+57/,
    '=1+1',
    /sum\s+1291/,
  ]);
  const facts = createFactCatalogue([...orgFacts, ...caseFacts], createMessages(allMessages));
  const letter = await presetForm('letter', facts);
  const numbers = new Map(letter.cells.map((cell, index) => [cell.ref, 4000 + index]));
  expectWords('the letter', pdfText('letter.docx', await fillForm(letter.bytes, numbers)), ['4000', '4006']);
  const dossier = await presetForm('dossier', facts);
  const values = new Map(dossier.cells.map((cell, index) => [cell.ref, 7000 + index]));
  expectWords('the dossier', pdfText('dossier.xlsx', await fillForm(dossier.bytes, values)), [
    '7000',
    `${6999 + dossier.cells.length}`,
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
