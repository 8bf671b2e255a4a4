// The visits before me: offer times, give the resident the code, and afterwards one minute: how it went, and what they want passed on.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../kit/api.ts';
import { newCommandId, now } from '../kit/clock.ts';
import { exactDate, fromInputDateTime, nearDate } from '../kit/dates.ts';
import { useI18n } from '../kit/i18n.tsx';
import { problemWords } from '../kit/problem-words.ts';
import { Empty, ErrorState, Loading } from '../kit/States.tsx';
import { useMyVisits, type VisitTarget } from './queries.ts';
import './visits.css';

export function MyVisits() {
  const { t } = useI18n();
  const found = useMyVisits();
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.items.length === 0) return <Empty title={t('visits.none')}>{t('visits.noneLine')}</Empty>;
  return (
    <ul className="v-list">
      {found.data.items.map((target) => (
        <VisitCard key={`${target.id}-${target.version}`} target={target} />
      ))}
    </ul>
  );
}

function VisitCard({ target }: { target: VisitTarget }) {
  const { t } = useI18n();
  const [open, setOpen] = useState<'offer' | 'record'>();
  const link = `${location.origin}/visit`;
  return (
    <li className="v-card">
      <p>
        <strong>{target.label}</strong> {t(`visits.kind.${target.kind}`)}
      </p>
      <p className="k-hint">
        {target.areaName} · {target.campaign.title} · {t(`visits.state.${target.state}`)}
      </p>
      {target.chosenAt === null ? null : (
        <p>
          <strong>{t('visits.at', { time: nearDate(t, target.chosenAt, now()) })}</strong>
        </p>
      )}
      {target.code && target.state !== 'planned' ? (
        <p>
          {t('visits.code', { link })} <strong translate="no">{target.code}</strong>
        </p>
      ) : null}
      <div className="k-row">
        <button
          type="button"
          className={`k-button${target.state === 'planned' ? ' k-button-primary' : ''}`}
          aria-expanded={open === 'offer'}
          onClick={() => setOpen(open === 'offer' ? undefined : 'offer')}
        >
          {t(target.state === 'planned' ? 'visits.offer' : 'visits.offerAgain')}
        </button>
        {target.state === 'planned' ? null : (
          <button
            type="button"
            className={`k-button${target.state === 'accepted' ? ' k-button-primary' : ''}`}
            aria-expanded={open === 'record'}
            onClick={() => setOpen(open === 'record' ? undefined : 'record')}
          >
            {t('visits.record')}
          </button>
        )}
      </div>
      {open === 'offer' ? <Offer target={target} /> : null}
      {open === 'record' ? <Record target={target} /> : null}
    </li>
  );
}

function Offer({ target }: { target: VisitTarget }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [times, setTimes] = useState(['', '', '']);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const given = times.flatMap((time) => fromInputDateTime(time) ?? []);
  async function send(): Promise<void> {
    setBusy(true);
    try {
      await post(`/visits/targets/${encodeURIComponent(target.id)}/offer`, {
        baseVersion: target.version,
        times: given,
      });
      await client.invalidateQueries({ queryKey: ['visits'] });
    } catch (error) {
      setWords(problemWords(t, error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="v-form">
      <legend>{t('visits.offerTimes')}</legend>
      {times.map((time, index) => (
        <input
          key={index}
          type="datetime-local"
          className="k-input"
          aria-label={t('visits.time', { n: index + 1 })}
          value={time}
          onChange={(event) => setTimes(times.map((one, at) => (at === index ? event.target.value : one)))}
        />
      ))}
      {words ? (
        <p className="k-error" role="alert">
          {words}
        </p>
      ) : null}
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || given.length === 0}
        onClick={() => void send()}
      >
        {t('visits.offerSend')}
      </button>
    </fieldset>
  );
}

type Filed = { number: string; code: string };

function Record({ target }: { target: VisitTarget }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<'visited' | 'not-home' | 'refused'>('visited');
  const [needs, setNeeds] = useState([{ commandId: newCommandId(), text: '' }]);
  const [withAddress, setWithAddress] = useState(target.kind === 'firm');
  const [commandId] = useState(newCommandId);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [filed, setFiled] = useState<Filed[]>();
  async function send(): Promise<void> {
    setBusy(true);
    setWords('');
    try {
      const answer = await post<{ cases: Filed[] }>(
        `/visits/targets/${encodeURIComponent(target.id)}/record`,
        {
          commandId,
          baseVersion: target.version,
          outcome,
          needs: outcome === 'visited' ? needs.filter((need) => need.text.trim() !== '') : [],
          withAddress,
        },
        { retries: 3 },
      );
      setFiled(answer.cases);
      // With a code to pass on, the card stays until it was read.
      if (answer.cases.length === 0) await client.invalidateQueries({ queryKey: ['visits'] });
    } catch (error) {
      setWords(problemWords(t, error));
    } finally {
      setBusy(false);
    }
  }
  if (filed && filed.length > 0)
    return (
      <div className="v-form" role="status">
        <p>{t('visits.filed', { n: filed.length })}</p>
        {filed.map((one) => (
          <p key={one.number}>
            {one.number} · {t('visits.followCode')} <strong translate="no">{one.code}</strong>
          </p>
        ))}
        <button
          type="button"
          className="k-button"
          onClick={() => void client.invalidateQueries({ queryKey: ['visits'] })}
        >
          {t('visits.told')}
        </button>
      </div>
    );
  return (
    <fieldset className="v-form">
      <legend>{t('visits.record')}</legend>
      {(['visited', 'not-home', 'refused'] as const).map((one) => (
        <label key={one} className="k-choice">
          <input
            type="radio"
            name={`outcome-${target.id}`}
            checked={outcome === one}
            onChange={() => setOutcome(one)}
          />
          {t(`visits.outcome.${one}`)}
        </label>
      ))}
      {outcome === 'visited' ? (
        <>
          {needs.map((need, index) => (
            <label key={need.commandId}>
              {t('visits.need', { n: index + 1 })}
              <textarea
                className="k-input"
                rows={2}
                maxLength={1000}
                value={need.text}
                onChange={(event) =>
                  setNeeds(
                    needs.map((one, at) => (at === index ? { ...one, text: event.target.value } : one)),
                  )
                }
              />
            </label>
          ))}
          {needs.length < 5 ? (
            <button
              type="button"
              className="k-button"
              onClick={() => setNeeds([...needs, { commandId: newCommandId(), text: '' }])}
            >
              {t('visits.moreNeeds')}
            </button>
          ) : null}
          <label className="k-choice">
            <input
              type="checkbox"
              checked={withAddress}
              onChange={(event) => setWithAddress(event.target.checked)}
            />
            {t('visits.withAddress')}
          </label>
          <p className="k-hint">{t('visits.only')}</p>
        </>
      ) : null}
      {words ? (
        <p className="k-error" role="alert">
          {words}
        </p>
      ) : null}
      <button type="button" className="k-button k-button-primary" disabled={busy} onClick={() => void send()}>
        {t('visits.send')}
      </button>
      <p className="k-hint">{t('visits.now', { time: exactDate(t, now(), now()) })}</p>
    </fieldset>
  );
}
