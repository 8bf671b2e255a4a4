// The demo as `npm start` makes it: it is made once, and the doctor finds nothing in it.
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

beforeAll(async () => {
  database = await testDatabase(migrationSources, []);
  data = await mkdtemp(join(tmpdir(), 'renlin-demo-'));
  platform = await buildPlatform(
    readEnv({ RENLIN_DATA: data, RENLIN_LOG: 'silent', RENLIN_DEMO: '1' }),
    database.config,
    allMessages,
  );
  product = compose(platform);
  await ensureDemo(platform, product, database.config, () => undefined);
});

afterAll(async () => {
  await platform?.close();
  await database?.drop();
  if (data) await rm(data, { recursive: true, force: true });
});

const countOf = (text: string) => database.owner<{ n: string }>(text).then(([row]) => Number(row?.n));

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
