// A map of another town is read as willingly as the right one, and then nothing lies where it should: noticed before the old map goes.
import { haversine } from '@renlin/core/geometry/measure';
import { middleOf } from './geometry.ts';
import type { Bounds, PlaceFeature } from './osm/elements.ts';

/** Less than this share of a map within the box of the district's areas: it is a map of somewhere else. */
const LEAST_SHARE = 0.01;

/** How many kilometres from the areas most of a map lies; undefined when enough of it lies among them. O(features · log n). */
export function kilometresAway(features: readonly PlaceFeature[], areas: Bounds): number | undefined {
  const middles = features.map((one) => middleOf(one.geometry));
  const within = middles.filter(
    ([lng, lat]) => lng >= areas.minLng && lng <= areas.maxLng && lat >= areas.minLat && lat <= areas.maxLat,
  );
  if (within.length >= middles.length * LEAST_SHARE) return undefined;
  const middle = (axis: 0 | 1) => {
    const sorted = middles.map((one) => one[axis]).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] as number;
  };
  const [lng, lat] = [middle(0), middle(1)];
  const nearest = {
    lng: Math.min(Math.max(lng, areas.minLng), areas.maxLng),
    lat: Math.min(Math.max(lat, areas.minLat), areas.maxLat),
  };
  return haversine([lng, lat], [nearest.lng, nearest.lat]) / 1000;
}
