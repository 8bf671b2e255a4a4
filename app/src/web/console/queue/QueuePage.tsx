import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { CaseRow } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { useShortcuts } from '../../kit/use-shortcuts.ts';
import { VirtualList, type VirtualListHandle } from '../../kit/VirtualList.tsx';
import { CasePane } from '../case/CasePane.tsx';
import { type QueueFilter, useQueue } from '../queries.ts';
import { useScope } from '../shell/scope.tsx';
import { Board } from './Board.tsx';
import { BulkPanel } from './BulkPanel.tsx';
import { CASE_LINE_HEIGHT, CaseLine } from './CaseLine.tsx';
import { FilterBar } from './FilterBar.tsx';
import { useLiveRows } from './live-rows.ts';
import type { QueueSearch } from './search.ts';

/** The list keeps its place; the case opens beside it. j k move, Enter opens, o opens alone, u reads the list again. */
export function QueuePage() {
  const { t } = useI18n();
  const { area } = useScope();
  const navigate = useNavigate();
  const search = useSearch({ from: '/queue' }) as QueueSearch;
  const filter = useMemo<QueueFilter>(
    () => ({
      view: search.view ?? 'queue',
      state: search.state,
      kind: search.kind,
      category: search.category,
      overdue: search.overdue,
      open: !search.closed && !search.state,
      q: search.q,
      sort: search.sort,
      area: area?.id,
    }),
    [search, area],
  );
  const queue = useQueue(filter, search.layout === 'board' ? 100 : 50);
  const loaded = useMemo(() => queue.data?.pages.flatMap((page) => page.items) ?? [], [queue.data]);
  const live = useLiveRows(loaded);
  const rows = live.rows;
  const total = queue.data?.pages[0]?.total;
  const states = useStates(rows);
  const [cursor, setCursor] = useState(0);
  const list = useRef<VirtualListHandle>(null);
  const openId = search.case;
  const [picked, setPicked] = useState<ReadonlySet<string>>();
  const many = picked !== undefined && search.layout !== 'board';

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new filter begins at the top
  useEffect(() => setCursor(0), [filter]);

  // A case opened by its address (or by a link) takes the cursor with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the case or the filter changes, not with every live row
  useEffect(() => {
    const index = openId === undefined ? -1 : rows.findIndex((row) => row.id === openId);
    if (index < 0) return;
    setCursor(index);
    list.current?.scrollTo(index);
  }, [openId, queue.isPending]);

  function openCase(row: CaseRow | undefined, action?: string): void {
    if (!row) return;
    const index = rows.findIndex((one) => one.id === row.id);
    if (index >= 0) setCursor(index);
    void navigate({
      to: '/queue',
      search: (before: QueueSearch) => ({ ...before, case: row.id, action }),
      replace: openId !== undefined,
    });
  }
  function move(step: number): void {
    const next = Math.min(rows.length - 1, Math.max(0, cursor + step));
    setCursor(next);
    list.current?.scrollTo(next);
    // A link or button that still has the focus would take the next Enter for itself.
    list.current?.focus();
    if (openId !== undefined) openCase(rows[next]);
    if (rows.length - next < 8 && queue.hasNextPage && !queue.isFetchingNextPage) void queue.fetchNextPage();
  }
  function refresh(): void {
    live.reset();
    void queue.refetch();
    setCursor(0);
    list.current?.scrollTo(0);
  }
  function pick(row: CaseRow | undefined): void {
    if (!row || !picked) return;
    const next = new Set(picked);
    if (!next.delete(row.id)) next.add(row.id);
    setPicked(next);
  }
  function leaveBulk(): void {
    setPicked(undefined);
    refresh();
  }
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => (many ? pick(rows[cursor]) : openCase(rows[cursor])),
    x: () => pick(rows[cursor]),
    o: () => {
      const row = rows[cursor];
      if (row) void navigate({ to: '/cases/$caseId', params: { caseId: openId ?? row.id } });
    },
    a: () => {
      const row = rows.find((one) => one.id === openId) ?? rows[cursor];
      openCase(row, row?.nextAction?.name);
    },
    u: refresh,
    b: () =>
      void navigate({
        to: '/queue',
        search: (before: QueueSearch) => ({
          ...before,
          layout: before.layout === 'board' ? undefined : 'board',
        }),
      }),
    Escape: () =>
      void navigate({
        to: '/queue',
        search: (before: QueueSearch) => ({ ...before, case: undefined, action: undefined }),
      }),
  });
  const head = (
    <div className="c-queue-head">
      <h1 className="c-title">{t('nav.queue')}</h1>
      {total ? (
        <span className="k-hint">
          {t(total.capped ? 'queue.totalCapped' : 'queue.total', { n: total.count })}
        </span>
      ) : null}
      {search.layout === 'board' || rows.length === 0 ? null : many ? (
        <>
          <span role="status">{t('bulk.chosen', { n: picked.size })}</span>
          <button
            type="button"
            className="k-link"
            onClick={() =>
              setPicked(picked.size === rows.length ? new Set() : new Set(rows.map((row) => row.id)))
            }
          >
            {picked.size === rows.length ? t('bulk.none') : t('bulk.all', { n: rows.length })}
          </button>
          <button type="button" className="k-link" onClick={leaveBulk}>
            {t('bulk.leave')}
          </button>
        </>
      ) : (
        <button type="button" className="k-link" onClick={() => setPicked(new Set())}>
          {t('bulk.choose')}
        </button>
      )}
      {live.fresh > 0 ? (
        <button type="button" className="c-fresh" onClick={refresh}>
          {t('queue.fresh', { n: live.fresh })}
        </button>
      ) : null}
    </div>
  );
  const empty = (
    <Empty title={t('queue.empty')}>
      {search.q || search.state || search.category ? t('queue.emptyFiltered') : t('queue.emptyLine')}
    </Empty>
  );
  return (
    <div className="c-queue">
      {head}
      <FilterBar search={search} states={states} />
      {queue.isPending ? <Loading /> : null}
      {queue.isError && rows.length === 0 ? (
        <ErrorState error={queue.error} onRetry={() => void queue.refetch()} />
      ) : null}
      {!queue.isPending && !queue.isError && rows.length === 0 ? empty : null}
      {rows.length > 0 && search.layout === 'board' ? (
        <Board
          rows={rows}
          more={queue.hasNextPage}
          onMore={() => void queue.fetchNextPage()}
          onOpen={openCase}
        />
      ) : null}
      {rows.length > 0 && search.layout !== 'board' ? (
        <div className="c-pair">
          <div className="c-pair-list">
            <VirtualList
              items={rows}
              rowHeight={CASE_LINE_HEIGHT}
              keyOf={(row) => row.id}
              label={t('queue.list')}
              selected={cursor}
              handle={list}
              onEnd={() => {
                if (queue.hasNextPage && !queue.isFetchingNextPage) void queue.fetchNextPage();
              }}
              render={(row, index) => (
                <CaseLine
                  row={row}
                  selected={index === cursor}
                  open={!many && row.id === openId}
                  picked={many ? picked.has(row.id) : undefined}
                  onOpen={(one) => (many ? pick(one) : openCase(one))}
                />
              )}
              footer={queue.isFetchingNextPage ? <Loading /> : null}
            />
          </div>
          <div className="c-pair-detail">
            {many ? (
              <BulkPanel rows={rows.filter((row) => picked.has(row.id))} onDone={leaveBulk} />
            ) : openId ? (
              <CasePane
                key={openId}
                caseId={openId}
                action={search.action}
                onAction={(action) =>
                  void navigate({
                    to: '/queue',
                    search: (before: QueueSearch) => ({ ...before, action }),
                    replace: true,
                  })
                }
                onChanged={live.renew}
              />
            ) : (
              <Empty title={t('queue.choose')}>{t('queue.chooseLine')}</Empty>
            )}
          </div>
        </div>
      ) : null}
      {search.layout === 'board' && openId ? (
        <div className="c-over">
          <CasePane
            key={openId}
            caseId={openId}
            action={search.action}
            onAction={(action) =>
              void navigate({
                to: '/queue',
                search: (before: QueueSearch) => ({ ...before, action }),
                replace: true,
              })
            }
            onChanged={live.renew}
            onClose={() =>
              void navigate({
                to: '/queue',
                search: (before: QueueSearch) => ({ ...before, case: undefined, action: undefined }),
              })
            }
          />
        </div>
      ) : null}
    </div>
  );
}

/** The states seen so far, for the filter: the server's own words, never a second list to keep in step. */
function useStates(rows: readonly CaseRow[]): { code: string; label: string }[] {
  const seen = useRef(new Map<string, string>());
  return useMemo(() => {
    for (const row of rows) seen.current.set(row.state.code, row.state.label);
    return [...seen.current].map(([code, label]) => ({ code, label }));
  }, [rows]);
}
