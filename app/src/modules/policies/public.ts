// What other modules may use of the policy cards.
export { type PolicyDefinition, policyDefinition } from './policy.ts';
export { insertVersion, setPublished } from './store.ts';
