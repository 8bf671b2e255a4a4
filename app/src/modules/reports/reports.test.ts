// 一表通: a unit's own form, filled from facts for any period and area, opening its records, frozen when signed.
import { createHash } from 'node:crypto';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileCase } from '../../../test/case-desk.ts';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { fillForm, readForm } from '../../engines/report/form-file.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'reports' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const post = (person: PersonKey, path: string, body: unknown = {}) =>
  p.call(person, 'POST', `/api/v1/reports${path}`, { body });
const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1/reports${path}`);

async function upload(person: PersonKey, bytes: Uint8Array, name: string): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([Uint8Array.from(bytes)]), name);
  const encoded = new Response(form);
  const answer = await p.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: {
      'content-type': encoded.headers.get('content-type') ?? '',
      cookie: `renlin_session=${await p.cookieOf(person)}`,
    },
    payload: Buffer.from(await encoded.arrayBuffer()),
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().id;
}

/** A form as units have it: a merged title, a wide column, a sum of the unit's own, borders, landscape. */
const unitForm = () =>
  writeXlsx({
    sheets: [
      {
        name: '月报',
        columns: [{ width: 31 }, { width: 12 }, { width: 12 }],
        merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 2 }],
        pageSetup: { orientation: 'landscape' },
        rows: [
          ['社区治理月报', null, null],
          ['受理件数', null, '件'],
          ['网格数', null, '个'],
          ['其他说明', null, null],
          ['合计', null, null],
        ],
        cells: new Map([['4,1', { value: null, formula: 'SUM(B2:B3)' }]]),
      },
    ],
  });
const cells = [
  { ref: '月报!B2', fact: 'cases.filed' },
  { ref: '月报!B3', fact: 'org.grids' },
];
async function formOf(person: PersonKey, unit: string, changes: Record<string, unknown> = {}) {
  const fileId = await upload(person, await unitForm(), 'form.xlsx');
  const body = {
    commandId: p.ids.next(),
    title: '社区治理月报',
    unitId: p.district.units[unit],
    fileId,
    cells,
    ...changes,
  };
  const made = await post(person, '/forms', body);
  expect(made.status, made.text).toBe(200);
  expect((await post(person, '/forms', body)).body.id).toBe(made.body.id);
  return made.body;
}
const run = (templateId: string, changes: Record<string, unknown> = {}) => ({
  commandId: p.ids.next(),
  templateId,
  areaId: p.district.areas.s1,
  from: '2026-07-01',
  to: '2026-07-15',
  ...changes,
});
async function download(person: PersonKey, id: string): Promise<Buffer> {
  const answer = await get(person, `/${id}/file`);
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  return answer.raw.rawPayload;
}
const sheetXml = (bytes: Uint8Array) => strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] as Uint8Array);

it('reads a form, proposes what its words ask for, and refuses cells that are not there', async () => {
  const fileId = await upload('dispatcher1', await unitForm(), 'form.xlsx');
  const read = await post('dispatcher1', '/forms/read', { fileId });
  expect(read.body).toMatchObject({ format: 'xlsx', proposals: cells });
  expect(read.body.sheets[0]).toMatchObject({ name: '月报', formulas: ['B5'] });
  expect((await post('dispatcher2', '/forms/read', { fileId })).body.code).toBe('reports.file');
  const wrong = await post('dispatcher1', '/forms', {
    commandId: p.ids.next(),
    title: '错的表',
    unitId: p.district.units.street1,
    fileId,
    cells: [
      { ref: '月报!B5', fact: 'cases.filed' },
      { ref: '没有!B2', fact: 'cases.filed' },
      { ref: '月报!B2', fact: 'cases.gone' },
    ],
  });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'reports.cells']);
  expect(wrong.body.errors.map((one: { path: string }) => one.path)).toEqual([
    'cells/0/ref',
    'cells/1/ref',
    'cells/2/fact',
  ]);
  const foreign = await post('dispatcher1', '/forms', {
    commandId: p.ids.next(),
    title: '别人的表',
    unitId: p.district.units.street2,
    fileId,
    cells,
  });
  expect([foreign.status, foreign.body.code]).toEqual([403, 'reports.not-your-unit']);
});

it('fills the unit’s own form, keeps its layout, lists what has no number, and each number opens its records', async () => {
  for (const grid of ['g1', 'g1', 'g3', 'g4'] as const) await fileCase(p, 'hotline', {}, grid);
  const form = await formOf('dispatcher1', 'street1', { forUnitId: p.district.units['urban-management'] });
  expect((await post('worker1', '', run(form.id))).body.code).toBe('reports.not-your-area');
  expect((await post('dispatcher1', '', run(form.id, { to: '2026-07-16' }))).body.code).toBe(
    'reports.period',
  );
  const body = run(form.id);
  const made = await post('dispatcher1', '', body);
  expect(made.status, made.text).toBe(200);
  expect((await post('dispatcher1', '', body)).body.cells).toEqual(made.body.cells);
  expect(made.body.cells).toMatchObject([
    { ref: '月报!B2', value: 3, label: '受理件数' },
    { ref: '月报!B3', value: 3, label: '网格数' },
  ]);
  expect(made.body.unfilled).toEqual([]);

  const bytes = await download('dispatcher1', made.body.id);
  const { sheets } = await readXlsx(bytes);
  expect(sheets[0]?.rows.slice(0, 3)).toEqual([
    ['社区治理月报', null, null],
    ['受理件数', 3, '件'],
    ['网格数', 3, '个'],
  ]);
  const xml = sheetXml(bytes);
  expect(xml).toContain('mergeCell ref="A1:C1"');
  expect(xml).toMatch(/<col [^>]*width="31/);
  expect(xml).toContain('orientation="landscape"');
  expect(xml).toMatch(/<f>SUM\(B2:B3\)<\/f>/);

  const records = await get('dispatcher1', `/${made.body.id}/records?ref=${encodeURIComponent('月报!B2')}`);
  expect(records.body).toMatchObject({ value: 3, visible: 3, hidden: 0 });
  expect(records.body.items[0].link).toMatch(/^\/console\/cases\//);
  const grids = await get('dispatcher1', `/${made.body.id}/records?ref=${encodeURIComponent('月报!B3')}`);
  expect(grids.body.items.map((one: { label: string }) => one.label).sort()).toEqual(
    ['槐树第一网格', '槐树第二网格', '石桥网格'].sort(),
  );
  expect((await get('dispatcher2', `/${made.body.id}`)).status).toBe(404);
  // A department that does not look after the area is not told a number that could point at somebody.
  const part = await post('asker', '', run(form.id, { areaId: p.district.areas.g1 }));
  expect(part.body.unfilled).toMatchObject([{ ref: '月报!B2', why: 'few', value: null }]);
  // The meter counts what was generated instead of asked.
  const meter = await p.call('relief', 'GET', '/api/v1/admission/burden');
  expect(meter.body.units).toMatchObject([{ name: '城市管理局', numbers: { generated: 2, requests: 0 } }]);
  const behind = await p.call('relief', 'GET', '/api/v1/admission/burden/records?cell=generated');
  expect(behind.body).toMatchObject({ total: 2, items: [{ kind: 'report', title: '社区治理月报' }, {}] });
});

it('is frozen when it is signed: the bytes, their hash, and the numbers of that day', async () => {
  const form = await formOf('secretary1', 'committee1');
  const area = { areaId: p.district.areas.c1 };
  const made = await post('secretary1', '', run(form.id, area));
  const signed = await post('secretary1', `/${made.body.id}/sign`);
  expect(signed.status, signed.text).toBe(200);
  expect(signed.body).toMatchObject({ signedTitle: '社区党委书记', maySign: false });
  const bytes = await download('secretary1', made.body.id);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(signed.body.sha256);

  p.clock.at += DAY;
  await fileCase(p, 'worker1', {}, 'g1');
  // The same period asked again a day later counts what was known then.
  const replay = await post('secretary1', '', run(form.id, area));
  expect(replay.body.cells).toEqual(made.body.cells);
  expect(
    (await post('secretary1', '', run(form.id, { ...area, to: '2026-07-16' }))).body.cells[0].value,
  ).toBe(made.body.cells[0].value + 1);
  const next = await post('secretary1', `/forms/${form.id}/versions`, {
    baseVersion: 1,
    title: '换了名的月报',
    cells: [{ ref: '月报!B2', fact: 'cases.ended' }],
  });
  expect(next.body).toMatchObject({ version: 2, title: '换了名的月报' });
  expect(
    (await post('secretary1', `/forms/${form.id}/versions`, { baseVersion: 1, title: '晚到', cells })).body
      .code,
  ).toBe('reports.changed');
  expect((await download('secretary1', made.body.id)).equals(bytes)).toBe(true);
  expect((await get('secretary1', `/${made.body.id}`)).body).toMatchObject({
    title: '社区治理月报',
    cells: made.body.cells,
  });
  const again = await post('secretary1', `/${made.body.id}/sign`);
  expect([again.status, again.body.code]).toEqual([409, 'reports.signed']);
  // Row-level security shows a signed row to no update, whatever the service thinks.
  const touched = await p.database.system((tx) =>
    tx.count(`update report_runs set sha256 = 'x' where district_code = 'demo' and id = $1`, [made.body.id]),
  );
  expect(touched).toBe(0);
});

it('writes the monthly letter and the dossier by the same machinery', async () => {
  const letter = await post('secretary1', '/forms/preset', {
    commandId: p.ids.next(),
    unitId: p.district.units.committee1,
    preset: 'letter',
  });
  expect(letter.status, letter.text).toBe(200);
  expect(letter.body.layout.tags).toContain('受理件数');
  const made = await post('secretary1', '', run(letter.body.id, { areaId: p.district.areas.c1 }));
  const document = strFromU8(
    unzipSync(await download('secretary1', made.body.id))['word/document.xml'] as Uint8Array,
  );
  expect(document).toContain('一共登记了 2 件');
  expect(document).not.toMatch(/\{[^}]*\}/);
  const dossier = await post('secretary1', '/forms/preset', {
    commandId: p.ids.next(),
    unitId: p.district.units.committee1,
    preset: 'dossier',
  });
  const whole = await post('secretary1', '', run(dossier.body.id, { areaId: p.district.areas.c1 }));
  const { sheets } = await readXlsx(await download('secretary1', whole.body.id));
  expect(sheets[0]?.rows.find((row) => row[0] === '网格数')).toEqual([
    '网格数',
    2,
    expect.stringContaining('微网格'),
  ]);
});

it('refuses hostile and broken files by name, and keeps nothing of them', async () => {
  const plain = await unitForm();
  const parts = unzipSync(plain);
  const withPart = (name: string, content: string) => zipSync({ ...parts, [name]: strToU8(content) });
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] as Uint8Array);
  const formula = (text: string) =>
    withPart('xl/worksheets/sheet1.xml', sheet.replace(/<f>[^<]*<\/f>/, `<f>${text}</f>`));
  const hostile: [string, Uint8Array, string][] = [
    ['macros', withPart('xl/vbaProject.bin', 'x'), 'reports.form-hostile'],
    ['embedded', withPart('xl/embeddings/oleObject1.bin', 'x'), 'reports.form-hostile'],
    ['outside links', withPart('xl/externalLinks/externalLink1.xml', '<x/>'), 'reports.form-hostile'],
    [
      'entities',
      withPart('xl/extra.xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
      'reports.form-hostile',
    ],
    [
      'fetched',
      withPart(
        'xl/worksheets/_rels/sheet1.xml.rels',
        '<Relationship Type="x/image" Target="http://a" TargetMode="External"/>',
      ),
      'reports.form-hostile',
    ],
    ['formula outside', formula('WEBSERVICE(&quot;http://a&quot;)'), 'reports.form-hostile'],
    ['other workbook', formula('[1]Sheet1!A1'), 'reports.form-hostile'],
    ['cut off', plain.slice(0, plain.length - 200), 'reports.form-unreadable'],
    [
      'bomb',
      zipSync({ ...parts, 'xl/media/big.xml': new Uint8Array(61 * 1024 * 1024) }),
      'reports.form-too-big',
    ],
  ];
  const before = await p.database.owner('select from report_templates');
  for (const [name, bytes, code] of hostile)
    expect([name, await readForm(bytes).catch((error: { code: string }) => error.code)]).toEqual([
      name,
      code,
    ]);
  const fileId = await upload('dispatcher1', hostile[5]?.[1] as Uint8Array, 'form.xlsx');
  const answer = await post('dispatcher1', '/forms/read', { fileId });
  expect([answer.status, answer.body.code]).toEqual([400, 'reports.form-hostile']);
  expect(await p.database.owner('select from report_templates')).toHaveLength(before.length);
});

it('writes what looks like a formula as text', async () => {
  const filled = await fillForm(await unitForm(), new Map<string, string | number>([['月报!B4', '=1+1']]));
  expect(sheetXml(filled).match(/<f>/g)).toHaveLength(1);
  expect((await readXlsx(filled)).sheets[0]?.rows[3]?.[1]).toBe('=1+1');
});
