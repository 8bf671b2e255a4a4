// The denylist over what the running product shows and asks: its OpenAPI document, the forms of every command of every kind of
// case, and the states and commands themselves.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allMessages, compose, type Product } from '../../src/main/compose.ts';
import { migrationSources } from '../../src/main/migrations.ts';
import { type BuiltPlatform, buildPlatform } from '../../src/main/platform.ts';
import { caseKinds } from '../../src/modules/cases/kinds/kinds.ts';
import { readEnv } from '../../src/platform/env.ts';
import { openApiDocument } from '../../src/platform/http/openapi.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { findDenied } from './denylist.ts';
import { type Named, namesInOpenApi } from './named-fields.ts';

let database: TestDatabase;
let platform: BuiltPlatform;
let product: Product;
let data: string;

beforeAll(async () => {
  database = await testDatabase(migrationSources);
  data = await mkdtemp(join(tmpdir(), 'renlin-invariants-'));
  const env = readEnv({ RENLIN_DATA: data, RENLIN_LOG: 'silent', RENLIN_DEMO: '1' });
  platform = await buildPlatform(env, database.config, allMessages);
  product = compose(platform);
});

afterAll(async () => {
  await platform?.close();
  await database?.drop();
  if (data) await rm(data, { recursive: true, force: true });
});

function denied(names: readonly Named[]): string[] {
  return names.flatMap(({ place, name }) =>
    findDenied(name).map(({ term, why }) => `${place}: ${name} (${term}: ${why})`),
  );
}

it('no path, parameter, property or value of the OpenAPI document', () => {
  const names = namesInOpenApi(openApiDocument(product.routes, { title: 'Renlin', version: '0' }));
  expect(product.routes.length).toBeGreaterThan(20);
  expect(names.length).toBeGreaterThan(200);
  expect(denied(names)).toEqual([]);
});

it('no state, command or form field of a kind of case', () => {
  const names: Named[] = [];
  for (const [kind, { states, commands }] of caseKinds) {
    for (const state of Object.keys(states)) names.push({ place: `${kind} state`, name: state });
    for (const [command, { form }] of Object.entries(commands)) {
      names.push({ place: kind, name: command });
      for (const [field, spec] of Object.entries(form ?? {})) {
        names.push({ place: `${kind}.${command}`, name: field });
        names.push(...namesInOpenApi({ spec }));
      }
    }
  }
  expect(caseKinds.size).toBeGreaterThanOrEqual(4);
  expect(names.length).toBeGreaterThan(50);
  expect(denied(names)).toEqual([]);
});

it('no short words of the interface, in either language', () => {
  const labels = allMessages.flatMap((file) =>
    Object.values(file).flatMap((table) => Object.entries(table).map(([place, name]) => ({ place, name }))),
  );
  // A label names a field; a sentence may well say what is not recorded.
  const short = labels.filter(
    ({ name }) => name.length <= 8 || (name.length <= 24 && !/\p{Script=Han}/u.test(name)),
  );
  expect(short.length).toBeGreaterThan(100);
  expect(denied(short)).toEqual([]);
});
