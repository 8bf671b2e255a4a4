import { useState } from 'react';
import type { FieldOption } from '../../kit/api-types.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { type Choices, type Item, readReference, referenceText } from './duty-queries.ts';

export type ItemBody = {
  code: string;
  type: string;
  title: { 'zh-CN': string; en: string };
  categories: string[];
  lead: ReturnType<typeof readReference>;
  assist: NonNullable<ReturnType<typeof readReference>>[];
  basis: string;
};

/** One item of a draft. Saving gives the whole draft anew, with its contradictions. */
export function DutyItemForm({
  item,
  choices,
  onSave,
  onCancel,
}: {
  item: Item | undefined;
  choices: Choices;
  onSave(body: ItemBody): Promise<void>;
  onCancel(): void;
}) {
  const { t } = useI18n();
  const [code, setCode] = useState(item?.code ?? '');
  const [type, setType] = useState(item?.type ?? choices.types[0]?.value ?? '');
  const [title, setTitle] = useState(item?.titles ?? { 'zh-CN': '', en: '' });
  const [lead, setLead] = useState(referenceText(item?.lead ?? null));
  const [assist, setAssist] = useState((item?.assist ?? []).map(referenceText));
  const [categories, setCategories] = useState((item?.categories ?? []).map((one) => one.code));
  const [basis, setBasis] = useState(item?.basis ?? '');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function save(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await onSave({
        code: code.trim().toLowerCase(),
        type,
        title: { 'zh-CN': title['zh-CN'].trim(), en: title.en.trim() },
        categories,
        lead: readReference(lead),
        assist: assist.flatMap((one) => readReference(one) ?? []),
        basis: basis.trim(),
      });
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }
  return (
    <form
      className="k-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <FormProblem failure={failure} />
      <Labelled id="duty-code" label={t('duty.code')} hint={t('duty.codeHint')}>
        <input
          id="duty-code"
          className="k-input k-input-short"
          required
          maxLength={20}
          pattern="[A-Za-z0-9][A-Za-z0-9.\-]{0,19}"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Labelled>
      <Labelled id="duty-type" label={t('duty.type')}>
        <select
          id="duty-type"
          className="k-input k-input-short"
          value={type}
          onChange={(event) => setType(event.target.value)}
        >
          {choices.types.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="duty-title" label={t('duty.item')}>
        <input
          id="duty-title"
          className="k-input"
          required
          maxLength={200}
          value={title['zh-CN']}
          onChange={(event) => setTitle({ ...title, 'zh-CN': event.target.value })}
        />
        <input
          className="k-input"
          lang="en"
          maxLength={200}
          placeholder="English"
          aria-label={t('cat.inEnglish', { label: t('duty.item') })}
          value={title.en}
          onChange={(event) => setTitle({ ...title, en: event.target.value })}
        />
      </Labelled>
      <Labelled id="duty-lead" label={t('duty.lead')}>
        <select
          id="duty-lead"
          className="k-input"
          value={lead}
          onChange={(event) => setLead(event.target.value)}
        >
          <option value="">{t('duty.leadNone')}</option>
          {choices.units.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      </Labelled>
      <Picked
        label={t('duty.assist')}
        values={assist}
        options={choices.units.filter((one) => one.value !== lead)}
        onChange={setAssist}
      />
      <Picked
        label={t('duty.categories')}
        values={categories}
        options={choices.categories}
        onChange={setCategories}
      />
      <Labelled id="duty-basis" label={t('duty.basis')}>
        <textarea
          id="duty-basis"
          rows={2}
          maxLength={400}
          value={basis}
          onChange={(event) => setBasis(event.target.value)}
        />
      </Labelled>
      <div className="k-form-foot">
        <button type="submit" className="k-button k-button-primary" disabled={busy}>
          {t('duty.saveItem')}
        </button>
        <button type="button" className="k-button" onClick={onCancel}>
          {t('kit.cancel')}
        </button>
      </div>
    </form>
  );
}

/** Several of many: what is chosen as words with a way to take it off, and a box that finds the next. */
function Picked({
  label,
  values,
  options,
  onChange,
}: {
  label: string;
  values: readonly string[];
  options: readonly FieldOption[];
  onChange(values: string[]): void;
}) {
  const { t } = useI18n();
  const words = (value: string) => options.find((one) => one.value === value)?.label ?? value;
  return (
    <fieldset className="k-field">
      <legend className="k-label">{label}</legend>
      <ul className="c-tags">
        {values.map((value) => (
          <li key={value}>
            <button
              type="button"
              className="c-chip"
              aria-label={t('duty.drop', { name: words(value) })}
              onClick={() => onChange(values.filter((one) => one !== value))}
            >
              {words(value)} ×
            </button>
          </li>
        ))}
      </ul>
      <Lookup
        key={values.join()}
        label={t('duty.pick', { label })}
        value={undefined}
        find={async (query) =>
          options
            .filter((one) => !values.includes(one.value) && `${one.label}${one.value}`.includes(query))
            .slice(0, 30)
        }
        onChange={(value) => {
          if (value !== undefined) onChange([...values, value]);
        }}
      />
    </fieldset>
  );
}
