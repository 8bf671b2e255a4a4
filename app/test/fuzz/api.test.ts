// Every operation of the OpenAPI document, with what a confused or hostile client may send: no answer is a 5xx, every refusal is a
// coded problem in words, and afterwards the cases still are what their steps say.
import { createRandom, type Random } from '@renlin/core/random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase } from '../case-desk.ts';
import { type PersonKey, personKeys, type TestProduct, testProduct } from '../product.ts';

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  pattern?: string;
  format?: string;
  additionalProperties?: unknown;
};
type Parameter = { name: string; in: string; required?: boolean; schema?: Schema };
type Operation = {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
};

const ROUNDS = 10;
const HOSTILE: readonly unknown[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  "'; drop table cases; --",
  '<img src=x onerror=alert(1)>',
  '%00%ff',
  '../../etc/passwd',
  '𠮷'.repeat(70),
  'x'.repeat(9000),
  '2026-02-30',
  '9999999999999999999',
  'NaN',
  -1,
  0,
  1.5,
  2 ** 53,
  1e308,
  true,
  null,
  [],
  [[[]]],
  {},
  { __proto__: null, constructor: 1 },
];

let p: TestProduct;
let document: Document;
let known: string[];

beforeAll(async () => {
  p = await testProduct({ seed: 'fuzz' });
  const filed = await fileCase(p, null, { reporter: { name: '李雷', phone: '13900004567' } });
  await bring(p, filed.id, 'handling');
  document = (await p.call(null, 'GET', '/api/openapi.json')).body;
  known = [
    filed.id,
    filed.code,
    filed.number,
    ...Object.values(p.district.areas),
    ...Object.values(p.district.units),
    ...Object.values(p.district.posts),
    ...Object.values(p.district.persons),
    ...Object.values(p.district.accounts),
    'utility.manhole',
    'demo',
    '4567',
  ];
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

function resolve(schema: Schema): Schema {
  return schema.$ref
    ? (document.components?.schemas?.[schema.$ref.split('/').at(-1) as string] ?? {})
    : schema;
}

/** Mostly what the schema asks for, sometimes something else. */
function sample(given: Schema, random: Random, depth = 0): unknown {
  const schema = resolve(given);
  if (random.next() < 0.12) return random.pick(HOSTILE);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (options) return sample(random.pick(options), random, depth + 1);
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type;
  switch (type) {
    case 'object': {
      const value: Record<string, unknown> = {};
      for (const [name, one] of Object.entries(schema.properties ?? {})) {
        if ((schema.required ?? []).includes(name) ? random.next() < 0.95 : random.next() < 0.4)
          value[name] = depth > 6 ? null : sample(one, random, depth + 1);
      }
      if (random.next() < 0.05) value['unexpected'] = 1;
      return value;
    }
    case 'array':
      return Array.from({ length: random.int(3) }, () => sample(schema.items ?? {}, random, depth + 1));
    case 'integer':
    case 'number': {
      const low = Math.max(schema.minimum ?? -1000, -(2 ** 40));
      const high = Math.min(schema.maximum ?? 1000, 2 ** 41);
      const value = low + random.next() * (high - low);
      return type === 'integer' ? Math.round(value) : value;
    }
    case 'boolean':
      return random.next() < 0.5;
    case 'null':
      return null;
    default:
      return random.next() < 0.6
        ? random.pick(known)
        : random.pick(['文字', '2026-07-15', '13800001234', 'a1', p.ids.next()]);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

it('answers whatever comes with less than 500 and a coded problem', async () => {
  const random = createRandom('api');
  const people: (PersonKey | null)[] = [null, ...personKeys];
  let asked = 0;
  const statuses = new Map<number, number>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      // An event stream never ends by itself; it is tried by the tests of the platform.
      if (path.endsWith('/events')) continue;
      for (let round = 0; round < ROUNDS; round++) {
        let url = path;
        const query: string[] = [];
        for (const parameter of operation.parameters ?? []) {
          const value = textOf(sample(parameter.schema ?? {}, random));
          if (parameter.in === 'path')
            url = url.replace(
              `{${parameter.name}}`,
              encodeURIComponent(value.isWellFormed() ? value : '%') || 'x',
            );
          else if (
            parameter.in === 'query' &&
            (parameter.required || random.next() < 0.5) &&
            value.isWellFormed()
          )
            query.push(`${parameter.name}=${encodeURIComponent(value)}`);
        }
        const content = operation.requestBody?.content;
        const schema = content?.['application/json']?.schema;
        const body =
          content === undefined
            ? undefined
            : random.next() < 0.06
              ? random.pick(['{', '[]', 'null', '"x"', ''])
              : sample(schema ?? {}, random);
        const person = random.pick(people);
        const answer = await p.call(
          person,
          method.toUpperCase(),
          query.length > 0 ? `${url}?${query.join('&')}` : url,
          {
            ...(body === undefined ? {} : { body }),
          },
        );
        asked += 1;
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const told = `${person} ${method} ${url}?${query.join('&')} ${JSON.stringify(body)?.slice(0, 400)} → ${answer.text.slice(0, 400)}`;
        expect(answer.status, told).toBeLessThan(500);
        if (answer.status >= 400 && path.startsWith('/open311/')) {
          // The refusals of this protocol have a form of their own.
          const refusal =
            /^\[\{"code":\d{3},"description":".+"\}\]$|<errors><error><code>\d{3}<\/code><description>.+<\/error>/;
          expect(answer.text, told).toMatch(refusal);
          expect(answer.text, told).not.toMatch(/undefined|\{[a-z]+\}/);
        } else if (answer.status >= 400) {
          expect(answer.body?.code, told).toMatch(/^[a-z-]+\.[a-z0-9-]+$/);
          expect(String(answer.body?.title ?? answer.body?.message ?? answer.body?.detail), told).not.toMatch(
            /undefined|\{[a-z]+\}/,
          );
        }
      }
    }
  }
  expect(asked).toBeGreaterThan(60 * ROUNDS);
  // The walk must also get through: a fuzz that only meets locked doors proves little.
  expect(statuses.get(200) ?? 0).toBeGreaterThan(asked / 12);
}, 400_000);
