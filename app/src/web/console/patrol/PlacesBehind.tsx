// The places behind a number, each with what was found there last and, opened, its records.
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useState } from 'react';
import { now } from '../../kit/clock.ts';
import { dayWords } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { LastFindings } from '../../patrol/LastFindings.tsx';
import { placeLine, placeTitle } from '../../patrol/patrol-words.ts';
import type { DueItem } from '../../patrol/queries.ts';
import { type Behind, useBehind, useRecords } from './queries.ts';
import { RecordList } from './RecordList.tsx';

export type Opened = { query: Behind; words: string };

export function PlacesBehind({ opened, onClose }: { opened: Opened | undefined; onClose(): void }) {
  return (
    <Drawer
      open={opened !== undefined}
      onClose={onClose}
      size={560}
      title={opened?.words ?? ''}
      destroyOnHidden
    >
      {opened ? <Places query={opened.query} /> : null}
    </Drawer>
  );
}

function Places({ query }: { query: Behind }) {
  const { t } = useI18n();
  const found = useBehind(query);
  return (
    <>
      <Unread found={found} />
      {found.data && found.data.items.length < found.data.total ? (
        <p className="c-effect">{t('patrol.someShown', { n: found.data.items.length })}</p>
      ) : null}
      <ul className="t-places">
        {found.data?.items.map((one) => (
          <PlaceLine key={one.place.id} one={one} />
        ))}
      </ul>
    </>
  );
}

function PlaceLine({ one }: { one: DueItem }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button type="button" className="t-open" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden="true">{open ? '▾' : '▸'}</span> {placeTitle(one.place)}
      </button>
      <p className="k-hint">
        {placeLine(one.place)}
        {one.lateSince === null
          ? ''
          : ` · ${t('patrol.lateSince', { day: dayWords(t, one.lateSince, now()) })}`}
        {one.lastAt === null ? null : (
          <>
            {' · '}
            {t('patrol.lastSeen')} <TimeText at={one.lastAt} />
          </>
        )}
      </p>
      <LastFindings
        findings={one.lastFindings}
        link={(caseId, words) => (
          <Link to="/cases/$caseId" params={{ caseId }} className="c-case-link">
            {words}
          </Link>
        )}
      />
      {open ? <Records place={one.place.id} /> : null}
    </li>
  );
}

function Records({ place }: { place: string }) {
  const { t } = useI18n();
  const found = useRecords(place);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.items.length === 0) return <p>{t('patrol.noRecords')}</p>;
  return <RecordList records={found.data.items} />;
}
