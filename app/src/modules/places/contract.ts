// What goes in and out of the places area.
import { z } from 'zod';
import { cleanText, uuid } from '../../platform/http/input.ts';

const lng = z.coerce.number().min(-180).max(180);
const lat = z.coerce.number().min(-90).max(90);

export const placeHit = z.object({
  kind: z.enum(['building', 'road', 'poi', 'asset']),
  id: z.string(),
  name: z.string().nullable(),
  address: z.string().nullable(),
  lng: z.number(),
  lat: z.number(),
  areaId: z.string().nullable(),
});

export const searchQuery = z.strictObject({
  q: cleanText(60, 1),
  /** `lng,lat` of where the person looks: equals are ordered by distance. */
  near: z
    .string()
    .regex(/^-?\d{1,3}(\.\d{1,9})?,-?\d{1,2}(\.\d{1,9})?$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(50).optional(),
});

export const pointQuery = z.strictObject({ lng, lat, system: z.enum(['wgs84', 'gcj02']).optional() });

export const pointAddress = z.object({
  address: z.string().nullable(),
  relation: z.enum(['in', 'at', 'near']).nullable(),
  id: z.string().nullable(),
  distanceM: z.number().nullable(),
  lng: z.number(),
  lat: z.number(),
  /** False when the point lies outside the district's map. */
  inside: z.boolean(),
});

export const mapInfo = z.object({
  ready: z.boolean(),
  version: z.string(),
  center: z.tuple([z.number(), z.number()]),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  zoom: z.number(),
  attribution: z.string(),
});

export const tileParams = z.strictObject({
  z: z.coerce.number().int().min(0).max(22),
  x: z.coerce.number().int().min(0),
  // The path ends in `.mvt`; the router hands the whole segment over.
  y: z.string().regex(/^\d{1,8}\.mvt$/),
});

export type MapInfo = z.output<typeof mapInfo>;
export type PlaceHitJson = z.output<typeof placeHit>;
export type PointAddressJson = z.output<typeof pointAddress>;

export const codesQuery = z.strictObject({
  area: uuid,
  of: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,60}$/)
    .describe('`building`, or a category of public things'),
});
export const codesAnswer = z.object({
  area: z.object({ id: z.string(), name: z.string() }),
  total: z.number(),
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      address: z.string(),
      code: z.string().describe('goes behind `/at?`'),
    }),
  ),
});
export const thingsAnswer = z.object({
  items: z.array(z.object({ category: z.string(), name: z.string(), count: z.number() })),
});
