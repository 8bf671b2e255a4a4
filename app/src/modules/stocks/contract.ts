// The HTTP shapes of supplies. Amounts as people write them, with three decimals at most.
import { z } from 'zod';
import { cleanText, epochMs, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const idParams = z.strictObject({ id: uuid });

export const stockModes = ['own', 'agreed', 'capacity', 'household'] as const;

const amount = z.number().finite();
const lngLat = z.strictObject({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });

export const pointBody = z.strictObject({
  id: uuid,
  name: cleanText(60, 1),
  areaId: uuid,
  address: cleanText(120, 1),
  point: lngLat.optional(),
  keeperPost: uuid.describe('the post that keeps it: it stays when the holder changes'),
  opening: cleanText(120).describe('when somebody is there, and who has the key otherwise (by post)'),
  shared: z.boolean().describe('neighbours in mutual aid see what lies here'),
});
export type PointBody = z.output<typeof pointBody>;

export const receiptBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same receipt'),
  pointId: uuid,
  item: cleanText(40, 1),
  lot: cleanText(40, 1),
  expiresOn: z.iso.date().optional(),
  mode: z.enum(stockModes),
  supplier: cleanText(80),
  verifiedOn: z.iso.date().optional().describe('when an agreement was last looked at'),
  amount,
  reason: cleanText(200, 1),
});
export type ReceiptBody = z.output<typeof receiptBody>;

export const moveBody = z.strictObject({
  id: uuid,
  pointId: uuid,
  lotId: uuid,
  amount,
  kind: z.enum(['issue', 'return', 'reserve', 'release', 'transfer']),
  toPoint: uuid.optional().describe('for a transfer'),
  emergencyId: uuid.optional().describe('what it is reserved or issued for'),
  reason: cleanText(200, 1),
});
export type MoveBody = z.output<typeof moveBody>;

export const countBody = z.strictObject({
  id: uuid,
  pointId: uuid,
  lotId: uuid,
  seen: z.number().finite().min(0),
  reason: cleanText(200, 1),
  occurredAt: epochMs
    .optional()
    .describe('when it was counted, by the clock of the phone: held against the book of that moment'),
});
export type CountBody = z.output<typeof countBody>;

export const disposeBody = z.strictObject({
  id: uuid,
  pointId: uuid,
  lotId: uuid,
  amount,
  reason: cleanText(200, 2),
});
export type DisposeBody = z.output<typeof disposeBody>;

export const decideBody = z.strictObject({ accepted: z.boolean(), note: cleanText(200) });
export const verifyBody = z.strictObject({ id: uuid, verifiedOn: z.iso.date() });
export const reverseBody = z.strictObject({ id: uuid, reason: cleanText(200, 2) });

export const loanBody = z.strictObject({
  id: uuid,
  fromPoint: uuid,
  toPoint: uuid,
  lotId: uuid,
  amount,
  dueOn: z.iso.date(),
  reason: cleanText(200, 1),
});
export type LoanBody = z.output<typeof loanBody>;
export const returnBody = z.strictObject({ id: uuid, amount, reason: cleanText(200, 1) });

export const coverQuery = z.strictObject({
  areaId: uuid,
  people: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .describe('default: the people known in the area'),
});
export const linesQuery = z.strictObject({
  areaId: uuid.optional(),
  item: cleanText(40, 1).optional(),
  expiring: z.coerce.number().int().min(0).max(3650).optional().describe('within so many days'),
});

export const needsQuery = z.strictObject({
  people: z.coerce.number().int().min(1).max(10_000_000),
  days: z.coerce.number().int().min(1).max(366).default(7),
});
export const forEmergencyQuery = z.strictObject({ emergencyId: uuid });

export const askBody = z.strictObject({
  id: uuid.describe('made by the client; sent again it is the same request'),
  pointId: uuid,
  item: cleanText(40, 1),
  amount,
  reason: cleanText(200, 2).describe('what for, and by when'),
  emergencyId: uuid.optional(),
  occurredAt: epochMs.optional().describe('when it was asked, by the clock of the phone'),
});
export type AskBody = z.output<typeof askBody>;
export const answerBody = z.strictObject({ granted: z.boolean(), note: cleanText(200) });

const positive = z.number().positive().max(1_000_000);
export const ruleBody = z
  .strictObject({
    perPersonDay: positive.nullable(),
    needSource: cleanText(200),
    perThousand: positive.nullable().describe('how many there should be at least for a thousand people'),
    leastSource: cleanText(200),
    goalDays: z.number().int().min(1).max(366).nullable().describe('days to bridge alone; null: the default'),
  })
  .describe('a figure needs its source');
export type RuleBody = z.output<typeof ruleBody>;
export const itemParams = z.strictObject({ code: cleanText(40, 1) });

export const settingsBody = z.strictObject({
  alertDays: z.array(z.number().int().min(0).max(730)).min(1).max(6),
});

const ofPhone = {
  commandId: uuid.describe('sent again it is the same record'),
  occurredAt: epochMs.describe('by the clock of the phone'),
  pointId: uuid,
  reason: cleanText(200, 2),
};
/** What a phone wrote down at a point, with or without a network. */
export const fieldRecordBody = z.discriminatedUnion('what', [
  z.strictObject({ ...ofPhone, what: z.literal('count'), lotId: uuid, seen: z.number().finite().min(0) }),
  z.strictObject({ ...ofPhone, what: z.literal('ask'), item: cleanText(40, 1), amount }),
]);
export type FieldRecordBody = z.output<typeof fieldRecordBody>;
