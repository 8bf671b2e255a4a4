import { ageWords, exactDate, nearDate } from './dates.ts';
import { useI18n } from './i18n.tsx';
import { useNow } from './use-now.ts';

/** A time: as an age (3 小时前), near (今天 17:30) or exact; the exact form always in the title. */
export function TimeText({ at, as = 'age' }: { at: number; as?: 'age' | 'near' | 'exact' }) {
  const { t } = useI18n();
  const now = useNow();
  const exact = exactDate(t, at, now);
  const words = as === 'age' ? ageWords(t, at, now) : as === 'near' ? nearDate(t, at, now) : exact;
  return (
    <time className="k-time" dateTime={new Date(at).toISOString()} title={exact}>
      {words}
    </time>
  );
}
