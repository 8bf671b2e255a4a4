// The demo town: plain data, ready for seeds. The names and codes of its streets and communities are given and real; every line,
// house and household is invented from a seed, and the data says so.
import type { Position } from '../../places/public.ts';

export type TownInput = {
  seed: string | number;
  district: { code: string; name: string };
  /** Real names with 9-digit (street) and 12-digit (community) codes; 1 street to 12, at most 60 communities in all. */
  streets: readonly { name: string; code: string; communities: readonly { name: string; code: string }[] }[];
  /** Middle of the town, WGS84. */
  center: { lng: number; lat: number };
};

export type TownPolygon = { type: 'Polygon'; coordinates: Position[][] };

export type TownArea = {
  /** Unique in the town: `s1`, `s1c2`, `s1c2g03`. */
  key: string;
  parentKey: string | null;
  level: 'district' | 'street' | 'community' | 'grid';
  name: string;
  /** The given code; for a grid the community's code and three digits. */
  code: string;
  households: number;
  geometry: TownPolygon;
};

export type MicroGrid = {
  key: string;
  gridKey: string;
  name: string;
  code: string;
  households: number;
  buildingIds: string[];
};

export type TownBuilding = {
  id: string;
  use:
    | 'apartments'
    | 'house'
    | 'shop'
    | 'school'
    | 'hospital'
    | 'market'
    | 'office'
    | 'industrial'
    | 'service';
  name: string | null;
  street: string;
  houseNumber: string;
  address: string;
  levels: number;
  households: number;
  /** Stairwells (单元). */
  entrances: number;
  gridKey: string;
  compoundKey: string | null;
  geometry: TownPolygon;
  lng: number;
  lat: number;
};

export type Compound = {
  key: string;
  name: string;
  kind: 'slabs' | 'towers' | 'village';
  builtYear: number;
  communityKey: string;
  gridKeys: string[];
  firmKey: string | null;
  households: number;
  address: string;
  walled: boolean;
  gates: Position[];
  geometry: TownPolygon;
};

export type PropertyFirm = { key: string; name: string; compoundKeys: string[] };

export type TownRoad = {
  id: string;
  name: string | null;
  class: 'primary' | 'secondary' | 'tertiary' | 'residential' | 'service' | 'foot' | 'rail';
  bridge: boolean;
  /** Ways meet in equal vertices, as in OpenStreetMap. */
  path: Position[];
};

export type TownPoi = {
  id: string;
  class: string;
  name: string;
  address: string | null;
  lng: number;
  lat: number;
  gridKey: string;
};

export type TownAsset = {
  id: string;
  code: string;
  kind:
    | 'streetlight'
    | 'manhole-rain'
    | 'manhole-sewage'
    | 'manhole-power'
    | 'hydrant'
    | 'bin'
    | 'bench'
    | 'sign';
  name: string;
  address: string;
  lng: number;
  lat: number;
  gridKey: string;
};

export type TownLand = {
  id: string;
  class: 'park' | 'education' | 'health' | 'commercial' | 'industrial' | 'residential' | 'green';
  name: string | null;
  geometry: TownPolygon;
};

export type Town = {
  notice: string;
  seed: string;
  district: { code: string; name: string };
  center: { lng: number; lat: number };
  bounds: { minLng: number; minLat: number; maxLng: number; maxLat: number };
  households: number;
  /** The district's outline (of the town), streets, communities and grids, parents first. Each level tiles the land. */
  areas: TownArea[];
  microGrids: MicroGrid[];
  roads: TownRoad[];
  water: { id: string; name: string; geometry: TownPolygon }[];
  land: TownLand[];
  buildings: TownBuilding[];
  compounds: Compound[];
  firms: PropertyFirm[];
  pois: TownPoi[];
  assets: TownAsset[];
};
