// The HTTP shapes of emergencies. Confirming, levels, stepping down and ending are commands of the case: `POST /cases/{id}/commands`.
import { z } from 'zod';
import { needKinds, responseLevels, risks } from '../../kernel/emergency.ts';
import { cleanText, epochMs, phoneNumber, uuid } from '../../platform/http/input.ts';

export const idParams = z.strictObject({ id: uuid });
export const riskParams = z.strictObject({ risk: z.enum(['any', ...risks]) });
export const anyObject = z.looseObject({});

export const startBody = z.strictObject({
  commandId: uuid.describe('made by the client; it becomes the id of the emergency'),
  areaId: uuid,
  risk: z.enum(risks),
  text: cleanText(1000, 5).describe('what is seen and what is done first'),
  until: epochMs.optional().describe('ends by itself then unless renewed; default 24 hours, at most 72'),
  occurredAt: epochMs.optional(),
  warningId: uuid.optional(),
  order: z
    .strictObject({
      level: z.enum(responseLevels),
      issuer: cleanText(80, 2),
      document: cleanText(80, 2),
    })
    .optional()
    .describe('a level ordered by a headquarters; without it the community acts on its own'),
});
export type StartBody = z.output<typeof startBody>;

// What a level sets going, as data: who is called out, with which lines, how soon they answer, what happens to ordinary work.
const areaLevels = ['district', 'street', 'community', 'grid', 'patrol-grid', 'micro-grid'] as const;

const role = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  label: z.strictObject({ 'zh-CN': cleanText(40, 1), en: cleanText(80, 1) }),
  duty: z
    .string()
    .regex(/^[a-z][a-z-]{0,39}$/)
    .describe('posts with this duty are called'),
  areaLevel: z.enum(areaLevels).optional().describe('only posts that answer for a place of this level'),
  unit: uuid.optional().describe('only posts of this unit, wherever above or within the area they stand'),
  /** One filled post in every area of this level, or the place is shown as uncovered. */
  eachArea: z.boolean(),
  lines: z.array(cleanText(200, 1)).min(1).max(12).describe('what the post does, one line each'),
});

const threshold = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  label: z.strictObject({ 'zh-CN': cleanText(40, 1), en: cleanText(80, 1) }),
  from: z.number().finite().min(0).describe('the number itself reaches it'),
  below: z.number().finite().min(0).optional().describe('the number itself does not reach it'),
  source: cleanText(200, 2),
});
export type Threshold = z.output<typeof threshold>;

const levelContent = z.strictObject({
  answerMinutes: z.number().int().min(1).max(240),
  /** Ordinary work of the area waits, with its clocks, while this level is in force. */
  pauseOrdinary: z.boolean(),
  roles: z.array(role).min(1).max(30),
  thresholds: z
    .array(threshold)
    .max(30)
    .optional()
    .describe('counts that point to this level: a hint, nothing starts by it'),
});

export const levelSet = z.strictObject({
  own: levelContent,
  IV: levelContent,
  III: levelContent,
  II: levelContent,
  I: levelContent,
});
export const levelsQuery = z.strictObject({
  areaId: uuid.optional().describe('as in force at this place; without it, the district’s'),
});

export type LevelSet = z.output<typeof levelSet>;
export type LevelContent = z.output<typeof levelContent>;
export type LevelRole = z.output<typeof role>;

const asker = z.strictObject({
  name: cleanText(40).optional(),
  phone: phoneNumber.optional(),
  wantsReply: z.boolean().optional(),
});
const lngLat = z.strictObject({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });

export const needBody = z.strictObject({
  commandId: uuid.describe('made by the client; it becomes the id of the need'),
  what: z.enum(needKinds),
  amount: z.number().int().min(1).max(1_000_000),
  measure: cleanText(10, 1).describe('as people say it: persons, portions, pieces'),
  text: cleanText(1000, 2).describe('what is lacking and for what; places and things, no names'),
  point: lngLat.optional(),
  areaId: uuid.optional().describe('without a point; default: the area of the emergency'),
  address: cleanText(120).default(''),
  occurredAt: epochMs.optional(),
  channel: z.enum(['phone', 'walk-in', 'patrol']).optional().describe('how it came; default: found there'),
  caller: asker.optional().describe('who asked for help, kept masked as with a report'),
});
export type NeedBody = z.output<typeof needBody>;

/** What a resident may ask for; hands are what those on duty ask for. */
export const askedNeeds = ['rescue', 'medical', 'supplies', 'equipment', 'shelter', 'other'] as const;

export const askBody = z.strictObject({
  commandId: uuid.describe('made by the client; it becomes the id of the need'),
  proof: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,64}$/)
    .describe('random text that only the sender knows: whoever sends it again brings it'),
  what: z.enum(askedNeeds),
  people: z.number().int().min(1).max(200).describe('for how many'),
  text: cleanText(500, 2),
  point: lngLat.optional(),
  areaId: uuid.optional().describe('without a point'),
  address: cleanText(200).default(''),
  reporter: asker.optional(),
});
export type AskBody = z.output<typeof askBody>;

export const hintBody = z.strictObject({
  areaId: uuid.optional().describe('whose plan is asked; default: the district'),
  counts: z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), z.number().finite().min(0))
    .refine((counts) => Object.keys(counts).length <= 60),
});

export const listQuery = z.strictObject({ open: z.enum(['1', '0']).optional() });

export const levelsBody = z.strictObject({
  baseVersion: z.number().int().min(0).max(1_000_000).describe('0: the preset was seen'),
  note: cleanText(300, 2),
  content: levelSet,
});
export type LevelsBody = z.output<typeof levelsBody>;
