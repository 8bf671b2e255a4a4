// The OpenAPI 3.1 document, generated from the routes and their zod schemas: OpenAPI 3.1 speaks JSON Schema 2020-12, so zod's own
// conversion is enough.
import { z } from 'zod';
import { SESSION_COOKIE } from '../auth/sessions.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

export type OpenApiInfo = { title: string; version: string };

/** Builds the document. Shared definitions of zod's registry are inlined, so a reader needs no other file. */
export function openApiDocument(routes: readonly Route[], info: OpenApiInfo): Json {
  const paths: Record<string, Json> = {};
  for (const spec of routes) {
    const path = spec.path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{rest}');
    paths[path] ??= {};
    (paths[path] as Json)[spec.method.toLowerCase()] = operation(spec);
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map((spec) => spec.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
        key: { type: 'http', scheme: 'bearer', description: 'A personal API key' },
      },
      schemas: { Problem: PROBLEM },
      responses: {
        Problem: {
          description: 'What is wrong and what to do, in the language of the request (RFC 9457)',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: scripts may rely on it' },
    detail: { type: 'string' },
    params: { type: 'object' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    requestId: { type: 'string' },
  },
};

function operation(spec: Route): Json {
  const responses: Json = {
    200: {
      description: spec.summary,
      content: { 'application/json': { schema: toSchema(spec.response, 'output') } },
    },
  };
  for (const status of refusals(spec)) responses[status] = { $ref: '#/components/responses/Problem' };
  return {
    operationId: spec.operationId,
    summary: spec.summary,
    tags: [spec.tag],
    security: securityOf(spec),
    ...(spec.scope ? { 'x-key-scope': spec.scope } : {}),
    ...(typeof spec.access === 'object' ? { 'x-duties': spec.access.duty } : {}),
    parameters: [...parameters(spec.params, 'path'), ...parameters(spec.query, 'query')],
    ...(spec.body
      ? {
          requestBody: {
            required: true,
            content: {
              [spec.form ? 'application/x-www-form-urlencoded' : 'application/json']: {
                schema: toSchema(spec.body, 'input'),
              },
            },
          },
        }
      : {}),
    responses,
  };
}

function securityOf(spec: Route): Json[] {
  const key = spec.scope ? [{ key: [] }] : [];
  // An empty entry says that none is needed.
  return spec.access === 'public' ? (spec.scope ? [{}, ...key] : []) : [{ session: [] }, ...key];
}

function refusals(spec: Route): number[] {
  const all = [400, 429, 503];
  if (spec.access !== 'public') all.push(401, 403);
  if (spec.params) all.push(404);
  if (spec.method !== 'GET') all.push(403, 409, 413, 415);
  return [...new Set(all)].sort();
}

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const shape = toSchema(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(shape.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (shape.required ?? []).includes(name),
    schema: property,
  }));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json;
  return rest;
}
