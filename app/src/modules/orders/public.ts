// What other modules may use of outside work orders.
export type { SourceBody } from './contract.ts';
export { importSlice } from './intake.ts';
export type { OrdersParts } from './parts.ts';
export { catchUp } from './replies.ts';
export { civilTime } from './reply-form.ts';
export { saveSource } from './sources.ts';
