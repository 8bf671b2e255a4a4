// The plan on paper: lines and numbers as a drawing of their own, sharp at any size; shown when printing only.
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useI18n } from '../../kit/i18n.tsx';
import { COLORS, ringsOf, siteTone, toneOf } from './overlay.ts';
import type { Corner, Ground, Plan, Result, Run } from './planning-types.ts';

/** Whether the page is being printed: a drawing of many thousand houses stands in it only then. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser takes the page as it stands when the handlers return.
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}

const WIDTH = 1000;
const LEGEND = 60;

export function PrintMap({
  bounds,
  plan,
  ground,
  run,
  result,
  inPage = false,
}: {
  bounds: readonly [west: number, south: number, east: number, north: number];
  plan: Plan;
  ground: Ground;
  run: Run | undefined;
  result: Result | undefined;
  /** Stands in the page where the browser draws no map. */
  inPage?: boolean;
}) {
  const { t } = useI18n();
  const [west, south, east, north] = bounds;
  const stretch = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = WIDTH / Math.max(1e-9, (east - west) * stretch);
  const height = (north - south) * scale;
  const x = (lng: number) => (lng - west) * stretch * scale;
  const y = (lat: number) => (north - lat) * scale;
  const path = (line: readonly Corner[]) =>
    line.map(([lng, lat], i) => `${i === 0 ? 'M' : 'L'}${x(lng).toFixed(1)} ${y(lat).toFixed(1)}`).join('');
  /** Dots of a thousand buildings stand apart. */
  const crowd = Math.sqrt(ground.buildings.rows.length / 1000);
  const at = new Map((result?.buildings ?? []).map((id, i) => [id, i]));
  const uncovered = new Set(result && result.kind !== 'grids' ? result.uncovered : []);
  const spots: [number, number][][] = [];
  if (result?.kind === 'grids')
    for (const row of ground.buildings.rows) {
      const grid = result.gridOf[at.get(row[0]) ?? -1];
      if (grid === undefined) continue;
      spots[grid] ??= [];
      spots[grid].push([x(row[3]), y(row[4])]);
    }
  const colorOf = (id: string): string => {
    const i = at.get(id);
    if (i === undefined || !result) return COLORS.off;
    if (result.kind === 'grids') return toneOf(result.grids[result.gridOf[i] as number]?.code ?? '');
    if (uncovered.has(i)) return COLORS.uncovered;
    return result.kind === 'siting' ? siteTone(result.siteOf[i] as number) : COLORS.covered;
  };
  return (
    <section className={inPage ? 'pl-drawing' : 'pl-print'} aria-hidden="true">
      <p className="c-title">{plan.name}</p>
      <p>
        {plan.areaName} · {t(`planning.kind.${plan.kind}`)}
        {run
          ? ` · ${t('planning.provenance', { seed: run.seed, seconds: (run.seconds ?? 0).toFixed(1), by: run.askedByName ?? '', mark: (run.resultHash ?? '').slice(0, 8) })}`
          : ''}
      </p>
      <svg viewBox={`-10 -10 ${WIDTH + 20} ${height + LEGEND}`} role="presentation">
        {ground.barriers.map((line) =>
          line.lines.map((one, i) => (
            <path
              key={`${line.id}${i}`}
              d={path(one)}
              fill="none"
              stroke={line.kind === 'water' ? '#9db8c9' : '#c9ced4'}
              strokeWidth={line.kind === 'railway' ? 3 : 2}
            />
          )),
        )}
        {result?.kind === 'grids'
          ? result.outlines.map((outline, i) =>
              outline ? (
                <path
                  key={result.grids[i]?.code}
                  d={`${ringsOf(outline).map(path).join('Z')}Z`}
                  fill={toneOf(result.grids[i]?.code ?? '')}
                  fillOpacity={0.18}
                  stroke="#3b4a60"
                  strokeWidth={2}
                />
              ) : null,
            )
          : null}
        {result?.kind === 'grids'
          ? (result.micro?.outlines ?? []).map((outline, i) =>
              outline ? (
                <path
                  key={result.micro?.groups[i]?.code}
                  d={`${ringsOf(outline).map(path).join('Z')}Z`}
                  fill="none"
                  stroke={COLORS.micro}
                  strokeWidth={0.4}
                />
              ) : null,
            )
          : null}
        {ground.buildings.rows.map(([id, , , lng, lat]) => (
          <circle key={id} cx={x(lng)} cy={y(lat)} r={crowd > 1 ? 3 / crowd : 3} fill={colorOf(id)} />
        ))}
        {result && result.kind !== 'grids'
          ? placesOf(result).map((one) => (
              <g key={one.id}>
                <circle
                  cx={x(one.lng)}
                  cy={y(one.lat)}
                  r={8}
                  fill={COLORS.site}
                  stroke="#ffffff"
                  strokeWidth={2}
                />
                <text x={x(one.lng)} y={y(one.lat) + 22} textAnchor="middle" fontSize={14}>
                  {one.name}
                </text>
              </g>
            ))
          : null}
        {result?.kind === 'grids'
          ? result.grids.map((grid, i) => (
              <GridLabel
                key={grid.code}
                words={`${grid.code} · ${grid.households}`}
                size={crowdedSize(result.grids.length)}
                spots={spots[i] ?? []}
              />
            ))
          : null}
        <path
          d={`M0 ${height + 30}h${((500 / 111_320) * scale).toFixed(1)}`}
          stroke="#1f2328"
          strokeWidth={3}
        />
        <text x={0} y={height + 24} fontSize={14}>
          500 m
        </text>
      </svg>
    </section>
  );
}

type Place = { id: string; name: string; lng: number; lat: number };

function placesOf(result: Exclude<Result, { kind: 'grids' }>): readonly Place[] {
  switch (result.kind) {
    case 'siting':
      return result.sites.filter((site) => site.state === 'open' || site.state === 'existing');
    case 'coverage':
      return result.facilities;
    case 'circle':
      return [
        ...new Map(
          result.services.flatMap((one) => one.facilities.map((place) => [place.id, place])),
        ).values(),
      ];
  }
}

/** Words of some thirty grids stand beside each other; of more, smaller ones. */
const crowdedSize = (grids: number) => Math.max(5, Math.min(15, 15 * Math.sqrt(30 / Math.max(1, grids))));

function GridLabel({ words, size, spots }: { words: string; size: number; spots: [number, number][] }) {
  if (spots.length === 0) return null;
  const mean = (k: 0 | 1) => spots.reduce((sum, spot) => sum + spot[k], 0) / spots.length;
  return (
    <text
      x={mean(0)}
      y={mean(1)}
      textAnchor="middle"
      fontSize={size}
      stroke="#ffffff"
      strokeWidth={size / 4}
      paintOrder="stroke"
    >
      {words}
    </text>
  );
}
