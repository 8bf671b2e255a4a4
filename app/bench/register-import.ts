// 20,000 rows × 20 columns from a workbook into a register, checked cell by cell, against COPY of the same rows into a bare table of the
// same columns, in the same run. Prints the figures, the ratio, the memory at its highest, and one line of JSON last.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createRandom } from '@renlin/core/random';
import { writeXlsx } from 'hucre/xlsx';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { defineRegister, type Field } from '../src/engines/register/declare.ts';
import { applyImport } from '../src/engines/register/sheet/import.ts';
import { createTableSql } from '../src/engines/register/store-table.ts';
import { createNodes } from '../src/engines/tree/tree.ts';
import { allMessages, compose } from '../src/main/compose.ts';
import { migrationSources } from '../src/main/migrations.ts';
import { buildPlatform, openDatabase } from '../src/main/platform.ts';
import { ensureLevels } from '../src/modules/org/public.ts';
import { scopeOf } from '../src/platform/db/db.ts';
import { migrate, readMigrations } from '../src/platform/db/migrate.ts';
import { readEnv } from '../src/platform/env.ts';

const words = (text: string) => ({ 'zh-CN': text, en: text });
const text = (name: string, more: object = {}): Field =>
  ({ label: words(name), type: 'text', max: 80, privacy: 'open', ...more }) as Field;
const number = (name: string): Field => ({
  label: words(name),
  type: 'integer',
  min: 0,
  max: 1_000_000,
  privacy: 'open',
});
const COLUMNS: [string, Field][] = [
  ['name', text('N0', { required: true, search: true })],
  ...Array.from({ length: 9 }, (_, at): [string, Field] => [`text${'abcdefghi'[at]}`, text(`T${at}`)]),
  ...Array.from({ length: 6 }, (_, at): [string, Field] => [`count${'abcdef'[at]}`, number(`C${at}`)]),
  ['dayA', { label: words('D0'), type: 'date', privacy: 'open' }],
  ['dayB', { label: words('D1'), type: 'date', privacy: 'open' }],
  ['flag', { label: words('F0'), type: 'boolean', privacy: 'open' }],
];
const duties = { read: [], write: [], reveal: [], manage: [] };
const register = defineRegister({
  code: 'bench',
  table: 'reg_bench',
  label: words('bench'),
  about: words('bench'),
  group: words('bench'),
  fields: Object.fromEntries(COLUMNS),
  title: 'name',
  identity: [['name']],
  duties,
});

function rowsOf(count: number): (string | number)[][] {
  const random = createRandom('bench');
  return Array.from({ length: count }, (_, row) => [
    'bench',
    ...COLUMNS.map(([code, field], at) => {
      if (code === 'name') return `楼栋甲乙丙${row}`;
      if (field.type === 'integer') return random.int(900_000);
      if (field.type === 'date') return `20${10 + random.int(15)}-0${1 + random.int(9)}-1${random.int(9)}`;
      if (field.type === 'boolean') return random.pick(['是', '否']);
      return `文本${at}-${random.int(5_000)}`;
    }),
  ]);
}

const data = await mkdtemp(join(tmpdir(), 'renlin-bench-'));
const env = readEnv({ ...process.env, RENLIN_DATA: data, RENLIN_LOG: 'silent' });
const database = await openDatabase(env);
await migrate(database.config, await readMigrations(migrationSources));
const platform = await buildPlatform(env, database.config, allMessages);
const owner = new pg.Client(database.config);
await owner.connect();
const results: { rows: number; importMs: number; copyMs: number; ratio: number; peakMb: number }[] = [];
try {
  const product = compose(platform);
  const parts = { ...product.registers, registers: new Map([[register.code, register]]) };
  await owner.query(`insert into districts (code, name) values ('bench', 'bench')`);
  await owner.query(createTableSql(register, new Map()));
  const names = ['bench', ...COLUMNS.map(([code]) => code.toLowerCase())];
  await owner.query(`create table bare (${names.map((name, at) => `${name} ${typeOf(at)}`).join(', ')})`);
  const actor = { kind: 'system', district: 'bench', reason: 'bench' } as const;
  const scope = scopeOf(actor);
  await platform.db.tx(scope, async (tx) => {
    await ensureLevels(tx, 'four-level');
    const command = { commandId: platform.ids.next(), at: platform.clock.now(), effectiveOn: '2024-01-01' };
    await createNodes(tx, command, 'area', [
      {
        id: platform.ids.next(),
        parentId: null,
        name: 'bench',
        level: 'district',
        code: null,
        attributes: {},
      },
    ]);
  });
  for (const count of [5_000, 10_000, 20_000, 20_000]) {
    const rows = rowsOf(count);
    const bytes = await writeXlsx({
      sheets: [{ name: 'bench', rows: [['Area', ...COLUMNS.map(([, field]) => field.label.en)], ...rows] }],
    });
    await owner.query('truncate bare');
    const copyMs = await timed(() =>
      pipeline(
        Readable.from(rows.map((row) => `${row.join('\t')}\n`)),
        owner.query(copyFrom('copy bare from stdin')),
      ),
    );
    await owner.query(`truncate reg_bench`);
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let peak = before;
    const importMs = await timed(async () => {
      await platform.db.tx(scope, (tx) =>
        applyImport(
          tx,
          parts,
          { actor, locale: 'en' },
          register,
          { bytes, mapping: undefined, areaId: undefined, partial: false },
          () => {
            peak = Math.max(peak, process.memoryUsage().rss);
          },
        ),
      );
    });
    const one = {
      rows: count,
      importMs: Math.round(importMs),
      copyMs: Math.round(copyMs),
      ratio: Number((importMs / copyMs).toFixed(1)),
      peakMb: Math.round((peak - before) / 1e6),
    };
    results.push(one);
    process.stdout.write(
      `${count} rows × ${COLUMNS.length + 1}: import ${one.importMs} ms, COPY ${one.copyMs} ms, ratio ${one.ratio}, +${one.peakMb} MB\n`,
    );
  }
} finally {
  await owner.end();
  await platform.close();
  await database.stop();
  await rm(data, { recursive: true, force: true });
}
process.stdout.write(
  `${JSON.stringify({ bench: 'register-import', reference: 'COPY of the same rows into a bare table', results })}\n`,
);

function typeOf(at: number): string {
  const field = COLUMNS[at - 1]?.[1];
  return field?.type === 'integer' ? 'integer' : field?.type === 'date' ? 'date' : 'text';
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
