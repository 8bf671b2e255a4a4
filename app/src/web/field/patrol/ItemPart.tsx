// One item of a checklist: its question, large answers, and what was found in words. A photo may be taken; none has to be.
import { useEffect } from 'react';
import { PhotoCapture } from '../../capture/PhotoCapture.tsx';
import { type Photos, usePhotos } from '../../capture/use-photos.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { type Filled, isFound } from '../../patrol/answers.ts';
import { type ChecklistItem, wordsIn } from '../../patrol/queries.ts';

const MOST_PHOTOS = 3;

type Props = {
  item: ChecklistItem;
  filled: Filled;
  missing: boolean;
  onAnswer(answer: string): void;
  onWords(words: string): void;
  onPhotos(photos: Photos): void;
};

export function ItemPart(props: Props) {
  const { item, filled, missing } = props;
  const { t } = useI18n();
  const found = isFound(item, filled);
  return (
    <li className={`t-item${found ? ' t-item-found' : ''}`}>
      <Question {...props} />
      {missing ? (
        <p className="k-error" id={`missing-${item.code}`}>
          {item.type === 'number' && item.min !== null && item.max !== null
            ? t('field.patrol.range', { min: item.min, max: item.max })
            : t('field.patrol.wanted')}
        </p>
      ) : null}
      {found ? <FoundPart {...props} /> : null}
    </li>
  );
}

function Question({ item, filled, missing, onAnswer }: Props) {
  const { t, locale } = useI18n();
  const words = wordsIn(item.words, locale);
  const asked = item.required ? words : t('field.patrol.optional', { words });
  const value = filled.answers[item.code] ?? '';
  const described = missing ? { 'aria-describedby': `missing-${item.code}`, 'aria-invalid': true } : {};
  if (item.type === 'number' || item.type === 'text')
    return (
      <div className="f-group">
        <label className="f-label" htmlFor={`item-${item.code}`}>
          {item.unit ? `${asked} (${item.unit})` : asked}
        </label>
        {item.type === 'number' ? (
          <input
            id={`item-${item.code}`}
            className="k-input"
            inputMode="decimal"
            value={value}
            {...described}
            onChange={(event) => onAnswer(event.target.value)}
          />
        ) : (
          <textarea
            id={`item-${item.code}`}
            className="k-input f-textarea"
            rows={2}
            maxLength={500}
            value={value}
            {...described}
            onChange={(event) => onAnswer(event.target.value)}
          />
        )}
      </div>
    );
  const options =
    item.type === 'choice'
      ? item.options.map((option) => ({ code: option.code, label: wordsIn(option.words, locale) }))
      : (['yes', 'no', 'na'] as const).map((code) => ({ code, label: t(`patrol.answer.${code}`) }));
  return (
    <fieldset className="f-group">
      <legend className="f-label">{asked}</legend>
      <div className="t-answers">
        {options.map((option, index) => (
          <label key={option.code} className="f-chip">
            <input
              {...(index === 0 ? { id: `item-${item.code}` } : {})}
              type="radio"
              name={`item-${item.code}`}
              className="k-visually-hidden"
              checked={value === option.code}
              {...(missing ? { 'aria-describedby': `missing-${item.code}` } : {})}
              onChange={() => onAnswer(option.code)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function FoundPart({ item, filled, onWords, onPhotos }: Props) {
  const { t, locale } = useI18n();
  const photos = usePhotos({ max: MOST_PHOTOS });
  useEffect(() => {
    onPhotos(photos);
  });
  return (
    <div className="f-group">
      <label className="f-group">
        <span className="f-label">{t('field.patrol.whatFound')}</span>
        <textarea
          className="k-input f-textarea"
          rows={2}
          maxLength={1000}
          placeholder={wordsIn(item.finding?.text ?? item.words, locale)}
          value={filled.words[item.code] ?? ''}
          onChange={(event) => onWords(event.target.value)}
        />
      </label>
      <p className="k-hint">{t('field.patrol.thingsOnly')}</p>
      <PhotoCapture photos={photos} max={MOST_PHOTOS} />
    </div>
  );
}
