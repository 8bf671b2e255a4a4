// What main may use of appraisal.
export { checkKept } from './kept.ts';
export { countMissing, keepOutcome } from './outcomes.ts';
export type { AppraisalParts } from './ports.ts';
export { caseFacts, seenCounts } from './report-facts.ts';
export { followReplacement, rewritePaths } from './store.ts';
