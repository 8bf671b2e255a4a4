// The HTTP shapes of reports.
import { z } from 'zod';

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const clean = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), {
      params: { code: 'text-characters' },
    });
const day = z.iso.date().refine((value) => value >= '2020-01-01' && value < '2100-01-01', {
  params: { code: 'admission-day' },
});

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });
export const readBody = z.strictObject({ fileId: uuid });
const cells = z
  .array(
    z.strictObject({
      ref: clean(120).describe('sheet and cell, Sheet1!B5, or the name of a tag'),
      fact: z.string().regex(/^[a-z0-9][a-zA-Z0-9.-]{0,80}$/),
    }),
  )
  .min(1)
  .max(300);
export const templateBody = z.strictObject({
  commandId: uuid.describe('made by the client; sent twice, it is one'),
  title: clean(60, 2),
  unitId: uuid.describe('whose form it is: one of your own units'),
  forUnitId: uuid.optional().describe('the unit that wants it'),
  fileId: uuid,
  cells,
});
export type TemplateBody = z.output<typeof templateBody>;
export const versionBody = z.strictObject({
  baseVersion: z.number().int().min(1).max(1_000_000),
  title: clean(60, 2),
  fileId: uuid.optional().describe('a new form; the last one otherwise'),
  cells,
});
export type VersionBody = z.output<typeof versionBody>;
export const presetCodes = ['letter', 'dossier'] as const;
export const presetBody = z.strictObject({ commandId: uuid, unitId: uuid, preset: z.enum(presetCodes) });
export type PresetBody = z.output<typeof presetBody>;
export const runBody = z.strictObject({
  commandId: uuid,
  templateId: uuid,
  areaId: uuid,
  from: day,
  to: day,
});
export type RunBody = z.output<typeof runBody>;
export const recordsQuery = z.strictObject({
  ref: clean(120),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  offset: z.coerce.number().int().min(0).max(100_000).optional(),
});
