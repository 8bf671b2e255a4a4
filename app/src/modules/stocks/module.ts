// Puts supplies together: routes, and the job that tells keepers of dates and clears what nobody answered or fetched.
import type { ModuleDefinition } from '../../platform/module.ts';
import type { StocksParts } from './parts.ts';
import { stockRoutes } from './routes.ts';
import { tendStocks } from './rules.ts';

const TEND_SECONDS = 600;

export function createStocksModule(parts: StocksParts): ModuleDefinition {
  return {
    name: 'stocks',
    routes: stockRoutes(parts),
    jobs: [
      {
        name: 'stocks-tend',
        everySeconds: TEND_SECONDS,
        async run() {
          for (const district of await parts.districts()) await tendStocks(parts, district);
        },
      },
    ],
  };
}
