// The HTTP shapes of warnings.
import { z } from 'zod';
import { risks } from '../../kernel/emergency.ts';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';
import { colours } from './colours.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

/** Base64 of the largest document that is read (2 MiB), with a little room so that the refusal can say how large it may be. */
const MOST_BASE64 = 3_000_000;
export const DOCUMENT_BODY_LIMIT = MOST_BASE64 + 4096;

export const documentBody = z.strictObject({
  base64: z
    .string()
    .min(1)
    .max(MOST_BASE64)
    .describe('the document, or an Atom or RSS list of documents, byte for byte'),
  source: cleanText(120, 1).describe('where it was got from, in words'),
});
export type DocumentBody = z.output<typeof documentBody>;

export const typedBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same warning'),
  colour: z.enum(colours),
  event: cleanText(60, 1),
  risk: z.enum(risks),
  issuer: cleanText(80, 2),
  documentNumber: cleanText(80, 2),
  sentAt: epochMs.describe('when it was issued'),
  from: epochMs,
  until: epochMs,
  text: cleanText(4000, 2),
  instruction: cleanText(2000),
  areas: z.array(uuid).min(1).max(200),
});
export type TypedBody = z.output<typeof typedBody>;

export const sourceBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same source'),
  name: cleanText(80, 2),
  url: z.url({ protocol: /^https?$/ }).max(500),
  everyMinutes: z.number().int().min(1).max(1440),
});
export type SourceBody = z.output<typeof sourceBody>;
export const switchBody = z.strictObject({ on: z.boolean() });

export const residentBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same draft'),
  text: cleanText(200, 5).describe('what everybody in the grids reads'),
});
export type ResidentBody = z.output<typeof residentBody>;
export const gatewayBody = z.strictObject({
  id: uuid,
  name: cleanText(80, 2),
  url: z.url({ protocol: /^https?$/ }).max(500),
});
export type GatewayBody = z.output<typeof gatewayBody>;

const MOST_COUNTED = 10_000_000;
/** Counts of a grid; no field of it could hold a person. */
export const countsBody = z
  .strictObject({
    message: uuid,
    grid: uuid,
    addressed: z.number().int().min(0).max(MOST_COUNTED),
    received: z.number().int().min(0).max(MOST_COUNTED),
  })
  .refine((one) => one.received <= one.addressed, { path: ['received'], params: { code: 'warning-counts' } });
export type CountsBody = z.output<typeof countsBody>;

export const listQuery = z.strictObject({
  which: z
    .enum(['in-force', 'elsewhere', 'past'])
    .default('in-force')
    .describe('elsewhere: matches no area of the district'),
});

export const answerBody = z.strictObject({
  how: z.enum(['app', 'phone', 'in-person']).describe('app: by whoever holds the post'),
  at: epochMs.optional().describe('when they answered; default: now'),
  note: cleanText(200).default(''),
});
export type AnswerBody = z.output<typeof answerBody>;

export const areasBody = z.strictObject({ areas: z.array(uuid).min(1).max(200) });
export const linkBody = z.strictObject({ commandId: uuid, emergencyId: uuid });
export const relayBody = z.strictObject({
  id: uuid,
  instruction: cleanText(2000, 2).describe('what residents here do, in addition to the issuer’s words'),
});
export const endBody = z.strictObject({
  id: uuid.describe('made by the client; it becomes the id of the lifting'),
  documentNumber: cleanText(80, 2).describe('of the document that lifts it'),
  sentAt: epochMs,
  text: cleanText(2000, 2),
});
export type EndBody = z.output<typeof endBody>;

export const followBody = z.strictObject({
  id: uuid,
  msgType: z.enum(['Update', 'Cancel']),
  instruction: cleanText(2000, 2),
});
