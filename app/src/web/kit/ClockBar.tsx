import type { ClockBrief, ClockFull } from './api-types.ts';
import { nearDate, spanWords } from './dates.ts';
import type { Translate } from './i18n.tsx';
import { useI18n } from './i18n.tsx';
import { useNow } from './use-now.ts';

type Mood = 'calm' | 'soon' | 'late' | 'paused' | 'done';

const SOON_MS = 4 * 3_600_000;

type Measured = ClockBrief & { leftMs?: number };

function isOver(clock: ClockBrief): boolean {
  return clock.state !== 'running' && clock.state !== 'paused';
}

export function clockMood(clock: ClockBrief, now: number): Mood {
  if (isOver(clock)) return clock.late ? 'late' : 'done';
  if (clock.late || (clock.dueAt !== null && clock.dueAt < now && clock.state === 'running')) return 'late';
  if (clock.state === 'paused') return 'paused';
  if (clock.dueAt !== null && clock.dueAt - now < SOON_MS) return 'soon';
  return 'calm';
}

/** A clock in words: 还剩 3 小时 20 分（工作时） when the server counts working time, otherwise by the wall clock. */
export function clockWords(t: Translate, clock: Measured, now: number): string {
  if (isOver(clock)) return t(clock.late ? 'kit.clock.missed' : 'kit.clock.met');
  if (clock.dueAt === null) return t('kit.clock.paused');
  if (clock.dueAt < now && clock.state === 'running') {
    return t('kit.clock.late', { span: spanWords(t, now - clock.dueAt) });
  }
  if (clock.state === 'paused') return t('kit.clock.paused');
  if (clock.leftMs !== undefined) return t('kit.clock.leftWork', { span: spanWords(t, clock.leftMs) });
  return t('kit.clock.left', { span: spanWords(t, clock.dueAt - now) });
}

export function ProvisionalMark() {
  const { t } = useI18n();
  return (
    <span className="k-provisional" title={t('kit.clock.provisionalWhy')}>
      ≈ {t('kit.clock.provisional')}
    </span>
  );
}

/** One line for lists: words, due time in the title. */
export function ClockText({ clock, withDue = false }: { clock: Measured; withDue?: boolean }) {
  const { t } = useI18n();
  const now = useNow();
  const due = clock.dueAt === null ? '' : t('kit.clock.due', { at: nearDate(t, clock.dueAt, now) });
  return (
    <span className={`k-clock k-clock-${clockMood(clock, now)}`} title={`${clock.label} ${due}`}>
      {clockWords(t, clock, now)}
      {withDue && due && !isOver(clock) ? <span className="k-clock-due">{due}</span> : null}
      {clock.provisional && !isOver(clock) ? <ProvisionalMark /> : null}
    </span>
  );
}

type Piece = { kind: 'run' | 'pause' | 'left' | 'over'; from: number; to: number; title: string };

function piecesOf(
  t: Translate,
  clock: ClockFull,
  now: number,
): { pieces: Piece[]; from: number; to: number } {
  const due = clock.dueAt ?? now;
  const running = clock.state === 'running' || clock.state === 'paused';
  const pieces: Piece[] = [];
  let last = clock.startedAt;
  for (const segment of clock.segments) {
    const to = segment.to ?? (running ? now : Math.max(segment.from, due));
    const paused = segment.kind.startsWith('pause');
    const span = spanWords(t, to - segment.from);
    if (paused) {
      const why = segment.reason
        ? t('kit.clock.pausedWhy', { reason: segment.reason })
        : t('kit.clock.paused');
      pieces.push({ kind: 'pause', from: segment.from, to, title: `${why} · ${span}` });
    } else {
      const title = [t('kit.clock.legend.run'), segment.owner, span].filter(Boolean).join(' · ');
      if (segment.from < due) pieces.push({ kind: 'run', from: segment.from, to: Math.min(to, due), title });
      if (to > due)
        pieces.push({
          kind: 'over',
          from: Math.max(due, segment.from),
          to,
          title: t('kit.clock.legend.over'),
        });
    }
    last = Math.max(last, to);
  }
  if (running && due > last)
    pieces.push({ kind: 'left', from: last, to: due, title: t('kit.clock.legend.left') });
  return { pieces, from: clock.startedAt, to: Math.max(due, last, clock.startedAt + 1) };
}

/** The clock drawn: what was counted, paused, is left, went over; each piece says itself on hover, and the words say it all. */
export function ClockBar({ clock, compact = false }: { clock: ClockFull; compact?: boolean }) {
  const { t } = useI18n();
  const now = useNow();
  const brief: Measured = {
    ...clock,
    late: clock.late ?? (clock.dueAt !== null && clock.dueAt < now && clock.state === 'running'),
  };
  const words = clockWords(t, brief, now);
  const mood = clockMood(brief, now);
  const { pieces, from, to } = piecesOf(t, clock, now);
  const scale = (at: number) => ((at - from) / (to - from)) * 1000;
  const due = clock.dueAt;
  return (
    <div className={`k-bar k-clock-${mood}${compact ? ' k-bar-compact' : ''}`}>
      <div className="k-bar-words">
        <span className="k-bar-label">{clock.label}</span>
        <strong>{words}</strong>
        {due !== null ? (
          <span className="k-bar-due">{t('kit.clock.due', { at: nearDate(t, due, now) })}</span>
        ) : null}
        {clock.limit.label ? <span className="k-bar-limit">{clock.limit.label}</span> : null}
        {clock.provisional ? <ProvisionalMark /> : null}
      </div>
      <svg
        className="k-bar-drawing"
        viewBox="0 0 1000 12"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('kit.clock.bar', { label: clock.label, words })}
      >
        {pieces.map((piece) => (
          <rect
            key={`${piece.kind}-${piece.from}`}
            className={`k-piece k-piece-${piece.kind}`}
            x={scale(piece.from)}
            width={Math.max(3, scale(piece.to) - scale(piece.from))}
            y={piece.kind === 'pause' || piece.kind === 'left' ? 3.5 : 1}
            height={piece.kind === 'pause' || piece.kind === 'left' ? 5 : 10}
          >
            <title>{piece.title}</title>
          </rect>
        ))}
        {due !== null ? (
          <rect className="k-piece-due" x={Math.min(997, scale(due))} y="0" width="3" height="12" />
        ) : null}
      </svg>
    </div>
  );
}
