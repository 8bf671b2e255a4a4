// One question a screen; what is answered stays in the memory of this page.

import { useState } from 'react';
import { CheckOptions } from '../../kit/CheckOptions.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import type { Condition, Question } from '../../kit/policy-types.ts';
import { Steps } from '../Shell.tsx';
import { type Answers, type Fit, fitOf, nextQuestion, type PolicyCard } from './fit.ts';

type Props = { cards: readonly PolicyCard[]; questions: readonly Question[]; onClose(): void };

export function Wizard({ cards, questions, onClose }: Props) {
  const { t } = useI18n();
  const [past, setPast] = useState<readonly { key: string; answer: Answers[string] | undefined }[]>([]);
  const answers: Answers = Object.fromEntries(
    past.flatMap(({ key, answer }) => (answer === undefined ? [] : [[key, answer]])),
  );
  const skipped = new Set(past.filter((one) => one.answer === undefined).map((one) => one.key));
  const words = { yes: t('portal.policies.yes'), no: t('portal.policies.no') };
  const question = nextQuestion(cards, questions, answers, skipped, words);
  const give = (answer: Answers[string] | undefined) => {
    if (question) setPast([...past, { key: question.key, answer }]);
  };
  const back = () => (past.length === 0 ? onClose() : setPast(past.slice(0, -1)));
  return (
    <>
      <p className="p-progress">{t('portal.policies.private')}</p>
      {question ? (
        <Ask key={question.key} question={question} onGive={give} />
      ) : (
        <Results fits={cards.map((card) => fitOf(card, answers))} questions={questions} />
      )}
      <Steps>
        <button type="button" className="k-button" onClick={back}>
          {t('portal.back')}
        </button>
        {question ? (
          <button type="button" className="k-button" onClick={() => give(undefined)}>
            {t('portal.policies.skip')}
          </button>
        ) : (
          <button type="button" className="k-button" onClick={() => setPast([])}>
            {t('portal.policies.again')}
          </button>
        )}
      </Steps>
    </>
  );
}

function Ask({ question, onGive }: { question: Question; onGive(answer: Answers[string]): void }) {
  const { t, locale } = useI18n();
  const [number, setNumber] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const asked = question.ask[locale] || question.ask['zh-CN'];
  if (question.type === 'number')
    return (
      <label className="p-block">
        <span className="p-label">{asked}</span>
        <input
          className="k-input"
          inputMode="numeric"
          autoComplete="off"
          maxLength={3}
          value={number}
          onChange={(event) => setNumber(event.target.value.replace(/\D/g, ''))}
        />
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={number === ''}
          onClick={() => onGive(Number(number))}
        >
          {t('portal.policies.next')}
        </button>
      </label>
    );
  const several = question.type === 'choices';
  return (
    <fieldset className="p-block">
      <legend>{asked}</legend>
      {several ? (
        <>
          <CheckOptions
            options={(question.options ?? []).map(({ value, label }) => ({ value, label: label[locale] }))}
            chosen={chosen}
            onChange={setChosen}
          />
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={chosen.length === 0}
            onClick={() => onGive(chosen)}
          >
            {t('portal.policies.next')}
          </button>
        </>
      ) : (
        question.options?.map((option) => (
          <button
            key={option.value}
            type="button"
            className="k-button k-button-wide p-big"
            onClick={() => onGive([option.value])}
          >
            {option.label[locale]}
          </button>
        ))
      )}
    </fieldset>
  );
}

const GROUPS = ['fits', 'open', 'not'] as const;

function Results({ fits, questions }: { fits: readonly Fit[]; questions: readonly Question[] }) {
  const { t } = useI18n();
  return (
    <div className="p-block" role="status">
      {fits.every((one) => one.verdict === 'not') ? <p>{t('portal.policies.noFit')}</p> : null}
      {GROUPS.map((verdict) => {
        const own = fits.filter((one) => one.verdict === verdict);
        return own.length === 0 ? null : (
          <section key={verdict} className="p-block">
            <h2>{t(`portal.policies.${verdict}`, { n: own.length })}</h2>
            <ul className="p-cards">
              {own.map((one) => (
                <FitCard key={one.card.id} found={one} questions={questions} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function FitCard({ found, questions }: { found: Fit; questions: readonly Question[] }) {
  const { t, locale } = useI18n();
  const { card, reasons } = found;
  return (
    <li className="p-card">
      <p className="p-card-title">
        <a href={`/policies?card=${card.id}`} target="_blank" rel="noreferrer">
          {card.title[locale] || card.title['zh-CN']}
        </a>
      </p>
      <p>{card.gives[locale] || card.gives['zh-CN']}</p>
      <ul className="p-list">
        {reasons.map(({ condition, met }, index) => (
          <li key={index}>
            {t(`portal.policies.${met}`, { rule: ruleWords(condition, questions, t, locale) })}
          </li>
        ))}
      </ul>
    </li>
  );
}

function ruleWords(
  condition: Condition,
  questions: readonly Question[],
  t: ReturnType<typeof useI18n>['t'],
  locale: 'zh-CN' | 'en',
): string {
  const comma = t('portal.policies.comma');
  if ('ask' in condition)
    return t('portal.policies.rule', {
      ask: condition.ask[locale] || condition.ask['zh-CN'],
      want: t(`portal.policies.${condition.answer}`),
    });
  const question = questions.find((one) => one.code === condition.question);
  const ask = question?.ask[locale] ?? condition.question;
  if ('anyOf' in condition) {
    const labels = condition.anyOf.map(
      (value) => question?.options?.find((option) => option.value === value)?.label[locale] ?? value,
    );
    return t('portal.policies.rule', { ask, want: labels.join(comma) });
  }
  const { min, max } = condition;
  const want =
    min === undefined
      ? t('portal.policies.atMost', { max })
      : max === undefined
        ? t('portal.policies.atLeast', { min })
        : t('portal.policies.between', { min, max });
  return t('portal.policies.rule', { ask, want });
}
