// How many can help in emergencies, area by area and team by team: numbers for planning, never who.
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

export type TeamStrength = {
  id: string;
  name: string;
  areaPath: string;
  headcount: number;
  skills: string[];
  /** Trained and insured for work outdoors at red. */
  outdoors: boolean;
};

export function listTeamStrength(tx: Tx, within: string, today: string): Promise<TeamStrength[]> {
  return tx.rows<TeamStrength>(
    `select id::text, coalesce(name, '') as name, area_path as "areaPath", headcount, coalesce(skills, '{}') as skills,
       coalesce(insured_until >= $3::date and trained_until >= $3::date, false) as outdoors
     from reg_teams where district_code = $1 and area_path >= $2 and area_path < $2 || '~' and valid_to is null and merged_into is null
       and headcount > 0 order by area_path, name, id`,
    [tx.scope.district, within, today],
  );
}
