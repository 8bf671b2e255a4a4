// The demo as `npm start` makes it: it tells all its stories, is made once, and the doctor finds nothing in it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { readEnv } from '../platform/env.ts';
import { allMessages, compose, type Product } from './compose.ts';
import { ensureDemo } from './demo.ts';
import { runDoctor } from './doctor.ts';
import { migrationSources } from './migrations.ts';
import { type BuiltPlatform, buildPlatform } from './platform.ts';

let database: TestDatabase;
let platform: BuiltPlatform;
let product: Product;
let data: string;
const said: string[] = [];

beforeAll(async () => {
  database = await testDatabase(migrationSources, []);
  data = await mkdtemp(join(tmpdir(), 'renlin-demo-'));
  platform = await buildPlatform(
    readEnv({ RENLIN_DATA: data, RENLIN_LOG: 'silent', RENLIN_DEMO: '1' }),
    database.config,
    allMessages,
  );
  product = compose(platform);
  await ensureDemo(platform, product, database.config, (line) => said.push(line));
});

afterAll(async () => {
  await platform?.close();
  await database?.drop();
  if (data) await rm(data, { recursive: true, force: true });
});

const countOf = (text: string) => database.owner<{ n: string }>(text).then(([row]) => Number(row?.n));

test('every story of the hard days is told', async () => {
  expect(said.filter((line) => line.includes('missing'))).toEqual([]);
  const rows = await database.owner<{ name: string; n: number }>(
    `select name, count(*)::int as n from case_steps
     where name in ('ask-whistle', 'arrive', 'report-result', 'supervise', 'ask-ruling') group by name`,
  );
  expect(Object.fromEntries(rows.map(({ name, n }) => [name, n]))).toEqual({
    'ask-whistle': 1,
    arrive: 3,
    'report-result': 2,
    supervise: 1,
    'ask-ruling': 1,
  });
  expect(await countOf(`select count(*) as n from cases where kind = 'whistle' and state = 'ready'`)).toBe(1);
});

test('a second start makes nothing anew', async () => {
  const before = await countOf('select count(*) as n from case_steps');
  const again: string[] = [];
  await ensureDemo(platform, product, database.config, (line) => again.push(line));
  expect(again).toEqual([]);
  expect(await countOf('select count(*) as n from case_steps')).toBe(before);
});

test('the doctor replays every case of it and finds nothing', async () => {
  const findings = await runDoctor(platform, () => undefined);
  expect(findings.flatMap(({ faults }) => faults)).toEqual([]);
  expect(findings.reduce((sum, { looked }) => sum + looked, 0)).toBeGreaterThan(5_000);
});
