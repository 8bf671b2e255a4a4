// A dispute belongs to the people in it: before anything of it is written down, one of them has to want it passed on. Otherwise the page
// says where they can turn, and keeps nothing of them.
import { useI18n } from '../../kit/i18n.tsx';
import type { FieldDraft } from './field-draft.ts';

type Props = { draft: FieldDraft; onChange(part: Partial<FieldDraft>): void };

const ANSWERS = ['one', 'both', 'none'] as const;
const WAYS = ['spoken', 'written'] as const;

export function ConsentPart({ draft, onChange }: Props) {
  const { t } = useI18n();
  const { consent } = draft;
  return (
    <>
      <fieldset className="f-group">
        <legend className="f-label">{t('field.consent.ask')}</legend>
        <div className="k-choices">
          {ANSWERS.map((answer) => (
            <label key={answer} className="k-choice">
              <input
                type="radio"
                name="consent"
                checked={consent === answer}
                onChange={() => onChange({ consent: answer })}
              />
              <span>{t(`field.consent.${answer}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {consent === 'one' || consent === 'both' ? (
        <fieldset className="f-group">
          <legend className="f-label">{t('field.consent.how')}</legend>
          <div className="k-choices k-choices-row">
            {WAYS.map((way) => (
              <label key={way} className="k-choice">
                <input
                  type="radio"
                  name="consent-how"
                  checked={(draft.consentHow ?? 'spoken') === way}
                  onChange={() => onChange({ consentHow: way })}
                />
                <span>{t(`field.consent.${way}`)}</span>
              </label>
            ))}
          </div>
          <p className="k-hint">{t('field.consent.names')}</p>
        </fieldset>
      ) : null}
      {consent === 'none' ? (
        <section className="f-group" aria-labelledby="advice">
          <h2 id="advice" className="f-label">
            {t('field.consent.where')}
          </h2>
          <ul className="f-plain">
            <li>{t('field.consent.mediators')}</li>
            <li>{t('field.consent.law')}</li>
            <li>{t('field.consent.danger')}</li>
          </ul>
          <p className="k-hint">{t('field.consent.nothing')}</p>
        </section>
      ) : null}
    </>
  );
}
