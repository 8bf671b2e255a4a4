// What other modules and main may use of supplies.
export { fieldRecordBody } from './contract.ts';
export { coverOf } from './cover.ts';
export { recordStock } from './field-records.ts';
export { count, lend, moveStock, receive } from './moving.ts';
export type { StocksParts } from './parts.ts';
export { ask } from './requests.ts';
export { addPoint, listLines as viewStockLines, phonePoints } from './service.ts';
export { listLines as listStockLines, listPoints as listStockPoints } from './store.ts';
export { listWithTeams, moveWithTeam } from './with-teams.ts';
