// What other modules may use of the catalogue.
export {
  type Catalogue,
  type Category,
  type DutyItem,
  findItem,
  mayBeTrifle,
  type Outcome,
  type Route,
  type RouteReason,
  refusalToGive,
  routeOf,
  type UnitFact,
  unitNameOf,
} from './catalogue.ts';
export { type ItemProposal, proposeItem } from './drafts.ts';
export type { OpenWork } from './list-check.ts';
export { presetDepartments } from './preset-lists.ts';
export { type CatalogueReader, createCatalogueReader, type DistrictFacts, type OrgFacts } from './reader.ts';
export { installPresets, listItemsNaming } from './service.ts';
