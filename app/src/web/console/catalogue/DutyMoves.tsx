import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { type Effect, type Move, useAffected } from './duty-queries.ts';

/** From whom to whom open cases would go, each count with its list of cases. */
export function DutyMoves({ effect, draftId }: { effect: Effect; draftId: string | undefined }) {
  const { t } = useI18n();
  const [open, setOpen] = useState<Move>();
  return (
    <>
      <ul className="c-history">
        {effect.moves.map((move) => (
          <li key={`${move.from.id}-${move.to.id}`}>
            <button type="button" className="k-link" onClick={() => setOpen(move)}>
              {t('duty.move', {
                n: move.count,
                from: move.from.name ?? t('duty.nobody'),
                to: move.to.name ?? t('duty.nobody'),
              })}
            </button>
            <span className="k-hint"> {move.categories.map((one) => one.label).join('、')}</span>
          </li>
        ))}
      </ul>
      <Drawer
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={
          open
            ? t('duty.move', {
                n: open.count,
                from: open.from.name ?? t('duty.nobody'),
                to: open.to.name ?? '',
              })
            : ''
        }
        size={640}
        destroyOnHidden
      >
        {open ? <AffectedCases draftId={draftId} move={open} /> : null}
      </Drawer>
    </>
  );
}

function AffectedCases({ draftId, move }: { draftId: string | undefined; move: Move }) {
  const { t } = useI18n();
  const found = useAffected(draftId, move);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { items, capped } = found.data;
  return (
    <>
      {items.length < move.count ? (
        <p className="k-hint">{t('duty.casesSeen', { seen: items.length, n: move.count })}</p>
      ) : null}
      {items.length === 0 ? <Empty title={t('duty.casesNone')} /> : null}
      <ul className="c-history">
        {items.map((one) => (
          <li key={one.id}>
            <Link to="/cases/$caseId" params={{ caseId: one.id }} className="k-number">
              {one.number}
            </Link>{' '}
            {one.headline}
            <span className="k-hint">
              {' '}
              {one.areaName} · {one.category} · {one.state}
            </span>
          </li>
        ))}
      </ul>
      {capped ? <p className="k-hint">{t('org.capped', { n: items.length })}</p> : null}
    </>
  );
}
