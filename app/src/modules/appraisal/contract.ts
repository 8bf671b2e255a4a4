// The HTTP shapes of appraisal.
import { z } from 'zod';
import { cleanText, uuid } from '../../platform/http/input.ts';
import { cells } from './rules.ts';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const groupings = ['area', 'unit', 'category', 'month', 'week', 'day'] as const;
export const grounds = [
  'not-true',
  'beyond-duty',
  'policy-pending',
  'in-court',
  'malicious-repeat',
  'impossible',
] as const;

export const idParams = z.strictObject({ id: uuid });

const filter = {
  area: uuid.optional(),
  unit: uuid.optional(),
  category: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,60}$/)
    .optional(),
  kind: z.enum(['incident', 'request', 'hazard']).optional(),
  /** Filed from and to this civil date, both included. */
  from: date.optional(),
  to: date.optional(),
  /** What was known at the end of this civil date. */
  asOf: date.optional(),
  by: z.enum(groupings).optional(),
  rule: z.enum(['answered', 'all-ended']).optional(),
};
export const ratesQuery = z.strictObject(filter);
export type RatesQuery = z.output<typeof ratesQuery>;
export const behindQuery = z.strictObject({
  ...filter,
  cell: z.enum(cells),
  key: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  offset: z.coerce.number().int().min(0).max(100_000).optional(),
});
export type BehindQuery = z.output<typeof behindQuery>;

const percent = z.number().min(0).max(100);
export const planBody = z.strictObject({
  /** The version that this one replaces. */
  baseVersion: z.number().int().min(0).max(1_000_000),
  note: cleanText(200, 2),
  rules: z
    .array(
      z.strictObject({
        kind: z.enum(['incident', 'request', 'hazard']).optional(),
        category: filter.category,
        unit: uuid.optional(),
        ended: z.enum(['closed', 'declined']).optional(),
        percent,
      }),
    )
    .max(50),
  otherwisePercent: percent,
  mostTries: z.number().int().min(1).max(5),
  restHours: z.number().int().min(1).max(72),
  dueDays: z.number().int().min(1).max(30),
});
export type PlanBody = z.output<typeof planBody>;

export const visitsQuery = z.strictObject({ state: z.enum(['due', 'done', 'unreached']).optional() });
const said = z.enum(['yes', 'no', 'none']);
export const tryBody = z.strictObject({
  commandId: uuid,
  reached: z.boolean(),
  solved: said.optional(),
  satisfied: said.optional(),
  words: cleanText(500).optional(),
});
export type TryBody = z.output<typeof tryBody>;

export const exclusionsQuery = z.strictObject({ state: z.enum(['asked', 'decided']).optional() });
export const exclusionBody = z.strictObject({
  commandId: uuid,
  grounds: z.enum(grounds),
  words: cleanText(1000, 10),
  photos: z
    .array(z.string().regex(/^[0-9a-f-]{36}(\.[A-Za-z0-9_-]{1,64})?$/))
    .min(1)
    .max(9),
});
export type ExclusionBody = z.output<typeof exclusionBody>;
export const decisionBody = z.strictObject({
  commandId: uuid,
  decision: z.enum(['granted', 'refused']),
  words: cleanText(1000, 5),
});
export type DecisionBody = z.output<typeof decisionBody>;

export const anyObject = z.looseObject({});
