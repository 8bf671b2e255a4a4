// What a personal API key may be made for. A route that a key opens names one of these; a key never opens more than its person may.
export const KEY_SCOPES = ['cases.read', 'cases.file', 'cases.act', 'catalogue.read'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];
