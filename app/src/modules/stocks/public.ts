// What other modules and main may use of supplies.
export type { StocksParts } from './parts.ts';
