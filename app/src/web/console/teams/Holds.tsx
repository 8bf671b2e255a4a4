// How long something holds, in a mark and words: nothing there, over, ends soon, holds.
import type { StateShape } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import type { Standing } from './queries.ts';

const SHAPES: Record<Standing, StateShape> = {
  none: 'todo',
  over: 'late',
  soon: 'soon',
  ok: 'done',
  'for-good': 'done',
};

export function Holds({ standing, until }: { standing: Standing; until: string | null }) {
  const { t } = useI18n();
  const label = t(`teams.holds.${standing}`, { day: until ?? '' });
  return <StateMark shape={SHAPES[standing]} label={label} />;
}
