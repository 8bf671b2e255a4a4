// Which layer and class a set of tags belongs to. Speaks OpenStreetMap tags and the `kind` properties of Tilezen extracts.
import type { PlaceLayer, Tags } from './elements.ts';

export type Classified = { layer: PlaceLayer; class: string };

const roadClasses: Record<string, string> = {
  motorway: 'motorway',
  motorway_link: 'motorway',
  trunk: 'trunk',
  trunk_link: 'trunk',
  primary: 'primary',
  primary_link: 'primary',
  secondary: 'secondary',
  secondary_link: 'secondary',
  tertiary: 'tertiary',
  tertiary_link: 'tertiary',
  residential: 'residential',
  unclassified: 'residential',
  living_street: 'residential',
  road: 'residential',
  service: 'service',
  track: 'track',
  pedestrian: 'foot',
  footway: 'foot',
  path: 'foot',
  steps: 'foot',
  corridor: 'foot',
  cycleway: 'cycle',
  bridleway: 'foot',
};

/** Metro lines are told from railways: above the ground they part quarters, below it nothing. */
const railClasses: Record<string, string> = {
  rail: 'rail',
  tram: 'rail',
  subway: 'metro',
  light_rail: 'metro',
  monorail: 'metro',
};

const landuseClasses: Record<string, string> = {
  park: 'park',
  garden: 'park',
  playground: 'park',
  recreation_ground: 'park',
  pitch: 'park',
  golf_course: 'park',
  nature_reserve: 'park',
  grass: 'green',
  meadow: 'green',
  village_green: 'green',
  scrub: 'green',
  grassland: 'green',
  forest: 'wood',
  wood: 'wood',
  natural_wood: 'wood',
  natural_forest: 'wood',
  farmland: 'farm',
  orchard: 'farm',
  farmyard: 'farm',
  vineyard: 'farm',
  residential: 'residential',
  commercial: 'commercial',
  retail: 'commercial',
  industrial: 'industrial',
  railway: 'industrial',
  construction: 'industrial',
  school: 'education',
  kindergarten: 'education',
  university: 'education',
  college: 'education',
  hospital: 'health',
  clinic: 'health',
  cemetery: 'green',
  pedestrian: 'square',
  pier: 'square',
  parking: 'parking',
  beach: 'sand',
  sand: 'sand',
};

const poiKeys = [
  'amenity',
  'shop',
  'tourism',
  'leisure',
  'healthcare',
  'office',
  'emergency',
  'historic',
  'public_transport',
];
const lifesavers = new Set(['defibrillator', 'assembly_point']);
const placeKinds = new Set([
  'suburb',
  'quarter',
  'neighbourhood',
  'village',
  'hamlet',
  'town',
  'locality',
  'city',
  'borough',
]);
const closedWater = new Set([
  'water',
  'riverbank',
  'reservoir',
  'basin',
  'lake',
  'swimming_pool',
  'dock',
  'ocean',
]);

/** The layer of an area, or undefined when the map does not draw it. `hasName` lets nameless points go. */
export function classifyArea(tags: Tags): Classified | undefined {
  if (tags.building && tags.building !== 'no') return { layer: 'building', class: tags.building };
  if (tags['building:part'] && tags['building:part'] !== 'no') return undefined;
  const water =
    tags.natural === 'water' ||
    tags.waterway === 'riverbank' ||
    tags.landuse === 'reservoir' ||
    tags.landuse === 'basin';
  if (water) return { layer: 'water', class: tags.water ?? 'water' };
  for (const key of ['amenity', 'leisure', 'landuse', 'natural', 'man_made', 'area:highway', 'place']) {
    const found = landuseClasses[tags[key] ?? ''];
    if (found) return { layer: 'landuse', class: found };
  }
  if (tags.area === 'yes' && tags.highway === 'pedestrian') return { layer: 'landuse', class: 'square' };
  return undefined;
}

/** Whether a line runs in a tunnel; a passage through a house is none. */
export const isUnderground = (tags: Tags): boolean =>
  tags.tunnel !== undefined && tags.tunnel !== 'no' && tags.tunnel !== 'building_passage';

export function classifyLine(tags: Tags): Classified | undefined {
  if (tags.highway) {
    const found = roadClasses[tags.highway];
    return found ? { layer: 'road', class: found } : undefined;
  }
  const rails = railClasses[tags.railway ?? ''];
  if (rails) return isUnderground(tags) ? undefined : { layer: 'road', class: rails };
  if (tags.waterway && ['river', 'stream', 'canal', 'drain', 'ditch'].includes(tags.waterway)) {
    return tags.tunnel ? undefined : { layer: 'water', class: tags.waterway };
  }
  return undefined;
}

export function classifyPoint(tags: Tags): Classified | undefined {
  if (tags.place && placeKinds.has(tags.place) && tags.name) return { layer: 'place', class: tags.place };
  // What saves lives is looked for by what it is; it rarely has a name.
  if (lifesavers.has(tags.emergency ?? '')) return { layer: 'poi', class: tags.emergency as string };
  if (!tags.name && !tags['addr:housenumber']) return undefined;
  for (const key of poiKeys) if (tags[key]) return { layer: 'poi', class: tags[key] };
  if (tags.railway === 'station' || tags.railway === 'subway_entrance')
    return { layer: 'poi', class: tags.railway };
  if (tags.highway === 'bus_stop') return { layer: 'poi', class: 'bus_stop' };
  if (tags.building) return { layer: 'poi', class: 'building' };
  if (tags['addr:housenumber']) return { layer: 'poi', class: 'address' };
  return undefined;
}

/** A GeoJSON feature of a Tilezen extract (`kind`, `kind_detail`) or with plain OSM tags. `file` is the layer's file name. */
export function classifyGeojson(
  tags: Tags,
  file: string,
  shape: 'point' | 'line' | 'area',
): Classified | undefined {
  const kind = tags.kind;
  if (!kind) {
    if (shape === 'point') return classifyPoint(tags);
    return shape === 'line' ? classifyLine(tags) : classifyArea(tags);
  }
  if (kind === 'building' && shape === 'area') return { layer: 'building', class: tags.kind_detail ?? 'yes' };
  if (file.startsWith('building')) {
    return shape === 'point' && (tags.name || tags['addr:housenumber'])
      ? { layer: 'poi', class: kind }
      : undefined;
  }
  if (file.startsWith('road') && shape === 'line') {
    if (kind === 'rail')
      return isUnderground(tags)
        ? undefined
        : { layer: 'road', class: railClasses[tags.kind_detail ?? ''] ?? 'rail' };
    const detail = roadClasses[tags.kind_detail ?? ''];
    const fallback = {
      highway: 'motorway',
      major_road: 'secondary',
      minor_road: 'residential',
      path: 'foot',
    }[kind];
    const found = detail ?? fallback;
    return found ? { layer: 'road', class: found } : undefined;
  }
  if (file.startsWith('water')) {
    if (shape === 'area') return closedWater.has(kind) ? { layer: 'water', class: kind } : undefined;
    return shape === 'line' && ['river', 'canal', 'stream'].includes(kind)
      ? { layer: 'water', class: kind }
      : undefined;
  }
  if (file.startsWith('landuse') && shape === 'area') {
    const found = landuseClasses[kind];
    return found ? { layer: 'landuse', class: found } : undefined;
  }
  if (shape === 'point' && tags.name) {
    if (file.startsWith('place')) return { layer: 'place', class: kind };
    if (file.startsWith('poi')) return { layer: 'poi', class: kind };
  }
  return undefined;
}
