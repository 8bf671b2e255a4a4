// Emergencies: what is in force, my own cards, and how a commander starts one.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Risk, responseLevels } from '../../../kernel/emergency.ts';
import { post } from '../../kit/api.ts';
import { shapeOfState } from '../../kit/case-states.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import { AreaField, RiskField } from './AreaRisk.tsx';
import { type EmergencySummary, useEmergencies, useMyEmergencies } from './queries.ts';

export function EmergenciesPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const found = useEmergencies();
  const items = found.data?.items ?? [];
  const open = items.filter((one) => one.endedAt === null);
  const ended = items.filter((one) => one.endedAt !== null);
  return (
    <div className="c-page">
      <h1 className="c-title">{t('emergency.title')}</h1>
      <p>
        <Link to="/emergency-levels">{t('levels.title')}</Link>
      </p>
      <p>
        <Link to="/planning" search={{ kind: 'circle' }}>
          {t('planning.circle.open')}
        </Link>
      </p>
      <MyCards />
      <section aria-labelledby="emergency-open">
        <h2 id="emergency-open" className="c-heading">
          {t('emergency.open')}
        </h2>
        <Unread found={found} />
        {found.data && open.length === 0 ? <p className="k-hint">{t('emergency.none')}</p> : null}
        <List items={open} />
      </section>
      {holdsDuty(me, 'command') ? <Start /> : null}
      {ended.length > 0 ? (
        <section aria-labelledby="emergency-ended">
          <h2 id="emergency-ended" className="c-heading">
            {t('emergency.ended')}
          </h2>
          <List items={ended} />
        </section>
      ) : null}
    </div>
  );
}

function List({ items }: { items: readonly EmergencySummary[] }) {
  const { t } = useI18n();
  if (items.length === 0) return null;
  return (
    <table className="c-table">
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <td>
              <Link to="/emergencies/$emergencyId" params={{ emergencyId: one.id }}>
                {one.headline}
              </Link>
              <span className="k-hint"> {one.number}</span>
            </td>
            <td className="c-nowrap">
              <StateMark shape={shapeOfState(one.state.code, false)} label={one.state.label} />
            </td>
            <td className="c-nowrap">{one.level.label}</td>
            <td>{one.order ? `${one.order.issuer} ${one.order.document}` : t('emergency.own')}</td>
            <td className="c-nowrap">
              <TimeText at={one.startedAt} as="near" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What my posts do now, on top of everything. */
function MyCards() {
  const { t } = useI18n();
  const mine = useMyEmergencies();
  const cards = mine.data?.cards ?? [];
  if (cards.length === 0) return null;
  return (
    <section aria-labelledby="emergency-mine">
      <h2 id="emergency-mine" className="c-heading">
        {t('emergency.mine')}
      </h2>
      {cards.map((card) => (
        <article key={card.id} className="c-card c-card-pad c-stack">
          <h3>
            <Link to="/cases/$caseId" params={{ caseId: card.id }}>
              {card.headline} · {card.post}
            </Link>
          </h3>
          <ol>
            {card.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          {card.state === 'card-sent' && card.dueAt !== null ? (
            <p className="k-hint">
              {t('emergency.answerBy')} <TimeText at={card.dueAt} as="near" />
            </p>
          ) : null}
        </article>
      ))}
    </section>
  );
}

type Draft = {
  commandId: string;
  areaId: string;
  areaName: string;
  risk: Risk | '';
  text: string;
  ordered: boolean;
  level: string;
  issuer: string;
  document: string;
};

function emptyDraft(area: { id: string; name: string } | undefined): Draft {
  return {
    commandId: newCommandId(),
    areaId: area?.id ?? '',
    areaName: area?.name ?? '',
    risk: '',
    text: '',
    ordered: false,
    level: 'IV',
    issuer: '',
    document: '',
  };
}

function Start() {
  const { t } = useI18n();
  const { me } = useScope();
  const client = useQueryClient();
  const navigate = useNavigate();
  const commanding = me.posts.find((one) => one.duties.includes('command'));
  const [draft, setDraft] = useState(() => emptyDraft(commanding?.area));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  async function start(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const { level, issuer, document } = draft;
      await post(
        '/emergencies',
        {
          commandId: draft.commandId,
          areaId: draft.areaId,
          risk: draft.risk,
          text: draft.text,
          occurredAt: now(),
          ...(draft.ordered ? { order: { level, issuer, document } } : {}),
        },
        { retries: 2 },
      );
      await client.invalidateQueries({ queryKey: ['emergencies'] });
      void navigate({ to: '/emergencies/$emergencyId', params: { emergencyId: draft.commandId } });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('emergency.start')}</legend>
      <p className="k-hint">{t('emergency.startHint')}</p>
      <AreaField value={draft} onChange={set} />
      <RiskField id="emergency-risk" value={draft.risk} onChange={(risk: Risk) => set({ risk })} />
      <Labelled id="emergency-text" label={t('emergency.text')} hint={t('emergency.textHint')}>
        <textarea
          id="emergency-text"
          className="k-input"
          rows={3}
          maxLength={1000}
          value={draft.text}
          onChange={(event) => set({ text: event.target.value })}
        />
      </Labelled>
      <label className="k-choice">
        <input
          type="checkbox"
          checked={draft.ordered}
          onChange={(event) => set({ ordered: event.target.checked })}
        />
        <span>{t('emergency.ordered')}</span>
      </label>
      {draft.ordered ? (
        <>
          <Labelled id="emergency-level" label={t('emergency.level')}>
            <select
              id="emergency-level"
              className="k-input"
              value={draft.level}
              onChange={(event) => set({ level: event.target.value })}
            >
              {responseLevels.map((level) => (
                <option key={level} value={level}>
                  {t(`emergency.level.${level}`)}
                </option>
              ))}
            </select>
          </Labelled>
          <Labelled id="emergency-issuer" label={t('emergency.issuer')} hint={t('emergency.issuerHint')}>
            <input
              id="emergency-issuer"
              className="k-input"
              maxLength={80}
              value={draft.issuer}
              onChange={(event) => set({ issuer: event.target.value })}
            />
          </Labelled>
          <Labelled id="emergency-document" label={t('emergency.document')}>
            <input
              id="emergency-document"
              className="k-input"
              maxLength={80}
              value={draft.document}
              onChange={(event) => set({ document: event.target.value })}
            />
          </Labelled>
        </>
      ) : null}
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || draft.risk === '' || draft.areaId === ''}
        onClick={() => void start()}
      >
        {t('emergency.startNow')}
      </button>
    </fieldset>
  );
}
