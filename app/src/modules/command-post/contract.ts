// The HTTP shapes of the command post.
import { z } from 'zod';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

export const closedThings = ['road', 'bridge', 'underpass', 'building', 'ground'] as const;

export const reportKinds = ['first', 'follow', 'final'] as const;
export type ReportKind = (typeof reportKinds)[number];
export const lossKinds = [
  'dead',
  'missing',
  'injured',
  'trapped',
  'houses',
  'water',
  'power',
  'roads',
  'other',
] as const;

const loss = z.strictObject({
  what: z.enum(lossKinds),
  n: z.number().int().min(0).max(10_000_000),
  source: cleanText(80, 2).describe('who reported it: a unit, a hospital, a company'),
});
export type Loss = z.output<typeof loss>;

export const reportBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same report'),
  kind: z.enum(reportKinds).optional().describe('default: what is due'),
  words: cleanText(4000, 2).describe(
    'what was done, what comes next, what is asked for; no names of residents',
  ),
  losses: z.array(loss).max(20).default([]).describe('only what somebody reported, with who did'),
  nextDue: epochMs.optional().describe('when the next one comes; default by the level'),
});
export type ReportBody = z.output<typeof reportBody>;

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
