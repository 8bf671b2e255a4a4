// Places: the district's own map, its search and its tiles, and the assets that stand in the street.
import { fileURLToPath } from 'node:url';
import type { ModuleDefinition } from '../../platform/module.ts';
import { placesMessages } from './messages.ts';
import './problems.ts';
import { type AreaSource, placesRoutes } from './routes.ts';

/** With `areas` the territory is drawn too (`/tiles/areas`); without it those tiles are empty. */
export function createPlacesModule(areas?: AreaSource): ModuleDefinition {
  return {
    name: 'places',
    migrations: { module: 'places', folder: fileURLToPath(new URL('./migrations', import.meta.url)) },
    routes: placesRoutes(areas),
    messages: placesMessages,
  };
}

export const placesModule: ModuleDefinition = createPlacesModule();
