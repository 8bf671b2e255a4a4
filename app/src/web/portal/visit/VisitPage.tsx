// The resident's side of a visit: who wants to come, when, and three answers, each of which ends it without a reason.
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { nearDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { cleanCode, codeFromHash } from '../follow/follow-key.ts';
import { Heading } from '../Shell.tsx';

type Visit = {
  title: string;
  purpose: string;
  label: string;
  areaName: string;
  who: { post: string; unit: string };
  state: string;
  over: boolean;
  offered: number[];
  chosenAt: number | null;
};

const CODE_LENGTH = 10;

export function VisitPage() {
  const { t } = useI18n();
  const [code, setCode] = useState(() => codeFromHash(location.hash));
  const [visit, setVisit] = useState<Visit>();
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  async function ask(path: string, body: object): Promise<void> {
    setBusy(true);
    setWords('');
    try {
      setVisit(await post<Visit>(path, { code: cleanCode(code), ...body }));
    } catch (error) {
      setWords(problemWords(t, error));
    } finally {
      setBusy(false);
    }
  }
  const answer = (body: object) => void ask('/public/visits/answer', body);
  return (
    <div className="p-page">
      <Heading>{t('portal.visit')}</Heading>
      {visit ? (
        <Answer visit={visit} busy={busy} onAnswer={answer} />
      ) : (
        <form
          className="p-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (cleanCode(code).length < CODE_LENGTH)
              setWords(t('portal.visit.codeShort', { n: CODE_LENGTH }));
            else void ask('/public/visits/link', {});
          }}
        >
          <label className="p-block">
            <span className="p-label">{t('portal.visit.code')}</span>
            <input
              className="k-input p-code-input"
              value={code}
              maxLength={24}
              autoComplete="off"
              autoCapitalize="characters"
              onChange={(event) => setCode(event.target.value)}
            />
          </label>
          <button type="submit" className="k-button k-button-primary p-big" disabled={busy}>
            {t('portal.visit.open')}
          </button>
        </form>
      )}
      {words ? (
        <p className="k-error" role="alert">
          {words}
        </p>
      ) : null}
    </div>
  );
}

function Answer({ visit, busy, onAnswer }: { visit: Visit; busy: boolean; onAnswer(body: object): void }) {
  const { t } = useI18n();
  const open = !visit.over && visit.state !== 'visited' && visit.state !== 'opted-out';
  return (
    <>
      <div className="p-card">
        <p className="p-card-title">{visit.title}</p>
        <p>{visit.purpose}</p>
        <p>{t('portal.visit.who', { unit: visit.who.unit, post: visit.who.post })}</p>
        <p>{t('portal.visit.where', { place: visit.label })}</p>
      </div>
      <p role="status">
        {visit.state === 'accepted' && visit.chosenAt !== null
          ? t('portal.visit.agreed', { time: nearDate(t, visit.chosenAt, now()) })
          : t(`portal.visit.state.${visit.over ? 'over' : visit.state}`)}
      </p>
      {open && visit.offered.length > 0 ? (
        <section className="p-block">
          <h2>{t('portal.visit.choose')}</h2>
          {visit.offered.map((at) => (
            <button
              key={at}
              type="button"
              className="k-button k-button-wide p-big"
              aria-pressed={visit.chosenAt === at}
              disabled={busy}
              onClick={() => onAnswer({ answer: 'accept', at })}
            >
              {nearDate(t, at, now())}
            </button>
          ))}
        </section>
      ) : null}
      <div className="p-buttons">
        {open && visit.state !== 'declined' ? (
          <button
            type="button"
            className="k-button"
            disabled={busy}
            onClick={() => onAnswer({ answer: 'decline' })}
          >
            {t('portal.visit.decline')}
          </button>
        ) : null}
        {visit.state === 'opted-out' ? (
          <button
            type="button"
            className="k-button"
            disabled={busy}
            onClick={() => onAnswer({ answer: 'opt-in' })}
          >
            {t('portal.visit.optIn')}
          </button>
        ) : (
          <button
            type="button"
            className="k-button"
            disabled={busy}
            onClick={() => onAnswer({ answer: 'opt-out' })}
          >
            {t('portal.visit.optOut')}
          </button>
        )}
      </div>
      <p className="k-hint">{t('portal.visit.noReason')}</p>
    </>
  );
}
