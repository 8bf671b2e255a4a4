// What other modules may use of identity.
export { AUDIT, dutiesNotSeparated, MANAGE_ACCOUNTS, MANAGE_SECURITY } from './duties.ts';
