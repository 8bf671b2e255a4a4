// The colours of a plan on the map: grids, who is covered, sites; and the lines that part grids.
import type { OverlayDot, OverlayFeature } from '../../kit/map/map-overlay.ts';
import type { Area, Corner, GridsInput, Ground, Result, SiteState, Strength } from './planning-types.ts';

/** Quiet tones that stay apart for those who tell red from green badly; neighbours rarely share one. */
const TONES = ['#5b7fa6', '#c08a3e', '#6a9a78', '#8a6fa8', '#b5695f', '#4f9aa8', '#9a9146', '#7a7f88'];
const toneAt = (index: number): string => TONES[index % TONES.length] as string;
/** The tone of a grid by its code, so that it stays when others are divided or joined. */
export function toneOf(code: string): string {
  const [community = 0, grid = 0] = code.split('-').map(Number);
  return toneAt(community * 3 + grid);
}
/** The tone of a site: none near that of "not reached". */
export const siteTone = (index: number): string => toneAt([0, 5, 3, 6, 2][index % 5] as number);

export const COLORS = {
  covered: '#1e6b3a',
  uncovered: '#8c2f1b',
  partly: '#c08a3e',
  reach: '#6a9a78',
  site: '#1a56a8',
  closed: '#565f69',
  hard: '#1f2328',
  soft: '#855600',
  off: '#a3abb4',
  moved: '#b3261e',
  micro: '#3b4a60',
} as const;

const siteColors: Record<SiteState, string> = {
  open: COLORS.site,
  existing: COLORS.covered,
  closed: COLORS.off,
  forbidden: COLORS.uncovered,
  'no-street': COLORS.off,
};

const point = (lng: number, lat: number) => ({ type: 'Point', coordinates: [lng, lat] });

export type Shown = {
  ground: Ground;
  result: Result | undefined;
  /** Ids that stand out: behind a number, or chosen. */
  strong: ReadonlySet<string>;
};

/** The colour of each building: with an answer its own, without one that of the grid it lies in today. O(buildings). */
export function dotsOf({
  ground,
  result,
  byGrid,
  moves,
}: {
  ground: Ground;
  result: Result | undefined;
  byGrid: boolean;
  /** Colour what changes grid instead of the grids themselves. */
  moves: boolean;
}): OverlayDot[] {
  const colorOf = colorsOf(ground, result, byGrid, moves);
  const at = new Map((result?.buildings ?? []).map((id, i) => [id, i]));
  return ground.buildings.rows.map(([id, , , lng, lat, , grid]) => ({
    id,
    lng,
    lat,
    color: colorOf(at.get(id), grid),
  }));
}

type ColorOf = (index: number | undefined, grid: string | null) => string;

function colorsOf(ground: Ground, result: Result | undefined, byGrid: boolean, moves: boolean): ColorOf {
  switch (result?.kind) {
    case undefined: {
      const order = new Map(ground.grids.map((grid, i) => [grid.id, i]));
      return (_, grid) => (grid === null || !byGrid ? COLORS.off : toneAt((order.get(grid) ?? 0) * 3));
    }
    case 'grids':
      return (i, grid) => {
        if (i === undefined) return COLORS.off;
        const number = result.gridOf[i] as number;
        const moved = grid !== null && result.grids[number]?.continues?.id !== grid;
        return moves ? (moved ? COLORS.moved : COLORS.off) : toneOf(result.grids[number]?.code ?? '');
      };
    case 'coverage': {
      const lacking = new Set(result.uncovered);
      return (i) => (i === undefined ? COLORS.off : lacking.has(i) ? COLORS.uncovered : COLORS.covered);
    }
    case 'circle':
      return (i) => {
        if (i === undefined) return COLORS.off;
        const bits = result.lacking[i] as number;
        if (bits === 0) return COLORS.covered;
        // One bit alone.
        return (bits & (bits - 1)) === 0 ? COLORS.partly : COLORS.uncovered;
      };
    case 'siting': {
      const lacking = new Set(result.uncovered);
      return (i) => {
        if (i === undefined) return COLORS.off;
        if (lacking.has(i)) return COLORS.uncovered;
        const site = result.siteOf[i] as number;
        return site < 0 ? COLORS.off : siteTone(site);
      };
    }
  }
}

const MOST_STRONG = 3000;

/** The dots that stand out, over the others and larger. */
export function strongDots(dots: readonly OverlayDot[], strong: ReadonlySet<string>): OverlayFeature[] {
  // So many stand out by their colour already.
  if (strong.size === 0 || strong.size > MOST_STRONG) return [];
  return dots.flatMap(({ id, lng, lat, color }): OverlayFeature[] =>
    strong.has(id) ? [{ id, role: 'dot', geometry: point(lng, lat), color, strong: true }] : [],
  );
}

const placeMark = (
  one: { id: string; name: string; lng: number; lat: number; onStreet: boolean; open?: string },
  strong: ReadonlySet<string>,
): OverlayFeature => ({
  id: one.id,
  role: 'mark',
  geometry: point(one.lng, one.lat),
  color: one.onStreet && one.open !== 'closed' && one.open !== 'lost' ? COLORS.site : COLORS.off,
  label: one.name,
  strong: strong.has(one.id),
});

/** What lies over and under the dots of an answer: grids, reach, places, sites. */
export function overlayOf({ ground, result, strong }: Shown): OverlayFeature[] {
  switch (result?.kind) {
    case undefined:
      return [];
    case 'grids': {
      const middles = middlesOf(ground, result.buildings, result.gridOf);
      return [
        ...result.grids.flatMap((grid, i): OverlayFeature[] => {
          const outline = result.outlines[i];
          const middle = middles.get(i);
          if (!outline) return [];
          const label = `${grid.code}\n${grid.households}`;
          return [
            {
              id: `grid:${grid.code}`,
              role: 'area',
              geometry: outline,
              color: toneOf(grid.code),
              label,
              strong: strong.has(`grid:${grid.code}`),
              ...(middle ? { at: middle } : {}),
            },
          ];
        }),
        ...(result.micro?.outlines ?? []).flatMap((outline, i): OverlayFeature[] =>
          outline
            ? [
                {
                  id: `micro:${result.micro?.groups[i]?.code ?? i}`,
                  role: 'line',
                  geometry: { type: 'MultiLineString', coordinates: ringsOf(outline) },
                  color: COLORS.micro,
                  thin: true,
                },
              ]
            : [],
        ),
      ];
    }
    case 'coverage':
      return [
        { id: 'reach', role: 'area', geometry: result.reach, color: COLORS.reach, bare: true },
        ...result.facilities.map((one) => placeMark(one, strong)),
      ];
    case 'circle': {
      const places = new Map(
        result.services.flatMap((one) => one.facilities.map((place) => [place.id, place] as const)),
      );
      return [...places.values()].map((one) => placeMark(one, strong));
    }
    case 'siting':
      return [
        ...result.sites.map(
          (one): OverlayFeature => ({
            id: one.id,
            role: 'mark',
            geometry: point(one.lng, one.lat),
            color: siteColors[one.state],
            strong: one.state === 'open' || one.state === 'existing' || strong.has(one.id),
            ...(one.state === 'open' || one.state === 'existing' ? { label: one.name } : {}),
          }),
        ),
      ];
  }
}

/** The middle of the households of each grid. */
function middlesOf(ground: Ground, ids: readonly string[], gridOf: readonly number[]): Map<number, Corner> {
  const rows = new Map(ground.buildings.rows.map((row) => [row[0], row]));
  const sums = new Map<number, { x: number; y: number; n: number }>();
  ids.forEach((id, i) => {
    const row = rows.get(id);
    if (!row) return;
    const grid = gridOf[i] as number;
    const sum = sums.get(grid) ?? { x: 0, y: 0, n: 0 };
    const weight = (row[5] ?? 0) + 0.1;
    sums.set(grid, { x: sum.x + row[3] * weight, y: sum.y + row[4] * weight, n: sum.n + weight });
  });
  return new Map([...sums].map(([grid, { x, y, n }]) => [grid, [x / n, y / n] as Corner]));
}

export function strengthOf(
  input: GridsInput,
  line: { id: string; kind: keyof GridsInput['barriers'] },
): Strength {
  return input.lines?.[line.id] ?? input.barriers[line.kind] ?? 'open';
}

const lineColor = (strength: Strength): string =>
  strength === 'hard' ? COLORS.hard : strength === 'open' || strength === 0 ? COLORS.off : COLORS.soft;

/** The lines of the map and the drawn ones, dark where nothing reaches across. */
export function barrierOverlay(
  ground: Ground,
  input: GridsInput,
  chosen: string | undefined,
): OverlayFeature[] {
  return [
    ...ground.barriers.map(
      (line): OverlayFeature => ({
        id: `line:${line.id}`,
        role: 'line',
        geometry: { type: 'MultiLineString', coordinates: line.lines },
        color: lineColor(strengthOf(input, line)),
        strong: chosen === line.id,
      }),
    ),
    ...(input.drawn ?? []).map(
      ({ line, strength }, i): OverlayFeature => ({
        id: `line:drawn-${i + 1}`,
        role: 'line',
        geometry: { type: 'LineString', coordinates: line },
        color: lineColor(strength),
        strong: chosen === `drawn-${i + 1}`,
      }),
    ),
  ];
}

/** What the map shows: the area, else its buildings; an area with neither is somewhere in the district. */
export function boundsOf(ground: Ground, district: Bounds | undefined): Bounds {
  if (ground.box) return ground.box;
  const [first, ...others] = ground.buildings.rows;
  if (!first) return district ?? [73, 18, 135, 54];
  const bounds: Bounds = [first[3], first[4], first[3], first[4]];
  for (const [, , , lng, lat] of others) {
    bounds[0] = Math.min(bounds[0], lng);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lng);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds;
}
type Bounds = [west: number, south: number, east: number, north: number];

export const ringsOf = (area: Area): Corner[][] =>
  area.type === 'Polygon' ? (area.coordinates as Corner[][]) : (area.coordinates as Corner[][][]).flat();
