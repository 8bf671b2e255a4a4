// SQL of emergencies: the cases of the kind with what lies under them, activations, level sets.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { CallOut } from './call-out.ts';

const time = (ms: number) => new Date(ms).toISOString();

/** Emergencies that the reader sees, open ones first. */
export async function listEmergencies(
  tx: Tx,
  open: boolean | undefined,
  limit: number,
): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'emergency'
       and ($2::boolean is null or (c.closed_at is null) = $2) order by c.closed_at nulls first, c.filed_at desc limit $3`,
    [tx.scope.district, open ?? null, limit],
  );
  return rows.map(caseOfRow);
}

/** Running ones that the reader sees, the newest first. */
export const listRunning = (tx: Tx): Promise<CaseState[]> => listEmergencies(tx, true, 20);

export async function findEmergency(tx: Tx, id: string): Promise<CaseState | undefined> {
  const [row] = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'emergency' and c.id = $2`,
    [tx.scope.district, id],
  );
  return row && caseOfRow(row);
}

/** Open emergencies, and those that were closed since an instant. */
export async function listSince(tx: Tx, since: number, limit: number): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'emergency'
       and (c.closed_at is null or c.closed_at >= $2) order by c.closed_at desc nulls first, c.filed_at desc limit $3`,
    [tx.scope.district, time(since), limit],
  );
  return rows.map(caseOfRow);
}

/** The open emergency of this risk at exactly this area, if there is one. */
export async function findRunning(tx: Tx, areaId: string, risk: string): Promise<CaseState | undefined> {
  const [row] = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'emergency' and c.closed_at is null
       and c.area_id = $2 and c.facts -> 'emergency' ->> 'risk' = $3 limit 1`,
    [tx.scope.district, areaId, risk],
  );
  return row && caseOfRow(row);
}

/** How many cases of each kind and state lie under an emergency, as far as the reader sees. */
export function countUnder(tx: Tx, id: string): Promise<{ kind: string; state: string; n: number }[]> {
  return tx.rows(
    `select kind, state, count(*)::int as n from cases where district_code = $1 and parent_id = $2 group by 1, 2`,
    [tx.scope.district, id],
  );
}

export type CardRow = {
  id: string;
  version: number;
  state: string;
  post: string;
  title: string;
  unitName: string;
  /** Of the unit's desk. */
  phone: string | null;
  areaName: string;
  role: string;
  level: string;
  filedAt: number;
  answeredAt: number | null;
};

/** Action cards with the post that each is for: unanswered ones first, the longest waiting on top. */
export function listCards(
  tx: Tx,
  id: string,
  filter: { state?: string | undefined; limit: number },
): Promise<CardRow[]> {
  return tx.rows<CardRow>(
    `select c.id::text, c.version, c.state, p.id::text as post, p.title, u.name as "unitName", u.attributes ->> 'phone' as phone, a.name as "areaName",
       c.facts -> 'card' ->> 'role' as role, c.facts -> 'card' ->> 'level' as level, c.filed_at as "filedAt",
       (c.facts -> 'card' -> 'answered' ->> 'at')::float8 as "answeredAt"
     from cases c
     join org_posts p on p.district_code = c.district_code and p.id = (c.facts ->> 'post')::uuid
     join tree_nodes u on u.district_code = p.district_code and u.id = p.unit_id
     join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
     where c.district_code = $1 and c.parent_id = $2 and c.kind = 'action-card' and ($3::text is null or c.state = $3)
     order by array_position(array['card-sent', 'card-cannot', 'card-answered', 'card-done', 'card-recalled'], c.state),
       c.filed_at, c.area_path, c.id limit $4`,
    [tx.scope.district, id, filter.state ?? null, filter.limit],
  );
}

/** Open cards of the posts that somebody holds. */
export async function listCardsOfPosts(tx: Tx, posts: readonly string[]): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'action-card' and c.closed_at is null
       and c.facts ->> 'post' = any ($2::text[]) order by c.filed_at desc limit 50`,
    [tx.scope.district, posts],
  );
  return rows.map(caseOfRow);
}

export type Activation = {
  emergencyId: string;
  turn: number;
  level: string;
  wanted: number;
  opened: number;
  uncovered: CallOut['uncovered'];
  startedAt: number;
  finishedAt: number | null;
};

const ACTIVATION = `select emergency_id::text as "emergencyId", turn, level, wanted, opened, uncovered, started_at as "startedAt",
  finished_at as "finishedAt" from emergency_activations where district_code = $1`;

export function listActivations(tx: Tx, id: string): Promise<Activation[]> {
  return tx.rows<Activation>(`${ACTIVATION} and emergency_id = $2 order by turn`, [tx.scope.district, id]);
}

/** False when another process began this turn. */
export async function beginActivation(
  tx: Tx,
  one: Omit<Activation, 'finishedAt' | 'opened'>,
): Promise<boolean> {
  const written = await tx.count(
    `insert into emergency_activations (district_code, emergency_id, turn, level, wanted, opened, uncovered, started_at)
     values ($1, $2, $3, $4, $5, 0, $6, $7) on conflict do nothing`,
    [
      tx.scope.district,
      one.emergencyId,
      one.turn,
      one.level,
      one.wanted,
      JSON.stringify(one.uncovered),
      time(one.startedAt),
    ],
  );
  return written === 1;
}

export async function noteActivation(
  tx: Tx,
  id: string,
  turn: number,
  opened: number,
  finishedAt: number | null,
): Promise<void> {
  await tx.count(
    `update emergency_activations set opened = $4, finished_at = coalesce(finished_at, $5)
     where district_code = $1 and emergency_id = $2 and turn = $3`,
    [tx.scope.district, id, turn, opened, finishedAt === null ? null : time(finishedAt)],
  );
}

export type SetRow = { version: number; content: unknown; note: string; publishedAt: number };

/** The set in force for exactly this risk, at exactly this area or (null) for the whole district. */
export async function findLevelSet(
  tx: Tx,
  risk: string,
  areaId: string | null,
  before?: number,
): Promise<SetRow | undefined> {
  const [row] = await tx.rows<SetRow>(
    `select version, content, note, published_at as "publishedAt" from emergency_level_sets
     where district_code = $1 and risk = $2 and area_id is not distinct from $3
       and ($4::timestamptz is null or published_at <= $4) order by version desc limit 1`,
    [tx.scope.district, risk, areaId, before === undefined ? null : time(before)],
  );
  return row;
}

/** False when somebody published this version in the same moment. */
export async function insertLevelSet(
  tx: Tx,
  risk: string,
  set: {
    areaId: string | null;
    version: number;
    content: unknown;
    note: string;
    accountId: string;
    at: number;
  },
): Promise<boolean> {
  const written = await tx.count(
    `insert into emergency_level_sets (district_code, risk, version, content, note, account_id, published_at, area_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      tx.scope.district,
      risk,
      set.version,
      JSON.stringify(set.content),
      set.note,
      set.accountId,
      time(set.at),
      set.areaId,
    ],
  );
  return written === 1;
}

/** Open cases in one of these states under an emergency. */
export async function listOpenUnder(tx: Tx, id: string, states: readonly string[]): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.parent_id = $2 and c.state = any ($3::text[])
     order by c.id limit 10000`,
    [tx.scope.district, id, states],
  );
  return rows.map(caseOfRow);
}

/** Needs under an emergency, open ones first, lives before the rest, the longest waiting on top. */
export async function listNeeds(tx: Tx, id: string): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.parent_id = $2 and c.kind = 'relief-need'
     order by c.closed_at nulls first, (c.state = 'need-open') desc, c.urgent desc, c.filed_at, c.id limit 300`,
    [tx.scope.district, id],
  );
  return rows.map(caseOfRow);
}

/** Emergencies that are no longer in one of these states and still have open cards. */
export function listWithOpenCards(tx: Tx, live: readonly string[], limit: number): Promise<{ id: string }[]> {
  return tx.rows(
    `select distinct e.id::text from cases c join cases e on e.district_code = c.district_code and e.id = c.parent_id
     where c.district_code = $1 and c.kind = 'action-card' and c.closed_at is null and e.kind = 'emergency'
       and not (e.state = any ($2::text[])) limit $3`,
    [tx.scope.district, live, limit],
  );
}

export type OrdinaryRow = {
  id: string;
  version: number;
  areaPath: string;
  pause: { by: string[]; until: number } | null;
  /** One of the limits that wait is running, and has not passed. */
  runs: boolean;
};

const ORDINARY = `select c.id::text, c.version, c.area_path as "areaPath", nullif(c.facts -> 'ordinaryPause', 'null'::jsonb) as pause`;

/** Open cases that wait for an emergency. */
export function listWaiting(tx: Tx, limit: number): Promise<OrdinaryRow[]> {
  return tx.rows<OrdinaryRow>(
    `${ORDINARY}, false as runs from cases c where c.district_code = $1 and c.closed_at is null
       and jsonb_typeof(c.facts -> 'ordinaryPause') = 'object' order by c.id limit $2`,
    [tx.scope.district, limit],
  );
}

/** Open cases of ordinary work in one of these places with a limit that runs and has not passed. What is urgent never waits. */
export function listOrdinary(
  tx: Tx,
  query: {
    kinds: readonly string[];
    clocks: readonly string[];
    paths: readonly string[];
    now: number;
    limit: number;
  },
): Promise<OrdinaryRow[]> {
  return tx.rows<OrdinaryRow>(
    `${ORDINARY}, true as runs from cases c
     where c.district_code = $1 and c.closed_at is null and c.kind = any ($2::text[]) and not c.urgent
       and c.area_path ^@ any ($4::text[]) and exists (
         select from jsonb_array_elements(c.clocks) k
         where k ->> 'state' = 'running' and k ->> 'name' = any ($3::text[]) and (k ->> 'due')::float8 > $5)
     order by c.due_at nulls last, c.id limit $6`,
    [tx.scope.district, query.kinds, query.clocks, query.paths, query.now, query.limit],
  );
}
