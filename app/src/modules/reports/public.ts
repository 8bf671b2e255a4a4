// What main may use of reports.
export type { ReportsParts } from './parts.ts';
export { countMade, listMade } from './store.ts';
