// SQL of people, posts and who holds them.
import { pathEnd, pathPrefixes } from '../../engines/tree/paths.ts';
import type { Row, Tx } from '../../platform/db/db.ts';

export type PersonRow = {
  id: string;
  staffNo: string;
  name: string;
  phone: string | null;
  version: number;
  leftOn: string | null;
};

const PERSON = `id::text, staff_no as "staffNo", name, phone, version, left_on::text as "leftOn"`;

export async function selectPerson(tx: Tx, id: string, lock = false): Promise<PersonRow | undefined> {
  const [row] = await tx.rows<Row & PersonRow>(
    `select ${PERSON} from org_persons where district_code = $1 and id = $2${lock ? ' for update' : ''}`,
    [tx.scope.district, id],
  );
  return row;
}

export async function selectPersons(
  tx: Tx,
  filter: { staffNos?: readonly string[]; search?: string; limit?: number },
): Promise<PersonRow[]> {
  return tx.rows<Row & PersonRow>(
    `select ${PERSON} from org_persons
     where district_code = $1 and ($2::text[] is null or staff_no = any($2))
       and ($3::text is null or position($3 in name) > 0 or starts_with(staff_no, $3))
     order by staff_no limit $4`,
    [tx.scope.district, filter.staffNos ?? null, filter.search ?? null, filter.limit ?? 100_000],
  );
}

export async function insertPersons(
  tx: Tx,
  people: readonly { id: string; staffNo: string; name: string; phone: string | null }[],
): Promise<void> {
  if (people.length === 0) return;
  await tx.count(
    `insert into org_persons (district_code, id, staff_no, name, phone)
     select $1, id, "staffNo", name, phone
     from jsonb_to_recordset($2::jsonb) as r(id uuid, "staffNo" text, name text, phone text)`,
    [tx.scope.district, JSON.stringify(people)],
  );
}

export async function updatePerson(tx: Tx, person: PersonRow): Promise<void> {
  await tx.count(
    `update org_persons set name = $3, phone = $4, left_on = $5, version = version + 1 where district_code = $1 and id = $2`,
    [tx.scope.district, person.id, person.name, person.phone, person.leftOn],
  );
}

type HolderPart = {
  holdingId: string;
  personId: string;
  name: string;
  staffNo: string;
  since: string;
  until: string | null;
};

export type PostRow = {
  id: string;
  title: string;
  kind: string;
  unitId: string;
  unitName: string;
  unitKind: string;
  unitAttributes: Record<string, unknown>;
  areaId: string;
  areaName: string;
  areaPath: string;
  areaLevel: string;
  duties: string[];
  publishedName: string | null;
  version: number;
  validFrom: string;
  validTo: string | null;
  holder: HolderPart | null;
  acting: HolderPart | null;
};

// The holder and the stand-in on a day. People are hidden from residents by row-level security, so both are null for them.
const POST = `p.id::text, p.title, p.kind, p.unit_id::text as "unitId", u.name as "unitName", u.level as "unitKind",
  u.attributes as "unitAttributes", p.area_id::text as "areaId", a.name as "areaName", a.path as "areaPath",
  a.level as "areaLevel", p.duties, p.published_name as "publishedName", p.version, p.valid_from::text as "validFrom",
  p.valid_to::text as "validTo", held.holder, held.acting
from org_posts p
join tree_nodes u on u.district_code = p.district_code and u.id = p.unit_id
join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
left join lateral (
  select (array_agg(part order by since desc) filter (where not acting))[1] as holder,
    (array_agg(part order by since desc) filter (where acting))[1] as acting
  from (
    select h.acting, h.valid_from as since, jsonb_build_object('holdingId', h.id, 'personId', h.person_id, 'name', e.name,
      'staffNo', e.staff_no, 'since', h.valid_from, 'until', h.valid_to) as part
    from org_holdings h join org_persons e on e.district_code = h.district_code and e.id = h.person_id
    where h.district_code = p.district_code and h.post_id = p.id and h.valid_from <= $2::date
      and (h.valid_to is null or h.valid_to > $2::date)) parts) held on true
where p.district_code = $1`;

export type PostFilter = {
  ids?: readonly string[] | undefined;
  unitId?: string | undefined;
  /** Exactly this area. */
  areaId?: string | undefined;
  /** This area and everything below. */
  within?: string | undefined;
  /** Areas above (and at) this path: posts that answer for a place. */
  above?: string | undefined;
  duty?: string | undefined;
  vacant?: boolean | undefined;
  /** Ended posts too. */
  ended?: boolean | undefined;
  limit?: number | undefined;
};

/** Posts in force on a day, deepest area first, then by title. */
export async function selectPosts(tx: Tx, date: string, filter: PostFilter): Promise<PostRow[]> {
  const values: unknown[] = [tx.scope.district, date];
  const bind = (value: unknown) => `$${values.push(value)}`;
  let where = '';
  if (!filter.ended)
    where += ' and p.valid_from <= $2::date and (p.valid_to is null or p.valid_to > $2::date)';
  if (filter.ids) where += ` and p.id = any(${bind(filter.ids)}::uuid[])`;
  if (filter.unitId) where += ` and p.unit_id = ${bind(filter.unitId)}`;
  if (filter.areaId) where += ` and p.area_id = ${bind(filter.areaId)}`;
  if (filter.within !== undefined) {
    where += ` and a.path >= ${bind(filter.within)} and a.path < ${bind(pathEnd(filter.within))}`;
  }
  if (filter.above !== undefined) where += ` and a.path = any(${bind(pathPrefixes(filter.above))}::text[])`;
  if (filter.duty) where += ` and ${bind(filter.duty)} = any(p.duties)`;
  if (filter.vacant !== undefined) where += ` and (held.holder is null) = ${bind(filter.vacant)}::boolean`;
  const limit = filter.limit === undefined ? '' : ` limit ${bind(filter.limit)}`;
  return tx.rows<Row & PostRow>(
    `select ${POST}${where} order by length(a.path) desc, p.title, p.id${limit}`,
    values,
  );
}

export type NewPost = {
  id: string;
  unitId: string;
  areaId: string;
  title: string;
  kind: string;
  duties: readonly string[];
  publishedName: string | null;
  validFrom: string;
};

export async function insertPost(tx: Tx, post: NewPost): Promise<void> {
  await tx.count(
    `insert into org_posts (district_code, id, unit_id, area_id, title, kind, duties, published_name, valid_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.scope.district,
      post.id,
      post.unitId,
      post.areaId,
      post.title,
      post.kind,
      post.duties,
      post.publishedName,
      post.validFrom,
    ],
  );
}

export async function updatePost(
  tx: Tx,
  post: Pick<PostRow, 'id' | 'title' | 'kind' | 'duties' | 'publishedName' | 'validTo'>,
): Promise<void> {
  await tx.count(
    `update org_posts set title = $3, kind = $4, duties = $5, published_name = $6, valid_to = $7, version = version + 1
     where district_code = $1 and id = $2`,
    [tx.scope.district, post.id, post.title, post.kind, post.duties, post.publishedName, post.validTo],
  );
}

/** Takes the post's row so that two assignments take turns. */
export async function lockPost(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows('select from org_posts where district_code = $1 and id = $2 for update', [
    tx.scope.district,
    id,
  ]);
  return rows.length > 0;
}

export async function bumpPost(tx: Tx, id: string): Promise<void> {
  await tx.count('update org_posts set version = version + 1 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
  ]);
}

export async function insertHolding(
  tx: Tx,
  holding: {
    id: string;
    postId: string;
    personId: string;
    acting: boolean;
    validFrom: string;
    validTo: string | null;
  },
): Promise<void> {
  await tx.count(
    `insert into org_holdings (district_code, id, post_id, person_id, acting, valid_from, valid_to)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.scope.district,
      holding.id,
      holding.postId,
      holding.personId,
      holding.acting,
      holding.validFrom,
      holding.validTo,
    ],
  );
}

/** Ends holdings of a post (or of a person) that last beyond a day; `now` is when that was written down. */
export async function endHoldings(
  tx: Tx,
  filter: { postId?: string; personId?: string; acting?: boolean },
  date: string,
  now: number,
): Promise<number> {
  return tx.count(
    `update org_holdings set valid_to = greatest($2::date, valid_from), ended_at = $6
     where district_code = $1 and (valid_to is null or valid_to > $2::date)
       and ($3::uuid is null or post_id = $3) and ($4::uuid is null or person_id = $4) and ($5::boolean is null or acting = $5)`,
    [
      tx.scope.district,
      date,
      filter.postId ?? null,
      filter.personId ?? null,
      filter.acting ?? null,
      new Date(now),
    ],
  );
}

/** The day from which a post last changed hands. */
export async function selectLastHandover(
  tx: Tx,
  postId: string,
  acting: boolean,
): Promise<string | undefined> {
  const [row] = await tx.rows<{ since: string | null }>(
    `select max(valid_from)::text as since from org_holdings where district_code = $1 and post_id = $2 and acting = $3`,
    [tx.scope.district, postId, acting],
  );
  return row?.since ?? undefined;
}

export type HeldRow = {
  postId: string;
  title: string;
  unitId: string;
  unitName: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  duties: string[];
  acting: boolean;
};

/**
 * The posts that a person holds or acts in on a day; at an instant of it when one is given: then what was ended later that day still
 * counts.
 */
export async function selectHeld(
  tx: Tx,
  personId: string,
  date: string,
  instant?: number,
): Promise<HeldRow[]> {
  return tx.rows<Row & HeldRow>(
    `select p.id::text as "postId", p.title, p.unit_id::text as "unitId", u.name as "unitName", p.area_id::text as "areaId",
       a.name as "areaName", a.path as "areaPath", p.duties, bool_and(h.acting) as acting
     from org_holdings h
     join org_posts p on p.district_code = h.district_code and p.id = h.post_id
     join tree_nodes u on u.district_code = p.district_code and u.id = p.unit_id
     join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
     where h.district_code = $1 and h.person_id = $2
       and h.valid_from <= $3::date
       and (h.valid_to is null or h.valid_to > $3::date or (h.valid_to = $3::date and h.ended_at > $4::timestamptz))
       and p.valid_from <= $3::date and (p.valid_to is null or p.valid_to > $3::date)
     group by p.district_code, p.id, u.name, a.name, a.path
     order by acting, length(a.path), p.title`,
    [tx.scope.district, personId, date, instant === undefined ? null : new Date(instant)],
    'org-held',
  );
}

/** Closes the account of somebody who left; their sessions open nothing any more. Work they did before may still be handed over. */
export async function closeAccount(tx: Tx, personId: string, now: number): Promise<void> {
  await tx.count(
    'update accounts set disabled_at = $3 where district_code = $1 and person_id = $2 and disabled_at is null',
    [tx.scope.district, personId, new Date(now)],
  );
}

/** Which of the people have an account, open or not. */
export async function selectPersonsWithAccount(tx: Tx, personIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ person_id: string }>(
    'select person_id::text from accounts where district_code = $1 and person_id = any($2::uuid[])',
    [tx.scope.district, personIds],
  );
  return new Set(rows.map((row) => row.person_id));
}
