// What main may use of reports.
export type { ReportsParts } from './parts.ts';
export { generate } from './runs.ts';
export { countMade, listMade } from './store.ts';
export { takePreset } from './templates.ts';
