import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { type ReportCategory, rankCategories } from '../../capture/categories.ts';
import { PhotoCapture } from '../../capture/PhotoCapture.tsx';
import { readRecent } from '../../capture/recent.ts';
import type { Photos } from '../../capture/use-photos.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Steps } from '../Shell.tsx';
import { type Draft, MOST_WORDS } from './draft.ts';

export type StepProps = {
  draft: Draft;
  change(part: Partial<Draft>): void;
  sending: boolean;
  failure: string | undefined;
};

const CHIPS = 6;

export function StepWhat({
  draft,
  change,
  photos,
  most,
  categories,
}: StepProps & { photos: Photos; most: number; categories: readonly ReportCategory[] }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const id = useId();
  const [missing, setMissing] = useState(false);
  const length = [...draft.text].length;
  function next(event: FormEvent): void {
    event.preventDefault();
    if (draft.text.trim() === '') {
      setMissing(true);
      document.getElementById(`${id}-words`)?.focus();
      return;
    }
    void navigate({ to: '/report', search: { step: 'where' } });
  }
  return (
    <form className="p-form" noValidate onSubmit={next}>
      <section className="p-block" aria-labelledby={`${id}-photo`}>
        <h2 id={`${id}-photo`}>{t('portal.report.photo')}</h2>
        <PhotoCapture photos={photos} max={most} primary describedBy={`${id}-exif`} />
        <p className="k-hint" id={`${id}-exif`}>
          {t('portal.report.exif')}
        </p>
      </section>
      <section className="p-block">
        <h2>
          <label htmlFor={`${id}-words`}>{t('portal.report.words')}</label>
        </h2>
        <textarea
          id={`${id}-words`}
          className="k-input p-words"
          rows={4}
          maxLength={MOST_WORDS}
          value={draft.text}
          aria-required="true"
          aria-invalid={missing || undefined}
          aria-describedby={`${id}-words-hint${missing ? ` ${id}-words-error` : ''}`}
          onChange={(event) => {
            setMissing(false);
            change({ text: event.target.value });
          }}
        />
        <p className="k-hint" id={`${id}-words-hint`}>
          {t('portal.report.wordsHint')}{' '}
          {length > MOST_WORDS * 0.8 ? t('kit.form.count', { n: length, max: MOST_WORDS }) : ''}
        </p>
        {missing ? (
          <p className="k-error" id={`${id}-words-error`} role="alert">
            {t('portal.report.wordsMissing')}
          </p>
        ) : null}
      </section>
      {categories.length > 0 ? <CategoryChips draft={draft} change={change} categories={categories} /> : null}
      <Steps>
        <button type="button" className="k-button" onClick={() => void navigate({ to: '/' })}>
          {t('portal.back')}
        </button>
        <button type="submit" className="k-button k-button-primary">
          {t('portal.report.what.next')}
        </button>
      </Steps>
    </form>
  );
}

function CategoryChips({
  draft,
  change,
  categories,
}: Pick<StepProps, 'draft' | 'change'> & { categories: readonly ReportCategory[] }) {
  const { t } = useI18n();
  const [all, setAll] = useState(false);
  const [recent] = useState(readRecent);
  const suggested = rankCategories(categories, draft.text, recent, CHIPS);
  const chosen = categories.find((one) => one.code === draft.category);
  // The chosen one never slips away while typing goes on.
  const chips =
    chosen && !suggested.includes(chosen) ? [chosen, ...suggested.slice(0, CHIPS - 1)] : suggested;
  const groups = [...new Set(categories.map((one) => one.group))];
  const chip = (code: string, label: string) => (
    <label key={code} className="p-chip">
      <input
        type="radio"
        name="category"
        className="k-visually-hidden"
        checked={draft.category === code}
        onChange={() => change({ category: code })}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <fieldset className="p-block">
      <legend>
        {t('portal.report.category')} <span className="k-optional">{t('kit.optional')}</span>
      </legend>
      <div className="p-chips">
        {all ? null : chips.map((one) => chip(one.code, one.label))}
        {chip('unsure', t('portal.report.unsure'))}
      </div>
      {all ? (
        groups.map((group) => (
          <div key={group} className="p-chip-group">
            <p className="p-chip-title">{group}</p>
            <div className="p-chips">
              {categories.filter((one) => one.group === group).map((one) => chip(one.code, one.label))}
            </div>
          </div>
        ))
      ) : (
        <button type="button" className="k-button k-button-quiet p-more" onClick={() => setAll(true)}>
          {t('portal.report.allCategories', { n: categories.length })}
        </button>
      )}
    </fieldset>
  );
}
