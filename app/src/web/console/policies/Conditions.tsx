import { useI18n } from '../../kit/i18n.tsx';
import type { Condition, Question } from '../../kit/policy-types.ts';

type Props = {
  questions: readonly Question[];
  conditions: readonly Condition[];
  onChange(next: Condition[]): void;
};

/** The simple conditions by which a resident's own phone tells whether the card fits. All of them must hold. */
export function Conditions({ questions, conditions, onChange }: Props) {
  const { t, locale } = useI18n();
  const change = (index: number, next: Condition) =>
    onChange(conditions.map((one, at) => (at === index ? next : one)));
  const start = (code: string): Condition => {
    const question = questions.find((one) => one.code === code);
    if (!question) return { ask: { 'zh-CN': '', en: '' }, answer: 'yes' };
    return question.type === 'number' ? { question: code, min: 0 } : { question: code, anyOf: [] };
  };
  return (
    <fieldset className="v-form">
      <legend>{t('policies.conditions')}</legend>
      <p className="k-hint">{t('policies.conditionsLine')}</p>
      {conditions.map((one, index) => (
        <div key={index} className="k-row">
          <select
            className="k-input"
            aria-label={t('policies.question')}
            value={'ask' in one ? '' : one.question}
            onChange={(event) => change(index, start(event.target.value))}
          >
            {questions.map((question) => (
              <option key={question.code} value={question.code}>
                {question.ask[locale]}
              </option>
            ))}
            <option value="">{t('policies.ownQuestion')}</option>
          </select>
          <Rule one={one} questions={questions} onChange={(next) => change(index, next)} />
          <button
            type="button"
            className="k-button"
            onClick={() => onChange(conditions.filter((_, at) => at !== index))}
          >
            {t('policies.remove')}
          </button>
        </div>
      ))}
      {conditions.length < 12 ? (
        <button
          type="button"
          className="k-button"
          onClick={() => onChange([...conditions, start(questions[0]?.code ?? '')])}
        >
          {t('policies.addCondition')}
        </button>
      ) : null}
    </fieldset>
  );
}

function Rule({
  one,
  questions,
  onChange,
}: {
  one: Condition;
  questions: readonly Question[];
  onChange(next: Condition): void;
}) {
  const { t, locale } = useI18n();
  if ('ask' in one)
    return (
      <>
        <input
          className="k-input"
          aria-label={t('policies.ownQuestion')}
          maxLength={100}
          value={one.ask['zh-CN']}
          onChange={(event) => onChange({ ...one, ask: { ...one.ask, 'zh-CN': event.target.value } })}
        />
        <select
          className="k-input k-input-short"
          aria-label={t('policies.answer')}
          value={one.answer}
          onChange={(event) => onChange({ ...one, answer: event.target.value === 'no' ? 'no' : 'yes' })}
        >
          <option value="yes">{t('policies.yes')}</option>
          <option value="no">{t('policies.no')}</option>
        </select>
      </>
    );
  if ('anyOf' in one) {
    const options = questions.find((question) => question.code === one.question)?.options ?? [];
    return (
      <span className="k-choices">
        {options.map((option) => (
          <label key={option.value} className="k-inline">
            <input
              type="checkbox"
              checked={one.anyOf.includes(option.value)}
              onChange={(event) =>
                onChange({
                  question: one.question,
                  anyOf: event.target.checked
                    ? [...one.anyOf, option.value]
                    : one.anyOf.filter((value) => value !== option.value),
                })
              }
            />
            {option.label[locale]}
          </label>
        ))}
      </span>
    );
  }
  const { question, min, max } = one;
  const bound = (name: 'min' | 'max', text: string) => {
    const value = text === '' ? undefined : Math.max(0, Math.floor(Number(text)));
    const ends = { min, max, [name]: value };
    onChange({
      question,
      ...(ends.min === undefined ? {} : { min: ends.min }),
      ...(ends.max === undefined ? {} : { max: ends.max }),
    });
  };
  return (
    <>
      {(['min', 'max'] as const).map((name) => (
        <label key={name} className="k-inline">
          {t(`policies.${name}`)}
          <input
            type="number"
            min={0}
            max={1000}
            className="k-input k-input-short"
            value={one[name] ?? ''}
            onChange={(event) => bound(name, event.target.value)}
          />
        </label>
      ))}
    </>
  );
}
