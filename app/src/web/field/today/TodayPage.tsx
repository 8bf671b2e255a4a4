// 今天: the three things that can't wait, then the rest in the order of their clocks.
import { Link } from '@tanstack/react-router';
import type { CaseRow } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { many } from '../../kit/many.ts';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useCopy } from '../copy/CopyProvider.tsx';
import type { Work } from '../copy/read-copy.ts';
import { DueList } from '../patrol/DueList.tsx';
import { useLiveRefresh, useWork } from '../queries.ts';
import { Heading } from '../Shell.tsx';
import { ActionCard } from './ActionCard.tsx';
import { CaseLine } from './CaseLine.tsx';
import { splitWork } from './split-work.ts';

export function TodayPage() {
  const { t } = useI18n();
  const work = useWork();
  const copy = useCopy();
  useLiveRefresh();
  const busy = work.isFetching || copy.busy;
  return (
    <div className="f-page">
      <div className="f-title-row">
        <Heading>{t('field.today.title')}</Heading>
        <button
          type="button"
          className="k-button"
          disabled={busy}
          onClick={() => {
            // Whoever asks for the day wants it in the cellar too: the phone's copy is renewed with it, not with the next news.
            void work.refetch();
            void copy.refresh();
          }}
        >
          {t(busy ? 'kit.loading' : 'field.today.refresh')}
        </button>
      </div>
      {work.data ? (
        <Groups work={work.data} />
      ) : work.error ? (
        <ErrorState error={work.error} onRetry={() => void work.refetch()} />
      ) : (
        <Loading />
      )}
      <DueList />
    </div>
  );
}

function Groups({ work }: { work: Work }) {
  const { t } = useI18n();
  const { cards, practice, transfers, top, groups } = splitWork(work);
  const empty = [cards, practice, transfers, top, work.waiting].every((one) => one.length === 0);
  return (
    <div className="f-groups">
      {cards.length > 0 ? (
        <section className="f-group" aria-labelledby="today-cards">
          <h2 id="today-cards">{t('field.today.cards', { n: cards.length })}</h2>
          <ul className="f-list">
            {cards.map((row) => (
              <ActionCard key={row.id} row={row} />
            ))}
          </ul>
        </section>
      ) : null}
      {transfers.length > 0 ? (
        <Link to="/transfers" className="k-button k-button-primary f-big">
          {t('field.today.transfers', {
            n: transfers.length,
            people: transfers.reduce((sum, one) => sum + (one.transfer?.people ?? 0), 0),
          })}
        </Link>
      ) : null}
      {practice.length > 0 ? (
        <section className="f-group" aria-labelledby="today-practice">
          <h2 id="today-practice">{t('field.today.practice', { n: practice.length })}</h2>
          <ul className="f-list">
            {practice.map((row) => (
              <ActionCard key={row.id} row={row} tone="f-practice-card" />
            ))}
          </ul>
        </section>
      ) : null}
      {top.length > 0 ? (
        <section className="f-group" aria-labelledby="today-top">
          <h2 id="today-top">{t('field.today.top', { n: top.length })}</h2>
          <ul className="f-list">
            {top.map((row) => (
              <CaseLine key={row.id} row={row} large />
            ))}
          </ul>
        </section>
      ) : (
        <p className="f-card">{t(empty ? 'field.today.nothing' : 'field.today.nothingMine')}</p>
      )}
      {groups.map(({ name, rows }) =>
        rows.length > 0 ? <Group key={name} name={name} rows={rows} /> : null,
      )}
      {work.done ? <p className="f-done">{t('field.today.done', { n: many(work.done.today) })}</p> : null}
    </div>
  );
}

function Group({ name, rows }: { name: string; rows: readonly CaseRow[] }) {
  const { t } = useI18n();
  return (
    <section className="f-group" aria-labelledby={`today-${name}`}>
      <h2 id={`today-${name}`}>{t(`field.today.${name}`, { n: rows.length })}</h2>
      <ul className="f-list">
        {rows.map((row) => (
          <CaseLine key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}
