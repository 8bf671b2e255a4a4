// What other modules and main may use of the planning workbench.
export { seedPlans } from './seed.ts';
export { keepStreets } from './street-graphs.ts';
