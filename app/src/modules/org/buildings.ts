// The buildings of a district as the organisation asks for them; the places module has them, main passes its function.
import type { Tx } from '../../platform/db/db.ts';

export type BuildingPoint = {
  id: string;
  name: string | null;
  address?: string | null;
  lng: number;
  lat: number;
  areaId: string | null;
  households?: number | null;
};

export type ListBuildings = (tx: Tx) => Promise<readonly BuildingPoint[]>;
