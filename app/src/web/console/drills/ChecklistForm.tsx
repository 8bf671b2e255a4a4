// A checklist to be answered at a desk or on a phone: yes, no, not there.
import { useState } from 'react';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import type { Checklist, ChecklistItem } from './queries.ts';

type Answers = Record<string, string | number>;

export function ChecklistForm({
  checklist,
  sendLabel,
  onSend,
  onClose,
}: {
  checklist: Checklist;
  sendLabel: string;
  onSend(answers: Answers): Promise<void>;
  onClose(): void;
}) {
  const { t, locale } = useI18n();
  const [answers, setAnswers] = useState<Answers>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const missing = checklist.items.filter((item) => item.required && answers[item.code] === undefined);
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await onSend(answers);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form d-new">
      <legend>{checklist.title}</legend>
      {checklist.items.map((item) => (
        <Item
          key={item.code}
          item={item}
          words={item.words[locale]}
          value={answers[item.code]}
          onChange={(value) => setAnswers({ ...answers, [item.code]: value })}
        />
      ))}
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy || missing.length > 0}
          onClick={() => void send()}
        >
          {missing.length > 0 ? t('drills.check.left', { n: missing.length }) : sendLabel}
        </button>
        <button type="button" className="k-button" onClick={onClose}>
          {t('drills.back')}
        </button>
      </div>
    </fieldset>
  );
}

function Item({
  item,
  words,
  value,
  onChange,
}: {
  item: ChecklistItem;
  words: string;
  value: string | number | undefined;
  onChange(value: string | number): void;
}) {
  const { t, locale } = useI18n();
  const options =
    item.type === 'yes-no'
      ? (['yes', 'no', 'na'] as const).map((code) => ({ code, label: t(`drills.check.${code}`) }))
      : item.options.map((one) => ({ code: one.code, label: one.words[locale] }));
  if (item.type === 'text' || item.type === 'number')
    return (
      <label>
        <span className="k-label">{words}</span>
        <input
          className="k-input"
          type={item.type === 'number' ? 'number' : 'text'}
          maxLength={500}
          value={value ?? ''}
          onChange={(event) =>
            onChange(item.type === 'number' ? Number(event.target.value) : event.target.value)
          }
        />
      </label>
    );
  return (
    <fieldset className="d-item">
      <legend>{words}</legend>
      <div className="k-row">
        {options.map((one) => (
          <label key={one.code} className="d-option">
            <input
              type="radio"
              name={item.code}
              checked={value === one.code}
              onChange={() => onChange(one.code)}
            />
            {one.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
