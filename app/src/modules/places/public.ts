// What other modules and main may use of the places area.
export {
  countAssets,
  findAssetByCode,
  listAssetPage,
  listScannable,
  type PlacedAsset,
} from './asset-store.ts';
export type { MapInfo, PlaceHitJson, PointAddressJson } from './contract.ts';
export type {
  Bounds,
  OsmReport,
  PlaceFeature,
  PlaceGeometry,
  PlaceLayer,
  Position,
  ReadProgress,
} from './osm/elements.ts';
export { composeAddress, readOsm } from './osm/read.ts';
export { readStreets } from './osm/read-streets.ts';
export type { AreaSource } from './routes.ts';
export {
  addressAt,
  type ImportOsmOptions,
  importOsm,
  type LocateArea,
  type MapInput,
  movePlaces,
  type NewAsset,
  type NewFeature,
  replaceMap,
  toWgs84,
} from './service.ts';
export {
  type AssetRow,
  type BuildingRow,
  type BuildingShape,
  listAssetsIn,
  listBuildingShapes,
  listBuildings,
  listFacilities,
  listMapLines,
  listNamed,
  listPlacesIn,
  listSpots,
  mapVersion,
  type PlaceInArea,
  type SpotRow,
} from './store.ts';
export type { AreaShape } from './tiles.ts';
