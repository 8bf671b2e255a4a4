// Which buildings were trained within a year, by the register of trainings: how many came, never who.
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { listTrainedBuildings } from '../registers/public.ts';
import type { Asking, ReadinessParts } from './parts.ts';
import { areaOf, staffOf } from './service.ts';

const YEAR_MS = 365 * 86_400_000;
const MOST_NAMED = 200;

export async function viewTraining(parts: ReadinessParts, tx: Tx, asking: Asking, areaId: string) {
  const area = await areaOf(parts, staffOf(asking).district, areaId);
  const since = civilDate(parts.now() - YEAR_MS);
  const found = await listTrainedBuildings(tx, area.path, since);
  const groups = [...Map.groupBy(found, (one) => one.communityId)];
  return {
    area: { id: area.id, name: area.name },
    since,
    rows: groups.map(([id, buildings]) => {
      const trained = buildings.filter((one) => one.sessions > 0);
      return {
        area: { id, name: buildings[0]?.communityName ?? '' },
        buildings: buildings.length,
        trained: trained.length,
        people: trained.reduce((sum, one) => sum + one.people, 0),
        sessions: trained.reduce((sum, one) => sum + one.sessions, 0),
        untrained: buildings
          .filter((one) => one.sessions === 0)
          .slice(0, MOST_NAMED)
          .map((one) => ({ id: one.id, name: one.name })),
      };
    }),
  };
}
