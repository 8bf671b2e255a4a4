import type { CaseView } from '../../kit/api-types.ts';
import { nearDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useNow } from '../../kit/use-now.ts';
import { PartHeading } from './PartHeading.tsx';

/** Beside the actions: that it can't be sent back any more, or who decides by when, and that work goes on meanwhile. */
export function OwnershipNote({ view }: { view: CaseView }) {
  const { t } = useI18n();
  const now = useNow();
  const { open, spent } = view.ownership ?? {};
  if (open) {
    const by = open.by || t('case.ownership.above');
    return (
      <p className="c-effect" role="status">
        <strong>{t('case.ownership.open')}</strong>{' '}
        {open.clock
          ? t('case.ownership.decides', { by, at: nearDate(t, open.clock.dueAt, now) })
          : t('case.ownership.decidesSoon', { by })}{' '}
        {t('case.ownership.caretaker', { unit: open.caretaker })}
      </p>
    );
  }
  if (!spent) return null;
  const mine = view.actions.some((one) => one.name === 'ask-ruling');
  return (
    <p className="c-effect" role="status">
      <strong>{t('case.ownership.spent')}</strong>{' '}
      {t(mine ? 'case.ownership.spentLine' : 'case.ownership.spentOthers', {
        by: spent.by || t('case.ownership.above'),
      })}
    </p>
  );
}

/** Whose it is: the open question with what every unit says, the ruling, and who held the case for how long. */
export function Ownership({ view }: { view: CaseView }) {
  const { t } = useI18n();
  const { ownership, held } = view;
  return (
    <>
      {ownership?.open ? (
        <section>
          <PartHeading>{t('case.ownership.open')}</PartHeading>
          <p>{ownership.open.why}</p>
          <ul className="c-related">
            {ownership.open.positions.map((one) => (
              <li key={`${one.unit}-${one.at}`}>
                <p>
                  <strong>{one.unit}</strong>{' '}
                  {one.proposed
                    ? t('case.ownership.proposes', { unit: one.proposed })
                    : t('case.ownership.asks')}
                </p>
                {one.words ? <p>{one.words}</p> : null}
                {one.item ? (
                  <p className="k-hint">
                    {one.item.toUpperCase()} {one.itemTitle}
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {ownership?.ruled ? (
        <section>
          <PartHeading>{t('case.ownership.ruled')}</PartHeading>
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
          <PartHeading>{t('case.ownership.held')}</PartHeading>
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
