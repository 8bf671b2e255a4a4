// The HTTP shapes of readiness. Musters and ending a check are commands of the case.
import { z } from 'zod';
import { readinessOccasions } from '../../kernel/emergency.ts';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });
export const areaQuery = z.strictObject({ areaId: uuid });
export const withoutQuery = z.strictObject({
  areaId: uuid,
  holder: cleanText(80, 3).describe('as the holders of a role are named in the answer'),
});

/** Whose posts are asked. */
export const askedDuties = ['command', 'dispatch', 'intake', 'report', 'handle', 'verify'] as const;

export const checkBody = z.strictObject({
  commandId: uuid.describe('made by the client; it becomes the id of the check'),
  areaId: uuid,
  occasion: z
    .enum(readinessOccasions)
    .describe('before a season, or while a warning or a response is in force here: never all the time'),
  why: cleanText(120, 2).describe('which season, or which warning by issuer and number'),
  duties: z.array(z.enum(askedDuties)).min(1).max(askedDuties.length),
  until: epochMs,
});
export type CheckBody = z.output<typeof checkBody>;
