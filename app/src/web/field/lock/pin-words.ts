import type { Translate } from '../../kit/i18n.tsx';
import { FREE_TRIES } from '../../sync/pin-tries.ts';
import type { Opened } from './LockProvider.tsx';

/** Why a PIN did not open, and what comes next. */
export function wordsOf(t: Translate, opened: Exclude<Opened, { is: 'open' }>): string {
  if (opened.is === 'wait') return t('field.pin.wait', { n: Math.ceil(opened.ms / 60_000) });
  const { wrong, until } = opened.tries;
  return until > 0 ? t('field.pin.wrongWait') : t('field.pin.wrong', { n: FREE_TRIES - wrong });
}
