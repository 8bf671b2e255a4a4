// The SQL of ties between organisations and buildings.
import type { Row, Tx } from '../../platform/db/db.ts';

export async function insertBuildingTie(
  tx: Tx,
  nodeId: string,
  buildingId: string,
  date: string,
): Promise<boolean> {
  const added = await tx.count(
    `insert into org_building_ties (district_code, node_id, building_id, valid_from) values ($1, $2, $3, $4) on conflict do nothing`,
    [tx.scope.district, nodeId, buildingId, date],
  );
  return added === 1;
}

export async function deleteBuildingTie(tx: Tx, nodeId: string, buildingId: string): Promise<boolean> {
  const gone = await tx.count(
    'delete from org_building_ties where district_code = $1 and node_id = $2 and building_id = $3',
    [tx.scope.district, nodeId, buildingId],
  );
  return gone === 1;
}

/** The buildings of an organisation that ended are those of the one in its place. */
export async function moveBuildingTies(tx: Tx, fromId: string, toId: string): Promise<void> {
  await tx.count(
    `insert into org_building_ties (district_code, node_id, building_id, valid_from)
     select district_code, $3, building_id, valid_from from org_building_ties where district_code = $1 and node_id = $2
     on conflict do nothing`,
    [tx.scope.district, fromId, toId],
  );
}

export type BuildingTie = { nodeId: string; buildingId: string };

/** Ties of open organisations and groups. */
export function selectBuildingTies(
  tx: Tx,
  filter: { tree?: 'party' | 'unit'; level?: string; nodeId?: string } = {},
): Promise<BuildingTie[]> {
  return tx.rows<Row & BuildingTie>(
    `select t.node_id as "nodeId", t.building_id as "buildingId" from org_building_ties t
     join tree_nodes n on n.district_code = t.district_code and n.id = t.node_id
     where t.district_code = $1 and n.closed_on is null and ($2::text is null or n.tree = $2) and ($3::text is null or n.level = $3)
       and ($4::uuid is null or t.node_id = $4)
     order by t.node_id, t.building_id`,
    [tx.scope.district, filter.tree ?? null, filter.level ?? null, filter.nodeId ?? null],
  );
}
