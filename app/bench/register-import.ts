// 20,000 rows × 20 columns from a workbook into a register, checked cell by cell, compared with what is there, written with its history:
// against COPY of the same rows into a bare table of the same columns, and into the register's own table with its indexes and keys, in
// the same run. Once for things at three sizes and once for people, whose values are sealed and hashed. Prints the figures, the ratios, how much
// the process grew, what another reader noticed, and one line of JSON last.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { residentIdCheck } from '@renlin/core/identity/resident-id';
import { createRandom } from '@renlin/core/random';
import { writeXlsx } from 'hucre/xlsx';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { columnName, defineRegister, type Field, type Register } from '../src/engines/register/declare.ts';
import { applyImport } from '../src/engines/register/sheet/import.ts';
import { createTableSql } from '../src/engines/register/store-table.ts';
import { createNodes } from '../src/engines/tree/tree.ts';
import type { Actor } from '../src/kernel/actor.ts';
import { allMessages, compose } from '../src/main/compose.ts';
import { migrationSources } from '../src/main/migrations.ts';
import { buildPlatform, openDatabase } from '../src/main/platform.ts';
import { ensureLevels } from '../src/modules/org/public.ts';
import { scopeOf } from '../src/platform/db/db.ts';
import { migrate, readMigrations } from '../src/platform/db/migrate.ts';
import { readEnv } from '../src/platform/env.ts';

const ROUNDS = 3;

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
const may = ['bench'];
const duties = { read: may, write: may, reveal: may, manage: may };
const common = { about: words('bench'), group: words('bench'), title: 'name', duties } as const;
const things = defineRegister({
  ...common,
  code: 'bench-things',
  table: 'reg_bench_things',
  label: words('bench-things'),
  fields: Object.fromEntries(COLUMNS),
  identity: [['name']],
});

const personal = (of: 'personal' | 'sensitive') =>
  ({ class: of, purpose: words('bench'), basis: 'contract', keepMonths: 12 }) as const;
const PEOPLE: [string, Field][] = [
  [
    'name',
    { label: words('N0'), type: 'person-name', required: true, search: true, privacy: personal('personal') },
  ],
  ['idNumber', { label: words('I0'), type: 'id-number', privacy: personal('sensitive') }],
  ['phone', { label: words('P0'), type: 'phone', privacy: personal('sensitive') }],
  ['born', { label: words('B0'), type: 'birth-date', privacy: personal('personal') }],
  ['address', { label: words('A0'), type: 'home-address', max: 80, privacy: personal('sensitive') }],
  ...COLUMNS.slice(1, 15),
];
const people = defineRegister({
  ...common,
  code: 'bench-people',
  table: 'reg_bench_people',
  label: words('bench-people'),
  fields: Object.fromEntries(PEOPLE),
  identity: [['idNumber']],
});

function rowsOf(columns: readonly [string, Field][], count: number): (string | number)[][] {
  const random = createRandom('bench');
  const digits = (length: number) => Array.from({ length }, () => random.int(10)).join('');
  return Array.from({ length: count }, (_, row) => {
    // A number of a person is of a day and one of 999 of that day: together with the year no two are the same.
    const birth = `19${50 + Math.floor(row / 1000)}-0${1 + random.int(9)}-1${random.int(9)}`;
    return [
      'bench',
      ...columns.map(([code, field], at) => {
        switch (field.type) {
          case 'person-name':
            return `${random.pick(['王', '李', '张', '刘', '陈'])}${random.pick(['秀英', '建国', '桂兰', '志强', '敏'])}`;
          case 'id-number': {
            const body = `370214${birth.replaceAll('-', '')}${String(row % 1000).padStart(3, '0')}`;
            return body + residentIdCheck(body);
          }
          case 'phone':
            return `13${digits(9)}`;
          case 'birth-date':
            return birth;
          case 'integer':
            return random.int(900_000);
          case 'date':
            return `20${10 + random.int(15)}-0${1 + random.int(9)}-1${random.int(9)}`;
          case 'boolean':
            return random.pick(['是', '否']);
          default:
            return code === 'name' ? `楼栋甲乙丙${row}` : `文本${at}-${random.int(5_000)}`;
        }
      }),
    ];
  });
}

const data = await mkdtemp(join(tmpdir(), 'renlin-bench-'));
const env = readEnv({ ...process.env, RENLIN_DATA: data, RENLIN_LOG: 'silent' });
const database = await openDatabase(env);
await migrate(database.config, await readMigrations(migrationSources));
const platform = await buildPlatform(env, database.config, allMessages);
const owner = new pg.Client(database.config);
await owner.connect();
type Figures = {
  register: string;
  rows: number;
  importMs: number;
  copyMs: number;
  ratio: number;
  ownTableMs: number;
  ratioToOwnTable: number;
  growthMb: number;
};
const results: Figures[] = [];
let others: object = {};
try {
  const product = compose(platform);
  const parts = {
    ...product.registers,
    registers: new Map([things, people].map((one) => [one.code, one])),
  };
  await owner.query(`insert into districts (code, name) values ('bench', 'bench')`);
  for (const one of [things, people]) await owner.query(createTableSql(one, new Map()));
  const system = scopeOf({ kind: 'system', district: 'bench', reason: 'bench' });
  const area = platform.ids.next();
  await platform.db.tx(system, async (tx) => {
    await ensureLevels(tx, 'four-level');
    const command = { commandId: platform.ids.next(), at: platform.clock.now(), effectiveOn: '2024-01-01' };
    await createNodes(tx, command, 'area', [
      { id: area, parentId: null, name: 'bench', level: 'district', code: null, attributes: {} },
    ]);
  });
  const [node] = (await owner.query<{ path: string }>('select path from tree_nodes where id = $1', [area]))
    .rows;
  const areaPath = node?.path ?? '';
  // As a person with a post does it: that is what row-level security costs.
  const actor: Actor = {
    kind: 'staff',
    district: 'bench',
    accountId: platform.ids.next(),
    personId: platform.ids.next(),
    name: 'bench',
    posts: [
      {
        postId: platform.ids.next(),
        title: 'bench',
        unitId: platform.ids.next(),
        areaId: area,
        areaPath,
        duties: [...may, 'view'],
        acting: false,
      },
    ],
  };
  const scope = scopeOf(actor);

  const importOnce = (register: Register, bytes: Uint8Array) =>
    platform.db.tx(scope, (tx) =>
      applyImport(tx, parts, { actor, locale: 'en' }, register, {
        bytes,
        mapping: undefined,
        areaId: undefined,
        partial: false,
      }),
    );
  const emptied = (register: Register) =>
    owner.query(
      `truncate ${register.table}; alter table register_steps disable trigger user; truncate register_steps; alter table register_steps enable trigger user`,
    );

  const measure = async (
    register: Register,
    columns: [string, Field][],
    count: number,
  ): Promise<Uint8Array> => {
    const rows = rowsOf(columns, count);
    const header = ['Area', ...columns.map(([, field]) => field.label.en)];
    const bytes = await writeXlsx({ sheets: [{ name: 'bench', rows: [header, ...rows] }] });
    const names = ['bench', ...columns.map(([code]) => columnName(code))];
    const types = [
      'text',
      ...columns.map(([, { type }]) =>
        type === 'integer' ? 'integer' : type === 'date' || type === 'birth-date' ? 'date' : 'text',
      ),
    ];
    await owner.query(
      `drop table if exists bare; create table bare (${names.map((name, at) => `${name} ${types[at]}`).join(', ')})`,
    );
    const lines = rows.map((row) => `${row.join('\t')}\n`);
    const best = { importMs: Infinity, copyMs: Infinity, ownTableMs: Infinity };
    let growth = 0;
    // Each in turn, and the best of each: whatever else the machine does meets all of them.
    for (let round = 0; round < ROUNDS; round++) {
      await owner.query('truncate bare');
      best.copyMs = Math.min(
        best.copyMs,
        await timed(() => pipeline(Readable.from(lines), owner.query(copyFrom('copy bare from stdin')))),
      );
      await emptied(register);
      globalThis.gc?.();
      const before = process.memoryUsage().rss;
      const watch = setInterval(() => {
        growth = Math.max(growth, process.memoryUsage().rss - before);
      }, 10);
      best.importMs = Math.min(best.importMs, await timed(() => importOnce(register, bytes)));
      clearInterval(watch);
      growth = Math.max(growth, process.memoryUsage().rss - before);
      best.ownTableMs = Math.min(best.ownTableMs, await copyIntoItself(register, count));
    }
    const one: Figures = {
      register: register.code,
      rows: count,
      importMs: Math.round(best.importMs),
      copyMs: Math.round(best.copyMs),
      ratio: Number((best.importMs / best.copyMs).toFixed(1)),
      ownTableMs: Math.round(best.ownTableMs),
      ratioToOwnTable: Number((best.importMs / best.ownTableMs).toFixed(1)),
      growthMb: Math.round(growth / 1e6),
    };
    results.push(one);
    process.stdout.write(
      `${register.code}, ${count} rows × ${columns.length + 1}: import ${one.importMs} ms; COPY bare ${one.copyMs} ms, ratio ${one.ratio}; COPY into its own table ${one.ownTableMs} ms, ratio ${one.ratioToOwnTable}; +${one.growthMb} MB\n`,
    );
    return bytes;
  };

  /** What was imported, copied out and in again by the owner: the same rows, indexes and foreign keys, nothing else. */
  const copyIntoItself = async (register: Register, count: number): Promise<number> => {
    const chunks: Buffer[] = [];
    for await (const chunk of owner.query(copyTo(`copy ${register.table} to stdout`)))
      chunks.push(chunk as Buffer);
    await owner.query(`truncate ${register.table}`);
    const ms = await timed(() =>
      pipeline(Readable.from(chunks), owner.query(copyFrom(`copy ${register.table} from stdin`))),
    );
    const [row] = (await owner.query<{ n: number }>(`select count(*)::int as n from ${register.table}`)).rows;
    if (row?.n !== count) throw new Error(`${row?.n} rows instead of ${count}`);
    return ms;
  };

  for (const count of [5_000, 10_000, 20_000]) await measure(things, COLUMNS, count);
  const bytes = await measure(people, PEOPLE, 20_000);

  // What everybody else notices of it: a small question every few milliseconds, before and during an import.
  await emptied(people);
  const ask = async (until: () => boolean): Promise<number> => {
    const times: number[] = [];
    while (!until()) {
      times.push(
        await timed(() => platform.db.read(scope, (tx) => tx.rows('select name from tree_nodes limit 5'))),
      );
      await delay(5);
    }
    times.sort((a, b) => a - b);
    return times[Math.floor(times.length * 0.95)] ?? 0;
  };
  let asked = 0;
  const quiet = await ask(() => asked++ > 100);
  let done = false;
  const [busy] = await Promise.all([
    ask(() => done),
    importOnce(people, bytes).finally(() => {
      done = true;
    }),
  ]);
  others = { p95QuietMs: Number(quiet.toFixed(1)), p95DuringImportMs: Number(busy.toFixed(1)) };
  process.stdout.write(
    `another reader in the same process, p95: ${quiet.toFixed(1)} ms, during an import ${busy.toFixed(1)} ms\n`,
  );
} finally {
  await owner.end();
  await platform.close();
  await database.stop();
  await rm(data, { recursive: true, force: true });
}
const [least, most] = [results[0], results[2]] as [Figures, Figures];
const exponent = Math.log(most.importMs / least.importMs) / Math.log(most.rows / least.rows);
process.stdout.write(
  `${JSON.stringify({
    bench: 'register-import',
    reference: 'COPY of the same rows into a bare table of the same columns; best of three in turn',
    exponent: Number(exponent.toFixed(2)),
    results,
    others,
  })}\n`,
);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
