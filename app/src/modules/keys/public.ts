// What main and the modules of open protocols may use of personal API keys.
export { authenticateKey, type KeysParts } from './service.ts';
