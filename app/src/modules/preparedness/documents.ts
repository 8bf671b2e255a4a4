// The HTTP shapes of preparedness: responsibility lists and plans at three levels, as documents in versions.
import { z } from 'zod';
import { actionLevels, risks } from '../../kernel/emergency.ts';
import { cleanText, uuid } from '../../platform/http/input.ts';
import { levelSet } from '../emergency/public.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

export const documentKinds = ['duties', 'risks', 'plan-household', 'plan-point', 'plan-community'] as const;
export type DocumentKind = (typeof documentKinds)[number];
export const riskCategories = ['production', 'fire', 'disease', 'natural'] as const;
export const phases = ['prevent', 'respond', 'recover'] as const;

const risk = z.enum(['any', ...risks]);
const line = cleanText(200, 1);
const lines = z.array(line).min(1).max(20);

const task = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/),
  task: cleanText(40, 2).describe('what is to be done'),
  risk,
  phase: z.enum(phases),
  levels: z
    .array(z.enum(actionLevels))
    .max(actionLevels.length)
    .describe('for the response: at which levels it is called out; empty for the other phases'),
  duty: z.string().regex(/^[a-z][a-z-]{0,39}$/),
  areaLevel: z.enum(['district', 'street', 'community', 'grid', 'patrol-grid', 'micro-grid']).optional(),
  lines: z.array(line).min(1).max(12),
  units: z
    .array(z.strictObject({ unitId: uuid, part: z.enum(['lead', 'assist']) }))
    .min(1)
    .max(12)
    .describe('one unit holds it solely; several share it, and one leads'),
});
export type Task = z.output<typeof task>;

export const dutiesContent = z.strictObject({ tasks: z.array(task).min(1).max(100) });
export type DutiesContent = z.output<typeof dutiesContent>;

const point = z.strictObject({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });
const step = z.number().int().min(1).max(5);
const code = z.string().regex(/^[a-z][a-z0-9-]{0,29}$/);
/** A risk of a place, never of a person: what may happen, how far it reaches, what it leads to, who keeps it in hand. */
const riskItem = z.strictObject({
  code,
  name: cleanText(60, 2),
  category: z.enum(riskCategories),
  likelihood: step.describe('1–5 by the scale'),
  impact: step.describe('1–5 by the scale'),
  place: cleanText(120, 2),
  point: point.optional(),
  scale: cleanText(120, 2).describe('how much and how many it would touch'),
  form: cleanText(200, 2).describe('how it shows'),
  evolution: cleanText(200).default('').describe('how it grows'),
  leadsTo: z.array(code).max(10).describe('risks of the same list that follow from it'),
  controls: z.array(line).min(1).max(12),
  ownerUnit: uuid,
  reviewOn: z.iso.date(),
  handling: z.enum(['self', 'up']).describe('settled here, or reported to the level above'),
});
export type RiskItem = z.output<typeof riskItem>;

export const risksContent = z.strictObject({ risks: z.array(riskItem).min(1).max(200) });
export type RisksContent = z.output<typeof risksContent>;

/** Nothing about the family is kept: the card is printed and they write on it. */
const householdContent = z.strictObject({
  lines,
  blanks: z.array(cleanText(40, 1)).max(12).describe('what the family writes on the paper themselves'),
});
const pointContent = z.strictObject({
  place: cleanText(120, 2),
  point: point.optional(),
  signs: lines.describe('what is watched, and what says that it begins'),
  lines,
  route: cleanText(200, 2).describe('which way people leave, and where to'),
});
const communityContent = z.strictObject({ lines, levels: levelSet });

const common = {
  id: uuid.describe('made by the client; sent again it is the same draft'),
  areaId: uuid,
  risk,
  title: cleanText(80, 2),
  note: cleanText(300, 2).describe('what is new in it, and why'),
  reviewOn: z.iso.date(),
};
const none = z.literal('').default('');
export const draftBody = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('duties'),
    risk: z.literal('any').describe('each task names its own'),
    subject: none,
    content: dutiesContent,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('risks'),
    risk: z.literal('any').describe('each line names its own category'),
    subject: none,
    content: risksContent,
  }),
  z.strictObject({ ...common, kind: z.literal('plan-household'), subject: none, content: householdContent }),
  z.strictObject({
    ...common,
    kind: z.literal('plan-point'),
    subject: cleanText(60, 2).describe('the hazard point'),
    content: pointContent,
  }),
  z.strictObject({ ...common, kind: z.literal('plan-community'), subject: none, content: communityContent }),
]);
export type DraftBody = z.output<typeof draftBody>;
type Only<T> = T extends { kind: unknown; content: unknown } ? Pick<T, 'kind' | 'content'> : never;
export type DocumentContent = Only<DraftBody>;

const seen = { revision: z.number().int().min(1).max(1_000_000).describe('what was read') };
export const reviseBody = z.strictObject({ ...seen, document: draftBody });
export const signBody = z.strictObject({ ...seen, unitId: uuid });
export const dropBody = z.strictObject(seen);
export const publishBody = z.strictObject({
  ...seen,
  gapsSeen: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe('how many duties that nobody holds the approver has seen'),
});

export const listQuery = z.strictObject({
  kind: z.enum(documentKinds).optional(),
  areaId: uuid.optional(),
  state: z.enum(['draft', 'published', 'dropped']).optional(),
});
export const templateQuery = z.strictObject({
  kind: z.enum(documentKinds),
  risk,
  areaId: uuid,
  subject: cleanText(60).default('').describe('the hazard point, of a plan for one'),
});
export const riskParams = z.strictObject({ id: uuid, code });
export const reportRiskBody = z.strictObject({
  text: cleanText(500, 2).describe('why it is beyond us, what we ask for'),
});
export const matrixQuery = z.strictObject({ areaId: uuid });
