// Action cards: whoever has not answered stands on top, with the telephone's way to record an answer.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { shapeOfState } from '../../kit/case-states.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import { type ActionCardRow, type EmergencyView, useCards } from './queries.ts';
import '../warnings/warnings.css';

const STATES = ['card-sent', 'card-cannot', 'card-answered', 'card-done', 'card-recalled'] as const;

export function CardsTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const { state } = useSearch({ from: '/emergencies/$emergencyId' });
  const navigate = useNavigate();
  const found = useCards(view.id, state);
  const { me } = useScope();
  const records = ['dispatch', 'command'].some((duty) => holdsDuty(me, duty));
  const count = (code: string) =>
    view.counts.find((one) => one.kind === 'action-card' && one.state === code)?.n ?? 0;
  return (
    <section className="e-calls" aria-label={t('emergency.tab.cards')}>
      <div className="k-row">
        {[undefined, ...STATES].map((code) => (
          <button
            key={code ?? 'all'}
            type="button"
            className="k-link"
            aria-pressed={state === code}
            onClick={() =>
              void navigate({
                to: '/emergencies/$emergencyId',
                params: { emergencyId: view.id },
                search: { tab: 'cards', state: code },
                replace: true,
              })
            }
          >
            {code ? t(`emergency.cards.${code}`, { n: count(code) }) : t('emergency.cards.all')}
          </button>
        ))}
      </div>
      <Unread found={found} />
      <p className="w-print-only">{view.headline}</p>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('emergency.cards.post')}</th>
            <th scope="col">{t('emergency.cards.unit')}</th>
            <th scope="col">{t('emergency.cards.place')}</th>
            <th scope="col">{t('emergency.cards.state')}</th>
            <th scope="col">{t('emergency.cards.sent')}</th>
            <th scope="col">{t('emergency.cards.phone')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data?.items.map((card) => (
            <tr key={card.id}>
              <td>
                <Link to="/cases/$caseId" params={{ caseId: card.id }}>
                  {card.title}
                </Link>
              </td>
              <td>{card.unitName}</td>
              <td>{card.areaName}</td>
              <td className="c-nowrap">
                <StateMark
                  shape={shapeOfState(card.state, false)}
                  label={t(`emergency.cardState.${card.state}`)}
                />
              </td>
              <td className="c-nowrap">
                <TimeText at={card.answeredAt ?? card.filedAt} as="near" />
              </td>
              <td>
                {card.phone ? <a href={`tel:${card.phone}`}>{card.phone}</a> : null}
                {card.state === 'card-sent' ? (
                  <>
                    {records ? <Heard card={card} /> : null}
                    <span className="w-print-only">{t('warning.fillIn')}</span>
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" className="k-button w-screen" onClick={() => print()}>
        {t('emergency.cards.print')}
      </button>
    </section>
  );
}

/** Somebody answered on the telephone or in person, and whoever heard it writes it down. */
function Heard({ card }: { card: ActionCardRow }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function record(how: 'phone' | 'in-person'): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(`/cases/${card.id}/commands`, {
        ...{ commandId: newCommandId(), name: 'record-answer', baseVersion: card.version },
        ...{ occurredAt: now(), form: { how } },
      });
      await client.invalidateQueries({ queryKey: ['emergencies'] });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <span className="w-screen">
      {(['phone', 'in-person'] as const).map((how) => (
        <button key={how} type="button" className="k-button" disabled={busy} onClick={() => void record(how)}>
          {t(`warning.heard.${how}`)}
          <span className="k-visually-hidden"> {card.title}</span>
        </button>
      ))}
      <FormProblem failure={failure} />
    </span>
  );
}
