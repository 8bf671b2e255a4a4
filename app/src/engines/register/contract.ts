// The HTTP shapes that all registers share.
import { z } from 'zod';

export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const clean = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), {
      params: { code: 'text-characters' },
    });
const version = z.number().int().min(1).max(1_000_000);
const day = z.iso.date();

export const registerParams = z.strictObject({ register: z.string().regex(/^[a-z][a-z-]{1,39}$/) });
export const recordParams = registerParams.extend({ id: uuid });
export const idParams = z.strictObject({ id: uuid });
export const anyObject = z.looseObject({});

/** One condition of a list: one of these, not several. */
export const condition = z.strictObject({
  field: z.string().max(40),
  is: z.array(clean(80)).min(1).max(50).optional(),
  from: clean(30).optional(),
  to: clean(30).optional(),
  contains: clean(80).optional(),
  filled: z.boolean().optional(),
});
export type ConditionBody = z.output<typeof condition>;

export const listQuery = z.strictObject({
  q: clean(80).optional(),
  area: uuid.optional(),
  state: z.enum(['current', 'ended', 'all']).optional(),
  asOf: day.optional(),
  sort: z.enum(['updated', 'title']).optional(),
  filter: clean(4000).optional().describe('conditions as JSON: [{"field":"use","is":["dwelling"]}]'),
  after: clean(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type ListInput = z.output<typeof listQuery>;
export const selection = listQuery.omit({ after: true, limit: true, sort: true });
export type Selection = z.output<typeof selection>;

export const countQuery = selection.extend({ by: z.string().max(40).optional() });

/** A value as programs send it: text, number, yes or no, a list of options, or nothing. */
export const rawValue = z.union([clean(4000), z.number(), z.boolean(), z.array(clean(80)).max(60), z.null()]);
export const rawValues = z
  .record(z.string().max(40), rawValue)
  .refine((value) => Object.keys(value).length <= 80, { params: { code: 'invalid' } });

export const consentBody = z.strictObject({
  givenBy: z.enum(['self', 'guardian']),
  onDay: day,
  edition: z.number().int().min(1).max(1000),
});

export const revealBody = z.strictObject({
  fields: z.array(z.string().max(40)).min(1).max(60),
  reason: clean(200),
});
export const eraseBody = z.strictObject({ why: z.enum(['asked', 'mistake', 'withdrawn', 'emergency-over']) });

export const filterBody = z.strictObject({
  name: clean(40).refine((value) => value.trim() !== '', { params: { code: 'required' } }),
  query: selection,
});

export const bulkBody = z.strictObject({
  commandId: uuid,
  ids: z.array(uuid).min(1).max(500),
  values: rawValues,
  /** Only says what would become of each. */
  preview: z.boolean(),
});

export const createBody = (values: z.ZodType) =>
  z.strictObject({
    id: uuid.describe('made by the client'),
    commandId: uuid,
    areaId: uuid,
    validFrom: day.optional(),
    values,
    consent: consentBody.optional(),
  });

export const editBody = (values: z.ZodType) =>
  z.strictObject({
    commandId: uuid,
    baseVersion: version,
    values: values.optional(),
    areaId: uuid.optional(),
    do: z.enum(['end', 'reopen', 'confirm']).optional(),
    consent: consentBody.optional(),
  });

export const mergeBody = z.strictObject({ commandId: uuid, goneId: uuid });
export const unmergeBody = z.strictObject({ commandId: uuid });

export const askBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('export'),
    id: uuid.describe('made by the client'),
    selection,
    reason: clean(200),
  }),
  z.strictObject({
    kind: z.literal('dispose'),
    id: uuid.describe('made by the client'),
    recordId: uuid,
    reason: clean(200),
  }),
]);
export const decideBody = z.strictObject({ agree: z.boolean(), note: clean(200) });
export const printBody = z.strictObject({ selection });
