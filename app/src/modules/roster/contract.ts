// The HTTP shapes of the duty roster.
import { z } from 'zod';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

export const listQuery = z.strictObject({
  areaId: uuid,
  from: z.coerce.number().int().min(0).max(4_102_444_800_000).optional().describe('default: now'),
  days: z.coerce.number().int().min(1).max(31).optional().describe('default: 7'),
});
export type ListQuery = z.output<typeof listQuery>;

export const shiftBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same shift'),
  areaId: uuid,
  beginsAt: epochMs,
  endsAt: epochMs,
  deskPost: uuid.describe('who sits at the desk'),
  leaderPost: uuid.describe('the leader on duty, another post'),
});
export type ShiftBody = z.output<typeof shiftBody>;

export const handOverBody = z.strictObject({ words: cleanText(1000, 2) });
