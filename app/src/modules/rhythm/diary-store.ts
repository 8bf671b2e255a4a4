// What the diary is read from: the steps a person took, and the words added to a day.
import { instant } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

export type DiaryStep = { caseId: string; number: string; name: string; at: number };

/** The steps of an account in a period, oldest first; what was taken back within its seconds is left out with its taking back. */
export function listSteps(
  tx: Tx,
  query: { accountId: string; from: number; to: number; limit: number },
): Promise<DiaryStep[]> {
  return tx.rows<DiaryStep>(
    `select s.case_id::text as "caseId", c.number, case when s.outcome = 'merged' then 'also' else s.name end as name,
       s.received_at as at
     from case_steps s join cases c on c.district_code = s.district_code and c.id = s.case_id
     where s.district_code = $1 and s.account_id = $2 and s.received_at >= $3 and s.received_at < $4 and s.name <> 'undo'
       and not exists (select from case_steps u where u.district_code = s.district_code and u.case_id = s.case_id and u.name = 'undo'
         and u.form ->> 'undoes' = s.command_id::text)
     order by s.received_at, s.case_id, s.version limit $5`,
    [tx.scope.district, query.accountId, instant(query.from), instant(query.to), query.limit],
  );
}

export type OwnAct = { kind: 'handover' | 'receive' | 'meeting'; id: string; at: number; text: string };

/** Meetings held, notes written and notes received. */
export function listActs(tx: Tx, query: { accountId: string; from: number; to: number }): Promise<OwnAct[]> {
  return tx.rows<OwnAct>(
    `select 'meeting' as kind, m.id::text, m.held_at as at, n.name as text
       from rhythm_meetings m join tree_nodes n on n.district_code = m.district_code and n.id = m.area_id
       where m.district_code = $1 and m.account_id = $2 and m.held_at >= $3 and m.held_at < $4
     union all select 'handover', h.id::text, h.written_at, p.title
       from rhythm_handovers h join org_posts p on p.district_code = h.district_code and p.id = h.post_id
       where h.district_code = $1 and h.from_account = $2 and h.written_at >= $3 and h.written_at < $4
     union all select 'receive', h.id::text, h.received_at, p.title
       from rhythm_handovers h join org_posts p on p.district_code = h.district_code and p.id = h.post_id
       where h.district_code = $1 and h.received_by = $2 and h.received_at >= $3 and h.received_at < $4
     order by at limit 2000`,
    [tx.scope.district, query.accountId, instant(query.from), instant(query.to)],
  );
}

export type DayWords = { day: string; words: string; version: number };

export function listWords(
  tx: Tx,
  query: { accountId: string; from: string; to: string },
): Promise<DayWords[]> {
  return tx.rows<DayWords>(
    `select day::text, words, version from diary_words where district_code = $1 and account_id = $2 and day between $3 and $4
     order by day`,
    [tx.scope.district, query.accountId, query.from, query.to],
  );
}

/** Writes the words of a day over the version that was seen; gives the new version, or undefined when another one came first. */
export async function saveWords(
  tx: Tx,
  words: { accountId: string; day: string; words: string; baseVersion: number; at: number },
): Promise<number | undefined> {
  const values = [tx.scope.district, words.accountId, words.day, words.words, instant(words.at)];
  const [row] =
    words.baseVersion === 0
      ? await tx.rows<{ version: number }>(
          `insert into diary_words (district_code, account_id, day, words, version, updated_at) values ($1, $2, $3, $4, 1, $5)
           on conflict on constraint diary_words__pk do nothing returning version`,
          values,
        )
      : await tx.rows<{ version: number }>(
          `update diary_words set words = $4, version = version + 1, updated_at = $5
           where district_code = $1 and account_id = $2 and day = $3 and version = $6 returning version`,
          [...values, words.baseVersion],
        );
  return row?.version;
}

export type Writer = { accountId: string; personId: string | null; name: string };

export async function findWriter(tx: Tx, accountId: string): Promise<Writer | undefined> {
  const [row] = await tx.rows<Writer>(
    `select id::text as "accountId", person_id::text as "personId", name from accounts where district_code = $1 and id = $2`,
    [tx.scope.district, accountId],
  );
  return row;
}

/** Accounts of people. */
export function listAccountsOf(tx: Tx, personIds: readonly string[]): Promise<Writer[]> {
  return tx.rows<Writer>(
    `select id::text as "accountId", person_id::text as "personId", name from accounts
     where district_code = $1 and person_id = any ($2::uuid[]) and disabled_at is null`,
    [tx.scope.district, personIds],
  );
}

export async function insertRead(
  tx: Tx,
  read: { id: string; accountId: string; readerId: string; at: number },
): Promise<void> {
  await tx.count(
    'insert into diary_reads (district_code, id, account_id, reader_id, at) values ($1, $2, $3, $4, $5)',
    [tx.scope.district, read.id, read.accountId, read.readerId, instant(read.at)],
  );
}

/** Who looked into this diary, newest first. */
export function listReads(
  tx: Tx,
  accountId: string,
  limit: number,
): Promise<{ at: number; name: string | null }[]> {
  return tx.rows(
    `select r.at, a.name from diary_reads r left join accounts a on a.id = r.reader_id
     where r.district_code = $1 and r.account_id = $2 order by r.at desc limit $3`,
    [tx.scope.district, accountId, limit],
  );
}
