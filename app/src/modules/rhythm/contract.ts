// The HTTP shapes of the daily rhythm.
import { z } from 'zod';
import { cleanText, uuid } from '../../platform/http/input.ts';

const commandId = uuid.describe('made by the client before sending (UUIDv7); a retry sends the same one');
const instant = z.coerce.number().int().min(0).max(4_102_444_800_000).describe('epoch milliseconds');
const day = z.iso.date();

export const idParams = z.strictObject({ id: uuid });
export const meetingKinds = ['huddle', 'grid'] as const;

export const agendaQuery = z.strictObject({
  kind: z.enum(meetingKinds).optional(),
  area: uuid.optional(),
  since: instant.optional(),
  lines: z.coerce.number().int().min(1).max(100).optional(),
});
export const meetingBody = z.strictObject({ commandId, kind: z.enum(meetingKinds), areaId: uuid });

export const handoverBody = z.strictObject({
  commandId,
  postId: uuid,
  toPostId: uuid.nullable(),
  words: cleanText(2000),
  about: uuid
    .optional()
    .describe('one case with what lies under it, such as an emergency; default: the post’s open work'),
});
export const handoverQuery = z.strictObject({
  box: z.enum(['to-me', 'mine', 'unreceived']).optional(),
  about: uuid.optional().describe('notes about this case with what lies under it'),
});

export const diaryQuery = z.strictObject({ account: uuid.optional(), from: day, to: day });
export const diaryWordsBody = z.strictObject({
  day,
  words: cleanText(2000),
  baseVersion: z.number().int().min(0).max(1_000_000),
});
export const anyObject = z.looseObject({});
