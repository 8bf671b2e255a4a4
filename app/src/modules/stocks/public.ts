// What other modules and main may use of supplies.
export { count, lend, moveStock, receive } from './moving.ts';
export type { StocksParts } from './parts.ts';
export { addPoint } from './service.ts';
export { listLines as listStockLines, listPoints as listStockPoints } from './store.ts';
export { listWithTeams, moveWithTeam } from './with-teams.ts';
