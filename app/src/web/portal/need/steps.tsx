// The three questions, one on each screen.
import { Link } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { FindPlace } from '../../capture/FindPlace.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import type { NeedStep } from '../addresses.ts';
import { readPhone } from '../report/draft.ts';
import { Steps } from '../Shell.tsx';
import { askedNeeds, type NeedDraft, readPeople } from './draft.ts';

type Props = {
  draft: NeedDraft;
  change(part: Partial<NeedDraft>): void;
  go(step: NeedStep): void;
};

export function What({ draft, change, go }: Props) {
  const { t } = useI18n();
  const id = useId();
  const [problem, setProblem] = useState('');
  function next(event: FormEvent): void {
    event.preventDefault();
    if (draft.what === '') setProblem(t('portal.need.whatMissing'));
    else if (readPeople(draft.people) === undefined) setProblem(t('portal.need.peopleWrong'));
    else go('where');
  }
  return (
    <form className="p-form" noValidate onSubmit={next}>
      <fieldset className="p-block p-need-kinds">
        <legend className="k-visually-hidden">{t('portal.need.what.title')}</legend>
        {askedNeeds.map((one) => (
          <label key={one} className="k-choice p-need-kind">
            <input
              type="radio"
              name="need"
              checked={draft.what === one}
              onChange={() => {
                setProblem('');
                change({ what: one });
              }}
            />
            <span className="p-need-kind-words">
              <strong>{t(`portal.need.kind.${one}`)}</strong>
              <span className="p-door-line">{t(`portal.need.kind.${one}.line`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <section className="p-block">
        <label className="p-label" htmlFor={`${id}-people`}>
          {t('portal.need.people')}
        </label>
        <input
          id={`${id}-people`}
          className="k-input"
          inputMode="numeric"
          maxLength={3}
          value={draft.people}
          onChange={(event) => {
            setProblem('');
            change({ people: event.target.value });
          }}
        />
      </section>
      <section className="p-block">
        <label className="p-label" htmlFor={`${id}-words`}>
          {t('portal.need.words')} <span className="k-optional">{t('kit.optional')}</span>
        </label>
        <textarea
          id={`${id}-words`}
          className="k-input p-words"
          rows={3}
          maxLength={500}
          value={draft.text}
          placeholder={t('portal.need.wordsExample')}
          onChange={(event) => change({ text: event.target.value })}
        />
      </section>
      {problem ? (
        <p className="k-error" role="alert">
          {problem}
        </p>
      ) : null}
      <Steps>
        <Link to="/" className="k-button">
          {t('portal.back')}
        </Link>
        <button type="submit" className="k-button k-button-primary">
          {t('portal.need.what.next')}
        </button>
      </Steps>
    </form>
  );
}

export function Where({ draft, change, go }: Props) {
  const { t } = useI18n();
  const id = useId();
  const [problem, setProblem] = useState('');
  const { place } = draft;
  return (
    <div className="p-form">
      {place ? (
        <section className="p-block p-chosen" aria-live="polite">
          <p className="p-chosen-address">{place.address || t('capture.place.noAddress')}</p>
          {place.areas.length > 1 ? <p>{place.areas.slice(1).join(' ')}</p> : null}
          <button type="button" className="k-button" onClick={() => change({ place: null })}>
            {t('portal.where.other')}
          </button>
        </section>
      ) : (
        <FindPlace
          onFound={(found) => {
            setProblem(found.inside ? '' : t('portal.where.outside'));
            if (found.inside) change({ place: found });
          }}
        />
      )}
      {place ? (
        <section className="p-block">
          <label className="p-label" htmlFor={`${id}-detail`}>
            {t('portal.where.detail')} <span className="k-optional">{t('kit.optional')}</span>
          </label>
          <input
            id={`${id}-detail`}
            className="k-input"
            maxLength={80}
            value={draft.detail}
            placeholder={t('portal.where.detailExample')}
            onChange={(event) => change({ detail: event.target.value })}
          />
        </section>
      ) : null}
      {problem ? (
        <p className="k-error" role="alert">
          {problem}
        </p>
      ) : null}
      <Steps>
        <button type="button" className="k-button" onClick={() => go('what')}>
          {t('portal.back')}
        </button>
        <button
          type="button"
          className="k-button k-button-primary"
          onClick={() => (place ? go('who') : setProblem(t('portal.where.missing')))}
        >
          {t('portal.report.where.next')}
        </button>
      </Steps>
    </div>
  );
}

export function Reach({ draft, change, go, sending, onSend }: Props & { sending: boolean; onSend(): void }) {
  const { t } = useI18n();
  const id = useId();
  const [wrong, setWrong] = useState(false);
  function send(event: FormEvent): void {
    event.preventDefault();
    if (draft.phone.trim() !== '' && !readPhone(draft.phone)) setWrong(true);
    else onSend();
  }
  return (
    <form className="p-form" noValidate onSubmit={send}>
      <section className="p-block">
        <label className="p-label" htmlFor={`${id}-phone`}>
          {t('portal.who.phone')} <span className="k-optional">{t('kit.optional')}</span>
        </label>
        <input
          id={`${id}-phone`}
          className="k-input"
          type="tel"
          inputMode="tel"
          autoComplete="tel-national"
          maxLength={20}
          value={draft.phone}
          aria-invalid={wrong || undefined}
          aria-describedby={`${id}-privacy`}
          onChange={(event) => {
            setWrong(false);
            change({ phone: event.target.value });
          }}
        />
        {wrong ? (
          <p className="k-error" role="alert">
            {t('portal.who.phoneWrong')}
          </p>
        ) : null}
      </section>
      <section className="p-block">
        <label className="p-label" htmlFor={`${id}-name`}>
          {t('portal.who.name')} <span className="k-optional">{t('kit.optional')}</span>
        </label>
        <input
          id={`${id}-name`}
          className="k-input"
          autoComplete="name"
          maxLength={40}
          value={draft.name}
          placeholder={t('portal.who.nameExample')}
          onChange={(event) => change({ name: event.target.value })}
        />
      </section>
      <section className="p-block p-notice" id={`${id}-privacy`}>
        <h2>{t('portal.privacy.title')}</h2>
        <ul>
          {['why', 'who', 'never', 'long'].map((key) => (
            <li key={key}>{t(`portal.privacy.${key}`)}</li>
          ))}
        </ul>
      </section>
      <p className="p-summary">
        {t('portal.need.summary', {
          what: draft.what ? t(`portal.need.kind.${draft.what}`) : '',
          n: draft.people,
          place: [draft.place?.address, draft.detail].filter(Boolean).join(' '),
        })}
      </p>
      <Steps>
        <button type="button" className="k-button" onClick={() => go('where')}>
          {t('portal.back')}
        </button>
        <button type="submit" className="k-button k-button-primary" aria-disabled={sending}>
          {t(sending ? 'portal.who.sending' : 'portal.need.send')}
        </button>
      </Steps>
    </form>
  );
}
