// The people of the demo as they act: who may take a duty over a place, who handles for a unit.
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Cast } from './simulate.ts';
import { listHolders } from './store.ts';

/** `chance` gives a number from 0 to 1: how often the district's centre verifies instead of the nearest post. */
export async function castOf(tx: Tx, now: number, chance: () => number): Promise<Cast> {
  const rows = await listHolders(tx, civilDate(now));
  const actors = rows.map((row) => ({
    row,
    actor: {
      kind: 'staff',
      accountId: row.account_id,
      personId: row.person_id,
      district: tx.scope.district,
      name: row.name,
      posts: [
        {
          postId: row.post_id,
          title: row.title,
          unitId: row.unit_id,
          areaPath: row.area_path,
          areaId: row.area_id,
          duties: row.duties,
          acting: false,
        },
      ],
    } satisfies Actor,
  }));
  // The same question comes some ten thousand times about a few hundred places.
  const asked = new Map<string, typeof actors>();
  function ableOver(duty: string, areaPath: string, notUnits: readonly string[]): typeof actors {
    const key = `${duty} ${areaPath} ${notUnits.join()}`;
    let able = asked.get(key);
    if (!able) {
      able = actors
        .filter(
          ({ row }) =>
            row.duties.includes(duty) &&
            areaPath.startsWith(row.area_path) &&
            !notUnits.includes(row.unit_id),
        )
        .sort((a, b) => b.row.area_path.length - a.row.area_path.length);
      asked.set(key, able);
    }
    return able;
  }
  return {
    over(duty, areaPath, notUnits) {
      const able = ableOver(duty, areaPath, notUnits);
      // Verification goes now and then to the centre, so that it too has a queue.
      if (duty === 'verify' && able.length > 1 && chance() < 0.5) return able.at(-1)?.actor;
      return able[0]?.actor;
    },
    inUnit(unitId) {
      return actors.find(({ row }) => row.unit_id === unitId && row.duties.includes('handle'))?.actor;
    },
  };
}
