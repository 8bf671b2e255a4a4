// Reading cases: queues, lists, the map, duplicates and numbers. A list over several conditions is a union of branches, each of which
// walks one index in order and stops at the page size: at a million cases a page costs what it shows.
import { createHash } from 'node:crypto';
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

/** One way in which cases may be mine: all of its parts must hold. */
export type Branch = {
  states?: readonly string[];
  path?: string;
  unit?: string;
  escalatedTo?: string;
  extensionAsked?: boolean;
  rulingOpen?: boolean;
  notUnits?: readonly string[];
  filedBy?: string;
  /** Addressed to one post. */
  post?: string;
  /** A unit that assists. */
  assist?: string;
};

export type Filter = {
  states?: readonly string[];
  kinds?: readonly string[];
  category?: string;
  path?: string;
  unit?: string;
  overdueAt?: number;
  openOnly?: boolean;
  /** Open, or closed since this instant. */
  openSince?: number;
  ids?: readonly string[];
  number?: string;
};

export type Cursor = { at: number | null; id: string };
export type Order = 'due' | 'newest';

class Sql {
  readonly values: unknown[] = [];
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

const time = (ms: number) => new Date(ms).toISOString();

/** The cases of any of the branches, in order, after the cursor. */
export async function listCases(
  tx: Tx,
  branches: readonly Branch[],
  filter: Filter,
  page: { order: Order; after: Cursor | undefined; limit: number },
): Promise<CaseState[]> {
  const sql = new Sql();
  const district = sql.value(tx.scope.district);
  const limit = sql.value(page.limit);
  const keys = page.order === 'due' ? 'c.due_at, c.id' : 'c.filed_at desc, c.id desc';
  const parts = splitStates(branches, filter.states).map((branch) => {
    const where = [
      `c.district_code = ${district}`,
      ...branchSql(sql, branch),
      ...filterSql(sql, filter),
      ...cursorSql(sql, page.order, page.after),
    ];
    return `(select c.id, c.due_at, c.filed_at from cases c where ${where.join(' and ')} order by ${keys} limit ${limit})`;
  });
  if (parts.length === 0) return [];
  const order = page.order === 'due' ? 'k.due_at, k.id' : 'k.filed_at desc, k.id desc';
  const text = `select ${CASE_COLUMNS} from (select distinct * from (${parts.join(' union all ')}) u) k
     join cases c on c.district_code = ${district} and c.id = k.id order by ${order} limit ${limit}`;
  // One row by its number has one plan, whatever the values: it is made once per connection.
  const name = filter.number === undefined ? undefined : `case-list-${digestOf(text)}`;
  return (await tx.rows<CaseRow>(text, sql.values, name)).map(caseOfRow);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** The statement for the ids of the cases of any of the branches in the order of their deadlines; nothing when there is no branch. */
export function idsSql(
  scopeDistrict: string,
  branches: readonly Branch[],
  filter: Filter,
  most: number,
): { text: string; values: unknown[] } | undefined {
  const sql = new Sql();
  const district = sql.value(scopeDistrict);
  const limit = sql.value(most);
  const parts = splitStates(branches, filter.states).map((branch) => {
    const where = [`c.district_code = ${district}`, ...branchSql(sql, branch), ...filterSql(sql, filter)];
    return `(select c.id, c.due_at from cases c where ${where.join(' and ')} order by c.due_at, c.id limit ${limit})`;
  });
  if (parts.length === 0) return undefined;
  const text = `select u.id from (select distinct * from (${parts.join(' union all ')}) a) u order by u.due_at, u.id limit ${limit}`;
  return { text, values: sql.values };
}

/** How many, counted up to `most`. */
export async function countCases(
  tx: Tx,
  branches: readonly Branch[],
  filter: Filter,
  most: number,
): Promise<number> {
  const sql = new Sql();
  const district = sql.value(tx.scope.district);
  const limit = sql.value(most + 1);
  const parts = splitStates(branches, filter.states).map((branch) => {
    const where = [`c.district_code = ${district}`, ...branchSql(sql, branch), ...filterSql(sql, filter)];
    return `(select c.id from cases c where ${where.join(' and ')} limit ${limit})`;
  });
  if (parts.length === 0) return 0;
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from (select distinct id from (${parts.join(' union all ')}) u limit ${limit}) k`,
    sql.values,
  );
  return row?.n ?? 0;
}

/** States in which many cases lie at the same time. */
const BUSY = ['reported', 'filed', 'dispatched', 'handling', 'paused', 'checking', 'confirming'];

/**
 * One branch per busy state of a place, so that each may walk (state, due_at) in order; all other states that are asked for in the same
 * way are one branch, because planning a branch costs as much as reading some hundred rows.
 */
function splitStates(branches: readonly Branch[], only: readonly string[] | undefined): Branch[] {
  const split: Branch[] = [];
  const joined = new Map<string, Branch & { states: readonly string[] }>();
  for (const branch of branches) {
    if (!branch.states) {
      split.push(branch);
      continue;
    }
    const states = branch.states.filter((state) => !only || only.includes(state));
    const busy = isPlaceAlone(branch) ? states.filter((state) => BUSY.includes(state)) : [];
    split.push(...busy.map((state) => ({ ...branch, states: [state] })));
    const rest = states.filter((state) => !busy.includes(state));
    const { states: _states, ...same } = branch;
    const key = JSON.stringify(Object.entries(same).sort());
    const all = [...new Set([...(joined.get(key)?.states ?? []), ...rest])];
    if (all.length > 0) joined.set(key, { ...same, states: all });
  }
  return [...split, ...joined.values()];
}

function isPlaceAlone({ unit, post, escalatedTo, extensionAsked, rulingOpen, assist }: Branch): boolean {
  return !unit && !post && !escalatedTo && !extensionAsked && !rulingOpen && !assist;
}

function branchSql(sql: Sql, branch: Branch): string[] {
  const where: string[] = [];
  if (branch.states?.length === 1)
    where.push(`c.state = ${sql.value(branch.states[0])}`, 'c.closed_at is null');
  else if (branch.states)
    where.push(`c.state = any (${sql.value(branch.states)}::text[])`, 'c.closed_at is null');
  if (branch.path !== undefined) where.push(...pathSql(sql, branch.path));
  if (branch.unit !== undefined) where.push(`c.owner_unit = ${sql.value(branch.unit)}`);
  if (branch.escalatedTo !== undefined) where.push(`c.escalated_to = ${sql.value(branch.escalatedTo)}`);
  if (branch.post !== undefined) where.push(`c.for_post = ${sql.value(branch.post)}`);
  if (branch.extensionAsked) where.push('c.asks_time');
  if (branch.rulingOpen) where.push('c.asks_ruling');
  if (branch.notUnits)
    where.push(`c.owner_unit is not null and c.owner_unit <> all (${sql.value(branch.notUnits)}::uuid[])`);
  if (branch.filedBy !== undefined) where.push(`c.filed_by = ${sql.value(branch.filedBy)}`);
  if (branch.assist !== undefined) where.push(`c.assist_units && array[${sql.value(branch.assist)}]::uuid[]`);
  return where;
}

function pathSql(sql: Sql, path: string): string[] {
  const from = sql.value(path);
  return [`c.area_path >= ${from}`, `c.area_path < ${from} || '~'`];
}

function filterSql(sql: Sql, filter: Filter): string[] {
  const where: string[] = [];
  if (filter.states) where.push(`c.state = any (${sql.value(filter.states)}::text[])`);
  if (filter.kinds) where.push(`c.kind = any (${sql.value(filter.kinds)}::text[])`);
  if (filter.category) where.push(`c.category = ${sql.value(filter.category)}`);
  if (filter.path !== undefined) where.push(...pathSql(sql, filter.path));
  if (filter.unit !== undefined) where.push(`c.owner_unit = ${sql.value(filter.unit)}`);
  if (filter.overdueAt !== undefined)
    where.push(`c.due_at < ${sql.value(time(filter.overdueAt))}`, 'c.closed_at is null');
  if (filter.openOnly) where.push('c.closed_at is null');
  if (filter.openSince !== undefined)
    where.push(`(c.closed_at is null or c.closed_at >= ${sql.value(time(filter.openSince))})`);
  if (filter.ids) where.push(`c.id = any (${sql.value(filter.ids)}::uuid[])`);
  if (filter.number !== undefined) where.push(`c.number = ${sql.value(filter.number)}`);
  return where;
}

function cursorSql(sql: Sql, order: Order, after: Cursor | undefined): string[] {
  if (!after) return [];
  const id = sql.value(after.id);
  if (order === 'newest') return [`(c.filed_at, c.id) < (${sql.value(time(after.at ?? 0))}, ${id})`];
  // Paused cases have no running clock and come last, by id.
  if (after.at === null) return [`c.due_at is null and c.id > ${id}`];
  return [
    `(c.due_at > ${sql.value(time(after.at))} or (c.due_at = ${sql.value(time(after.at))} and c.id > ${id}) or c.due_at is null)`,
  ];
}

export async function replaceWords(tx: Tx, caseId: string, words: readonly string[]): Promise<void> {
  await tx.count('update case_words set words = $3 where district_code = $1 and case_id = $2', [
    tx.scope.district,
    caseId,
    words,
  ]);
}

/** So many of the newest cases tell how common the words are. */
const TRIED = 1_500;
/** So many are looked through one by one when the words are common: faster there than by their index. */
const LOOKED_THROUGH = 10_000;

/** Ids of the newest cases whose words hold all of the pairs, newest first. O(limit + those that hold a rare pair). */
export async function searchWords(tx: Tx, words: readonly string[], limit: number): Promise<string[]> {
  const idsOf = (rows: { case_id: string }[]) => rows.map((row) => row.case_id);
  const among = async (many: number, behind: number, most: number): Promise<string[]> =>
    idsOf(
      await tx.rows<{ case_id: string }>(
        `select case_id from (
           select case_id, words from case_words where district_code = $1 order by case_id desc limit $4 offset $5) w
         where w.words @> $2 order by case_id desc limit $3`,
        [tx.scope.district, words, most, many, behind],
      ),
    );
  const tried = await among(TRIED, 0, limit);
  if (tried.length === limit) return tried;
  // What is seldom among the newest is not looked for row by row any further: its index knows where it is.
  if (tried.length * (LOOKED_THROUGH / TRIED) >= limit) {
    const newest = [...tried, ...(await among(LOOKED_THROUGH - TRIED, TRIED, limit - tried.length))];
    if (newest.length === limit) return newest;
  }
  // A condition of the caller can't use the index beside a policy; what the policy itself asks for can (`scope_words`).
  const say = (text: string) => `select set_config('renlin.words', ${text}, true)`;
  await tx.rows(say('$1::text[]::text'), [words]);
  const all = await tx.rows<{ case_id: string }>(
    'select case_id from case_words where district_code = $1 order by case_id desc limit $2',
    [tx.scope.district, limit],
  );
  await tx.rows(say(`''`));
  return idsOf(all);
}

/** Ids of the newest cases that this account filed, newest first. O(limit). */
export async function filedBy(tx: Tx, accountId: string, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ case_id: string }>(
    `select case_id from case_steps where district_code = $1 and account_id = $2 and version = 1 order by received_at desc limit $3`,
    [tx.scope.district, accountId, limit],
  );
  return rows.map((row) => row.case_id);
}

export async function findByNumber(tx: Tx, number: string): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.number = $2`,
    [tx.scope.district, number],
    'case-by-number',
  );
  return rows.map(caseOfRow);
}

/** Those of the named cases that the caller may see. */
export type Box = { west: number; south: number; east: number; north: number };

/** Open cases of an area inside a box: what might be the same thing. */
export async function listNear(tx: Tx, path: string, box: Box, limit: number): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.closed_at is null
       and c.area_path >= $2 and c.area_path < $2 || '~' and c.lng between $3 and $4 and c.lat between $5 and $6 limit $7`,
    [tx.scope.district, path, box.west, box.east, box.south, box.north, limit],
  );
  return rows.map(caseOfRow);
}

export type PointRow = {
  id: string;
  number: string;
  lng: number;
  lat: number;
  state: string;
  category: string;
  kind: string;
  due_at: number | null;
  joined: number;
  area_id: string;
};

/** Every case with a place, for the map. */
export function listPoints(
  tx: Tx,
  options: { open: boolean; limit: number; paths?: readonly string[] },
): Promise<PointRow[]> {
  return tx.rows<PointRow>(
    `select c.id, c.number, c.lng, c.lat, c.state, c.category, c.kind, c.due_at, c.joined, c.area_id
     from cases c where c.district_code = $1 and c.lng is not null ${options.open ? 'and c.closed_at is null' : ''}
     order by c.filed_at desc limit $2`,
    [tx.scope.district, options.limit],
  );
}

export type StateCount = { state: string; kind: string; late: boolean; n: number };

export function countOpen(tx: Tx, path: string, now: number): Promise<StateCount[]> {
  return tx.rows<StateCount>(
    `select c.state, c.kind, coalesce(c.due_at < $3, false) as late, count(*)::int as n from cases c
     where c.district_code = $1 and c.closed_at is null and c.area_path >= $2 and c.area_path < $2 || '~' group by 1, 2, 3`,
    [tx.scope.district, path, time(now)],
  );
}

/** Cases this account brought on since an instant, counted up to `most`. */
export async function countDone(tx: Tx, accountId: string, since: number, most: number): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    `select count(distinct case_id)::int as n from (
       select case_id from case_steps where district_code = $1 and account_id = $2 and received_at >= $3
         and name in ('finish', 'verify', 'dispatch', 'accept', 'file', 'take-escalation', 'rule', 'whistle', 'report-result', 'accept-jointly')
       order by received_at desc limit $4) s`,
    [tx.scope.district, accountId, time(since), most],
  );
  return row?.n ?? 0;
}

export type NewReporter = {
  caseId: string;
  id: string;
  name: string | null;
  phone: string | null;
  maskedName: string | null;
  maskedPhone: string | null;
  tailHash: Uint8Array | null;
  followHash: Uint8Array;
  wantsReply: boolean;
  channel: string;
  accountId: string | null;
  at: number;
};

export function insertReporter(tx: Tx, reporter: NewReporter): Promise<unknown> {
  return tx.rows(
    `insert into case_reporters (district_code, case_id, id, name, phone, masked_name, masked_phone, phone_tail_hash, follow_hash,
       wants_reply, channel, account_id, joined_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      tx.scope.district,
      reporter.caseId,
      reporter.id,
      reporter.name,
      reporter.phone,
      reporter.maskedName,
      reporter.maskedPhone,
      reporter.tailHash,
      reporter.followHash,
      reporter.wantsReply,
      reporter.channel,
      reporter.accountId,
      time(reporter.at),
    ],
    'reporter-insert',
  );
}

/** Opens the case of a follow code for this transaction; says whether the phone's last digits fit. */
export async function openFollowed(
  tx: Tx,
  followHash: Uint8Array,
  tailHash: Uint8Array | null,
): Promise<{ caseId: string; reporterId: string; tailMatches: boolean } | undefined> {
  const [row] = await tx.rows<{ case_id: string; reporter_id: string; tail_matches: boolean }>(
    'select case_id, reporter_id, tail_matches from open_followed_case($1, $2)',
    [followHash, tailHash],
  );
  return row && { caseId: row.case_id, reporterId: row.reporter_id, tailMatches: row.tail_matches };
}

export async function setReporterAnswer(
  tx: Tx,
  reporterId: string,
  caseId: string,
  answer: { confirmed?: string; rating?: number },
): Promise<void> {
  await tx.rows(
    `update case_reporters set confirmed = coalesce($4, confirmed), rating = coalesce($5, rating)
     where district_code = $1 and case_id = $2 and id = $3`,
    [tx.scope.district, caseId, reporterId, answer.confirmed ?? null, answer.rating ?? null],
  );
}

/** The reporters of a merged case are answered by the one it went into. */
export async function mergeReporters(tx: Tx, merged: string, lead: string): Promise<void> {
  await tx.rows('select merge_case_reporters($1, $2)', [merged, lead]);
}

export async function unmergeReporters(tx: Tx, merged: string, lead: string): Promise<void> {
  await tx.rows('select unmerge_case_reporters($1, $2)', [merged, lead]);
}

export type ReporterRow = {
  id: string;
  name: string | null;
  phone: string | null;
  masked_name: string | null;
  masked_phone: string | null;
  wants_reply: boolean;
  channel: string;
  joined_at: number;
};

/** The reporters of one case. The scope must have been opened for this case (`openReveal`), or nothing comes. */
export function listReporters(tx: Tx, caseId: string): Promise<ReporterRow[]> {
  return tx.rows<ReporterRow>(
    `select id, name, phone, masked_name, masked_phone, wants_reply, channel, joined_at from case_reporters
     where district_code = $1 and case_id = $2 order by joined_at, id`,
    [tx.scope.district, caseId],
  );
}

const UUID = /^[0-9a-f-]{36}$/;

/** Lets this transaction read the reporters of one case. The service calls it only after it checked the right to. */
export async function openReveal(tx: Tx, caseId: string): Promise<void> {
  if (!UUID.test(caseId)) throw new Error('reveal: malformed case id');
  await tx.rows(`set local renlin.reveal = '${caseId}'`);
}

export async function insertReveal(
  tx: Tx,
  reveal: { id: string; caseId: string; accountId: string; reason: string; at: number },
): Promise<void> {
  await tx.rows(
    'insert into case_reveals (district_code, id, case_id, account_id, reason, at) values ($1, $2, $3, $4, $5, $6)',
    [tx.scope.district, reveal.id, reveal.caseId, reveal.accountId, reveal.reason, time(reveal.at)],
  );
}

export async function insertCaseFiles(tx: Tx, caseId: string, fileIds: readonly string[]): Promise<void> {
  await tx.rows(
    'insert into case_files (district_code, file_id, case_id) select $1, file, $2 from unnest($3::uuid[]) as file on conflict do nothing',
    [tx.scope.district, caseId, fileIds],
  );
}

export async function isCaseFile(tx: Tx, fileId: string): Promise<boolean> {
  const rows = await tx.rows('select from case_files where district_code = $1 and file_id = $2', [
    tx.scope.district,
    fileId,
  ]);
  return rows.length > 0;
}
