// How many have offered help in emergencies, area by area: numbers for planning, never who.
import type { Tx } from '../../platform/db/db.ts';

export function countEmergencyHelpers(
  tx: Tx,
  within: string,
  today: string,
): Promise<{ areaPath: string; n: number }[]> {
  return tx.rows<{ areaPath: string; n: number }>(
    `select area_path as "areaPath", count(*)::int as n from reg_volunteers
     where district_code = $1 and area_path >= $2 and area_path < $2 || '~' and valid_to is null and merged_into is null
       and (expires_on is null or expires_on > $3::date) and 'emergency' = any (free) group by 1 order by 1`,
    [tx.scope.district, within, today],
  );
}
