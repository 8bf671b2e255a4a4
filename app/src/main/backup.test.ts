// The drill: an installation is lost and comes back from its backup on another database, with everything that people were told
// would be kept.
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bring, fileCase } from '../../test/case-desk.ts';
import { contentsOf, type TestDatabase, testDatabase } from '../../test/database.ts';
import { type TestProduct, testProduct } from '../../test/product.ts';
import { chainAudit } from '../platform/audit/audit.ts';
import { readEnv } from '../platform/env.ts';
import { backup, restore } from './backup.ts';
import { allMessages } from './compose.ts';
import { runDoctor } from './doctor.ts';
import { migrationSources } from './migrations.ts';
import { buildPlatform } from './platform.ts';

const quiet = () => undefined;
const WAITING = 'audit log entries that wait for the chain';
const SECRET = 'a secret for tests only, long enough to sign with';
let p: TestProduct;
let home: string;
let saved: string;

const envOf = (name: string) => readEnv({ RENLIN_DATA: join(home, name), RENLIN_LOG: 'silent' });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'renlin-drill-'));
  saved = join(home, 'saved');
  p = await testProduct();
  const done = await fileCase(p, null, { reporter: { name: '王小明', phone: '13900001234' } });
  await bring(p, done.id, 'verified');
  await fileCase(p, 'worker1');
  // Looking into the log leaves an entry in it.
  expect((await p.call('auditor', 'GET', '/api/v1/audit')).status).toBe(200);
  // As the job of each minute does.
  await chainAudit(p.platform.db);
  // And one more, which waits for the next minute when the backup is made.
  expect((await p.call('auditor', 'GET', '/api/v1/audit')).status).toBe(200);
  await mkdir(join(home, 'lost', 'files', 'ab'), { recursive: true });
  await writeFile(join(home, 'lost', 'files', 'ab', 'photo'), Buffer.from([0xff, 0xd8, 0, 1, 2, 3]));
  await writeFile(join(home, 'lost', 'secret'), SECRET);
  await backup(envOf('lost'), p.database.config, saved, quiet);
});

afterAll(async () => {
  await p?.close();
  await rm(home, { recursive: true, force: true });
});

test('what comes back is what was there, and doctor finds nothing', async () => {
  const target = await testDatabase(migrationSources, []);
  try {
    await restore(envOf('new'), target.config, saved, quiet);
    const before = await contentsOf(p.database);
    expect(await contentsOf(target)).toEqual(before);
    expect(before['cases']).toMatch(/^2 /);
    expect(await readFile(join(home, 'new', 'files', 'ab', 'photo'))).toEqual(
      await readFile(join(home, 'lost', 'files', 'ab', 'photo')),
    );
    expect(await readFile(join(home, 'new', 'secret'), 'utf8')).toBe(SECRET);
    const platform = await buildPlatform(
      readEnv({ RENLIN_DATA: join(home, 'new'), RENLIN_LOG: 'silent', RENLIN_SECRET: SECRET }),
      target.config,
      allMessages,
    );
    const findings = await runDoctor(platform, quiet);
    await platform.close();
    expect(findings.find((one) => one.check.endsWith('/ cases equal their steps'))?.looked).toBe(2);
    expect(findings.find((one) => one.check.endsWith('/ audit log chain'))?.looked).toBeGreaterThan(0);
    expect(findings.find((one) => one.check.endsWith(WAITING))?.looked).toBe(1);
    expect(findings.flatMap((one) => one.faults)).toEqual([]);
    // A second time would mix two installations.
    await expect(restore(envOf('new'), target.config, saved, quiet)).rejects.toThrow(/不是空的/);
  } finally {
    await target.drop();
  }
});

describe('a backup that cannot be used', () => {
  let target: TestDatabase;
  beforeAll(async () => {
    target = await testDatabase(migrationSources, []);
  });
  afterAll(() => target?.drop());

  const empty = async () => (await target.owner('select from districts')).length === 0;

  test('does not overwrite another one', async () => {
    await expect(backup(envOf('lost'), p.database.config, saved, quiet)).rejects.toThrow(/已存在/);
  });

  test('is refused when it never finished', async () => {
    const half = join(home, 'half');
    await mkdir(half);
    await expect(restore(envOf('new2'), target.config, half, quiet)).rejects.toThrow(/manifest/);
    expect(await empty()).toBe(true);
  });

  test('is refused when another version of the program made it', async () => {
    const other = await copyOf('other');
    const manifest = JSON.parse(await readFile(join(other, 'manifest.json'), 'utf8'));
    manifest.ledger[0].sha256 = '0'.repeat(64);
    await writeFile(join(other, 'manifest.json'), JSON.stringify(manifest));
    await expect(restore(envOf('new2'), target.config, other, quiet)).rejects.toThrow(/结构不同/);
    expect(await empty()).toBe(true);
  });

  test('leaves nothing behind when a table in it was cut off or has something after its end', async () => {
    for (const damage of ['cut', 'longer'] as const) {
      const bad = await copyOf(damage);
      const table = join(bad, 'tables', 'cases.copy.gz');
      if (damage === 'cut') await truncate(table, 40);
      else await appendFile(table, 'nonsense');
      await expect(restore(envOf('new2'), target.config, bad, quiet), damage).rejects.toThrow();
      expect(await empty(), damage).toBe(true);
    }
  });

  async function copyOf(name: string): Promise<string> {
    const folder = join(home, name);
    await mkdir(join(folder, 'tables'), { recursive: true });
    for (const file of await readdir(join(saved, 'tables')))
      await writeFile(join(folder, 'tables', file), await readFile(join(saved, 'tables', file)));
    await writeFile(join(folder, 'manifest.json'), await readFile(join(saved, 'manifest.json')));
    return folder;
  }
});
