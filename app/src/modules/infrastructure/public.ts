// What the demo may use of the survey of infrastructure.
export type { InfrastructureParts } from './parts.ts';
export { openRetrofit, viewSurvey } from './service.ts';
