import { exactDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import type { ReplayItem } from '../queries.ts';

const COUNTED = new Set(['worked', 'makeup', 'counted', 'mixed']);

/** The replay as one line: tall where time was counted, thin where it was not, in the colour of lateness after the end. */
export function ReplayDrawing({
  items,
  due,
  label,
}: {
  items: readonly ReplayItem[];
  due: number;
  label: string;
}) {
  const { t } = useI18n();
  const first = items[0];
  const last = items.at(-1);
  if (!first || !last) return null;
  const from = first.from;
  const to = Math.max(last.to, due);
  const scale = (at: number) => ((at - from) / Math.max(1, to - from)) * 1000;
  return (
    <svg
      className="k-bar-drawing c-replay-drawing"
      viewBox="0 0 1000 24"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {items.map((item) => {
        const counted = COUNTED.has(item.kind);
        const kind = item.kind === 'paused' ? 'pause' : counted ? (item.late ? 'over' : 'run') : 'left';
        const tall = counted ? 20 : item.kind === 'paused' ? 12 : 4;
        return (
          <rect
            key={`${item.from}-${item.kind}`}
            className={`k-piece-${kind}`}
            x={scale(item.from)}
            width={Math.max(1.5, scale(item.to) - scale(item.from))}
            y={22 - tall}
            height={tall}
          >
            <title>{`${exactDate(t, item.from, item.to)} – ${exactDate(t, item.to, item.to)}`}</title>
          </rect>
        );
      })}
      <rect className="k-piece-due" x={Math.min(997, scale(due))} y="0" width="3" height="24" />
    </svg>
  );
}
