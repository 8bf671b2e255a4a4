import type { Tx } from '../../platform/db/db.ts';
import type { PolicyDefinition } from './policy.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type PolicyRow = {
  id: string;
  unitId: string;
  unitName: string;
  version: number;
  published: number | null;
  changedAt: number;
  /** The newest version. */
  definition: PolicyDefinition;
};

const SELECT = `select p.id::text, p.unit_id::text as "unitId", u.name as "unitName", p.version, p.published,
  p.changed_at as "changedAt", v.definition
from policies p
join policy_versions v on v.district_code = p.district_code and v.policy_id = p.id and v.version = `;
const FROM = `join tree_nodes u on u.district_code = p.district_code and u.id = p.unit_id where p.district_code = $1`;

/** All cards in their newest version, by unit. */
export function listPolicies(tx: Tx): Promise<PolicyRow[]> {
  return tx.rows<PolicyRow>(`${SELECT} p.version ${FROM} order by u.name, p.id`, [tx.scope.district]);
}

/** What the public sees on a day: published versions that are in force. */
export function listPublished(tx: Tx, today: string): Promise<PolicyRow[]> {
  return tx.rows<PolicyRow>(
    `${SELECT} p.published ${FROM} and v.definition ->> 'validFrom' <= $2
       and coalesce(v.definition ->> 'validUntil', '9999-12-31') >= $2 order by u.name, p.id`,
    [tx.scope.district, today],
  );
}

export async function findPolicy(tx: Tx, id: string): Promise<PolicyRow | undefined> {
  const [row] = await tx.rows<PolicyRow>(`${SELECT} p.version ${FROM} and p.id = $2`, [
    tx.scope.district,
    id,
  ]);
  return row;
}

export type VersionRow = { version: number; at: number; name: string | null; definition: PolicyDefinition };

export function listVersions(tx: Tx, id: string): Promise<VersionRow[]> {
  return tx.rows<VersionRow>(
    `select v.version, v.at, a.name, v.definition from policy_versions v left join accounts a on a.id = v.account_id
     where v.district_code = $1 and v.policy_id = $2 order by v.version desc`,
    [tx.scope.district, id],
  );
}

export async function isUnit(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows(
    `select from tree_nodes where district_code = $1 and id = $2 and tree = 'unit' and closed_on is null`,
    [tx.scope.district, id],
  );
  return rows.length > 0;
}

export type NewVersion = {
  id: string;
  unitId: string;
  baseVersion: number;
  definition: PolicyDefinition;
  accountId: string | null;
  at: number;
};

/** Writes the version after the one that was seen; false when another one came first. */
export async function insertVersion(tx: Tx, next: NewVersion): Promise<boolean> {
  const values = [tx.scope.district, next.id, next.unitId, time(next.at)];
  const written =
    next.baseVersion === 0
      ? await tx.count(
          `insert into policies (district_code, id, unit_id, version, changed_at) values ($1, $2, $3, 1, $4)
           on conflict on constraint policies__pk do nothing`,
          values,
        )
      : await tx.count(
          `update policies set unit_id = $3, version = version + 1, changed_at = $4
           where district_code = $1 and id = $2 and version = $5`,
          [...values, next.baseVersion],
        );
  if (written === 0) return false;
  await tx.count(
    `insert into policy_versions (district_code, policy_id, version, definition, account_id, at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      tx.scope.district,
      next.id,
      next.baseVersion + 1,
      JSON.stringify(next.definition),
      next.accountId,
      time(next.at),
    ],
  );
  return true;
}

/** Shows a version to the public, or none. False when the card has changed since. */
export async function setPublished(
  tx: Tx,
  id: string,
  version: number,
  published: number | null,
  at: number,
): Promise<boolean> {
  const changed = await tx.count(
    `update policies set published = $4, changed_at = $5 where district_code = $1 and id = $2 and version = $3`,
    [tx.scope.district, id, version, published, time(at)],
  );
  return changed === 1;
}
