// What other modules and main may use of supplies.
export { count, lend, moveStock, receive } from './moving.ts';
export type { StocksParts } from './parts.ts';
export { addPoint } from './service.ts';
export { listWithTeams, moveWithTeam } from './with-teams.ts';
