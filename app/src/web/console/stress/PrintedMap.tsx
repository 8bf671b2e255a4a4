// The grids on paper: as dark as people waited, with the minutes and the name; a circle where a grid has no outline.
import { useI18n } from '../../kit/i18n.tsx';
import { ringsOf } from '../planning/overlay.ts';
import type { Corner } from '../planning/planning-types.ts';
import { boxOf, stepOf } from './stress-logic.ts';
import { WAITED } from './stress-overlay.tsx';
import type { Model, StressResult } from './stress-types.ts';

const WIDTH = 1000;

export function PrintedMap({
  name,
  area,
  result,
  model,
  inPage,
}: {
  name: string;
  area: string;
  result: StressResult;
  model: Model | undefined;
  inPage: boolean;
}) {
  const { t } = useI18n();
  const box = boxOf(result.cells, model);
  if (!box) return null;
  const [west, south, east, north] = box;
  const stretch = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = WIDTH / ((east - west) * stretch);
  const height = (north - south) * scale;
  const worst = Math.max(...result.cells.map((cell) => cell.lateMinutesPerPerson));
  const most = Math.max(...result.cells.map((cell) => cell.households));
  const room = WIDTH / Math.sqrt(result.cells.length) / 3;
  const size = Math.max(9, Math.min(22, room / 5));
  const x = (lng: number) => (lng - west) * stretch * scale;
  const y = (lat: number) => (north - lat) * scale;
  const outlines = new Map((model?.outlines ?? []).map((one) => [one.id, one.geometry]));
  const path = (ring: readonly Corner[]) =>
    `${ring.map(([lng, lat], i) => `${i === 0 ? 'M' : 'L'}${x(lng).toFixed(1)} ${y(lat).toFixed(1)}`).join('')}Z`;
  return (
    <section className={inPage ? 'pl-drawing' : 'pl-print'} aria-hidden="true">
      <p className="c-title">{name}</p>
      <p>
        {area} · {t('stress.runsOf', { runs: result.runs, seed: result.seed, model: result.model })}{' '}
        {t('stress.legend.minutes')}
      </p>
      <svg viewBox={`-60 -60 ${WIDTH + 120} ${height + 120}`} role="presentation">
        {result.cells.map((cell) => {
          const fill = WAITED[stepOf(cell.lateMinutesPerPerson, worst)];
          const outline = outlines.get(cell.id);
          return outline ? (
            <path key={cell.id} d={ringsOf(outline).map(path).join('')} fill={fill} stroke="#1f2328" />
          ) : (
            <circle
              key={cell.id}
              cx={x(cell.lng)}
              cy={y(cell.lat)}
              r={Math.max(6, Math.min(60, room * Math.sqrt(cell.households / most)))}
              fill={fill}
              stroke="#1f2328"
            />
          );
        })}
        {result.cells.map((cell) => (
          <text
            key={cell.id}
            x={x(cell.lng)}
            y={y(cell.lat)}
            textAnchor="middle"
            fontSize={size}
            stroke="#ffffff"
            strokeWidth={size / 4}
            paintOrder="stroke"
          >
            {cell.lateMinutesPerPerson.toFixed(1)}
            <tspan x={x(cell.lng)} dy={size} fontSize={size * 0.7}>
              {cell.name}
            </tspan>
          </text>
        ))}
      </svg>
    </section>
  );
}
