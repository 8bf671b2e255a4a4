// What other modules may use of the catalogue.
export {
  type Catalogue,
  type Category,
  type DutyItem,
  findItem,
  findUnit,
  leadOf,
  mayBeTrifle,
  type Outcome,
  type Route,
  type RouteReason,
  reasonWords,
  refusalToGive,
  routeOf,
  standingFor,
  type UnitFact,
  unitNameOf,
} from './catalogue.ts';
export type { OpenWork } from './list-check.ts';
export { presetDepartments } from './preset-lists.ts';
export {
  type CatalogueReader,
  createCatalogueReader,
  type DistrictFacts,
  type DutyPost,
  type OrgFacts,
} from './reader.ts';
export { reportCategories } from './report-categories.ts';
export { proposeRuling, type Ruling as RulingOnCategory } from './rulings.ts';
export { installPresets, listItemsNaming } from './service.ts';
