// What goes over the wire of the organisation. Dates are civil dates YYYY-MM-DD in Asia/Shanghai.
import { z } from 'zod';
import { cleanText, uuid } from '../../platform/http/input.ts';
import { dutyCodes } from './duty-presets.ts';
import { postKinds } from './presets.ts';

const name = cleanText(120, 1);
const date = z.iso.date();
const count = z.number().int().min(0).max(10_000_000);
const code = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);

export const area = z.object({
  id: z.string(),
  name: z.string(),
  level: z.string(),
  levelLabel: z.string(),
  code: z.string().nullable(),
  localCode: z.string().nullable(),
  path: z.string(),
  parentId: z.string().nullable(),
  kind: z.string().nullable(),
  households: z.number().nullable(),
  communityType: z.string().nullable(),
  version: z.number(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
});
export type AreaJson = z.output<typeof area>;

export const orgNode = z.object({
  id: z.string(),
  name: z.string(),
  level: z.string(),
  levelLabel: z.string(),
  path: z.string(),
  parentId: z.string().nullable(),
  version: z.number(),
  phone: z.string().nullable(),
  hours: z.string().nullable(),
  areas: z.array(z.object({ id: z.string(), name: z.string(), level: z.string(), path: z.string() })),
  industryParents: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Economic entities that a Party organisation works in. */
  entities: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Of a residents' own group: the last day on which it did something. */
  lastActivityOn: z.string().nullable(),
  term: z.object({ startedOn: z.string(), endsOn: z.string(), remindOn: z.string() }).nullable(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
});
export type OrgNodeJson = z.output<typeof orgNode>;

const person = z.object({
  personId: z.string(),
  name: z.string(),
  staffNo: z.string(),
  since: z.string(),
  until: z.string().nullable(),
});

export const post = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  kindLabel: z.string(),
  unit: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  area: z.object({ id: z.string(), name: z.string(), level: z.string(), path: z.string() }),
  duties: z.array(z.string()),
  publishedName: z.string().nullable(),
  version: z.number(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  vacant: z.boolean(),
  holder: person.nullable(),
  acting: person.nullable(),
});
export type PostJson = z.output<typeof post>;

export const personJson = z.object({
  id: z.string(),
  staffNo: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  version: z.number(),
  leftOn: z.string().nullable(),
});
export type PersonJson = z.output<typeof personJson>;

const envelope = {
  commandId: uuid,
  baseVersion: z.number().int().min(0).optional(),
  effectiveOn: date.optional(),
};
const profile = {
  kind: cleanText(40).nullish(),
  households: count.nullish(),
  population: count.nullish(),
  communityType: code.nullish(),
};

const command = <N extends string, F extends z.ZodRawShape>(commandName: N, form: F) =>
  z.strictObject({ ...envelope, id: uuid, name: z.literal(commandName), form: z.strictObject(form) });
const creation = <F extends z.ZodRawShape>(form: F) =>
  z.strictObject({ ...envelope, id: uuid.optional(), name: z.literal('create'), form: z.strictObject(form) });

export const areaCommand = z.discriminatedUnion('name', [
  creation({
    parentId: uuid.nullable(),
    name,
    level: code,
    code: z
      .string()
      .regex(/^\d{6,12}$/)
      .nullish(),
    localCode: cleanText(40).nullish(),
    ...profile,
  }),
  command('rename', { name }),
  command('recode', {
    code: z
      .string()
      .regex(/^\d{6,12}$/)
      .nullable(),
  }),
  command('recode-local', { localCode: cleanText(40).nullable() }),
  command('move', { parentId: uuid.nullable() }),
  command('set-profile', profile),
  command('set-boundary', { geometry: z.unknown() }),
  command('close', { replacedBy: z.array(uuid).max(50).optional() }),
]);
export type AreaCommand = z.output<typeof areaCommand>;

const desk = { phone: cleanText(40).nullish(), hours: cleanText(200).nullish() };
const nodeForms = [
  creation({
    parentId: uuid.nullable(),
    name,
    level: code,
    areaIds: z.array(uuid).max(500).optional(),
    ...desk,
  }),
  command('rename', { name }),
  command('move', { parentId: uuid.nullable() }),
  command('describe', { level: code.optional(), ...desk }),
  command('bind-area', { areaId: uuid }),
  command('unbind-area', { areaId: uuid }),
  command('set-term', { startedOn: date, endsOn: date }),
  command('tie-building', { buildingId: cleanText(60, 1) }),
  command('untie-building', { buildingId: cleanText(60, 1) }),
  command('close', { replacedBy: z.array(uuid).max(50).optional() }),
] as const;

export const unitCommand = z.discriminatedUnion('name', [
  ...nodeForms,
  command('record-activity', { on: date }),
]);
export const partyCommand = z.discriminatedUnion('name', [
  ...nodeForms,
  command('set-industry-parent', { parentId: uuid }),
  command('clear-industry-parent', { parentId: uuid }),
  command('link-entity', { unitId: uuid }),
  command('unlink-entity', { unitId: uuid }),
]);
export type NodeCommand = z.output<typeof partyCommand> | z.output<typeof unitCommand>;

const dutyList = z
  .array(z.enum(dutyCodes as [string, ...string[]]))
  .min(1)
  .max(30)
  .transform((codes) => [...new Set(codes)].sort());
const postKind = z.enum(postKinds.map((kind) => kind.code) as [string, ...string[]]);
const title = cleanText(60, 1);
const publishedName = cleanText(60).nullish();

export const postCommand = z.discriminatedUnion('name', [
  creation({ unitId: uuid, areaId: uuid, title, kind: postKind, duties: dutyList, publishedName }),
  command('change', {
    title: title.optional(),
    kind: postKind.optional(),
    duties: dutyList.optional(),
    publishedName,
  }),
  command('assign', { personId: uuid }),
  command('vacate', {}),
  command('set-acting', { personId: uuid, until: date }),
  command('end-acting', {}),
  command('close', {}),
]);
export type PostCommand = z.output<typeof postCommand>;

const phone = z.string().regex(/^\+?[\d -]{5,20}$/);
export const personCommand = z.discriminatedUnion('name', [
  creation({
    staffNo: z.string().regex(/^[A-Za-z0-9._-]{1,40}$/),
    name: cleanText(60, 1),
    phone: phone.nullish(),
  }),
  command('change', { name: cleanText(60, 1).optional(), phone: phone.nullish() }),
  command('leave', {}),
]);
export type PersonCommand = z.output<typeof personCommand>;

export const coverageLists = [
  'gridsWithoutPost',
  'gridsWithoutBranch',
  'gridsWithoutBoundary',
  'vacantPosts',
  'householdsOutOfBand',
  'partsOutOfBand',
  'communitiesWithoutType',
  'termsEnding',
  'buildingsWithoutPost',
  'buildingsWithoutParty',
  'firmsWithoutParty',
  'buildingsWithoutGroup',
] as const;
export type CoverageList = (typeof coverageLists)[number];

export const coverage = z.object({
  areaId: z.string(),
  asOf: z.string(),
  totals: z.record(z.string(), z.number()),
  gaps: z.record(z.string(), z.number()),
  list: z
    .object({ name: z.string(), items: z.array(z.record(z.string(), z.unknown())), capped: z.boolean() })
    .nullable(),
});
