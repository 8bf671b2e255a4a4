// 巡查 in "today": the places that are due, in the suggested order, one tap to the sheet. What waits in the outbox is not asked again.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { now } from '../../kit/clock.ts';
import { dayWords } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { placeLine, placeTitle } from '../../patrol/patrol-words.ts';
import type { DueItem, MyPatrols } from '../../patrol/queries.ts';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import { useRound } from '../queries.ts';

const FEW = 8;

/** The places that no record on this phone waits for. */
export function useDue(): { data: MyPatrols; items: DueItem[] } | undefined {
  const found = useRound();
  const { items: kept } = useOutbox();
  if (!found.data) return undefined;
  const waiting = new Set(
    kept
      .filter((one) => one.path === '/patrol/records' && !one.refused)
      .map((one) => `${one.body.planId} ${one.body.placeId}`),
  );
  const items = found.data.items.filter((one) => !waiting.has(`${one.planId} ${one.place.id}`));
  return { data: found.data, items };
}

export function DueList() {
  const { t } = useI18n();
  const due = useDue();
  const [all, setAll] = useState(false);
  if (!due || due.items.length === 0) return null;
  const shown = all ? due.items : due.items.slice(0, FEW);
  return (
    <section className="f-group" aria-labelledby="today-patrol">
      <h2 id="today-patrol">{t('field.patrol.due', { n: due.items.length })}</h2>
      <p className="k-hint">{t('field.patrol.order')}</p>
      <ul className="f-list">
        {shown.map((one) => (
          <DueLine
            key={`${one.planId} ${one.place.id}`}
            due={one}
            title={due.data.plans.find((plan) => plan.id === one.planId)?.title ?? ''}
          />
        ))}
      </ul>
      {shown.length < due.items.length ? (
        <button type="button" className="k-button" onClick={() => setAll(true)}>
          {t('field.patrol.all', { n: due.items.length })}
        </button>
      ) : null}
      {due.data.leftOut > 0 ? (
        <p className="k-hint">{t('field.patrol.leftOut', { n: due.data.leftOut })}</p>
      ) : null}
    </section>
  );
}

function DueLine({ due, title }: { due: DueItem; title: string }) {
  const { t } = useI18n();
  const found = due.lastFindings.length;
  return (
    <li className="f-row">
      <Link to="/patrol" search={{ plan: due.planId, place: due.place.id }} className="f-row-link">
        <span className="f-row-title">{placeTitle(due.place)}</span>
        <span className="f-row-place">{[title, placeLine(due.place)].filter(Boolean).join(' · ')}</span>
        <span className="f-row-facts">
          <span>{due.state === 'late' ? `◑ ${t('patrol.state.late')}` : `○ ${t('patrol.state.due')}`}</span>
          <span>{t('field.patrol.until', { day: dayWords(t, due.period.to, now()) })}</span>
          {found > 0 ? <span>{t('field.patrol.foundBefore', { n: found })}</span> : null}
        </span>
      </Link>
    </li>
  );
}
