// The HTTP shapes of shelters.
import { z } from 'zod';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });
export const listQuery = z.strictObject({ open: z.enum(['1', '0']).optional() });

export const shelterFunctions = ['shelter', 'triage', 'depot', 'muster'] as const;
const MOST_PEOPLE = 20_000;
const MOST_MINUTES = 10_080;

const space = z.strictObject({
  name: cleanText(60, 1),
  areaId: uuid,
  address: cleanText(120, 1),
  point: z.strictObject({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }).optional(),
  keeperPost: uuid.describe('the post that has the key: it stays when the holder changes'),
  everydayUse: cleanText(60, 1).describe('what it is on ordinary days'),
  functions: z.array(z.enum(shelterFunctions)).min(1).max(4),
  conversion: cleanText(500, 1).describe('the steps that turn it into a shelter'),
  conversionMinutes: z.number().int().min(0).max(MOST_MINUTES),
  drill: z
    .strictObject({ on: z.iso.date(), minutes: z.number().int().min(0).max(MOST_MINUTES) })
    .optional()
    .describe('when the conversion was last tried, and how long it took'),
  capacity: z.number().int().min(1).max(MOST_PEOPLE).describe('places to sleep'),
  careCapacity: z.number().int().min(0).max(MOST_PEOPLE).describe('of them, for people who need care'),
  stepFree: z.boolean(),
});
const careFits = (one: { careCapacity: number; capacity: number }) => one.careCapacity <= one.capacity;
const careFault = { path: ['careCapacity'], params: { code: 'shelter-care' } };

export const shelterBody = space
  .extend({ id: uuid.describe('made by the client; sent again it is the same shelter') })
  .refine(careFits, careFault);
export type ShelterBody = z.output<typeof shelterBody>;

/** As it is from now on; what was tried is written down by itself. */
export const spaceBody = space.omit({ drill: true }).refine(careFits, careFault);
export type SpaceBody = z.output<typeof spaceBody>;

export const drillBody = z.strictObject({
  on: z.iso.date(),
  minutes: z.number().int().min(0).max(MOST_MINUTES).describe('from the call to ready'),
});
export type DrillBody = z.output<typeof drillBody>;

export const openBody = z.strictObject({ id: uuid, why: cleanText(200, 2), at: epochMs.optional() });
export type OpenBody = z.output<typeof openBody>;

export const closeBody = z.strictObject({ at: epochMs.optional() });

export const countBody = z
  .strictObject({
    id: uuid.describe('made by the client; sent again it is the same count'),
    kind: z.enum(['in', 'out', 'count']).describe('came in, went out, or everybody who is there now'),
    people: z.number().int().min(0).max(MOST_PEOPLE),
    care: z.number().int().min(0).max(MOST_PEOPLE).default(0).describe('of them, how many need care'),
    at: epochMs.optional().describe('when it was counted'),
  })
  .refine((one) => one.care <= one.people, { path: ['care'], params: { code: 'shelter-care' } });
export type CountBody = z.output<typeof countBody>;
