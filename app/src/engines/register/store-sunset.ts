// Until when the people of an incident are kept.
import type { Tx } from '../../platform/db/db.ts';
import { columnName, type Register } from './declare.ts';

/** The earlier of two days: so many months after the last confirmation, and so many days after the incident was over. */
export function settleEnds(tx: Tx, register: Register, incidents: Register): Promise<number> {
  const { sunset } = register;
  if (!sunset) return Promise.resolve(0);
  const over = `least(i.${columnName(sunset.over)}, i.valid_to)`;
  const ends = `least((t.confirmed_on + make_interval(months => $2))::date, ${over} + $3::int)`;
  return tx.count(
    `update ${register.table} t set expires_on = ${ends} from ${incidents.table} i
     where t.district_code = $1 and i.district_code = $1 and i.id = t.${columnName(sunset.incident)} and t.expires_on is not null and t.expires_on is distinct from ${ends}`,
    [tx.scope.district, register.keepMonths, sunset.days],
  );
}

export async function findOver(
  tx: Tx,
  incidents: Register,
  over: string,
  ids: readonly string[],
  day: string,
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from ${incidents.table} i where district_code = $1 and id = any ($2::uuid[])
       and (least(i.${columnName(over)}, i.valid_to) <= $3::date or merged_into is not null)`,
    [tx.scope.district, ids, day],
  );
  return rows.map((row) => row.id);
}
