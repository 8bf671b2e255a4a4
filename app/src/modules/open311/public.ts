// What main may use of the Open311 server.
export { open311Messages } from './messages.ts';
export { refusal as open311Refusal } from './protocol.ts';
export { open311Routes } from './routes.ts';
