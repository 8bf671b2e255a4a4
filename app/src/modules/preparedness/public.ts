// What other modules and main may use of preparedness.
export { dutyRoles } from './duties.ts';
export type { PreparednessParts } from './parts.ts';
export { findPlan, listPlans } from './plans.ts';
