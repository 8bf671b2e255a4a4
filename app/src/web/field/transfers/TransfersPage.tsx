// 转移清单 on the phone: doors by need, one tap for each thing seen or heard, with the time of the tap; kept without a network.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CaseRow, CommandAnswer } from '../../kit/api-types.ts';
import { shapeOfState } from '../../kit/case-states.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { nearDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { StateMark } from '../../kit/StateMark.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import { useLiveRefresh, useTransferRows } from '../queries.ts';
import { Heading } from '../Shell.tsx';
import { type Door, doorsOf, isAway, type Said, sayable } from './doing.ts';

export function TransfersPage() {
  const { t } = useI18n();
  const found = useTransferRows();
  const { all } = useOutbox();
  useLiveRefresh();
  if (!found.data)
    return found.error ? (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    ) : (
      <Loading />
    );
  const doors = doorsOf(found.data.items, all);
  const left = doors.filter((one) => !isAway(one));
  const away = doors.filter(isAway);
  const people = left.reduce((sum, one) => sum + (one.row.transfer?.people ?? 0), 0);
  return (
    <div className="f-page">
      <Heading>{t('field.transfers.title')}</Heading>
      {doors.length === 0 ? <p className="f-card">{t('field.transfers.none')}</p> : null}
      {left.length > 0 ? (
        <section className="f-group" aria-labelledby="transfers-left">
          <h2 id="transfers-left">{t('field.transfers.left', { n: left.length, people })}</h2>
          <p className="k-hint">{t('field.transfers.hint')}</p>
          <ul className="f-list">
            {left.map((door) => (
              <DoorCard key={door.row.id} door={door} />
            ))}
          </ul>
        </section>
      ) : null}
      {away.length > 0 ? (
        <section className="f-group" aria-labelledby="transfers-away">
          <h2 id="transfers-away">{t('field.transfers.away', { n: away.length })}</h2>
          <ul className="f-list">
            {away.map((door) => (
              <DoorCard key={door.row.id} door={door} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

/** Said with one more tap, because a reason belongs to it; anything else is written on the page of the case. */
const REASONS = { 'record-refusal': 3, 'record-out-of-reach': 3 } as const;

function DoorCard({ door }: { door: Door }) {
  const { t } = useI18n();
  const { row, state, waiting } = door;
  const [asking, setAsking] = useState<Said>();
  const say = useSay(row);
  const facts = row.transfer;
  if (!facts) return null;
  const names = sayable(state, facts.released !== null);
  const tell = (name: Said, form: Record<string, unknown>) => {
    setAsking(undefined);
    void say(name, form);
  };
  const where = facts.shelter ?? t('field.transfers.ownPlace');
  const late = facts.leaveBy !== null && facts.leaveBy < now();
  return (
    <li className="f-row f-row-large">
      <Link to="/cases/$caseId" params={{ caseId: row.id }} className="f-row-link">
        <span className="f-row-title">{row.address ?? row.headline}</span>
        <span className="f-row-place">
          {t('field.transfers.people', { n: facts.people })}
          {facts.needHelp > 0 ? ` · ${t('field.transfers.needHelp', { n: facts.needHelp })}` : ''}
          {` · ${t('field.transfers.to', { where })}`}
        </span>
        <span className="f-row-facts">
          <StateMark
            shape={shapeOfState(state, late && !isAway(door))}
            label={t(`field.transfers.state.${state}`)}
          />
          {facts.leaveBy !== null && !isAway(door) ? (
            <span>{t('field.transfers.leaveBy', { at: nearDate(t, facts.leaveBy, now()) })}</span>
          ) : null}
          {waiting ? <span>{t('field.transfers.waiting')}</span> : null}
        </span>
      </Link>
      {asking && asking in REASONS ? (
        <div className="f-buttons f-say">
          {Array.from({ length: REASONS[asking as keyof typeof REASONS] }, (_, n) => n + 1).map((n) => {
            const words = t(`field.transfers.why.${asking}.${n}`);
            return (
              <button
                key={n}
                type="button"
                className="k-button f-big"
                onClick={() =>
                  tell(asking, asking === 'record-refusal' ? { reason: words } : { note: words })
                }
              >
                {words}
              </button>
            );
          })}
          <button type="button" className="k-button" onClick={() => setAsking(undefined)}>
            {t('field.transfers.back')}
          </button>
        </div>
      ) : names.length > 0 ? (
        <div className="f-buttons f-say">
          {names.map((name) => (
            <button
              key={name}
              type="button"
              className={`k-button f-big${name === names[0] ? ' k-button-primary' : ''}`}
              onClick={() => {
                if (name in REASONS) setAsking(name);
                else if (name === 'notify-household') tell(name, { how: 'in-person' });
                else if (name === 'record-arrival') tell(name, { people: facts.people, where });
                else tell(name, { note: t('field.transfers.why.home') });
              }}
            >
              {name === 'record-arrival'
                ? t('field.transfers.say.record-arrival', { n: facts.people })
                : t(`field.transfers.say.${name}`)}
              <span className="k-visually-hidden"> {row.address}</span>
            </button>
          ))}
          {names.includes('record-arrival') ? (
            <Link
              to="/cases/$caseId"
              params={{ caseId: row.id }}
              search={{ do: 'record-arrival' }}
              className="k-button"
            >
              {t('field.transfers.otherNumber')}
            </Link>
          ) : null}
        </div>
      ) : state === 'sheltered' ? (
        <p className="f-card-kept">{t('field.transfers.notReleased')}</p>
      ) : null}
    </li>
  );
}

/** Writes it down with the time of the tap, sends it when there is a line, and says what became of it. */
function useSay(row: CaseRow) {
  const { t } = useI18n();
  const { submit } = useOutbox();
  const toast = useToast();
  const queries = useQueryClient();
  return async (name: Said, form: Record<string, unknown>) => {
    const commandId = newCommandId();
    const at = now();
    const label = t(`field.transfers.said.${name}`);
    try {
      const sent = await submit<CommandAnswer>({
        id: commandId,
        kind: 'command',
        path: `/cases/${encodeURIComponent(row.id)}/commands`,
        body: { commandId, name, baseVersion: row.version, occurredAt: at, form },
        photos: [],
        title: `${label} · ${row.address ?? row.headline}`,
        at,
        seen: {
          ...{ version: row.version, number: row.number, headline: row.headline, state: row.state },
          ...{ holder: row.holder?.unitName ?? null, fields: [] },
        },
      });
      if (sent.status === 'refused') toast(problemWords(t, sent.problem), { tone: 'bad' });
      else if (sent.status === 'kept') toast(t('field.action.kept'));
      else if (sent.answer.outcome === 'merged') toast(t('field.transfers.already'));
      else toast(t('field.action.sent', { name: label }), { tone: 'good' });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    } finally {
      void queries.invalidateQueries({ queryKey: ['work'] });
    }
  };
}
