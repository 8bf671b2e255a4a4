// What a case is: the facts that its steps leave behind. Every field here is a fold of the steps, nothing else; `doctor` replays
// the steps and must arrive at the same values.
import type { Clock } from '@renlin/core/calendar/clock';

export type Confirmation = 'pending' | 'yes' | 'no' | 'silent';

export type CaseState = {
  readonly id: string;
  readonly district: string;
  readonly number: string;
  readonly kind: string;
  version: number;
  state: string;
  category: string;
  headline: string;
  text: string;
  channel: string;
  areaId: string;
  areaPath: string;
  lng: number | null;
  lat: number | null;
  address: string;
  urgent: boolean;
  /** The unit that answers for the next step, and those that assist it. */
  ownerUnit: string | null;
  assistUnits: string[];
  /** The unit a complaint is about: it never handles, verifies or sees who complained. */
  subjectUnit: string | null;
  filedBy: string | null;
  clocks: Clock[];
  occurredAt: number;
  filedAt: number;
  /** The latest instant at which something happened to the case; nothing later may be dated before it. */
  lastAt: number;
  closedAt: number | null;
  /** Administrative closure and solution are two facts. */
  solved: 'yes' | 'no' | 'unknown';
  confirmed: Confirmation | null;
  rating: number | null;
  joined: number;
  parentId: string | null;
  /** Facts of the kind's own: routing, handlers, returns, photos. JSON values only. */
  facts: CaseFacts;
};

export type Photo = { fileId: string; stage: 'before' | 'after' | 'other'; at: number };

export type CaseFacts = {
  photos: Photo[];
  /** Accounts and units that worked on it: they can't verify it. */
  handlers: string[];
  handlerUnits: string[];
  [name: string]: unknown;
};

type Given =
  | 'id'
  | 'district'
  | 'number'
  | 'kind'
  | 'category'
  | 'headline'
  | 'text'
  | 'channel'
  | 'areaId'
  | 'areaPath'
  | 'lng'
  | 'lat'
  | 'address'
  | 'filedBy'
  | 'filedAt';
type MayBeGiven = 'urgent' | 'ownerUnit' | 'subjectUnit' | 'occurredAt' | 'joined' | 'parentId';

/** What is known of a case when it is filed. */
export type NewCase = Pick<CaseState, Given> &
  Partial<Pick<CaseState, MayBeGiven>> & { facts?: Readonly<Record<string, unknown>> };

/** A case before its first step: its kind sets state, owner and clocks. */
export function newCase({ facts, ...given }: NewCase): CaseState {
  return {
    version: 0,
    state: '',
    urgent: false,
    ownerUnit: null,
    assistUnits: [],
    subjectUnit: null,
    clocks: [],
    occurredAt: given.filedAt,
    lastAt: given.filedAt,
    closedAt: null,
    solved: 'unknown',
    confirmed: null,
    rating: null,
    joined: 0,
    parentId: null,
    ...given,
    facts: { photos: [], handlers: [], handlerUnits: [], ...facts },
  };
}

/** The fields that a step may change. Ids, number and kind never change. */
export type CaseChanges = Partial<Omit<CaseState, 'id' | 'district' | 'number' | 'kind'>>;

export type CaseStep = {
  version: number;
  commandId: string;
  name: string;
  outcome: 'accepted' | 'merged';
  fromState: string;
  toState: string;
  actorKind: 'staff' | 'public' | 'system';
  accountId: string | null;
  unitId: string | null;
  /** The post title or the duty under which it was done, as it was then. */
  actorLabel: string;
  occurredAt: number;
  receivedAt: number;
  form: Record<string, unknown>;
  changes: CaseChanges;
};

/** The state after one more step. Changed fields replace; nothing is merged deeper, so a replay cannot drift. */
export function applyStep(before: CaseState, step: Pick<CaseStep, 'version' | 'changes'>): CaseState {
  return { ...before, ...step.changes, version: step.version };
}

/** Folds steps in order. The first step (`file`) carries every field. */
export function replay(
  identity: Pick<CaseState, 'id' | 'district' | 'number' | 'kind'>,
  steps: readonly Pick<CaseStep, 'version' | 'changes'>[],
): CaseState {
  let state = { ...identity } as CaseState;
  for (const [index, step] of steps.entries()) {
    if (step.version !== index + 1) throw new Error(`case ${identity.id}: step ${index + 1} is missing`);
    state = applyStep(state, step);
  }
  return state;
}

/** A copy of plain data, all the way down: what a case is made of. Much cheaper than the platform's structured clone. */
export function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copyOf((value as Record<string, unknown>)[key]);
  return copy as T;
}

const FIELDS = [
  'state',
  'category',
  'headline',
  'text',
  'channel',
  'areaId',
  'areaPath',
  'lng',
  'lat',
  'address',
  'urgent',
  'ownerUnit',
  'assistUnits',
  'subjectUnit',
  'filedBy',
  'clocks',
  'occurredAt',
  'filedAt',
  'lastAt',
  'closedAt',
  'solved',
  'confirmed',
  'rating',
  'joined',
  'parentId',
  'facts',
] as const satisfies readonly (keyof CaseChanges)[];

/** What differs between two states, by value; only these fields are stored in the step. */
export function changesBetween(before: CaseState, after: CaseState): CaseChanges {
  const changes: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const was = before[name];
    const is = after[name];
    if (was === is) continue;
    if (
      typeof is === 'object' &&
      is !== null &&
      typeof was === 'object' &&
      JSON.stringify(was) === JSON.stringify(is)
    )
      continue;
    changes[name] = is;
  }
  return changes as CaseChanges;
}
