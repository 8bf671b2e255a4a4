// What the readers hand on and what comes out. One vocabulary for the three input formats.
import type { ProblemParams } from '../../../kernel/problem.ts';

export type Tags = Record<string, string>;
export type Position = [number, number];

export type PlaceGeometry =
  | { type: 'Point'; coordinates: Position }
  | { type: 'LineString'; coordinates: Position[] }
  | { type: 'MultiLineString'; coordinates: Position[][] }
  | { type: 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] };

export const placeLayers = ['road', 'building', 'water', 'landuse', 'poi', 'place'] as const;
export type PlaceLayer = (typeof placeLayers)[number];

/** A thing on the map in WGS84 degrees, as the store keeps it. */
export type PlaceFeature = {
  /** Stable over imports: `w123` for OSM way 123, `n…`, `r…`; `g…` for GeoJSON. */
  id: string;
  layer: PlaceLayer;
  class: string;
  name: string | null;
  street: string | null;
  houseNumber: string | null;
  /** As one would say it: 春阳路 12 号. */
  address: string | null;
  levels: number | null;
  heightM: number | null;
  households: number | null;
  /** When it is open, as the source writes it. */
  hours?: string | null;
  /** Runs under the ground. */
  underground?: boolean;
  geometry: PlaceGeometry;
};

export type CoordinateSystem = 'wgs84' | 'gcj02';
export type Bounds = { minLng: number; minLat: number; maxLng: number; maxLat: number };

/** Receives the raw elements of an OSM file in file order. */
export type ElementSink = {
  node(id: number, lng: number, lat: number, tags: Tags | undefined): void;
  way(id: number, refs: readonly number[], tags: Tags | undefined): void;
  relation(id: number, members: readonly RelationMember[], tags: Tags | undefined): void;
};

export type RelationMember = { type: string; ref: number; role: string };

export type ReadProgress = { bytesRead: number; bytesTotal: number; elements: number };

export type ReadLimits = {
  /** Largest file in bytes. */
  fileBytes: number;
  /** Largest text after unpacking, against compression bombs. */
  unpackedBytes: number;
  elements: number;
};

export const defaultLimits: ReadLimits = {
  fileBytes: 1_073_741_824,
  unpackedBytes: 8_589_934_592,
  elements: 40_000_000,
};

export type OsmReport = {
  format: 'osm' | 'osm.gz' | 'osm.pbf' | 'geojson';
  nodes: number;
  ways: number;
  relations: number;
  features: Record<PlaceLayer, number>;
  named: number;
  addressed: number;
  bounds: Bounds | null;
  /** Features outside the given bounds, which were left out; with the first few ids. */
  outside: { count: number; examples: string[] };
  /** Ways that name nodes the file does not hold (normal at the edge of an extract). */
  missingNodes: number;
  /** Multipolygons whose rings do not close (cut at the edge), left out. */
  openRings: number;
  warnings: { code: 'outside-china' | 'cut-at-edge' | 'all-unnamed'; params: ProblemParams }[];
};
