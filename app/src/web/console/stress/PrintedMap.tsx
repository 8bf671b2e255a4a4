// The grids on paper: a circle for each, as large as its households, as dark as people waited; the numbers beside.
import { useI18n } from '../../kit/i18n.tsx';
import { boxOf, stepOf } from './stress-logic.ts';
import { WAITED } from './stress-overlay.tsx';
import type { StressResult } from './stress-types.ts';

const WIDTH = 1000;

export function PrintedMap({
  name,
  area,
  result,
  inPage,
}: {
  name: string;
  area: string;
  result: StressResult;
  inPage: boolean;
}) {
  const { t } = useI18n();
  const box = boxOf(result.cells);
  if (!box) return null;
  const [west, south, east, north] = box;
  const stretch = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = WIDTH / ((east - west) * stretch);
  const height = (north - south) * scale;
  const worst = Math.max(...result.cells.map((cell) => cell.lateMinutesPerPerson));
  const most = Math.max(...result.cells.map((cell) => cell.households));
  const room = WIDTH / Math.sqrt(result.cells.length) / 3;
  return (
    <section className={inPage ? 'pl-drawing' : 'pl-print'} aria-hidden="true">
      <p className="c-title">{name}</p>
      <p>
        {area} · {t('stress.runsOf', { runs: result.runs, seed: result.seed, model: result.model })}
      </p>
      <svg viewBox={`-60 -60 ${WIDTH + 120} ${height + 120}`} role="presentation">
        {result.cells.map((cell) => {
          const [x, y] = [(cell.lng - west) * stretch * scale, (north - cell.lat) * scale];
          return (
            <g key={cell.id}>
              <circle
                cx={x}
                cy={y}
                r={Math.max(6, Math.min(60, room * Math.sqrt(cell.households / most)))}
                fill={WAITED[stepOf(cell.lateMinutesPerPerson, worst)]}
                stroke="#1f2328"
              />
              <text
                x={x}
                y={y + 4}
                textAnchor="middle"
                fontSize={13}
                stroke="#ffffff"
                strokeWidth={3}
                paintOrder="stroke"
              >
                {cell.lateMinutesPerPerson.toFixed(1)}
              </text>
              <text
                x={x}
                y={y + 20}
                textAnchor="middle"
                fontSize={11}
                stroke="#ffffff"
                strokeWidth={3}
                paintOrder="stroke"
              >
                {cell.name}
              </text>
            </g>
          );
        })}
      </svg>
    </section>
  );
}
