// One item of a draft: its question, what may be answered, and which answers are a finding.
import { CheckOptions } from '../../kit/CheckOptions.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findCategories } from '../../kit/lookups.ts';
import type { ChecklistItem, FindingRule } from '../../patrol/queries.ts';
import { useCategories } from '../queries.ts';

const TYPES = ['yes-no', 'choice', 'number', 'text'] as const;
const noFinding = (item: ChecklistItem): FindingRule => ({
  answers: item.type === 'yes-no' ? ['no'] : [],
  below: null,
  above: null,
  category: '',
  text: { 'zh-CN': '', en: '' },
  urgent: false,
});

export const freshItem = (number: number): ChecklistItem => ({
  code: `item-${number}`,
  words: { 'zh-CN': '', en: '' },
  type: 'yes-no',
  required: true,
  options: [],
  unit: '',
  min: null,
  max: null,
  finding: null,
});

const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

type Props = {
  item: ChecklistItem;
  number: number;
  onChange(item: ChecklistItem): void;
  onRemove(): void;
};

export function ItemEditor({ item, number, onChange, onRemove }: Props) {
  const { t } = useI18n();
  const set = (part: Partial<ChecklistItem>) => onChange({ ...item, ...part });
  return (
    <fieldset className="t-form">
      <legend>{t('patrol.itemNumber', { n: number })}</legend>
      <div className="t-form-row">
        <label>
          {t('patrol.code')}
          <input
            className="k-input k-input-short"
            maxLength={41}
            value={item.code}
            onChange={(event) => set({ code: event.target.value })}
          />
        </label>
        <label>
          {t('patrol.answers')}
          <select
            className="k-input"
            value={item.type}
            onChange={(event) =>
              set({ type: TYPES.find((type) => type === event.target.value) ?? 'yes-no', finding: null })
            }
          >
            {TYPES.map((type) => (
              <option key={type} value={type}>
                {t(`patrol.type.${type}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="k-inline">
          <input
            type="checkbox"
            checked={item.required}
            onChange={(event) => set({ required: event.target.checked })}
          />
          {t('patrol.required')}
        </label>
        <button type="button" className="k-link" onClick={onRemove}>
          {t('patrol.removeItem', { n: number })}
        </button>
      </div>
      <Bilingual label="patrol.item" words={item.words} onChange={(words) => set({ words })} />
      {item.type === 'choice' ? <Options item={item} set={set} /> : null}
      {item.type === 'number' ? <Range item={item} set={set} /> : null}
      {item.type === 'text' ? null : (
        <label className="k-inline">
          <input
            type="checkbox"
            checked={item.finding !== null}
            onChange={(event) => set({ finding: event.target.checked ? noFinding(item) : null })}
          />
          {t('patrol.hasFinding')}
        </label>
      )}
      {item.finding ? (
        <FindingPart item={item} finding={item.finding} onChange={(finding) => set({ finding })} />
      ) : null}
    </fieldset>
  );
}

function Bilingual({
  label,
  words,
  onChange,
}: {
  label: string;
  words: ChecklistItem['words'];
  onChange(words: ChecklistItem['words']): void;
}) {
  const { t } = useI18n();
  return (
    <div className="t-form-row">
      <label>
        {t(label)}
        <input
          className="k-input"
          maxLength={200}
          value={words['zh-CN']}
          onChange={(event) => onChange({ ...words, 'zh-CN': event.target.value })}
        />
      </label>
      <label>
        {t('patrol.inEnglish')}
        <input
          className="k-input"
          maxLength={200}
          value={words.en}
          onChange={(event) => onChange({ ...words, en: event.target.value })}
        />
      </label>
    </div>
  );
}

type Part = { item: ChecklistItem; set(part: Partial<ChecklistItem>): void };

/** One option a line; its code follows from its place, so that an answer keeps its meaning while words are mended. */
function Options({ item, set }: Part) {
  const { t } = useI18n();
  const read = (text: string) =>
    text.split('\n').map((line, index) => ({
      code: item.options[index]?.code ?? `o${index + 1}`,
      words: { 'zh-CN': line, en: item.options[index]?.words.en ?? '' },
    }));
  return (
    <label>
      {t('patrol.options')}
      <textarea
        className="k-input"
        rows={3}
        value={item.options.map((option) => option.words['zh-CN']).join('\n')}
        onChange={(event) => set({ options: event.target.value === '' ? [] : read(event.target.value) })}
      />
    </label>
  );
}

function Range({ item, set }: Part) {
  const { t } = useI18n();
  return (
    <div className="t-form-row">
      <label>
        {t('patrol.min')}
        <input
          type="number"
          step="any"
          className="k-input k-input-short"
          value={item.min ?? ''}
          onChange={(event) => set({ min: numberOf(event.target.value) })}
        />
      </label>
      <label>
        {t('patrol.max')}
        <input
          type="number"
          step="any"
          className="k-input k-input-short"
          value={item.max ?? ''}
          onChange={(event) => set({ max: numberOf(event.target.value) })}
        />
      </label>
      <label>
        {t('patrol.unit')}
        <input
          className="k-input k-input-short"
          maxLength={20}
          value={item.unit}
          onChange={(event) => set({ unit: event.target.value })}
        />
      </label>
    </div>
  );
}

function FindingPart({
  item,
  finding,
  onChange,
}: {
  item: ChecklistItem;
  finding: FindingRule;
  onChange(finding: FindingRule): void;
}) {
  const { t } = useI18n();
  const categories = useCategories();
  const set = (part: Partial<FindingRule>) => onChange({ ...finding, ...part });
  const answers =
    item.type === 'choice'
      ? item.options.map((option) => ({ code: option.code, label: option.words['zh-CN'] }))
      : (['yes', 'no'] as const).map((code) => ({ code, label: t(`patrol.answer.${code}`) }));
  return (
    <>
      {item.type === 'number' ? (
        <div className="t-form-row">
          {(['below', 'above'] as const).map((side) => (
            <label key={side}>
              {t(`patrol.${side}`)}
              <input
                type="number"
                step="any"
                className="k-input k-input-short"
                value={finding[side] ?? ''}
                onChange={(event) => set({ [side]: numberOf(event.target.value) })}
              />
            </label>
          ))}
        </div>
      ) : (
        <fieldset className="t-form-row">
          <legend>{t('patrol.findingAnswers')}</legend>
          <CheckOptions
            options={answers.map(({ code, label }) => ({ value: code, label }))}
            chosen={finding.answers}
            onChange={(chosen) => set({ answers: chosen })}
            className="k-inline"
          />
        </fieldset>
      )}
      <Bilingual label="patrol.findingText" words={finding.text} onChange={(text) => set({ text })} />
      <div className="t-form-row">
        <div className="k-field">
          <span>{t('patrol.category')}</span>
          <Lookup
            label={t('patrol.category')}
            value={finding.category || undefined}
            valueLabel={
              categories.data?.find((one) => one.code === finding.category)?.label ?? finding.category
            }
            find={findCategories}
            onChange={(value) => set({ category: value ?? '' })}
          />
        </div>
        <label className="k-inline">
          <input
            type="checkbox"
            checked={finding.urgent}
            onChange={(event) => set({ urgent: event.target.checked })}
          />
          {t('patrol.urgent')}
        </label>
      </div>
    </>
  );
}
