// Functionality over the hours: the mean of all runs, the band that eight of ten lie in, and another test as a dashed line.
import { useI18n } from '../../kit/i18n.tsx';
import { bandPath, linePath, lowestOf, placer } from './stress-logic.ts';
import type { StressResult } from './stress-types.ts';

type Band = StressResult['curves'][string];
const WIDTH = 380;
const HEIGHT = 96;

export function CurveChart({
  title,
  band,
  other,
  otherName,
  hour,
}: {
  title: string;
  band: Band;
  other?: Band | undefined;
  otherName?: string;
  /** The hour that is told now. */
  hour?: number | undefined;
}) {
  const { t } = useI18n();
  const { minutes, mean, p10, p90 } = band;
  const hours = Math.max(1, (minutes.at(-1) ?? 60) / 60);
  const lowest = lowestOf([p10, ...(other ? [other.mean] : [])]);
  const place = placer({ width: WIDTH, height: HEIGHT, hours, lowest });
  const least = Math.min(...mean);
  const at = (minutes[mean.indexOf(least)] ?? 0) / 60;
  const every = hours <= 36 ? 6 : 24;
  const days = Array.from({ length: Math.floor(hours / every) + 1 }, (_, k) => k * every).filter(
    (h) => h < hours,
  );
  const words =
    least > 0.9995
      ? t('stress.curveFlat')
      : t('stress.curveWords', { least: (least * 100).toFixed(1), hour: at.toFixed(0) });
  return (
    <figure className="st-curve">
      <figcaption>
        <strong>{title}</strong> <span className="k-hint">{words}</span>
      </figcaption>
      <svg viewBox={`-34 -8 ${WIDTH + 44} ${HEIGHT + 28}`} role="img" aria-label={`${title}：${words}`}>
        {[lowest, (1 + lowest) / 2, 1].map((share) => (
          <g key={share}>
            <path className="st-line" d={`M0 ${place(0, share).y}h${WIDTH}`} />
            <text x={-4} y={place(0, share).y + 4} textAnchor="end">
              {Math.round(share * 100)}%
            </text>
          </g>
        ))}
        {days.map((h) => (
          <g key={h}>
            <path className="st-line" d={`M${place(h * 60, 1).x} 0v${HEIGHT}`} />
            <text x={place(h * 60, 1).x} y={HEIGHT + 14} textAnchor={h === 0 ? 'start' : 'middle'}>
              {t('stress.hourShort', { n: h })}
            </text>
          </g>
        ))}
        <path className="st-band" d={bandPath(minutes, p10, p90, place)} />
        {other ? <path className="st-other" d={linePath(other.minutes, other.mean, place)} /> : null}
        <path className="st-mean" d={linePath(minutes, mean, place)} />
        {hour === undefined ? null : (
          <path className="st-now" d={`M${place(hour * 60, 1).x} -4v${HEIGHT + 8}`} />
        )}
      </svg>
      {other ? <p className="k-hint st-key">{t('stress.curveOther', { name: otherName ?? '' })}</p> : null}
    </figure>
  );
}
