// 我需要帮助, while an emergency is in force: what, where, how to reach you. Whoever is in danger of life finds the numbers on every step.
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem, sendCommand } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { type NeedStep, useNeedAddress } from '../addresses.ts';
import { keepReceipt, rememberCode } from '../report/receipt.ts';
import { Heading } from '../Shell.tsx';
import { askingOf, dropNeed, emptyNeed, findNeed, keepNeed, type NeedDraft, readPeople } from './draft.ts';
import { Reach, What, Where } from './steps.tsx';

type Filed = { number: string; headline: string; follow?: { code: string; number: string } };

const STEPS: readonly NeedStep[] = ['what', 'where', 'who'];

export function NeedPage() {
  const { t } = useI18n();
  const { step = 'what' } = useNeedAddress();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<NeedDraft>(() => findNeed() ?? emptyNeed());
  const latest = useRef(draft);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string>();

  function change(part: Partial<NeedDraft>): void {
    const next = { ...latest.current, ...part };
    latest.current = next;
    setDraft(next);
    keepNeed(next);
  }
  const go = (next: NeedStep) =>
    void navigate({ to: '/need', search: next === 'what' ? {} : { step: next } });
  const missing =
    step !== 'what' && (draft.what === '' || readPeople(draft.people) === undefined)
      ? 'what'
      : step === 'who' && !draft.place
        ? 'where'
        : undefined;
  // Somebody came by an old link or a reload in a new tab: begin where the first answer is missing.
  useEffect(() => {
    if (missing)
      void navigate({ to: '/need', search: missing === 'what' ? {} : { step: missing }, replace: true });
  }, [missing, navigate]);

  async function send(): Promise<void> {
    if (sending) return;
    setSending(true);
    setFailure(undefined);
    try {
      const asking = askingOf(latest.current, t(`portal.need.kind.${latest.current.what}`));
      const filed = await sendCommand<Filed>('/public/needs', asking);
      const receipt = {
        code: filed.follow?.code ?? '',
        number: filed.number,
        withPhone: asking.reporter?.phone !== undefined,
        joined: false,
        headline: filed.headline,
        at: now(),
      };
      keepReceipt(receipt);
      rememberCode(receipt);
      dropNeed();
      await navigate({ to: '/report/done', replace: true });
    } catch (error) {
      setFailure(
        error instanceof ApiProblem && error.offline ? t('portal.need.notSent') : problemWords(t, error),
      );
    } finally {
      setSending(false);
    }
  }
  const common = { draft, change, go };
  return (
    <div className="p-page">
      <Heading
        progress={t('portal.report.progress', {
          n: STEPS.indexOf(step) + 1,
          name: t(`portal.need.${step}.name`),
        })}
      >
        {t(`portal.need.${step}.title`)}
      </Heading>
      <p className="p-need-numbers">
        {t('portal.need.danger')}{' '}
        {['119', '120', '110'].map((number) => (
          <a key={number} className="k-button" href={`tel:${number}`}>
            {number}
          </a>
        ))}
      </p>
      {step === 'what' ? <What {...common} /> : null}
      {step === 'where' ? <Where {...common} /> : null}
      {step === 'who' ? <Reach {...common} sending={sending} onSend={() => void send()} /> : null}
      {failure ? (
        <p className="k-form-problem" role="alert">
          {failure}
        </p>
      ) : null}
    </div>
  );
}
