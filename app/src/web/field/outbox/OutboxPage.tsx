// 我的发件箱: everything that was done on this phone in the last days, and how each of it ended, in words.
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { now } from '../../kit/clock.ts';
import { nearDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { spokenBy } from '../../kit/problem-words.ts';
import { asksPerson, type Item, isFinal } from '../../sync/item.ts';
import { HandIn } from '../lock/HandIn.tsx';
import { useLock } from '../lock/LockProvider.tsx';
import { Heading } from '../Shell.tsx';
import { useOutbox } from './OutboxProvider.tsx';

export function OutboxPage() {
  const { t } = useI18n();
  const { all, sending, sendAll } = useOutbox();
  const asking = all.filter((item) => asksPerson(item) || item.state === 'rejected');
  const underway = all.filter((item) => !isFinal(item) && !asksPerson(item));
  const ended = all.filter((item) => isFinal(item) && item.state !== 'rejected').reverse();
  return (
    <div className="f-page">
      <Heading>{t('field.outbox.title')}</Heading>
      <p>{t(all.length === 0 ? 'field.outbox.none' : 'field.outbox.line')}</p>
      <Items name="asking" items={asking} />
      <Items name="underway" items={underway} />
      {underway.length > 0 ? (
        <button
          type="button"
          className="k-button k-button-primary k-button-wide f-big"
          aria-disabled={sending}
          aria-busy={sending}
          onClick={() => void sendAll()}
        >
          {t(sending ? 'field.action.sending' : 'field.unsent.now')}
        </button>
      ) : null}
      <Items name="ended" items={ended} />
      <LeftBehind />
    </div>
  );
}

/** A phone that was handed on may still hold what its last user did before they left. */
function LeftBehind() {
  const { door, open, cleared } = useLock();
  const [owners, setOwners] = useState<readonly string[]>([]);
  const own = open?.owner;
  useEffect(() => {
    if (own !== undefined && cleared >= 0) void door?.others(own).then(setOwners);
  }, [door, own, cleared]);
  return owners.map((owner) => <HandIn key={owner} owner={owner} other />);
}

function Items({ name, items }: { name: 'asking' | 'underway' | 'ended'; items: readonly Item[] }) {
  const { t } = useI18n();
  if (items.length === 0) return null;
  return (
    <section className="f-group" aria-labelledby={`outbox-${name}`}>
      <h2 id={`outbox-${name}`}>{t(`field.outbox.${name}`)}</h2>
      <ul className="f-list">
        {items.map((item) => (
          <ItemCard key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

const MARKS: Record<Item['state'], string> = {
  waiting: '○',
  sending: '◔',
  'needs-login': '‖',
  held: '◑',
  rejected: '●',
  accepted: '✓',
  merged: '✓',
};

function ItemCard({ item }: { item: Item }) {
  const { t } = useI18n();
  const { drop } = useOutbox();
  const { state, said, photos } = item;
  const end = `${state}${state === 'held' ? `.${item.why ?? 'early'}` : ''}`;
  const later = state === 'waiting' && item.attempts > 0 && item.notBefore > now();
  return (
    <li className="f-card">
      <p className="f-card-title">{item.title}</p>
      <p className={asksPerson(item) || state === 'rejected' ? 'k-error' : undefined}>
        <span aria-hidden="true">{MARKS[state]} </span>
        {t(`field.outbox.is.${end}`)}
      </p>
      {said && said.title !== '' && !isDone(item) ? <p>{spokenBy(said)}</p> : null}
      <p className="k-hint">
        {nearDate(t, item.deviceAt + (item.skewMs ?? 0), now())}
        {photos.length > 0
          ? ` · ${t('field.outbox.photos', { n: photos.length, sent: photos.filter((one) => one.state === 'sent').length })}`
          : ''}
        {later
          ? ` · ${t('field.outbox.again', { n: item.attempts, at: nearDate(t, item.notBefore, now()) })}`
          : ''}
      </p>
      {asksPerson(item) ? (
        <Link to="/unsent/$itemId" params={{ itemId: item.id }} className="k-button k-button-primary f-big">
          {t('field.outbox.decide')}
          <span className="k-visually-hidden">{item.title}</span>
        </Link>
      ) : null}
      {state === 'rejected' ? (
        <button type="button" className="k-button k-button-danger" onClick={() => void drop(item.id)}>
          {t('field.unsent.drop')}
        </button>
      ) : null}
      {isDone(item) && item.kind !== 'record' ? (
        <Link to="/cases/$caseId" params={{ caseId: item.caseId }} className="k-button">
          {t('field.outbox.seeCase')}
          <span className="k-visually-hidden">{item.title}</span>
        </Link>
      ) : null}
    </li>
  );
}

function isDone(item: Item): boolean {
  return item.state === 'accepted' || item.state === 'merged';
}
