// 手机里存了什么: how much, what, and nothing goes before the person has said so. What was not sent can't be removed here at all.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { now } from '../../kit/clock.ts';
import { nearDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { Loading } from '../../kit/States.tsx';
import { useSession } from '../../kit/session.tsx';
import type { MyPatrols } from '../../patrol/queries.ts';
import type { PhoneShelf } from '../../sync/dexie-store.ts';
import { isFinal } from '../../sync/item.ts';
import { useCopy } from '../copy/CopyProvider.tsx';
import { dropPictures, keptPictures } from '../copy/pictures.ts';
import { copyOfCards, copyOfContacts, copyOfRegisters, copyOfRound } from '../copy/read-copy.ts';
import { dropTiles, keptTiles, wantTiles } from '../copy/tiles.ts';
import { useLock } from '../lock/LockProvider.tsx';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import { Heading } from '../Shell.tsx';
import { sizeWords } from './size-words.ts';

/** Less than this left, and a few photos fill it. */
const LOW_BYTES = 30_000_000;

/** Tiles come in while one looks. */
const RELOOK_MS = 5_000;

export function StoragePage() {
  const { t } = useI18n();
  const { shelf } = useCopy();
  return (
    <div className="f-page">
      <Heading>{t('field.storage.title')}</Heading>
      {shelf ? <Stored shelf={shelf} /> : <p>{t('field.line.noShelf')}</p>}
    </div>
  );
}

async function contentsOf(shelf: PhoneShelf) {
  const { replica } = shelf;
  const round: MyPatrols | undefined = await copyOfRound(replica);
  return {
    estimate: await navigator.storage?.estimate?.(),
    persisted: (await navigator.storage?.persisted?.()) ?? false,
    sealed: await shelf.sealed.count(),
    cases: (await replica.list('case')).length,
    due: round?.items.length ?? 0,
    lists: round?.checklists.length ?? 0,
    cards: (await copyOfCards(replica)).length,
    contacts: (await copyOfContacts(replica))?.length ?? 0,
    pictures: (await keptPictures(shelf)).count,
    records: (await copyOfRegisters(replica)).reduce((sum, one) => sum + one.rows.length, 0),
    tiles: await keptTiles(),
  };
}

function Stored({ shelf }: { shelf: PhoneShelf }) {
  const { t } = useI18n();
  const copy = useCopy();
  const { all } = useOutbox();
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: ['storage', copy.at, all.length],
    queryFn: () => contentsOf(shelf),
    refetchInterval: RELOOK_MS,
  });
  const again = () => queries.invalidateQueries({ queryKey: ['storage'] });
  if (!found.data) return <Loading />;
  const { estimate, persisted, tiles, ...counts } = found.data;
  const free = Math.max(0, (estimate?.quota ?? 0) - (estimate?.usage ?? 0));
  const open = all.filter((item) => !isFinal(item));
  const photos = open.flatMap((item) => item.photos);
  return (
    <>
      <section className="f-group">
        <p>
          {estimate
            ? t('field.storage.used', { used: sizeWords(estimate.usage ?? 0), free: sizeWords(free) })
            : t('field.storage.unknown')}
        </p>
        {estimate && free < LOW_BYTES ? <p className="k-error">{t('field.storage.low')}</p> : null}
        {copy.full ? <p className="k-error">{t('field.storage.full')}</p> : null}
        <p className="k-hint">{t(persisted ? 'field.storage.persisted' : 'field.storage.notPersisted')}</p>
      </section>
      <Part name="work" title={t('field.storage.work')}>
        <p>
          {open.length === 0
            ? t('field.storage.workNone')
            : t('field.storage.workLine', {
                n: open.length,
                photos: photos.length,
                size: sizeWords(photos.reduce((sum, photo) => sum + photo.bytes, 0)),
                sealed: counts.sealed,
              })}
        </p>
      </Part>
      <Part name="copies" title={t('field.storage.copies')}>
        <p>{t('field.storage.copiesLine', counts)}</p>
        <p>
          {copy.at === null
            ? t('field.storage.never')
            : t('field.storage.at', { at: nearDate(t, copy.at, now()) })}
        </p>
        {copy.reset ? <p>{copy.reset}</p> : null}
        {copy.leftOut.map((one) => (
          <p key={one.code}>{one.words}</p>
        ))}
        <div className="f-buttons">
          <button
            type="button"
            className="k-button"
            aria-disabled={copy.busy}
            onClick={() => void copy.refresh().then(again)}
          >
            {t(copy.busy ? 'kit.loading' : 'field.storage.fetch')}
          </button>
          <Ask
            label={t('field.storage.drop')}
            question={t('field.storage.dropAsk')}
            onYes={async () => {
              await shelf.forgetReplica();
              await dropPictures(shelf);
              await again();
            }}
          />
        </div>
      </Part>
      <Part name="tiles" title={t('field.storage.tiles')}>
        <p>{t('field.storage.tilesLine', { n: tiles.count, size: sizeWords(tiles.bytes) })}</p>
        <div className="f-buttons">
          {tiles.count > 0 ? (
            <Ask
              label={t('field.storage.tilesDrop')}
              question={t('field.storage.tilesAsk')}
              onYes={async () => {
                await dropTiles(shelf);
                await again();
              }}
            />
          ) : (
            <button
              type="button"
              className="k-button"
              onClick={() => void wantTiles(shelf).then(copy.refresh).then(again)}
            >
              {t('field.storage.tilesFetch')}
            </button>
          )}
        </div>
      </Part>
      <GiveAway unsent={open.length} />
    </>
  );
}

/** The phone goes to somebody else: only when nothing waits on it. */
function GiveAway({ unsent }: { unsent: number }) {
  const { t } = useI18n();
  const { signOut } = useSession();
  const { open, forget } = useLock();
  const [words, setWords] = useState('');
  return (
    <Part name="all" title={t('field.storage.all')}>
      <p>{unsent > 0 ? t('field.storage.allHas', { n: unsent }) : t('field.storage.allLine')}</p>
      {words ? (
        <p className="k-error" role="alert">
          {words}
        </p>
      ) : null}
      {unsent === 0 && open ? (
        <Ask
          label={t('field.storage.allDrop')}
          question={t('field.storage.allAsk')}
          onYes={() =>
            signOut()
              .then(() => forget(open.owner))
              .catch((error: unknown) => setWords(problemWords(t, error)))
          }
        />
      ) : null}
    </Part>
  );
}

function Part({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  return (
    <section className="f-group" aria-labelledby={`storage-${name}`}>
      <h2 id={`storage-${name}`}>{title}</h2>
      {children}
    </section>
  );
}

/** Nothing goes by one tap. */
function Ask({ label, question, onYes }: { label: string; question: string; onYes(): Promise<unknown> }) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <button type="button" className="k-button k-button-danger" onClick={() => setAsking(true)}>
        {label}
      </button>
    );
  return (
    <div className="f-card" role="alertdialog" aria-label={label}>
      <p>{question}</p>
      <div className="f-buttons">
        <button type="button" className="k-button" onClick={() => setAsking(false)}>
          {t('field.storage.keep')}
        </button>
        <button
          type="button"
          className="k-button k-button-danger"
          onClick={() => void onYes().then(() => setAsking(false))}
        >
          {t('field.storage.sure')}
        </button>
      </div>
    </div>
  );
}
