// What other modules and main may use of the planning workbench.
export { householdsOf, mapBarriers, readGround } from './ground.ts';
export { seedPlans } from './seed.ts';
export { keepStreets } from './street-graphs.ts';
export { findStressTest } from './stress/quoted.ts';
