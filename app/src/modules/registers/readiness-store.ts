// What readiness asks of the registers: buildings that were trained, equipment that works, teams and what they can do. As far as the reader sees.
import type { Tx } from '../../platform/db/db.ts';

export type TrainedBuilding = {
  id: string;
  name: string;
  communityId: string;
  communityName: string;
  sessions: number;
  people: number;
};

/** Buildings where people live, each with its trainings since a day. */
export function listTrainedBuildings(tx: Tx, within: string, since: string): Promise<TrainedBuilding[]> {
  return tx.rows<TrainedBuilding>(
    `select b.id::text, coalesce(b.compound || ' ', '') || b.name as name, m.id::text as "communityId", m.name as "communityName",
       count(t.id)::int as sessions, coalesce(sum(t.headcount), 0)::int as people
     from reg_buildings b
     join tree_nodes m on m.district_code = b.district_code and m.tree = 'area' and m.level = 'community' and starts_with(b.area_path, m.path)
     left join reg_trainings t on t.district_code = b.district_code and t.building = b.id and t.valid_to is null and t.merged_into is null
       and t.held_on >= $3::date
     where b.district_code = $1 and starts_with(b.area_path, $2) and b.valid_to is null and b.merged_into is null
       and b."use" in ('dwelling', 'mixed')
     group by b.id, b.compound, b.name, m.id, m.name, m.path order by m.path, b.compound, b.name, b.id limit 20000`,
    [tx.scope.district, within, since],
  );
}

/** Equipment that works: what is broken or was not found holds nothing. */
export function listEquipment(
  tx: Tx,
  within: string,
): Promise<{ id: string; name: string; kind: string; areaPath: string }[]> {
  return tx.rows(
    `select id::text, name, kind, area_path as "areaPath" from reg_infrastructure
     where district_code = $1 and starts_with(area_path, $2) and valid_to is null and merged_into is null
       and condition in ('sound', 'worn') and kind in ('generator', 'pump', 'aed') order by area_path, name limit 10000`,
    [tx.scope.district, within],
  );
}

/** Teams in force on a day, with what they can do. */
export function listTeamSkills(
  tx: Tx,
  today: string,
): Promise<{ id: string; name: string; areaPath: string; skills: string[] }[]> {
  return tx.rows(
    `select id::text, name, area_path as "areaPath", skills from reg_teams
     where district_code = $1 and (valid_to is null or valid_to > $2::date) and merged_into is null order by area_path, name limit 10000`,
    [tx.scope.district, today],
  );
}
