// What the district holds already, said the same wherever something is asked.
import { useI18n } from '../../kit/i18n.tsx';
import type { Alike, KnownFact } from './queries.ts';

/** A known fact with its number, its days and how it is counted. */
export function KnownAnswer({ known }: { known: KnownFact }) {
  const { t } = useI18n();
  const { answer, grain, from, to } = known;
  const days = grain === 'day' ? to : t('admission.daysOf', { from, to });
  return (
    <>
      {t('admission.how.known')} <strong>{known.label}</strong>{' '}
      {answer?.state === 'known' ? (
        <strong className="k-number">{answer.value}</strong>
      ) : (
        <span className="k-hint">{t(`admission.unknown.${answer?.why ?? 'gone'}`)}</span>
      )}
      <p className="k-hint">
        {days} · {known.definition}
      </p>
    </>
  );
}

export function AlikeList({
  alike,
  onOpen,
}: {
  alike: readonly Alike[];
  onOpen?: ((id: string) => void) | undefined;
}) {
  const { t } = useI18n();
  if (alike.length === 0) return null;
  return (
    <section>
      <h3>{t('admission.alike', { n: alike.length })}</h3>
      <ul className="c-history">
        {alike.map((one) => (
          <li key={one.id}>
            {onOpen ? (
              <button type="button" className="k-link" onClick={() => onOpen(one.id)}>
                {one.title}
              </button>
            ) : (
              <strong>{one.title}</strong>
            )}{' '}
            <span className="k-hint">
              {one.unitName} · {t(`admission.frequency.${one.frequency}`)} ·{' '}
              {t('admission.untilOf', { day: one.until })}
              {one.same.length > 0 ? ` · ${t('admission.same', { items: one.same.join('、') })}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
