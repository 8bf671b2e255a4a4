// The HTTP shapes of offline work.
import { z } from 'zod';

const device = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .describe('a random name that the app made for itself');

export const changesQuery = z.strictObject({
  device,
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

const said = z.object({ code: z.string(), words: z.string() });

export const changesSchema = z.object({
  /** To be named in the next question, once this answer lies on the phone. */
  cursor: z.string(),
  /** Why everything begins anew: what the phone holds is thrown away first (not what it has to send). */
  reset: said.nullable(),
  items: z.array(
    z.object({
      id: z.string(),
      type: z.enum([
        'case',
        'work',
        'catalogue',
        'card',
        'contacts',
        'patrol',
        'codes',
        'register',
        'stocks',
        'plans',
      ]),
      stamp: z.string(),
      payload: z.looseObject({}),
    }),
  ),
  removed: z.array(z.string()),
  /** There is more to come: ask again at once with the new cursor. */
  more: z.boolean(),
  /** What does not fit on the phone, by rule. */
  leftOut: z.array(said.extend({ count: z.number(), atLeast: z.boolean() })),
  /** How many cases a phone holds, and how many bytes of everything. */
  budget: z.object({ cases: z.number(), bytes: z.number() }),
  /** The release of the forms that the server draws. */
  forms: z.object({ release: z.number() }),
  /** The server's clock. */
  at: z.number(),
});

const base64 = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/);

export const keySchema = z.object({
  keyId: z.string(),
  publicKey: z.string(),
  handIn: z
    .string()
    .describe('goes inside what is sealed: by it the work may be handed in after access has ended'),
});

/** What became of work that was handed in, and nothing of what it was about. */
export const handedInSchema = z.object({
  outcome: z.enum(['accepted', 'merged', 'held']),
  noted: z
    .boolean()
    .optional()
    .describe('others went on meanwhile: it stands as a remark, for whoever has it now'),
  ref: z.string().optional().describe('the name of a photo, for the work that it belongs to'),
});

/** A sealed photo of 20 MB, twice in base64. */
const MOST_SEALED = 38_000_000;
export const SEALED_BODY_LIMIT = MOST_SEALED + 8_192;

export const sealedBody = z.strictObject({
  keyId: z.string().max(40),
  enc: base64(200),
  data: base64(MOST_SEALED),
  photos: z
    .array(z.uuid())
    .max(9)
    .optional()
    .describe('uploads of the same person that belong to the sealed report'),
  photoFields: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,79}$/), z.array(z.uuid()).max(9))
    .refine((fields) => Object.keys(fields).length <= 100)
    .optional()
    .describe('the same for a sealed command or record, by the field of its form'),
});
