// What other modules may use of the policy cards.
export type { PolicyDefinition } from './policy.ts';
export { insertVersion, setPublished } from './store.ts';
