// The question of a stress test: what happens where and when, what is lost, by which rules help goes, and what is asked of the answer.
import { z } from 'zod';
import { clean, corner, featureId, lat, lng, uuid } from '../contract-fields.ts';

export const hazardKinds = [
  'rainstorm',
  'typhoon',
  'earthquake',
  'heat',
  'cold-wave',
  'fire',
  'epidemic',
  'other',
] as const;
export type HazardKind = (typeof hazardKinds)[number];

export const utilities = ['power', 'telecom', 'water'] as const;
export type Utility = (typeof utilities)[number];

const MOST_HOURS = 168;
const when = {
  fromHour: z.number().min(0).max(MOST_HOURS),
  toHour: z.number().min(0).max(MOST_HOURS),
  intensity: z.number().min(0.05).max(1).describe('0 nothing, 1 the worst that is thought of'),
};

export const stressPolicy = z.strictObject({
  rule: z.enum(['nearest', 'priority', 'batch']),
  reserve: z.number().min(0).max(0.9).describe('share of helpers kept for vulnerable households'),
  forward: z.boolean().describe('rescue and medical teams wait beside the hazard instead of at home'),
});
export type StressPolicy = z.output<typeof stressPolicy>;

export const questionsAsked = ['causes', 'measures', 'policies', 'losses'] as const;
export type StressPart = (typeof questionsAsked)[number];

export const stressInput = z.strictObject({
  hazard: z.strictObject({
    kind: z.enum(hazardKinds),
    scale: z.number().min(0.1).max(5).describe('multiplies every intensity; what comes to more than 1 is 1'),
    whole: z.strictObject(when).optional().describe('over the whole area'),
    zones: z
      .array(
        z.strictObject({
          name: clean(40),
          ring: z.array(corner).min(3).max(300).describe('drawn; its last corner need not be the first'),
          ...when,
        }),
      )
      .max(20),
  }),
  hours: z.number().int().min(6).max(MOST_HOURS).describe('how long is looked at'),
  startHour: z.number().int().min(0).max(23).describe('hour of the day at which it begins'),
  closures: z
    .array(z.strictObject({ lng, lat }))
    .max(60)
    .optional()
    .describe('streets closed all the time, by a place on them'),
  lost: z
    .strictObject({
      services: z.array(z.enum(utilities)).max(3).optional(),
      stocks: z.array(featureId).max(300).optional(),
      shelters: z.array(featureId).max(300).optional(),
    })
    .optional(),
  /** Networks of a district are rarely on its map: thought of as one source for each community. */
  utilities: z.boolean(),
  /** Everybody is called in and works in two watches, or the ordinary hours hold. */
  recalled: z.boolean(),
  people: z.strictObject({
    perHousehold: z.number().min(1).max(8),
    elderly: z.number().min(0).max(1).describe('share of households with somebody elderly alone'),
    chronic: z.number().min(0).max(1),
    powered: z.number().min(0).max(1).describe('living on powered equipment'),
  }),
  records: z
    .strictObject({
      'households-in-neighbour-groups': z.number().min(0).max(1).optional(),
      'drill-participation': z.number().min(0).max(1).optional(),
      'deliberations-with-outcome': z.number().min(0).max(1).optional(),
    })
    .optional()
    .describe('shares from records, for the resilience that is never simulated'),
  command: z.strictObject({
    commanders: z.number().int().min(1).max(20).describe('for each community'),
    span: z.number().int().min(1).max(50).describe('tasks that one directs at a time'),
    decisionMinutes: z.number().min(0).max(120),
  }),
  policy: stressPolicy,
  estimate: z.number().min(10).max(1000).optional(),
  runs: z.number().int().min(1).max(200).describe('replications'),
  ask: z.array(z.enum(questionsAsked)).max(4),
  /** What a measure costs here, in yuan, where it differs. */
  costs: z.record(clean(120), z.number().min(1).max(1_000_000_000)).optional(),
  /** The emergency that is played again. */
  emergency: uuid.optional(),
});
export type StressQuestion = z.output<typeof stressInput>;

/** One run may differ from its scenario: measures bought, another rule. Everything else stays, so that the two can be compared. */
export const stressTrial = z.strictObject({
  bought: z.array(clean(120)).max(20).optional(),
  policy: stressPolicy.optional(),
});
export type StressTrial = z.output<typeof stressTrial>;
