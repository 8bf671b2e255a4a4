import type { CaseView } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { TimeText } from '../../kit/TimeText.tsx';

/** Whose it is: the open question with what every unit says, the ruling, and who held the case for how long. */
export function Ownership({ view }: { view: CaseView }) {
  const { t } = useI18n();
  const { ownership, held } = view;
  return (
    <>
      {ownership?.open ? (
        <section>
          <h3>{t('case.ownership.open')}</h3>
          <p>{ownership.open.why}</p>
          <p className="k-hint">
            {t('case.ownership.caretaker', { unit: ownership.open.caretaker })}{' '}
            {ownership.open.clock ? (
              <>
                {ownership.open.clock.label} <TimeText at={ownership.open.clock.dueAt} as="exact" />
              </>
            ) : null}
          </p>
          <ul className="c-related">
            {ownership.open.positions.map((one) => (
              <li key={`${one.unit}-${one.at}`}>
                <strong>{one.unit}</strong> → {one.proposed}{' '}
                <span className="k-hint">
                  {one.item} {one.itemTitle} {one.words}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {ownership?.ruled ? (
        <section>
          <h3>{t('case.ownership.ruled')}</h3>
          <p>
            {t('case.ownership.lead', { unit: ownership.ruled.lead })}{' '}
            {ownership.ruled.assist.length > 0
              ? t('case.ownership.assist', { units: ownership.ruled.assist.join('、') })
              : null}
          </p>
          <p>{ownership.ruled.words}</p>
          <p className="k-hint">
            {ownership.ruled.basis} · {ownership.ruled.by} <TimeText at={ownership.ruled.at} as="exact" />
          </p>
        </section>
      ) : null}
      {held && held.length > 0 ? (
        <section>
          <h3>{t('case.ownership.held')}</h3>
          <ol className="c-related">
            {held.map((one) => (
              <li key={one.from}>{one.words}</li>
            ))}
          </ol>
        </section>
      ) : null}
    </>
  );
}
