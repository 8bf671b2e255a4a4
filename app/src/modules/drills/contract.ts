// The HTTP shapes of drills. Starting, postponing, musters, findings, ending and closing are commands of the case.
import { z } from 'zod';
import { drillModes, drillScenarios, musterGroups } from '../../kernel/emergency.ts';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

const line = z.strictObject({
  minute: z.number().int().min(0).max(720).describe('after the start'),
  postId: uuid,
  what: cleanText(200, 2).describe('what is played: it is said to be an exercise by itself'),
  expect: cleanText(200, 2).describe('what the post should do'),
  within: z.number().int().min(1).max(240).describe('minutes to answer'),
  doWithin: z.number().int().min(1).max(720).nullable().describe('minutes to do it; null: answering is all'),
});
export const script = z.array(line).min(1).max(60);
export type Line = z.output<typeof line>;

export const drillBody = z.strictObject({
  commandId: uuid.describe('made by the client; it becomes the id of the drill'),
  areaId: uuid,
  scenario: z.enum(drillScenarios),
  mode: z.enum(drillModes),
  title: cleanText(60, 2),
  aim: cleanText(500, 2).describe('what is to be tried'),
  place: cleanText(120, 2).describe('where people gather'),
  plannedAt: epochMs,
  plan: uuid.optional().describe('the published plan that is tried'),
  stressRun: uuid
    .optional()
    .describe('a shared stress test with a finished run that a table-top drill quotes'),
  script,
});
export type DrillBody = z.output<typeof drillBody>;

export const scriptBody = z.strictObject({ script });
export const signUpBody = z.strictObject({
  unitId: uuid,
  group: z.enum(musterGroups),
  headcount: z.number().int().min(0).max(100_000),
});
export const observationBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same'),
  version: z.number().int().min(0).max(1_000_000).describe('of the checklist that was looked at'),
  answers: z.record(z.string().max(60), z.union([cleanText(500), z.number()])),
});

export const listQuery = z.strictObject({ areaId: uuid.optional() });
export const templateQuery = z.strictObject({ areaId: uuid, scenario: z.enum(drillScenarios) });
export const statisticsQuery = z.strictObject({
  areaId: uuid,
  year: z.coerce.number().int().min(2000).max(2200).optional().describe('default: this year'),
});
