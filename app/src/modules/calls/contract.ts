// The HTTP shapes of one-button calls. What is done about a call are commands of its case.
import { z } from 'zod';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

const phone = z.string().regex(/^\+?[0-9][0-9 -]{4,18}$/);
const need = z.enum(['emergency', 'life', 'repair', 'company']);
const speech = z.enum(['none', 'spoken', 'unknown']);

/** Who it belongs to, where, who has a key, who comes first. Sealed as one text. */
export const contactShape = z.strictObject({
  name: cleanText(40, 1),
  home: cleanText(120, 2).describe('to the door: building, entrance, floor, flat'),
  phone: phone.optional(),
  keyHolder: cleanText(60).optional().describe('who has a key and how they are reached'),
  keyPhone: phone.optional(),
  helper: cleanText(40).optional().describe('the paired helper'),
  helperPhone: phone.optional(),
  family: cleanText(60).optional(),
  familyPhone: phone.optional(),
  mind: cleanText(200).optional().describe('what whoever comes must know: hears badly, oxygen'),
});
export type Contact = z.output<typeof contactShape>;

export const deviceBody = z.strictObject({
  commandId: uuid.describe('made by the client; it becomes the id of the device'),
  label: cleanText(60, 2).describe('the building or entrance, never the person'),
  areaId: uuid,
  way: z.enum(['page', 'key', 'phone']),
  point: z.strictObject({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }).optional(),
  contact: contactShape,
  helperPost: uuid.optional(),
  careRecord: uuid.optional(),
  consentBy: z.enum(['person', 'guardian']),
  consentUntil: epochMs.describe('at most a year; the contact is deleted then unless renewed'),
  testDays: z.number().int().min(1).max(90).default(30),
});
export type DeviceBody = z.output<typeof deviceBody>;

export const renewBody = z.strictObject({ consentBy: z.enum(['person', 'guardian']), consentUntil: epochMs });
export const revealBody = z.strictObject({ reason: cleanText(200, 2), caseId: uuid.optional() });

const code = z.string().min(8).max(40).describe('the code of the link');
const nonce = z
  .string()
  .regex(/^[A-Za-z0-9._-]{8,100}$/)
  .describe('made for this press; sent again it is the same press');
export const pageBody = z.strictObject({ code });
const press = { need, speech: speech.default('unknown'), test: z.boolean().default(false) };
export const pressBody = z.strictObject({ code, nonce, ...press });
export const hookBody = z.strictObject(press);
export type Press = z.output<typeof hookBody>;

export const helperBody = z.strictObject({
  code,
  commandId: uuid,
  callId: uuid,
  answer: z.enum(['going', 'cannot', 'no-entry', 'seen']),
  note: cleanText(300).default(''),
});
export type HelperBody = z.output<typeof helperBody>;
