// The HTTP shapes of the command post.
import { z } from 'zod';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

export const closedThings = ['road', 'bridge', 'underpass', 'building', 'ground'] as const;

export const columns = [
  'cards',
  'needs',
  'late',
  'transfers',
  'shelters',
  'stocks',
  'closures',
  'next',
] as const;
export type ColumnCode = (typeof columns)[number];
export const boardQuery = z.strictObject({
  column: z.enum(columns).optional().describe('this column with all its records'),
});

const lngLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

export const closureBody = z.strictObject({
  commandId: uuid.describe('made by the client; it becomes the id of the closure'),
  what: z.enum(closedThings),
  line: z.array(lngLat).min(1).max(100).describe('one point, or a line along what is closed'),
  address: cleanText(120, 2).describe('what people call it'),
  text: cleanText(500, 2).describe('why, and how to go round it'),
  until: epochMs.optional().describe('without it somebody looks again after four hours; at most 72 hours'),
  occurredAt: epochMs.optional(),
});
export type ClosureBody = z.output<typeof closureBody>;
