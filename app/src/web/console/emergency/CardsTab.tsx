// Action cards: whoever has not answered stands on top, with the telephone's way to record an answer.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { shapeOfState } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { type EmergencyView, useCards } from './queries.ts';

const STATES = ['card-sent', 'card-cannot', 'card-answered', 'card-done', 'card-recalled'] as const;

export function CardsTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const { state } = useSearch({ from: '/emergencies/$emergencyId' });
  const navigate = useNavigate();
  const found = useCards(view.id, state);
  const count = (code: string) =>
    view.counts.find((one) => one.kind === 'action-card' && one.state === code)?.n ?? 0;
  return (
    <section aria-label={t('emergency.tab.cards')}>
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
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('emergency.cards.post')}</th>
            <th scope="col">{t('emergency.cards.unit')}</th>
            <th scope="col">{t('emergency.cards.place')}</th>
            <th scope="col">{t('emergency.cards.state')}</th>
            <th scope="col">{t('emergency.cards.sent')}</th>
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
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
