// The HTTP shapes of teams and call-outs.
import { z } from 'zod';
import { callOutTasks } from '../../kernel/emergency.ts';
import { cleanText, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

export const teamsQuery = z.strictObject({ areaId: uuid.optional() });

const amount = z.number().finite();
export const equipmentBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same move'),
  pointId: uuid,
  lotId: uuid,
  amount,
  kind: z.enum(['issue', 'return']),
  lacking: amount
    .min(0)
    .optional()
    .describe('what should have come back and did not; it stays with the team and a matter is opened'),
  emergencyId: uuid.optional(),
  reason: cleanText(200, 1),
});
export type EquipmentBody = z.output<typeof equipmentBody>;

const time = z.number().int().min(0).max(4_102_444_800_000);

export const callOutBody = z.strictObject({
  commandId: uuid,
  areaId: uuid,
  emergencyId: uuid.optional(),
  task: z.enum(callOutTasks),
  wanted: z.number().int().min(1).max(5000),
  meetAt: time,
  meetingPoint: cleanText(120, 2),
  safety: cleanText(500, 2).describe('what to mind and to bring; everybody who is asked reads it'),
  outdoor: z.boolean(),
  maxHours: z.number().int().min(1).max(12).describe('the longest shift'),
  teams: z.array(uuid).max(100).default([]),
  posts: z.array(uuid).max(500).default([]),
});
export type CallOutBody = z.output<typeof callOutBody>;

export const callOutsQuery = z.strictObject({
  open: z.enum(['1', '0']).optional(),
  emergencyId: uuid.optional(),
});

export const marks = [
  'accept-turn',
  'decline-turn',
  'arrive-turn',
  'relieve-turn',
  'home-safe',
  'report-missing',
] as const;

export const marksBody = z.strictObject({
  commandId: uuid,
  marks: z
    .array(
      z.strictObject({
        turnId: uuid,
        what: z.enum(marks),
        at: time.optional().describe('when it happened, for what was kept on paper'),
        people: z.number().int().min(1).max(5000).optional(),
        note: cleanText(500).optional(),
      }),
    )
    .min(1)
    .max(500),
});
export type MarksBody = z.output<typeof marksBody>;

export const formBody = z.strictObject({
  commandId: uuid,
  task: z.enum(['disinfection', 'supplies', 'order', 'registration']),
  name: cleanText(60, 2).optional().describe('default: the name of the template'),
});
export type FormBody = z.output<typeof formBody>;
