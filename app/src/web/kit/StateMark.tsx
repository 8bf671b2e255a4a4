import type { StateShape } from './api-types.ts';
import { useI18n } from './i18n.tsx';

/** The drawing of a state in a box of 16: every shape differs without its colour. */
export function StateShapeIcon({ shape }: { shape: StateShape }) {
  return (
    <svg className={`k-shape k-shape-${shape}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {shape === 'done' ? (
        <path
          d="M2.5 8.6 6.4 12.5 13.5 4.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : shape === 'paused' ? (
        <path
          d="M5.2 3v10M10.8 3v10"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      ) : (
        <>
          <circle
            cx="8"
            cy="8"
            r="6"
            fill={shape === 'late' ? 'currentColor' : 'none'}
            stroke="currentColor"
            strokeWidth="1.8"
          />
          {shape === 'doing' ? <path d="M8 8V2a6 6 0 0 1 6 6z" fill="currentColor" /> : null}
          {shape === 'soon' ? <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" /> : null}
        </>
      )}
    </svg>
  );
}

/** A state: shape, colour and word together. `label` is the server's word; without it the plain word of the shape. */
export function StateMark({
  shape,
  label,
  quiet = false,
}: {
  shape: StateShape;
  label?: string;
  quiet?: boolean;
}) {
  const { t } = useI18n();
  return (
    <span className={`k-state k-state-${shape}${quiet ? ' k-state-quiet' : ''}`}>
      <StateShapeIcon shape={shape} />
      <span>{label ?? t(`kit.shape.${shape}`)}</span>
    </span>
  );
}
