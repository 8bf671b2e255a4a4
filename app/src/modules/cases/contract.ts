// The HTTP shapes of the cases module. External scripts rely on them; docs/operating/api.md names the stable ones.
import { z } from 'zod';
import { pointSchema } from '../../engines/case/form.ts';
import { cleanText, epochMs, phoneNumber, uuid } from '../../platform/http/input.ts';

const commandId = uuid.describe('made by the client before sending (UUIDv7); a retry sends the same one');

/** The release of the forms that this product draws (see `form-history.ts`). Phones name the one with which they wrote a command. */
export const FORMS_RELEASE = 1;
const formsVersion = z
  .number()
  .int()
  .min(1)
  .max(100_000)
  .optional()
  .describe('release of the forms it was written with');

export const idParams = z.strictObject({ id: uuid });

export const channels = ['portal', 'qr', 'phone', 'walk-in', 'patrol', 'import', 'tip'] as const;

export const reporterSchema = z.strictObject({
  name: cleanText(40).optional(),
  phone: phoneNumber.optional(),
  wantsReply: z.boolean().optional(),
});

const followCode = cleanText(20, 8);
const phoneTail = z
  .string()
  .regex(/^\d{4}$/)
  .optional();
export const followBody = z.strictObject({ code: followCode, phoneTail });

export const fileBody = z.strictObject({
  commandId,
  kind: z.enum(['incident', 'request', 'hazard', 'trifle', 'advice', 'whistle']),
  category: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,60}$/)
    .optional(),
  text: cleanText(4000, 1),
  headline: cleanText(60).optional(),
  point: pointSchema.extend({ system: z.enum(['wgs84', 'gcj02']).optional() }).optional(),
  areaId: uuid.optional(),
  address: cleanText(200).optional(),
  reporter: reporterSchema.optional(),
  photos: z
    .array(z.string().regex(/^[0-9a-f-]{36}(\.[A-Za-z0-9_-]{1,64})?$/))
    .max(9)
    .optional(),
  occurredAt: epochMs.optional(),
  channel: z.enum(channels).optional(),
  subjectUnitId: uuid.optional(),
  consent: z
    .strictObject({ by: z.enum(['one', 'both']), how: z.enum(['spoken', 'written']) })
    .optional()
    .describe('of a party of a dispute, that it be passed on'),
  proof: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,64}$/)
    .describe('random text that only the sender knows: whoever sends the filing again brings it')
    .optional(),
  formsVersion,
});
export type FileBody = z.output<typeof fileBody>;
export const followUpBody = fileBody.extend({
  followUpOf: followBody.describe(
    'opens the earlier report; the two are linked, each with a number of its own',
  ),
});
export type FollowUpBody = z.output<typeof followUpBody>;

/** Commands that one person gives to one case before the phone meets the network again. */
const MOST_FOLLOWED = 50;

export const commandBody = z.strictObject({
  commandId,
  name: z.string().min(1).max(60),
  baseVersion: z.number().int().min(1).max(1_000_000),
  occurredAt: epochMs.optional(),
  form: z.record(z.string(), z.unknown()).optional(),
  formsVersion,
  follows: z
    .array(uuid)
    .max(MOST_FOLLOWED)
    .describe('own earlier commands to this case that the sender knows of, though `baseVersion` is older')
    .optional(),
});
export type CommandBody = z.output<typeof commandBody>;

const csv = z.string().max(400);
const bit = z.enum(['0', '1']).transform((value) => value === '1');
export const listQuery = z.strictObject({
  view: z.enum(['queue', 'mine', 'waiting', 'all']).optional(),
  state: csv.optional(),
  kind: csv.optional(),
  category: z.string().max(60).optional(),
  area: uuid.optional(),
  unit: uuid.optional(),
  overdue: bit.optional(),
  open: bit.optional(),
  q: z.string().max(100).optional(),
  sort: z.enum(['due', 'newest']).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  after: z.string().max(200).optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const duplicatesQuery = z.strictObject({
  category: z.string().max(60).optional(),
  lng: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
  text: z.string().max(500).optional(),
});

export const pointsQuery = z.strictObject({
  open: bit.optional(),
  limit: z.coerce.number().int().min(1).max(200_000).optional(),
});
export const statsQuery = z.strictObject({
  area: uuid.optional(),
  days: z.coerce.number().int().min(1).max(366).optional(),
});
export const repeatedQuery = z.strictObject({
  area: uuid.optional(),
  months: z.coerce.number().int().min(1).max(36).optional(),
});
export const tableFormat = z.enum(['xlsx', 'csv']);
export const whistleCountsQuery = z.strictObject({
  months: z.coerce.number().int().min(1).max(36).optional(),
});
export const whistleRecordsQuery = z.strictObject({
  area: uuid,
  month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/),
});
export const undoBody = z.strictObject({ commandId, undoes: uuid });
export const revealBody = z.strictObject({ reason: cleanText(200, 4) });
export const replayParams = z.strictObject({ id: uuid, name: z.string().max(40) });

const MOST_AT_ONCE = 1000;

const bulkOrder = {
  name: z.string().min(1).max(60),
  form: z.record(z.string(), z.unknown()),
  items: z
    .array(z.strictObject({ id: uuid, baseVersion: z.number().int().min(1).max(1_000_000) }))
    .min(1)
    .max(MOST_AT_ONCE),
};
export const bulkPreviewBody = z.strictObject(bulkOrder);
export const bulkBody = z.strictObject({ bulkId: uuid, ...bulkOrder });

export const followCommandBody = commandBody.extend({ code: followCode, phoneTail });
export const joinBody = z.strictObject({
  commandId,
  text: cleanText(500).optional(),
  photos: fileBody.shape.photos,
  reporter: reporterSchema.optional(),
});

const labelled = z.object({ code: z.string(), label: z.string() });
export const caseRowSchema = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.string(),
  kindLabel: z.string(),
  category: labelled,
  state: labelled.extend({ shape: z.enum(['todo', 'doing', 'soon', 'late', 'done', 'paused']) }),
  headline: z.string(),
  areaName: z.string(),
  address: z.string(),
  point: pointSchema.nullable(),
  holder: z.object({ unitId: z.string(), unitName: z.string() }).nullable(),
  clock: z
    .object({
      name: z.string(),
      label: z.string(),
      dueAt: z.number(),
      provisional: z.boolean(),
      state: z.string(),
      late: z.boolean(),
    })
    .nullable(),
  version: z.number(),
  filedAt: z.number(),
  nextAction: z.object({ name: z.string(), label: z.string() }).nullable(),
  joined: z.number(),
  urgent: z.boolean(),
  /** Work orders of other houses that it answers, with their number and their official deadline. */
  outside: z.array(z.object({ name: z.string(), number: z.string(), deadline: z.number().nullable() })),
});
export const caseViewSchema = caseRowSchema.loose();
export const filedSchema = z.object({
  outcome: z.enum(['accepted', 'merged']),
  case: caseViewSchema,
  stepVersion: z.number().optional(),
  follow: z.object({ code: z.string(), number: z.string() }).optional(),
});
export const givenSchema = z.object({
  outcome: z.enum(['accepted', 'merged', 'held']),
  case: caseViewSchema,
  /** The version that the command made; absent while it is held. */
  stepVersion: z.number().optional(),
  undo: z.object({ until: z.number() }).optional(),
});
export const listSchema = z.object({
  items: z.array(caseRowSchema),
  next: z.string().nullable(),
  total: z.object({ count: z.number(), capped: z.boolean() }),
});
export const anyObject = z.looseObject({});

/** What a printed code carries: the number of a public thing, or a point. */
export const spotQuery = z
  .strictObject({
    asset: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,40}$/)
      .optional(),
    lng: z.coerce.number().min(-180).max(180).optional(),
    lat: z.coerce.number().min(-85).max(85).optional(),
  })
  .refine(
    ({ asset, lng, lat }) =>
      asset === undefined ? lng !== undefined && lat !== undefined : lng === undefined && lat === undefined,
    { params: { code: 'spot' }, path: ['asset'] },
  );
