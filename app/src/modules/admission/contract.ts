// The HTTP shapes of admission. A flag has no field for a place, an hour or a name: what is not here is not kept.
import { z } from 'zod';

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const clean = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), {
      params: { code: 'text-characters' },
    });
const day = z.iso.date().refine((value) => value >= '2020-01-01' && value < '2100-01-01', {
  params: { code: 'admission-day' },
});

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

export const requestKinds = ['task', 'table'] as const;
export const askedLevels = ['street', 'community', 'grid'] as const;
export const frequencies = ['once', 'day', 'week', 'month', 'quarter', 'half-year', 'year'] as const;
export type Frequency = (typeof frequencies)[number];
export const channels = ['wechat', 'phone', 'paper', 'meeting', 'system', 'other'] as const;
export const peopleBases = ['consent', 'statutory', 'emergency'] as const;
export const outcomes = ['outside', 'listed', 'no-request'] as const;

const item = z.strictObject({
  label: clean(60).describe('a column of the table, or a part of the task'),
  fact: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,60}$/)
    .optional()
    .describe('generated from this known fact instead of asked'),
  namesPeople: z.boolean().optional().describe('asks for names or anything that points at a person'),
});
export const checkBody = z.strictObject({
  areaId: uuid,
  title: clean(60, 0).optional(),
  items: z.array(item).max(60),
});
export type CheckBody = z.output<typeof checkBody>;

export const requestBody = z.strictObject({
  commandId: uuid.describe('made by the client; sent twice, it is one'),
  unitId: uuid.describe('the unit that asks: one of your own'),
  kind: z.enum(requestKinds),
  urgent: z.boolean().optional().describe('valid at once, once, for three days at most; never renewed'),
  renews: uuid.optional(),
  areaId: uuid,
  askedLevel: z.enum(askedLevels),
  title: clean(60, 2),
  purpose: clean(500, 5),
  basis: clean(500, 5).describe('the law, rule or document with its number'),
  peopleBasis: z
    .strictObject({ kind: z.enum(peopleBases), words: clean(300, 5) })
    .optional()
    .describe('needed when an item names people'),
  frequency: z.enum(frequencies),
  startsOn: day,
  endsOn: day,
  items: z.array(item).min(1).max(60),
});
export type RequestBody = z.output<typeof requestBody>;

export const requestStates = ['in-force', 'asked', 'over', 'declined'] as const;
export const requestsQuery = z.strictObject({
  state: z.enum(requestStates).optional(),
  unit: uuid.optional(),
  q: clean(60, 0).optional(),
  on: day.optional().describe('as the list stood on that day'),
});
export type RequestsQuery = z.output<typeof requestsQuery>;
export const decisionBody = z.strictObject({
  commandId: uuid,
  decision: z.enum(['admitted', 'declined']),
  until: day.optional().describe('the last day, when shorter than applied for'),
  words: clean(500, 2),
});
export type DecisionBody = z.output<typeof decisionBody>;
export const wordsBody = z.strictObject({ words: clean(500, 2) });

export const flagBody = z.strictObject({
  commandId: uuid,
  channel: z.enum(channels).describe('how it reached you'),
  unitId: uuid.optional().describe('who asked, when you know'),
  words: clean(500, 0).optional().describe('what was asked; no names'),
  photos: z
    .array(z.string().regex(/^[0-9a-f-]{36}(\.[A-Za-z0-9_-]{1,64})?$/))
    .max(3)
    .optional(),
});
export type FlagBody = z.output<typeof flagBody>;
export const photoParams = z.strictObject({ id: uuid, n: z.coerce.number().int().min(0).max(9) });
export const flagsQuery = z.strictObject({ state: z.enum(['open', 'decided']).optional() });
export const findingBody = z.strictObject({
  commandId: uuid,
  outcome: z.enum(outcomes),
  unitId: uuid.describe('the unit that asked'),
  requestId: uuid.optional().describe('for listed: the request of the list'),
  sameAs: uuid.optional().describe('a finding that was made about the same thing'),
  title: clean(60, 2).describe('what was asked, in words that point at nobody'),
  words: clean(500, 2),
});
export type FindingBody = z.output<typeof findingBody>;
export const findingsQuery = z.strictObject({ unit: uuid.optional() });

export const burdenCells = [
  'requests',
  'urgent',
  'asked',
  'known',
  'generated',
  'declined',
  'outside',
  'in-force',
] as const;
export type BurdenCell = (typeof burdenCells)[number];
const period = { from: day.optional(), to: day.optional() };
export const burdenQuery = z.strictObject(period);
export const behindQuery = z.strictObject({
  ...period,
  cell: z.enum(burdenCells),
  unit: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  offset: z.coerce.number().int().min(0).max(100_000).optional(),
});
