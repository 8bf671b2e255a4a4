// The category as chips that follow the words: by their labels, and by what closed cases taught. All can be chosen, none has to be.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { learnedFrom, type ReportCategory, rankCategories } from '../../capture/categories.ts';
import { learningOff, loadLearned, switchLearning } from '../../capture/learned.ts';
import { readRecent } from '../../capture/recent.ts';
import { useI18n } from '../../kit/i18n.tsx';

const CHIPS = 6;

export function CategoryPart({
  all,
  failed,
  text,
  category,
  onChange,
}: {
  all: readonly ReportCategory[];
  failed: boolean;
  text: string;
  category: string;
  onChange(code: string): void;
}) {
  const { t } = useI18n();
  const [recent] = useState(readRecent);
  const [off, setOff] = useState(learningOff);
  const learned = useQuery({
    queryKey: ['category-model'],
    enabled: !off,
    staleTime: 6 * 3_600_000,
    queryFn: ({ signal }) => loadLearned(signal),
  });
  const chosen = all.find((one) => one.code === category);
  const taught = off ? undefined : learnedFrom(learned.data, text);
  const suggested = rankCategories(all, text, recent, CHIPS, taught);
  const chips =
    chosen && !suggested.includes(chosen) ? [chosen, ...suggested.slice(0, CHIPS - 1)] : suggested;
  return (
    <fieldset className="f-group">
      <legend className="f-label">{t('field.report.category')}</legend>
      <div className="f-chips">
        {chips.map((one) => (
          <label key={one.code} className="f-chip">
            <input
              type="radio"
              name="category"
              className="k-visually-hidden"
              checked={category === one.code}
              onChange={() => onChange(one.code)}
            />
            <span>{one.label}</span>
          </label>
        ))}
      </div>
      {all.length > chips.length ? (
        <select
          className="k-input"
          aria-label={t('field.report.allCategories')}
          value={category}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t('field.report.allCategories')}</option>
          {[...new Set(all.map((one) => one.group))].map((group) => (
            <optgroup key={group} label={group}>
              {all
                .filter((one) => one.group === group)
                .map((one) => (
                  <option key={one.code} value={one.code}>
                    {one.label}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      ) : null}
      {failed ? <p className="k-hint">{t('field.report.noCategories')}</p> : null}
      {learned.data || off ? (
        <label className="f-switch">
          <input
            type="checkbox"
            checked={!off}
            onChange={(event) => {
              switchLearning(!event.target.checked);
              setOff(!event.target.checked);
            }}
          />
          {t('field.report.learned')}
        </label>
      ) : null}
    </fieldset>
  );
}
