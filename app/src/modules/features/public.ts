// What main may use of the public layers.
export { featureMessages } from './messages.ts';
export { featureRoutes } from './routes.ts';
