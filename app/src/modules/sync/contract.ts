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
      type: z.enum(['case', 'work', 'catalogue', 'card', 'contacts']),
      stamp: z.string(),
      payload: z.looseObject({}),
    }),
  ),
  removed: z.array(z.string()),
  /** There is more to come: ask again at once with the new cursor. */
  more: z.boolean(),
  /** What does not fit on the phone, by rule. */
  leftOut: z.array(said.extend({ count: z.number(), atLeast: z.boolean() })),
  budget: z.object({ cases: z.number() }),
  /** The release of the forms that the server draws. */
  forms: z.object({ release: z.number() }),
  /** The server's clock. */
  at: z.number(),
});
