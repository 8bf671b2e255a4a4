// What the account page and scripts exchange with the server about personal API keys.
import { z } from 'zod';
import { KEY_SCOPES } from '../../kernel/key-scopes.ts';
import { cleanText, uuid } from '../../platform/http/input.ts';

export const keyParams = z.strictObject({ id: uuid });

export const newKeyBody = z.strictObject({
  name: cleanText(60, 1),
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
