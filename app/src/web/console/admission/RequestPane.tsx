// One request: what it asks and why, what of it is known already, what the list asks alike, and the decision.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { AlikeList, KnownAnswer } from './Known.tsx';
import { type RequestView, useRequest } from './queries.ts';

type Props = { id: string; onOpen(id: string): void; onRenew(request: RequestView): void };

export function RequestPane({ id, onOpen, onRenew }: Props) {
  const { t } = useI18n();
  const found = useRequest(id);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const one = found.data;
  const facts: [string, string][] = [
    ['admission.who', one.unitName],
    [
      'admission.whom',
      t('admission.whomIn', { area: one.areaName, level: t(`admission.level.${one.askedLevel}`) }),
    ],
    ['admission.purpose', one.purpose],
    ['admission.basis', one.basis],
    ['admission.frequency', t(`admission.frequency.${one.frequency}`)],
    ['admission.days', t('admission.daysOf', { from: one.startsOn, to: one.endsOn })],
    ...(one.peopleBasis
      ? [
          [
            'admission.peopleBasis',
            `${t(`admission.people.${one.peopleBasis}`)}：${one.peopleBasisWords}`,
          ] as [string, string],
        ]
      : []),
  ];
  return (
    <article className="c-admission">
      <header>
        <h2>{one.title}</h2>
        <p>
          <span className="c-tag">{t(`admission.standing.${one.standing}`)}</span>{' '}
          {one.urgent ? <span className="c-tag">{t('admission.urgentOnce')}</span> : null}{' '}
          <span className="k-hint">
            {t('admission.askedAt')} <TimeText at={one.askedAt} as="near" />
          </span>
        </p>
      </header>
      <dl className="c-admission-facts">
        {facts.map(([key, words]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <section>
        <h3>{t('admission.items', { n: one.items.length })}</h3>
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('admission.item')}</th>
              <th scope="col">{t('admission.how')}</th>
            </tr>
          </thead>
          <tbody>
            {one.items.map((item) => (
              <tr key={item.label}>
                <th scope="row">{item.label}</th>
                <td>
                  {item.known ? <KnownAnswer known={item.known} /> : t('admission.how.ask')}
                  {item.namesPeople ? ` · ${t('admission.namesPeople')}` : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {one.near.map((near) => (
          <p key={`${near.label}-${near.fact}`} className="c-effect">
            {t('admission.near', near)}
          </p>
        ))}
      </section>
      <AlikeList alike={one.alike} onOpen={onOpen} />
      {one.decidedAt !== null && one.decisionWords !== null ? (
        <p className="c-effect">
          {one.decidedUnitName} · <TimeText at={one.decidedAt} as="near" /> ·{' '}
          {t(`admission.standing.${one.standing}`)}：{one.decisionWords}
        </p>
      ) : null}
      {one.endedWords ? (
        <p className="c-effect">{t('admission.endedBecause', { words: one.endedWords })}</p>
      ) : null}
      <Actions key={one.standing} one={one} onRenew={() => onRenew(one)} />
    </article>
  );
}

function Actions({ one, onRenew }: { one: RequestView; onRenew(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const commandId = useRef(newCommandId());
  const [words, setWords] = useState('');
  const [until, setUntil] = useState(one.endsOn);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function send(path: string, body: Record<string, unknown>, done: string): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(`/admission/requests/${encodeURIComponent(one.id)}/${path}`, body);
      commandId.current = newCommandId();
      await client.invalidateQueries({ queryKey: ['admission'] });
      toast(t(done), { tone: 'good' });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const decide = (decision: 'admitted' | 'declined') =>
    void send(
      'decide',
      { commandId: commandId.current, decision, words, ...(decision === 'admitted' ? { until } : {}) },
      `admission.done.${decision}`,
    );
  if (one.mayDecide)
    return (
      <section className="c-form" aria-label={t('admission.decide')}>
        <h3>{t('admission.decide')}</h3>
        <Labelled
          id="admission-until"
          label={t('admission.untilDay')}
          hint={t('admission.untilHint', { to: one.endsOn })}
        >
          <input
            id="admission-until"
            type="date"
            className="k-input k-input-short"
            min={one.startsOn}
            max={one.endsOn}
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        </Labelled>
        <Words id="admission-words" label={t('admission.reason')} value={words} onChange={setWords} />
        <FormProblem failure={failure} />
        <div className="k-row">
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={busy || words.trim().length < 2 || until === ''}
            onClick={() => decide('admitted')}
          >
            {t('admission.admitUntil', { day: until })}
          </button>
          <button
            type="button"
            className="k-button k-button-danger"
            disabled={busy || words.trim().length < 2}
            onClick={() => decide('declined')}
          >
            {t('admission.decline')}
          </button>
        </div>
      </section>
    );
  if (one.mayEnd)
    return (
      <details className="c-form">
        <summary>{t('admission.endEarly')}</summary>
        <Words id="admission-end" label={t('admission.reason')} value={words} onChange={setWords} />
        <FormProblem failure={failure} />
        <button
          type="button"
          className="k-button k-button-danger"
          disabled={busy || words.trim().length < 2}
          onClick={() => void send('end', { words }, 'admission.done.ended')}
        >
          {t('admission.end')}
        </button>
      </details>
    );
  return (
    <div className="k-row">
      <FormProblem failure={failure} />
      {one.mayRenew ? (
        <button type="button" className="k-button k-button-primary" onClick={onRenew}>
          {t('admission.renew')}
        </button>
      ) : null}
      {one.mayWithdraw ? (
        <button
          type="button"
          className="k-button"
          disabled={busy}
          onClick={() => void send('withdraw', {}, 'admission.done.withdrawn')}
        >
          {t('admission.withdraw')}
        </button>
      ) : null}
    </div>
  );
}

function Words(props: { id: string; label: string; value: string; onChange(value: string): void }) {
  return (
    <Labelled id={props.id} label={props.label}>
      <textarea
        id={props.id}
        className="k-input"
        rows={2}
        maxLength={500}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Labelled>
  );
}
