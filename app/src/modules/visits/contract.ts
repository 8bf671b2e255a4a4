// The HTTP shapes of visits. What is not here is not kept.
import { z } from 'zod';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

const version = z.number().int().min(1).max(1_000_000);

export const idParams = z.strictObject({ id: uuid });
export const anyObject = z.looseObject({});

export const targetStates = [
  'planned',
  'offered',
  'accepted',
  'declined',
  'opted-out',
  'visited',
  'not-home',
  'refused',
] as const;
export type TargetState = (typeof targetStates)[number];

export const campaignBody = z.strictObject({
  id: uuid.describe('made by the client'),
  title: cleanText(60, 1),
  purpose: cleanText(500, 1),
  areaId: uuid,
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  policyIds: z.array(uuid).max(20),
});
export const campaignQuery = z.strictObject({ state: z.enum(targetStates).optional() });

export const targetsBody = z.strictObject({
  targets: z
    .array(
      z.strictObject({
        id: uuid,
        kind: z.enum(['household', 'firm']),
        label: cleanText(120, 1).describe('the place, never a person'),
        placeId: cleanText(80, 1).optional().describe('of the map, when the place is on it'),
        areaId: uuid,
        postId: uuid.optional().describe('who visits; without it the post that patrols there'),
      }),
    )
    .min(1)
    .max(300),
});

export const offerBody = z.strictObject({ baseVersion: version, times: z.array(epochMs).min(1).max(5) });
export const recordBody = z.strictObject({
  commandId: uuid,
  baseVersion: version,
  outcome: z.enum(['visited', 'not-home', 'refused']),
  /** Only what the resident asked to have passed on. */
  needs: z.array(z.strictObject({ commandId: uuid, text: cleanText(1000, 1) })).max(5),
  withAddress: z.boolean(),
});
export type RecordBody = z.output<typeof recordBody>;

const code = cleanText(20, 8);
export const linkBody = z.strictObject({ code });
export const answerBody = z.strictObject({
  code,
  answer: z.enum(['accept', 'decline', 'opt-out', 'opt-in']),
  at: epochMs.optional(),
});
