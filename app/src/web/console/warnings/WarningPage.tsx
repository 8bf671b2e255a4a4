// One warning: who says what, where and until when; what came before and after it; what it set off, and what the reader may start.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useMyEmergencies } from '../emergency/queries.ts';
import { useScope } from '../shell/scope.tsx';
import { CallDown } from './CallDown.tsx';
import { ColourMark } from './ColourMark.tsx';
import { Lifted } from './Lifted.tsx';
import { Loudspeaker } from './Loudspeaker.tsx';
import { titleOf, useWarning, type WarningView } from './queries.ts';
import { Relays } from './Relays.tsx';
import { Residents } from './Residents.tsx';

export function WarningPage() {
  const { t } = useI18n();
  const { warningId } = useParams({ from: '/warnings/$warningId' });
  const { me } = useScope();
  const brings = ['intake', 'dispatch', 'command'].some((duty) => holdsDuty(me, duty));
  const found = useWarning(warningId);
  if (found.isPending) return <Loading />;
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const view = found.data;
  if (!view) return null;
  return (
    <div className="c-page">
      <p className="c-crumbs">
        <Link to="/warnings">{t('nav.warnings')}</Link>
      </p>
      <h1 className="c-title">{titleOf(t, view)}</h1>
      <Said view={view} />
      {view.exercise ? null : <CallDown view={view} />}
      <Places view={view} />
      <Chain view={view} />
      <SetOff view={view} />
      {brings && ['in-force', 'coming'].includes(view.state.code) ? <Lifted view={view} /> : null}
      {brings && view.areas.length > 0 ? <Loudspeaker view={view} /> : null}
      {brings && !view.exercise ? <Residents view={view} /> : null}
      {brings ? <Relays view={view} /> : null}
    </div>
  );
}

function Said({ view }: { view: WarningView }) {
  const { t } = useI18n();
  return (
    <div className="c-card c-card-pad c-stack">
      <div className="k-row">
        <ColourMark colour={view.colour} label={view.colourLabel} />
        <span>{view.state.label}</span>
        {view.exercise ? <strong>{t('warning.exercise')}</strong> : null}
        <span className="k-hint">{t(`warning.colourFrom.${view.colourFrom}`)}</span>
      </div>
      <div>
        {view.issuer} {view.documentNumber ?? view.identifier} · <TimeText at={view.sentAt} as="near" />
      </div>
      <div>
        <TimeText at={view.onsetAt ?? view.effectiveAt} as="near" /> –{' '}
        <TimeText at={view.expiresAt} as="near" />
      </div>
      {view.description ? <p className="w-text">{view.description}</p> : null}
      {view.instruction ? (
        <p className="w-text">
          <strong>{t('warning.instruction')}</strong> {view.instruction}
        </p>
      ) : null}
      <p className="k-hint">
        {t('warning.source')} {view.source} · {t('warning.received')}{' '}
        <TimeText at={view.receivedAt} as="near" />
        {view.origin === 'cap' ? ` · ${t(view.signed ? 'warning.signed' : 'warning.unsigned')}` : ''}
      </p>
      {view.origin === 'cap' ? (
        <p>
          <a href={`/api/v1/warnings/${view.id}/document`} download>
            {t('warning.document')}
          </a>
        </p>
      ) : null}
      {view.notes.length > 0 ? (
        <ul>
          {view.notes.map((note) => (
            <li key={`${note.code}${note.at}`} className="w-text">
              {note.text}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Places({ view }: { view: WarningView }) {
  const { t } = useI18n();
  const { me } = useScope();
  const client = useQueryClient();
  const [area, setArea] = useState<{ id: string; name: string }>();
  const [failure, setFailure] = useState<unknown>();
  const may = ['intake', 'dispatch', 'command'].some((duty) => holdsDuty(me, duty));
  async function name(): Promise<void> {
    if (!area) return;
    setFailure(undefined);
    try {
      await post(`/warnings/${view.id}/areas`, { areas: [area.id] });
      setArea(undefined);
      await client.invalidateQueries({ queryKey: ['warnings'] });
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <section aria-labelledby="warning-places">
      <h2 id="warning-places" className="c-heading">
        {t('warning.places', { n: view.areas.length })}
      </h2>
      {view.areaWords ? <p className="k-hint w-text">{view.areaWords}</p> : null}
      <p className="w-text">
        {view.areas.length > 0
          ? view.topmost.map((one) => `${one.name}（${t(`warning.how.${one.how}`)}）`).join('、')
          : t('warning.noArea', { words: view.areaWords })}
      </p>
      {view.areas.length > view.topmost.length ? (
        <details>
          <summary>{t('warning.allPlaces')}</summary>
          <p className="w-text">{view.areas.map((one) => one.name).join('、')}</p>
        </details>
      ) : null}
      {may && view.areas.length === 0 ? (
        <div className="e-form">
          <Lookup
            label={t('warning.nameArea')}
            value={area?.id}
            valueLabel={area?.name ?? ''}
            find={findAreas}
            onChange={(value, option) =>
              setArea(value ? { id: value, name: option?.label ?? '' } : undefined)
            }
          />
          <FormProblem failure={failure} />
          <button type="button" className="k-button" disabled={!area} onClick={() => void name()}>
            {t('warning.nameAreaNow')}
          </button>
        </div>
      ) : null}
    </section>
  );
}

function Chain({ view }: { view: WarningView }) {
  const { t } = useI18n();
  if (view.chain.length === 0) return null;
  return (
    <section aria-labelledby="warning-chain">
      <h2 id="warning-chain" className="c-heading">
        {t('warning.chain')}
      </h2>
      <ul>
        {view.chain.map((one) => (
          <li key={`${one.step}${one.sender}${one.identifier}`}>
            {t(`warning.step.${one.step}`)}{' '}
            {one.id ? (
              <Link to="/warnings/$warningId" params={{ warningId: one.id }}>
                {one.identifier}
              </Link>
            ) : (
              `${one.identifier}（${t('warning.neverCame')}）`
            )}{' '}
            <TimeText at={one.sent} as="near" />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SetOff({ view }: { view: WarningView }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>();
  const mine = useMyEmergencies();
  const linked = new Set(view.emergencies.map((one) => one.id));
  const others = (mine.data?.items ?? []).filter((one) => one.endedAt === null && !linked.has(one.id));
  async function link(emergencyId: string): Promise<void> {
    setFailure(undefined);
    try {
      await post(`/warnings/${view.id}/link`, { commandId: newCommandId(), emergencyId });
      await client.invalidateQueries({ queryKey: ['warnings'] });
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <section aria-labelledby="warning-set-off">
      <h2 id="warning-set-off" className="c-heading">
        {t('warning.setOff')}
      </h2>
      {view.emergencies.length === 0 ? <p className="k-hint">{t('warning.setOffNothing')}</p> : null}
      <ul>
        {view.emergencies.map((one) => (
          <li key={one.id}>
            <Link to="/emergencies/$emergencyId" params={{ emergencyId: one.id }}>
              {one.headline}
            </Link>{' '}
            <span className="k-hint">{one.number}</span>
          </li>
        ))}
      </ul>
      <FormProblem failure={failure} />
      {view.suggest.length > 0
        ? others.map((one) => (
            <button key={one.id} type="button" className="k-button" onClick={() => void link(one.id)}>
              {t('warning.link', { number: one.number })}
            </button>
          ))
        : null}
      {view.suggest.map((area) => (
        <StartHere key={area.id} view={view} area={area} />
      ))}
    </section>
  );
}

/** 启动自主响应, filled in from the warning: the commander reads it, changes it, and starts. */
function StartHere({ view, area }: { view: WarningView; area: { id: string; name: string } }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [commandId] = useState(newCommandId);
  const [text, setText] = useState(() =>
    [`${view.issuer} ${titleOf(t, view)}`, view.instruction].filter(Boolean).join('：').slice(0, 1000),
  );
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function start(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const body = {
        commandId,
        areaId: area.id,
        risk: view.risk,
        text,
        occurredAt: now(),
        warningId: view.id,
      };
      await post('/emergencies', body, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['warnings'] });
      void navigate({ to: '/emergencies/$emergencyId', params: { emergencyId: commandId } });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('warning.startHere', { area: area.name })}</legend>
      <p className="k-hint">{t('warning.startHint')}</p>
      <p>{t(`emergency.risk.${view.risk}`)}</p>
      <Labelled id={`warning-start-${area.id}`} label={t('emergency.text')} hint={t('emergency.textHint')}>
        <textarea
          id={`warning-start-${area.id}`}
          className="k-input"
          rows={3}
          maxLength={1000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || text.trim().length < 5}
        onClick={() => void start()}
      >
        {t('warning.startNow')}
      </button>
    </fieldset>
  );
}
