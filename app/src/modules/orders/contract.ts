// The HTTP shapes of outside work orders. docs/operating/api.md names the webhook among the stable ones.
import { z } from 'zod';
import { cleanText, uuid } from '../../platform/http/input.ts';

/** What we read from a row of theirs. */
export const orderFields = [
  'number',
  'text',
  'title',
  'category',
  'address',
  'area',
  'lng',
  'lat',
  'point',
  'reporterName',
  'reporterPhone',
  'receivedAt',
  'deadline',
  'urgency',
  'state',
  'stateReason',
] as const;
export type OrderField = (typeof orderFields)[number];
export const requiredFields: readonly OrderField[] = ['number', 'text'];

/** What both sides can say about an order; the words for it are each sender's own. */
export const sharedStates = [
  'received',
  'accepted',
  'handling',
  'replied',
  'declined',
  'returned',
  'withdrawn',
] as const;
export type SharedState = (typeof sharedStates)[number];

export const mappingSchema = z.strictObject({
  /** Headers of columns (or dotted paths in JSON), the first that is there wins; `时间#2` is the second column of that name. */
  fields: z.partialRecord(z.enum(orderFields), z.array(cleanText(60, 1)).min(1).max(8)),
  coordinates: z.enum(['wgs84', 'gcj02', 'bd09']),
  kind: z.enum(['request', 'incident', 'hazard']),
  /** Their words for a category → our code. */
  categories: z
    .record(cleanText(60, 1), z.string().regex(/^[a-z0-9][a-z0-9.-]{0,60}$/))
    .refine((table) => Object.keys(table).length <= 500, { params: { code: 'too-many' } }),
  urgentWords: z.array(cleanText(20, 1)).max(20),
});
export type Mapping = z.output<typeof mappingSchema>;

export const wordsSchema = z
  .array(z.strictObject({ word: cleanText(30, 1), state: z.enum(sharedStates) }))
  .max(60)
  .refine((list) => new Set(list.map((one) => one.word)).size === list.length, {
    params: { code: 'orders.word-twice' },
  });
export type StateWords = z.output<typeof wordsSchema>;

export const replyValues = [
  'number',
  'reply',
  'state',
  'repliedAt',
  'ourNumber',
  'unit',
  'deadline',
  'echo',
] as const;
export type ReplyValue = (typeof replyValues)[number];

export const replySchema = z.strictObject({
  format: z.enum(['xlsx', 'csv', 'csv-gb18030']),
  columns: z
    .array(
      z.strictObject({
        header: cleanText(60, 1),
        from: z.enum(replyValues),
        /** For `echo`: the column of their own row that is given back as it came. */
        column: cleanText(60).optional(),
      }),
    )
    .min(1)
    .max(40)
    .refine((list) => list.some((one) => one.from === 'number') && list.some((one) => one.from === 'reply'), {
      params: { code: 'orders.reply-columns' },
    }),
});
export type ReplyForm = z.output<typeof replySchema>;

export const sourceBody = z.strictObject({
  id: uuid.optional(),
  baseVersion: z.number().int().min(1).optional(),
  code: z.string().regex(/^(?!(sources|orders|cases)$)[a-z0-9][a-z0-9-]{1,39}$/),
  name: cleanText(60, 1),
  kind: z.enum(['hotline', 'pingan', 'urban', 'other']),
  unitId: uuid,
  areaId: uuid,
  enabled: z.boolean(),
  mapping: mappingSchema,
  words: wordsSchema,
  reply: replySchema,
});
export type SourceBody = z.output<typeof sourceBody>;

export const idParams = z.strictObject({ id: uuid });
export const codeParams = z.strictObject({ source: z.string().min(1).max(40) });
export const callbackBody = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  on: z.boolean(),
});

export const sliceQuery = z.strictObject({
  from: z.coerce.number().int().min(0).max(100_000).optional(),
  count: z.coerce.number().int().min(1).max(50).optional(),
});
/** Row of the file → the open case that it joins. */
export const joinsSchema = z.record(z.string().regex(/^\d{1,6}$/), uuid);

export const ordersQuery = z.strictObject({
  source: uuid.optional(),
  view: z.enum(['all', 'reply', 'late', 'attention']).optional(),
  q: cleanText(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  after: uuid.optional(),
});
export const exportBody = z.strictObject({ ids: z.array(uuid).min(1).max(2000).optional() });

/** What a sender posts: any object of theirs; the saved mapping says where things lie in it. */
export const webhookBody = z.record(z.string().max(200), z.unknown());
export const anyObject = z.looseObject({});
