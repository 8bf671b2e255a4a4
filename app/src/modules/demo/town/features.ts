// The town as a map: what the places area stores, draws and searches.
import { composeAddress, type NewAsset, type NewFeature } from '../../places/public.ts';
import type { Town } from './town.ts';

const blank = {
  name: null,
  street: null,
  houseNumber: null,
  address: null,
  levels: null,
  heightM: null,
  households: null,
};

const buildingClass: Record<string, string> = {
  house: 'house',
  shop: 'retail',
  market: 'retail',
  service: 'service',
};

/** As a map writes them. */
const openingHours: Record<string, string> = {
  hospital: '24/7',
  clinic: 'Mo-Fr 08:00-17:30; Sa 08:00-12:00',
  community_centre: 'Mo-Fr 08:30-17:30',
  library: 'Tu-Su 09:00-18:00',
  marketplace: 'Mo-Su 06:00-19:00',
  shop: 'Mo-Su 07:00-22:00',
  restaurant: 'Mo-Su 06:30-21:00',
  police: '24/7',
  defibrillator: '24/7',
};

/** Features for `replaceMap`. `areaIdOf` turns a grid's key into the stored area id, when areas are stored already. */
export function townFeatures(town: Town, areaIdOf?: (gridKey: string) => string | undefined): NewFeature[] {
  const features: NewFeature[] = [];
  for (const water of town.water) {
    features.push({
      ...blank,
      id: `demo-${water.id}`,
      layer: 'water',
      class: 'river',
      name: water.name,
      geometry: water.geometry,
    });
  }
  const pois = new Set(town.pois.map((one) => one.name));
  for (const land of town.land) {
    features.push({
      ...blank,
      id: `demo-${land.id}`,
      layer: 'landuse',
      class: land.class,
      // A school is named once: by its point, not by its ground too.
      name: land.name && pois.has(land.name) ? null : land.name,
      geometry: land.geometry,
    });
  }
  for (const road of town.roads) {
    features.push({
      ...blank,
      id: `demo-${road.id}`,
      layer: 'road',
      class: road.class,
      name: road.name,
      geometry: { type: 'LineString', coordinates: road.path },
    });
  }
  for (const building of town.buildings) {
    features.push({
      ...blank,
      id: `demo-${building.id}`,
      layer: 'building',
      class: buildingClass[building.use] ?? building.use,
      name: building.name,
      street: building.street,
      houseNumber: building.houseNumber,
      address: building.address ?? composeAddress(building.street, building.houseNumber),
      levels: building.levels,
      heightM: building.levels * 3,
      households: building.households,
      areaId: areaIdOf?.(building.gridKey) ?? null,
      geometry: building.geometry,
    });
  }
  for (const poi of town.pois) {
    features.push({
      ...blank,
      id: `demo-${poi.id}`,
      layer: 'poi',
      class: poi.class,
      name: poi.name,
      address: poi.address,
      hours: openingHours[poi.class] ?? null,
      areaId: areaIdOf?.(poi.gridKey) ?? null,
      geometry: { type: 'Point', coordinates: [poi.lng, poi.lat] },
    });
  }
  return features;
}

/** Assets for `replaceMap`. `categoryOf` gives the category code of a kind (streetlight, manhole-rain …). */
export function townAssets(
  town: Town,
  categoryOf: (kind: Town['assets'][number]['kind']) => string,
  areaIdOf?: (gridKey: string) => string | undefined,
): NewAsset[] {
  return town.assets.map((one) => ({
    id: `demo-${one.id}`,
    code: one.code,
    category: categoryOf(one.kind),
    name: one.name,
    address: one.address,
    lng: one.lng,
    lat: one.lat,
    areaId: areaIdOf?.(one.gridKey) ?? null,
  }));
}
