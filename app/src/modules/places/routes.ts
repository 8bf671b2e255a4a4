// Search, address of a point, and the vector tiles.
import { gunzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type Route, route } from '../../platform/http/route.ts';
import type { Platform } from '../../platform/platform.ts';
import { listAssetCategories } from './asset-store.ts';
import { listCodes } from './codes.ts';
import {
  codesAnswer,
  codesQuery,
  mapInfo,
  placeHit,
  pointAddress,
  pointQuery,
  searchQuery,
  thingsAnswer,
  tileParams,
} from './contract.ts';
import { addressAt, atlasOf, describeMap, searchPlaces } from './service.ts';
import { type AreaShape, createAreaTiles, type TileSet } from './tiles.ts';

/** Where the outlines of territory come from: the territory area gives it to the places area when main joins them. */
export type AreaSource = {
  /** Changes whenever a boundary or a name does. */
  version(tx: Tx): Promise<string>;
  shapes(tx: Tx): Promise<AreaShape[]>;
};

const TAG = 'places';
/** Beyond this zoom no tile exists: the browser enlarges. */
const MAX_ZOOM = 18;

export function placesRoutes(areas: AreaSource | undefined): Route[] {
  const areaTiles = createAreaCache(areas);
  return [
    route({
      method: 'GET',
      path: '/api/v1/places/search',
      operationId: 'searchPlaces',
      summary: 'Buildings, roads, points of interest and assets by name, address, house number or pinyin',
      tag: TAG,
      access: 'staff',
      query: searchQuery,
      response: z.array(placeHit),
      handler: (ctx, { query }) => searchPlaces(ctx.platform, ctx.tx, query),
    }),
    route({
      method: 'GET',
      path: '/api/v1/public/places',
      operationId: 'searchPlacesPublic',
      summary: 'The same search for residents who report without an account',
      tag: TAG,
      access: 'public',
      perMinute: 120,
      query: searchQuery,
      response: z.array(placeHit),
      handler: (ctx, { query }) => searchPlaces(ctx.platform, ctx.tx, query),
    }),
    route({
      method: 'GET',
      path: '/api/v1/places/codes',
      operationId: 'listPlaceCodes',
      summary:
        '一个区域的扫码牌：楼栋，或一类公共设施 / The printed codes of an area: its buildings, or one category of things',
      tag: TAG,
      access: 'staff',
      query: codesQuery,
      response: codesAnswer,
      handler: (ctx, { query }) => listCodes(ctx.tx, query.area, query.of),
    }),
    route({
      method: 'GET',
      path: '/api/v1/places/things',
      operationId: 'listThings',
      summary: '有哪几类公共设施 / The categories of public things that stand somewhere',
      tag: TAG,
      access: 'staff',
      response: thingsAnswer,
      handler: async (ctx) => ({ items: await listAssetCategories(ctx.tx) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/places/at',
      operationId: 'addressOfPoint',
      summary: 'The address that says best where a point is',
      tag: TAG,
      access: 'public',
      perMinute: 240,
      query: pointQuery,
      response: pointAddress,
      handler: (ctx, { query }) => addressAt(ctx.platform, ctx.tx, query, ctx.platform.messages, ctx.locale),
    }),
    route({
      method: 'GET',
      path: '/api/v1/map/info',
      operationId: 'mapInfo',
      summary: 'Where the map begins: bounds, middle and zoom',
      tag: TAG,
      access: 'public',
      response: mapInfo,
      handler: (ctx) => describeMap(ctx.tx),
    }),
    route({
      method: 'GET',
      path: '/api/v1/tiles/base/:z/:x/:y',
      operationId: 'baseTile',
      summary: 'Base map as a vector tile (land, landuse, water, road, building, label)',
      tag: TAG,
      access: 'public',
      perMinute: 3000,
      params: tileParams,
      response: z.unknown(),
      handler: async (ctx, { params }, { request, reply }) => {
        const at = checkTile(params);
        const atlas = await atlasOf(ctx.platform).find(ctx.tx);
        return sendTile(request, reply, atlas ? `b${atlas.version}` : 'b0', () =>
          atlas?.tile(at.z, at.x, at.y),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/tiles/areas/:z/:x/:y',
      operationId: 'areaTile',
      summary: 'Territory as a vector tile (area, label; property level tells which)',
      tag: TAG,
      access: 'public',
      perMinute: 3000,
      params: tileParams,
      response: z.unknown(),
      handler: async (ctx, { params }, { request, reply }) => {
        const at = checkTile(params);
        const found = await areaTiles(ctx.platform, ctx.tx);
        return sendTile(request, reply, `a${found?.version ?? 0}`, () => found?.tiles.tile(at.z, at.x, at.y));
      },
    }),
  ];
}

function checkTile(params: { z: number; x: number; y: string }): { z: number; x: number; y: number } {
  const y = Number.parseInt(params.y, 10);
  const side = 2 ** params.z;
  if (params.z > MAX_ZOOM || params.x >= side || y >= side) {
    throw problem('places.tile-unknown', { z: params.z, x: params.x, y });
  }
  return { z: params.z, x: params.x, y };
}

function sendTile(
  request: FastifyRequest,
  reply: FastifyReply,
  version: string,
  make: () => Buffer | undefined,
): FastifyReply {
  const etag = `"${version}"`;
  // The address does not name the district or the version, so a shared cache must ask again; the answer is usually 304.
  reply.headers({
    'cache-control': 'private, max-age=60',
    etag,
    vary: 'Accept-Encoding, Cookie',
    'x-content-type-options': 'nosniff',
  });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const packed = make();
  reply.header('content-type', 'application/vnd.mapbox-vector-tile');
  // An empty body is a valid tile without layers.
  if (!packed) return reply.send(Buffer.alloc(0));
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')))
    return reply.send(gunzipSync(packed));
  return reply.header('content-encoding', 'gzip').send(packed);
}

type AreaTiles = { version: string; tiles: TileSet };

function createAreaCache(
  areas: AreaSource | undefined,
): (platform: Platform, tx: Tx) => Promise<AreaTiles | undefined> {
  const held = new WeakMap<Platform, Map<string, AreaTiles>>();
  return async (platform, tx) => {
    if (!areas) return undefined;
    const version = await areas.version(tx);
    const districts = held.get(platform) ?? new Map<string, AreaTiles>();
    held.set(platform, districts);
    const known = districts.get(tx.scope.district);
    if (known?.version === version) return known;
    const made = { version, tiles: createAreaTiles(await areas.shapes(tx)) };
    if (districts.size >= 16) districts.delete(districts.keys().next().value as string);
    districts.set(tx.scope.district, made);
    return made;
  };
}
