// What other modules and main may use of drills.
export type { DrillsParts } from './parts.ts';
export { playDistrict } from './play.ts';
export { observe, planDrill } from './service.ts';
export { insertLines as askPosts, listScript } from './store.ts';
export { templateOf as drillTemplate } from './templates.ts';
