// The HTTP shapes of the planning workbench.
import { z } from 'zod';
import { questions } from './compute/siting.ts';
import { clean, corner, featureId, lat, lng, uuid } from './contract-fields.ts';
import { stressInput, stressTrial } from './stress/contract.ts';

/** `hard`: no grid reaches across; a number: how much a border along it is worth; `open`: it does not matter. */
const strength = z.union([z.enum(['hard', 'open']), z.number().min(0).max(20)]);
export type Strength = z.output<typeof strength>;

export const barrierKinds = ['water', 'railway', 'metro', 'motorway', 'main-road', 'road'] as const;
export type BarrierKind = (typeof barrierKinds)[number];

const estimate = z
  .number()
  .min(10)
  .max(1000)
  .optional()
  .describe('square metres of floor for a household where none is known');

export const gridsInput = z.strictObject({
  lower: z.number().int().min(1).max(10_000).describe('households'),
  upper: z.number().int().min(1).max(10_000).describe('households'),
  target: z.number().int().min(1).max(10_000).optional(),
  stability: z.number().min(0).max(20).describe('0 draws anew; more keeps more of the grids of today'),
  weights: z
    .strictObject({
      compactness: z.number().min(0).max(20).optional(),
      borders: z.number().min(0).max(20).optional(),
      balance: z.number().min(0).max(20).optional(),
    })
    .optional()
    .describe('what borders are drawn for, against each other: short ways, lines and gaps, even work'),
  workBy: z
    .enum(['households', 'both'])
    .optional()
    .describe('what grids are balanced in: households, or these and the open cases half and half'),
  asToday: z.boolean().optional().describe('takes the grids of today as they are, to correct them by hand'),
  micro: z.number().int().min(10).max(300).optional().describe('households of a micro-grid'),
  estimate,
  barriers: z.partialRecord(z.enum(barrierKinds), strength).describe('by kind'),
  lines: z.record(featureId, strength).describe('lines of the map that differ from their kind').optional(),
  drawn: z
    .array(z.strictObject({ name: clean(40), strength, line: z.array(corner).min(2).max(200) }))
    .max(60)
    .optional(),
  exclusive: z
    .array(z.strictObject({ name: clean(40), buildings: z.array(featureId).min(1).max(2000) }))
    .max(60)
    .optional(),
  villages: z
    .array(z.strictObject({ name: clean(40), buildings: z.array(featureId).min(1).max(5000) }))
    .max(60)
    .optional(),
});
export type GridsInput = z.output<typeof gridsInput>;

/** Who goes, as the profiles of the streets know them. */
export const walkers = ['walk', 'elder', 'wheelchair', 'stretcher', 'vehicle'] as const;

const spot = z.strictObject({ id: featureId, name: clean(60), lng, lat });
const placeChoice = z.strictObject({
  assets: z.array(clean(60)).max(40).optional().describe('categories of public things'),
  pois: z.array(clean(60)).max(40).optional().describe('kinds of points of interest'),
  buildings: z.array(clean(60)).max(40).optional().describe('kinds of buildings'),
  shelters: z.array(clean(60)).max(10).optional().describe('shelters, all or of a kind'),
  stocks: z.array(clean(60)).max(10).optional().describe('stock points, all or by what lies there'),
  venues: z.array(clean(60)).max(40).optional().describe('registered venues by their uses'),
  spots: z.array(spot).max(300).optional().describe('placed by hand'),
});
export type PlaceChoice = z.output<typeof placeChoice>;
const walking = {
  walker: z.enum(walkers),
  minutes: z.number().min(1).max(60),
  estimate,
  closures: z.array(z.strictObject({ lng, lat })).max(60).optional(),
};

const open = z
  .strictObject({
    day: z.number().int().min(1).max(7).describe('1 is Monday'),
    minute: z.number().int().min(0).max(1439),
    unknown: z.enum(['open', 'closed']).describe('what places without known hours count as'),
  })
  .optional()
  .describe('counts only places that are open then');
const lost = z.array(featureId).max(300).optional().describe('facilities out of use');
const times = z.number().int().min(1).max(3).describe('so many within reach');

export const coverageInput = z.strictObject({ ...walking, open, lost, facilities: placeChoice, times });
export type CoverageInput = z.output<typeof coverageInput>;

/** 应急圈: several services at once, each with who goes, for how long and to which places. */
export const circleInput = z.strictObject({
  services: z
    .array(
      z.strictObject({
        id: featureId,
        name: clean(40),
        walker: walking.walker,
        minutes: walking.minutes,
        places: placeChoice,
        times,
      }),
    )
    .min(1)
    .max(12),
  estimate,
  closures: walking.closures,
  open,
  lost,
});
export type CircleInput = z.output<typeof circleInput>;

export const efforts = ['quick', 'normal', 'thorough'] as const;
export const sitingInput = z.strictObject({
  ...walking,
  question: z.enum(questions),
  sites: placeChoice.describe('where something could stand'),
  existing: placeChoice.optional().describe('what stands already'),
  open,
  lost,
  fixed: z.array(featureId).max(300).optional(),
  forbidden: z.array(featureId).max(500).optional(),
  p: z.number().int().min(0).max(300),
  capacity: z.number().int().min(1).max(1_000_000).optional().describe('households of a site'),
  times: z.number().int().min(1).max(3).optional(),
  curve: z.number().int().min(0).max(40).optional().describe('cost–coverage curve up to so many sites'),
  effort: z.enum(efforts),
});
export type SitingInput = z.output<typeof sitingInput>;

export const planKinds = ['grids', 'coverage', 'siting', 'circle', 'stress'] as const;
export type PlanKind = (typeof planKinds)[number];

const question = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grids'), input: gridsInput }),
  z.strictObject({ kind: z.literal('coverage'), input: coverageInput }),
  z.strictObject({ kind: z.literal('siting'), input: sitingInput }),
  z.strictObject({ kind: z.literal('circle'), input: circleInput }),
  z.strictObject({ kind: z.literal('stress'), input: stressInput }),
]);
export type PlanQuestion = z.output<typeof question>;

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });
export const planBody = z.strictObject({
  id: uuid.describe('made by the client'),
  name: clean(60),
  areaId: uuid,
  question,
});
export type PlanBody = z.output<typeof planBody>;
export const changeBody = z.strictObject({
  baseRevision: z.number().int().min(1).max(1_000_000),
  name: clean(60).optional(),
  shared: z.boolean().optional(),
  question: question.optional(),
});
export type ChangeBody = z.output<typeof changeBody>;
export const listQuery = z.strictObject({ kind: z.enum(planKinds).optional(), area: uuid.optional() });
export const areaQuery = z.strictObject({ area: uuid });
const yes = z.enum(['true', 'false']).transform((value) => value === 'true');
export const stressModelQuery = z.strictObject({
  area: uuid,
  estimate: z.coerce.number().min(10).max(1000).optional(),
  recalled: yes.optional(),
  utilities: yes.optional(),
});
export const compareQuery = z.strictObject({ a: uuid, b: uuid });

const correction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('move'), building: featureId, to: clean(20) }),
  z.strictObject({ kind: z.literal('split'), grid: clean(20) }),
  z.strictObject({ kind: z.literal('merge'), grid: clean(20), into: clean(20) }),
  z.strictObject({
    kind: z.literal('balance'),
    grids: z.array(clean(20)).min(2).max(12).describe('neighbours that share evenly'),
    by: z.enum(['households', 'cases']),
  }),
]);
const corrections = z.array(correction).max(500);
export const runBody = z.strictObject({
  id: uuid.describe('made by the client; sent twice, it is one'),
  seed: z.number().int().min(0).max(2_147_483_647).optional(),
  again: uuid.describe('a run whose question is asked once more').optional(),
  base: uuid.describe('a run whose grids are corrected by hand').optional(),
  corrections: corrections.optional(),
  trial: stressTrial.describe('of a stress test: what this run does otherwise').optional(),
});
export type RunBody = z.output<typeof runBody>;
export const tryBody = z.strictObject({ corrections: corrections.min(1) });
const adoptLevel = z
  .enum(['grid', 'micro-grid'])
  .optional()
  .describe('what is adopted: the grids, or the micro-grids within grids that stay as they are');
export type AdoptLevel = NonNullable<z.output<typeof adoptLevel>>;
export const adoptBody = z.strictObject({
  commandId: uuid,
  level: adoptLevel,
  effectiveOn: z.iso.date(),
  note: clean(400, 0).optional(),
  names: z.record(clean(20), clean(120)).describe('of new grids, by code').optional(),
});
export type AdoptBody = z.output<typeof adoptBody>;
export const previewAdoptBody = z.strictObject({ names: adoptBody.shape.names, level: adoptLevel });
export const exportQuery = z.strictObject({
  format: z
    .enum(['geojson', 'xlsx', 'input'])
    .describe('`input`: a stress test whole, as `renlin stress --input` reads it'),
  table: z.enum(['grids', 'buildings', 'micro']).optional(),
});

/** A resident's question, in the body so that no address of a page and no log holds the place. */
export const nearbyBody = z.strictObject({
  lng,
  lat,
  minutes: z.number().int().min(5).max(30),
  pace: z.enum(['walk', 'elder']),
});
export type NearbyBody = z.output<typeof nearbyBody>;
