// What the account page and scripts exchange with the server about personal API keys.
import { z } from 'zod';
import { KEY_SCOPES } from '../../kernel/key-scopes.ts';

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const keyParams = z.strictObject({ id: uuid });

export const newKeyBody = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), {
      params: { code: 'text-characters' },
    }),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1).max(KEY_SCOPES.length),
  days: z.number().int().min(1).max(365),
});
export type NewKey = z.output<typeof newKeyBody>;

export const keyRow = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.number(),
  expiresAt: z.number(),
  revokedAt: z.number().nullable(),
  usedAt: z.number().nullable(),
  state: z.enum(['in-force', 'expired', 'revoked']),
});
export const madeKey = keyRow.extend({ key: z.string().describe('shown this once') });
