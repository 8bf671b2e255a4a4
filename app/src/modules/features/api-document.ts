// The OpenAPI 3.0 definition that OGC API – Features asks for, of these routes alone. The one of the whole product speaks 3.1.
import type { Layer } from './layers.ts';

export const MOST_ITEMS = 1000;
export const DEFAULT_ITEMS = 10;

type Json = Record<string, unknown>;

const F: Json = {
  name: 'f',
  in: 'query',
  required: false,
  schema: { type: 'string', enum: ['json', 'html'] },
};

function operation(operationId: string, summary: string, parameters: readonly Json[], type: string): Json {
  return {
    get: {
      operationId,
      summary,
      parameters: [F, ...parameters],
      responses: {
        200: { description: summary, content: { [type]: { schema: { type: 'object' } } } },
        400: { description: 'A parameter is wrong or unknown', content: PROBLEM },
        404: { description: 'There is no such collection or feature', content: PROBLEM },
      },
    },
  };
}

const PROBLEM = { 'application/problem+json': { schema: { type: 'object' } } };

export function apiDocument(base: string, title: string, version: string, layers: readonly Layer[]): Json {
  const paths: Json = {
    '/': operation('landingPage', 'Landing page', [], 'application/json'),
    '/conformance': operation('conformance', 'Conformance classes', [], 'application/json'),
    '/collections': operation('collections', 'Collections', [], 'application/json'),
  };
  for (const { id } of layers) {
    paths[`/collections/${id}`] = operation(`collection-${id}`, `Collection ${id}`, [], 'application/json');
    paths[`/collections/${id}/items`] = operation(
      `items-${id}`,
      `Features of ${id}`,
      ITEM_PARAMETERS,
      'application/geo+json',
    );
    paths[`/collections/${id}/items/{featureId}`] = operation(
      `item-${id}`,
      `One feature of ${id}`,
      [{ name: 'featureId', in: 'path', required: true, schema: { type: 'string' } }],
      'application/geo+json',
    );
  }
  return { openapi: '3.0.3', info: { title, version }, servers: [{ url: `${base}/ogc` }], paths };
}

const ITEM_PARAMETERS: readonly Json[] = [
  {
    name: 'limit',
    in: 'query',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: MOST_ITEMS, default: DEFAULT_ITEMS },
    style: 'form',
    explode: false,
  },
  {
    name: 'bbox',
    in: 'query',
    required: false,
    schema: {
      type: 'array',
      oneOf: [
        { minItems: 4, maxItems: 4 },
        { minItems: 6, maxItems: 6 },
      ],
      items: { type: 'number' },
    },
    style: 'form',
    explode: false,
  },
  { name: 'bbox-crs', in: 'query', required: false, schema: { type: 'string', format: 'uri' } },
  {
    name: 'datetime',
    in: 'query',
    required: false,
    schema: { type: 'string' },
    style: 'form',
    explode: false,
  },
  { name: 'after', in: 'query', required: false, schema: { type: 'string' } },
];
