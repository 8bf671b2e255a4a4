// What the colours on the map mean, in words; only those that are on it.
import { useI18n } from '../../kit/i18n.tsx';
import { COLORS } from './overlay.ts';
import type { Question, Result } from './planning-types.ts';

type Mark = { key: string; color: string; shape: 'dot' | 'line' | 'area' };

const mark = (key: string, color: string, shape: Mark['shape'] = 'dot'): Mark => ({ key, color, shape });

function marksOf(question: Question, result: Result | undefined, moves: boolean): Mark[] {
  switch (result?.kind) {
    case undefined:
      if (question.kind === 'grids')
        return [
          mark('hard', COLORS.hard, 'line'),
          mark('soft', COLORS.soft, 'line'),
          mark('open', COLORS.off, 'line'),
        ];
      if (question.kind === 'coverage' || question.kind === 'circle')
        return [mark('facility', COLORS.site), mark('closure', COLORS.uncovered)];
      return [
        mark('candidate', COLORS.closed),
        mark('fixed', COLORS.site),
        mark('forbidden', COLORS.uncovered),
      ];
    case 'grids':
      return [
        ...(moves ? [mark('moved', COLORS.moved), mark('kept', COLORS.off)] : []),
        ...(result.micro ? [mark('micro', COLORS.micro, 'line')] : []),
      ];
    case 'coverage':
      return [
        mark('covered', COLORS.covered),
        mark('uncovered', COLORS.uncovered),
        mark('empty', COLORS.off),
        mark('facility', COLORS.site),
        mark('reach', COLORS.reach, 'area'),
      ];
    case 'circle':
      return [
        mark('whole', COLORS.covered),
        mark('partly', COLORS.partly),
        mark('lacking', COLORS.uncovered),
        mark('empty', COLORS.off),
        mark('place', COLORS.site),
      ];
    case 'siting':
      return [
        mark('open', COLORS.site),
        ...(result.sites.some((one) => one.state === 'existing') ? [mark('existing', COLORS.covered)] : []),
        mark('unused', COLORS.off),
        mark('uncovered', COLORS.uncovered),
      ].map((one) => (one.key === 'open' ? { ...one, key: 'siteOpen' } : one));
  }
}

export function Legend({
  question,
  result,
  moves,
}: {
  question: Question;
  result: Result | undefined;
  moves: boolean;
}) {
  const { t } = useI18n();
  const marks = marksOf(question, result, moves);
  if (marks.length === 0) return null;
  return (
    <ul className="pl-legend" aria-label={t('planning.legend')}>
      {marks.map(({ key, color, shape }) => (
        <li key={key}>
          <span className={`pl-mark pl-mark-${shape}`} style={{ background: color }} aria-hidden="true" />
          {t(`planning.legend.${key}`)}
        </li>
      ))}
    </ul>
  );
}
