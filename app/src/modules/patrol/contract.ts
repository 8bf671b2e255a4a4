// The HTTP shapes of checklists and patrols. There is no field for a position, a way, a beginning or an end: what is not here is not kept.
import { z } from 'zod';
import { itemTypes } from '../../engines/checklist/checklist.ts';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';
import { rhythms } from './periods.ts';

export type { ChecklistItem, FindingRule, Words } from '../../engines/checklist/checklist.ts';
export type { VersionState } from '../../engines/checklist/versions.ts';

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/);
const category = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,60}$/);
const version = z.number().int().min(1).max(1_000_000);
const day = z.iso.date().refine((value) => value >= '2020-01-01' && value < '2100-01-01', {
  params: { code: 'patrol-day' },
});
const words = (max: number) => z.strictObject({ 'zh-CN': cleanText(max, 1), en: cleanText(max) });
const bound = z.number().min(-1_000_000_000).max(1_000_000_000).nullable();

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });
export const codeParams = z.strictObject({ code });

const item = z.strictObject({
  code,
  words: words(200),
  type: z.enum(itemTypes),
  required: z.boolean(),
  options: z.array(z.strictObject({ code, words: words(60) })).max(20),
  unit: cleanText(20),
  min: bound,
  max: bound,
  finding: z
    .strictObject({
      answers: z.array(code).max(20),
      below: bound,
      above: bound,
      category,
      text: words(200),
      urgent: z.boolean(),
    })
    .nullable(),
});
const content = {
  title: words(60),
  basis: z.strictObject({ kind: z.enum(['legal', 'local']), text: cleanText(400, 1) }),
  items: z.array(item).max(100),
};
export const newChecklistBody = z.strictObject({ code, ...content });
export type NewChecklist = z.output<typeof newChecklistBody>;
export const saveDraftBody = z.strictObject({ baseRevision: version, ...content });
export type SaveDraft = z.output<typeof saveDraftBody>;
export const revisionBody = z.strictObject({ baseRevision: version });
export const effectQuery = z.strictObject({ from: day.optional() });
export const publishBody = z.strictObject({
  baseRevision: version,
  effectiveOn: day.describe('the first day on which it is in force'),
});
export const compareQuery = z.strictObject({
  from: z.coerce.number().int().min(1).max(1_000_000),
  to: z.coerce.number().int().min(1).max(1_000_000),
});

/** Duties that go round: those who report in their grid, and those who check. */
export const patrolDuties = ['report', 'verify'] as const;
const places = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('areas'), level: z.string().regex(/^[a-z][a-z-]{0,30}$/) }),
  z.strictObject({ kind: z.literal('assets'), categories: z.array(cleanText(60, 1)).min(1).max(40) }),
  z.strictObject({ kind: z.literal('features'), ids: z.array(cleanText(80, 1)).min(1).max(500) }),
]);
export type PlaceChoice = z.output<typeof places>;
const planned = {
  title: cleanText(60, 1),
  checklist: code,
  areaId: uuid,
  places,
  every: z.enum(rhythms),
  everyN: z.number().int().min(1).max(366).describe('of days; 1 otherwise').optional(),
  duty: z.enum(patrolDuties).optional(),
  startsOn: day,
  endsOn: day.nullable(),
};
export const previewPlanBody = z.strictObject(planned);
export type PlannedBody = z.output<typeof previewPlanBody>;
export const planBody = z.strictObject({ id: uuid.describe('made by the client'), ...planned });
export type PlanBody = z.output<typeof planBody>;
export const endPlanBody = z.strictObject({ endsOn: day.describe('the last day').optional() });

const photoRef = z.string().regex(/^[0-9a-f-]{36}(\.[A-Za-z0-9_-]{1,64})?$/);
const answer = z.union([cleanText(500), z.number()]);
const placeId = z
  .string()
  .max(120)
  .regex(/^(area|asset|feature):[^\s\p{Cc}]+$/u)
  .refine((value) => value.isWellFormed(), { params: { code: 'text-characters' } });
export const recordBody = z.strictObject({
  commandId: uuid.describe('made by the client; sent twice, it is one'),
  planId: uuid,
  placeId,
  period: day.describe('the first day of the period for which the phone had it').optional(),
  checklistVersion: version,
  occurredAt: epochMs.describe('by the clock of the phone'),
  form: z
    .object({
      answers: z.record(z.string().max(60), answer),
      words: z.record(z.string().max(60), cleanText(1000)).describe('of findings, by item').optional(),
      note: cleanText(500).optional(),
    })
    .catchall(z.array(photoRef).max(9))
    .describe('photos of a finding stand under photos- and its item'),
});
export type RecordBody = z.output<typeof recordBody>;

const dueState = z.enum(['due', 'done', 'late']);
export const overviewQuery = z.strictObject({ area: uuid.optional(), on: day.optional() });
export const placesQuery = z.strictObject({
  plan: uuid,
  area: uuid.optional(),
  state: dueState.optional(),
  on: day.optional(),
});
export const recordsQuery = z.strictObject({ place: placeId });
