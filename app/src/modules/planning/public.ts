// What other modules and main may use of the planning workbench.
export { keepStreets } from './street-graphs.ts';
