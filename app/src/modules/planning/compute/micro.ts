// Micro-grids inside the grids of a plan: about so many households each, connected, on no two sides of a hard line.
import { microGrids } from '@renlin/core/districting/grid-change';
import { inReadingOrder } from '@renlin/core/districting/grids';
import type { Area } from '@renlin/core/geometry/types';
import { continuations } from './continuations.ts';
import { groundOf } from './corrections.ts';
import type { GridsTask, GridView, MicroResult, TaskBuilding } from './grids-task.ts';

type Given = { gridOf: readonly number[]; grids: readonly GridView[]; households: number };

/** Special grids and villages are one micro-grid each. O(n log n). */
export function microOf(
  task: GridsTask,
  { gridOf, grids, households }: Given,
  outlinesBy: (cells: readonly number[], count: number) => (Area | null)[],
): MicroResult {
  const members: number[][] = grids.map(() => []);
  gridOf.forEach((grid, v) => {
    members[grid]?.push(v);
  });
  const { graph } = groundOf(task);
  const parts = microGrids(
    {
      graph,
      grids: grids.map(({ kind, households: n }, i) => ({
        kind,
        households: n,
        buildings: members[i] ?? [],
      })),
    },
    households,
  );
  const building = (v: number) => task.buildings[v] as TaskBuilding;
  const mean = (units: readonly number[], of: (one: TaskBuilding) => number) =>
    units.reduce((sum, v) => sum + of(building(v)), 0) / units.length;
  const ordered = parts.flatMap((list, grid) => {
    const code = (grids[grid] as GridView).code;
    const narrow = Math.cos((mean(list.flat(), (one) => one.lat) * Math.PI) / 180);
    return inReadingOrder(
      list
        .filter((units) => units.length > 0)
        .map((units) => ({
          units,
          community: code,
          // Metres enough to tell rows from columns.
          middle: {
            x: mean(units, (one) => one.lng) * narrow * 111_320,
            y: mean(units, (one) => one.lat) * 111_320,
          },
        })),
    ).map((one, i) => ({ ...one, grid: code, code: `${code}-${String(i + 1).padStart(2, '0')}` }));
  });
  const cells: number[] = task.buildings.map(() => -1);
  ordered.forEach(({ units }, cell) => {
    for (const v of units) cells[v] = cell;
  });
  const continued = continuations(
    task.buildings.map((one) => one.micro),
    task.buildings,
    cells,
    ordered.length,
  );
  return {
    households,
    groups: ordered.map(({ code, grid, units }, cell) => ({
      code,
      grid,
      households: units.reduce((sum, v) => sum + building(v).households, 0),
      buildings: units.length,
      continues: continued[cell] ?? null,
    })),
    microOf: cells,
    outlines: outlinesBy(cells, ordered.length),
  };
}
