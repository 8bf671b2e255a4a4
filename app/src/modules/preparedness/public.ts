// What other modules and main may use of preparedness.
export { draftBody } from './documents.ts';
export { dutyRoles } from './duties.ts';
export type { PreparednessParts } from './parts.ts';
export { phonePlans } from './phone.ts';
export { findPlan, listPlans } from './plans.ts';
export { reportRisk } from './risks.ts';
export { addDraft, publishDraft, signDraft } from './service.ts';
export { templateOf } from './templates.ts';
