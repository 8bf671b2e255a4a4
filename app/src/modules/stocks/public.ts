// What other modules and main may use of supplies.
export { coverOf } from './cover.ts';
export { count, lend, moveStock, receive } from './moving.ts';
export type { StocksParts } from './parts.ts';
export { addPoint, listLines as viewStockLines } from './service.ts';
export { listLines as listStockLines, listPoints as listStockPoints } from './store.ts';
export { listWithTeams, moveWithTeam } from './with-teams.ts';
