// OGC API – Features, Part 1: Core, over HTTP. Open to everybody; unknown parameters are refused, as the standard asks.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { baseUrlOf } from '../../platform/http/base-url.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { apiDocument, DEFAULT_ITEMS, MOST_ITEMS } from './api-document.ts';
import { createLayers, extentOf, type FeaturesParts, type Layer } from './layers.ts';
import { htmlPage, type Link } from './page.ts';
import { CRS84, readWindow } from './window.ts';
import './problems.ts';

const CONFORMANCE = ['core', 'oas30', 'geojson'].map(
  (name) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`,
);
const JSON_TYPE = 'application/json';
const GEOJSON = 'application/geo+json';
const OPENAPI = 'application/vnd.oai.openapi+json;version=3.0';
const HTML = 'text/html';
const VERSION = '1.0.0';

const f = z.enum(['json', 'html']).optional();
const formQuery = z.strictObject({ f });
const text = z.string().max(200);
const itemsQuery = z.strictObject({
  f,
  limit: z.coerce.number().int().min(1).optional(),
  bbox: text.optional(),
  'bbox-crs': text.optional(),
  datetime: text.optional(),
  after: text.optional(),
});
const collectionParams = z.strictObject({ collection: z.string().max(60) });
const itemParams = z.strictObject({ collection: z.string().max(60), item: z.string().max(200) });

/** What is the same for every answer to one request. */
type Answering = {
  ctx: Ctx;
  request: FastifyRequest;
  reply: FastifyReply;
  form: 'json' | 'html';
  root: string;
  say(key: string): string;
};

export function featureRoutes(parts: FeaturesParts): Route[] {
  const layers = createLayers(parts);
  const shared = {
    method: 'GET',
    tag: 'ogc',
    access: 'public',
    response: z.unknown(),
    transaction: 'none',
    perMinute: 600,
  } as const;
  const answering = (
    ctx: Ctx,
    query: { f?: 'json' | 'html' | undefined },
    raw: { request: FastifyRequest; reply: FastifyReply },
  ): Answering => ({
    ctx,
    ...raw,
    form: query.f ?? formOf(raw.request),
    root: `${baseUrlOf(ctx.platform.env.RENLIN_PUBLIC_URL, raw.request)}/ogc`,
    say: (key) => ctx.platform.messages.text(ctx.locale, `features.${key}`),
  });
  const landing = (path: string, operationId: string) =>
    route({
      ...shared,
      path,
      operationId,
      summary: '公开图层入口 / Landing page of the public layers',
      query: formQuery,
      async handler(ctx, { query }, raw) {
        const at = answering(ctx, query, raw);
        return send(at, at.say('title'), {
          title: at.say('title'),
          description: at.say('about'),
          links: [
            ...selfLinks(at, at.root),
            link(at, `${at.root}/api`, 'service-desc', OPENAPI, 'api'),
            link(at, `${at.root}/api?f=html`, 'service-doc', HTML, 'api'),
            link(at, `${at.root}/conformance`, 'conformance', JSON_TYPE, 'conformance'),
            link(at, `${at.root}/collections`, 'data', JSON_TYPE, 'collections'),
          ],
        });
      },
    });
  return [
    landing('/ogc', 'ogcLanding'),
    landing('/ogc/', 'ogcLandingSlash'),
    route({
      ...shared,
      path: '/ogc/conformance',
      operationId: 'ogcConformance',
      summary: '符合的规范 / Conformance classes',
      query: formQuery,
      async handler(ctx, { query }, raw) {
        const at = answering(ctx, query, raw);
        return send(at, at.say('link.conformance'), {
          conformsTo: CONFORMANCE,
          links: selfLinks(at, `${at.root}/conformance`),
        });
      },
    }),
    route({
      ...shared,
      path: '/ogc/api',
      operationId: 'ogcApi',
      summary: '接口定义 / API definition',
      query: formQuery,
      async handler(ctx, { query }, raw) {
        const at = answering(ctx, query, raw);
        const base = at.root.slice(0, -'/ogc'.length);
        return send(at, at.say('link.api'), apiDocument(base, at.say('title'), VERSION, layers), OPENAPI);
      },
    }),
    route({
      ...shared,
      path: '/ogc/collections',
      operationId: 'ogcCollections',
      summary: '图层列表 / Collections',
      query: formQuery,
      async handler(ctx, { query }, raw) {
        const at = answering(ctx, query, raw);
        const extent = await extentOf(layers, askedOf(ctx));
        return send(at, at.say('link.collections'), {
          links: selfLinks(at, `${at.root}/collections`),
          collections: layers.map((layer) => described(at, layer, extent, false)),
        });
      },
    }),
    route({
      ...shared,
      path: '/ogc/collections/:collection',
      operationId: 'ogcCollection',
      summary: '一个图层 / One collection',
      params: collectionParams,
      query: formQuery,
      async handler(ctx, { params, query }, raw) {
        const at = answering(ctx, query, raw);
        const layer = layerOf(layers, params.collection);
        const extent = await extentOf(layers, askedOf(ctx));
        return send(at, at.say(`layer.${layer.id}`), described(at, layer, extent, true));
      },
    }),
    route({
      ...shared,
      path: '/ogc/collections/:collection/items',
      operationId: 'ogcItems',
      summary: '要素 / Features of a collection',
      params: collectionParams,
      query: itemsQuery,
      async handler(ctx, { params, query }, raw) {
        const at = answering(ctx, query, raw);
        const layer = layerOf(layers, params.collection);
        return send(at, at.say(`layer.${layer.id}`), await itemsOf(at, layer, query), GEOJSON);
      },
    }),
    route({
      ...shared,
      path: '/ogc/collections/:collection/items/:item',
      operationId: 'ogcItem',
      summary: '一个要素 / One feature',
      params: itemParams,
      query: formQuery,
      async handler(ctx, { params, query }, raw) {
        const at = answering(ctx, query, raw);
        const layer = layerOf(layers, params.collection);
        const feature = params.item.includes('\u0000')
          ? undefined
          : await layer.find(askedOf(ctx), params.item);
        if (!feature) throw problem('features.item-unknown', { name: params.item.slice(0, 60) });
        const address = `${at.root}/collections/${layer.id}`;
        return send(
          at,
          feature.id,
          {
            ...feature,
            links: [
              ...selfLinks(at, `${address}/items/${encodeURIComponent(feature.id)}`, GEOJSON),
              link(at, address, 'collection', JSON_TYPE, 'collection'),
            ],
          },
          GEOJSON,
        );
      },
    }),
  ];
}

const askedOf = (ctx: Ctx) => ({ district: ctx.actor.district, locale: ctx.locale });

function layerOf(layers: readonly Layer[], id: string): Layer {
  const layer = layers.find((one) => one.id === id);
  if (!layer) throw problem('features.collection-unknown', { name: id });
  return layer;
}

/** A browser asks for pages before anything else; programs name JSON or nothing. */
function formOf(request: FastifyRequest): 'json' | 'html' {
  const first = String(request.headers.accept ?? '').split(',', 1)[0] as string;
  return first.trim().startsWith(HTML) ? 'html' : 'json';
}

function link(at: Answering, href: string, rel: string, type: string, key: string): Link {
  return { href, rel, type, title: at.say(`link.${key}`) };
}

/** The document itself and its other form. */
function selfLinks(at: Answering, address: string, type = JSON_TYPE): Link[] {
  const form = (name: 'json' | 'html') => `${address}${address.includes('?') ? '&' : '?'}f=${name}`;
  const [own, other] = at.form === 'json' ? (['json', 'html'] as const) : (['html', 'json'] as const);
  const typeOf = (name: 'json' | 'html') => (name === 'json' ? type : HTML);
  return [
    link(at, form(own), 'self', typeOf(own), 'self'),
    link(at, form(other), 'alternate', typeOf(other), other),
  ];
}

function described(at: Answering, layer: Layer, extent: readonly number[] | undefined, alone: boolean) {
  const address = `${at.root}/collections/${layer.id}`;
  return {
    id: layer.id,
    title: at.say(`layer.${layer.id}`),
    description: at.say(`layer.${layer.id}.about`),
    itemType: 'feature',
    crs: [CRS84],
    ...(extent ? { extent: { spatial: { bbox: [extent], crs: CRS84 } } } : {}),
    links: [
      ...(alone ? selfLinks(at, address) : [link(at, address, 'self', JSON_TYPE, 'collection')]),
      link(at, `${address}/items?f=json`, 'items', GEOJSON, 'items'),
      link(at, `${address}/items?f=html`, 'items', HTML, 'items'),
    ],
  };
}

async function itemsOf(at: Answering, layer: Layer, query: z.output<typeof itemsQuery>) {
  if (query.after?.includes('\u0000'))
    throw problem('input.invalid', {}, [{ path: 'query/after', code: 'features.after' }]);
  const limit = Math.min(query.limit ?? DEFAULT_ITEMS, MOST_ITEMS);
  // One more than asked for tells whether there is a next page.
  const page = { limit: limit + 1, after: query.after };
  const found = await layer.list(askedOf(at.ctx), readWindow(query), page);
  const features = found.features.slice(0, limit);
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && name !== 'f' && name !== 'after') asked.set(name, String(value));
  const addressOf = (after: string | undefined): string => {
    const all = new URLSearchParams(asked);
    if (after !== undefined) all.set('after', after);
    return `${at.root}/collections/${layer.id}/items${all.size > 0 ? `?${all}` : ''}`;
  };
  const last = features.at(-1);
  const type = at.form === 'json' ? GEOJSON : HTML;
  const nextAddress = last && found.features.length > limit ? addressOf(last.id) : undefined;
  return {
    type: 'FeatureCollection',
    timeStamp: new Date(at.ctx.now()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    numberMatched: found.matched,
    numberReturned: features.length,
    links: [
      ...selfLinks(at, addressOf(query.after), GEOJSON),
      ...(nextAddress
        ? [
            link(
              at,
              `${nextAddress}${nextAddress.includes('?') ? '&' : '?'}f=${at.form}`,
              'next',
              type,
              'next',
            ),
          ]
        : []),
      link(at, `${at.root}/collections/${layer.id}`, 'collection', JSON_TYPE, 'collection'),
    ],
    features,
  };
}

function send(
  at: Answering,
  title: string,
  document: { links?: readonly Link[]; [name: string]: unknown },
  type = JSON_TYPE,
): FastifyReply {
  at.reply.headers({
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=30',
    vary: 'Accept, Accept-Language',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  if (at.form === 'html') {
    return at.reply
      .header('content-type', `${HTML}; charset=utf-8`)
      .send(htmlPage(title, document.links ?? [], document));
  }
  // As bytes: a text would be given a charset, which these types do not have.
  return at.reply.header('content-type', type).send(Buffer.from(JSON.stringify(document)));
}
