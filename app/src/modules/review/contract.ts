// The HTTP shapes of reviews: the recovery checklist of an emergency, and what is to be improved anywhere.
import { z } from 'zod';
import { cleanText, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

export const answersBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same'),
  version: z.number().int().min(0).max(1_000_000).describe('of the checklist that was looked at'),
  answers: z.record(z.string().max(60), z.union([cleanText(500), z.number()])),
});
export type AnswersBody = z.output<typeof answersBody>;

export const improvementBody = z.strictObject({
  commandId: uuid.describe('made by the client; it becomes the id of the improvement'),
  what: cleanText(300, 4),
  unitId: uuid.describe('who improves it'),
  days: z.number().int().min(1).max(365),
});
export type ImprovementBody = z.output<typeof improvementBody>;

export const backlogQuery = z.strictObject({
  areaId: uuid.optional(),
  open: z.enum(['1', '0']).optional().describe('default: open ones'),
});
