// What a change of the organisation is, as it goes over the wire.
import { z } from 'zod';
import { cleanText, uuid } from '../../../platform/http/input.ts';

const name = cleanText(120, 1);
const tree = z.enum(['area', 'party', 'unit']);
const geometry = z.record(z.string(), z.unknown());
/** More parts than this are a new territory, not a change of one. */
const MOST_PARTS = 12;
/** A plan of a whole street draws all of its grids anew. */
const MOST_REDRAWN = 400;
const households = z.number().int().min(0).max(10_000_000).optional();

const part = z.strictObject({
  name,
  /** Outline of a part of an area; GeoJSON in WGS84. */
  geometry: geometry.optional(),
  /** The code of a node that ends here or has ended: the part is known by it from now on. */
  code: cleanText(40, 1).optional(),
  households,
  /** Areas that a part of a unit or Party organisation answers for. */
  areaIds: z.array(uuid).max(200).optional(),
});

export const changePlan = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rename'), tree, id: uuid, name }),
  z.strictObject({ kind: z.literal('move'), tree, id: uuid, parentId: uuid }),
  z.strictObject({
    kind: z.literal('merge'),
    tree,
    /** All that become one; `intoId` is the one of them that goes on. */
    ids: z.array(uuid).min(2).max(MOST_PARTS),
    intoId: uuid,
    name: name.optional(),
  }),
  z.strictObject({
    kind: z.literal('split'),
    tree,
    id: uuid,
    /** Which part goes on as the old node; null closes it. */
    keep: z.number().int().min(0).max(MOST_PARTS).nullable(),
    parts: z.array(part).min(2).max(MOST_PARTS),
    /** To which part a post goes; the others stay with the part that goes on. */
    posts: z.record(uuid, z.number().int().min(0).max(MOST_PARTS)).optional(),
  }),
  z.strictObject({
    kind: z.literal('redraw'),
    tree: z.literal('area'),
    outlines: z.array(z.strictObject({ id: uuid, geometry, households })).max(MOST_REDRAWN),
    /** The level of the areas that begin; of the redrawn ones where it is left out. */
    level: cleanText(40, 1).optional(),
    /** Areas that begin with this redrawing, each below its parent. */
    parts: z
      .array(part.extend({ parentId: uuid, geometry }).omit({ areaIds: true }))
      .max(MOST_REDRAWN)
      .optional(),
    /** Areas that end with it; what lies in them goes where it lies now. */
    ends: z.array(uuid).max(MOST_REDRAWN).optional(),
  }),
]);
export type ChangePlan = z.output<typeof changePlan>;
export type PlanOf<K extends ChangePlan['kind']> = Extract<ChangePlan, { kind: K }>;

export const previewBody = z.strictObject({ plan: changePlan });
export const planBody = z.strictObject({
  commandId: uuid,
  effectiveOn: z.iso.date().optional(),
  note: cleanText(400).optional(),
  reverses: uuid.optional(),
  plan: changePlan,
});
export type PlanBody = z.output<typeof planBody>;
