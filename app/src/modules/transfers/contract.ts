// The HTTP shapes of transfer lists and their paper slips. What happens to one transfer are commands of its case.
import { z } from 'zod';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

/** So many entries at a time: a building, not a district. */
const MOST_ENTRIES = 200;
const MOST_PEOPLE = 2000;

/** Registers that know of people behind doors, each with the ground to hold them. */
const peopleRegisters = ['households', 'care', 'welfare-visits', 'incident-people'] as const;
const recordLink = z.strictObject({ register: z.enum(peopleRegisters), id: uuid });
export type RecordLink = z.output<typeof recordLink>;

export const planBody = z.strictObject({
  areaId: uuid.optional().describe('default: the whole area of the emergency'),
});

export const personBody = z.strictObject({
  id: uuid.describe('made by the client; it becomes the id of the record, and sent again it is the same one'),
  name: cleanText(40, 1),
  phone: z
    .string()
    .regex(/^\+?[0-9][0-9 -]{4,18}$/)
    .optional(),
  needs: z
    .array(z.enum(['carry', 'transport', 'power', 'medicine', 'water', 'infant', 'shelter']))
    .min(1)
    .max(7),
});
export type PersonBody = z.output<typeof personBody>;

const entry = z
  .strictObject({
    id: uuid.describe(
      'made by the client; it becomes the id of the transfer, and sent again it is the same one',
    ),
    areaId: uuid,
    address: cleanText(120, 2).describe('building and door, never a name'),
    people: z.number().int().min(1).max(MOST_PEOPLE),
    needHelp: z.number().int().min(0).max(MOST_PEOPLE).describe('of them, who need help on the way'),
    why: cleanText(200, 2),
    shelterId: uuid
      .optional()
      .describe('places are promised there; without it they go to a place of their own'),
    organiserPost: uuid.optional().describe('the post that brings them away'),
    leaveBy: epochMs.optional().describe('until when they must have left'),
    records: z
      .array(recordLink)
      .max(40)
      .default([])
      .describe('whom it means, as records of registers: ids, never names'),
  })
  .refine((one) => one.needHelp <= one.people, {
    path: ['needHelp'],
    params: { code: 'transfer-need' },
  });
export type Entry = z.output<typeof entry>;

export const entriesBody = z.strictObject({ entries: z.array(entry).min(1).max(MOST_ENTRIES) });

export const transferStates = [
  'refused',
  'out-of-reach',
  'to-notify',
  'notified',
  'sheltered',
  'returned',
  'transfer-struck',
] as const;
export const listQuery = z.strictObject({ state: z.enum(transferStates).optional() });

export const moveBody = z.strictObject({ commandId: uuid, shelterId: uuid });
export type MoveBody = z.output<typeof moveBody>;

export const printBody = z.strictObject({
  transferIds: z
    .array(uuid)
    .min(1)
    .max(MOST_ENTRIES)
    .optional()
    .describe('default: all that have not arrived'),
});

const slipEntry = {
  id: uuid.describe('made by the client; sent again it is the same entry'),
  occurredAt: epochMs.describe('the time that stands on the slip'),
  note: cleanText(500).default(''),
};
export const slipBody = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...slipEntry,
    outcome: z.literal('notified'),
    how: z.enum(['in-person', 'phone', 'loudspeaker-answered']),
  }),
  z.strictObject({ ...slipEntry, outcome: z.literal('refused'), note: cleanText(500, 2) }),
  z.strictObject({ ...slipEntry, outcome: z.literal('out-of-reach'), note: cleanText(500, 2) }),
  z.strictObject({
    ...slipEntry,
    outcome: z.literal('arrived'),
    people: z.number().int().min(0).max(MOST_PEOPLE),
    where: cleanText(80, 1),
  }),
]);
export type SlipBody = z.output<typeof slipBody>;
