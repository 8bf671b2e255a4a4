import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { call, get } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { MoreButton } from '../../kit/MoreButton.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { NoticeRow } from '../queries.ts';

type NoticePage = { items: NoticeRow[]; unread: number; next: string | null };

/** What happened to the posts one holds. Opening a notice reads it. */
export function NoticesPage() {
  const { t } = useI18n();
  const client = useQueryClient();
  const pages = useInfiniteQuery({
    queryKey: ['notices', 'all'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => get<NoticePage>('/notices', { limit: 50, after: pageParam }, signal),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  async function read(ids?: string[]): Promise<void> {
    await call('POST', '/notices/read', { body: ids ? { ids } : {} });
    await client.invalidateQueries({ queryKey: ['notices'] });
  }
  if (pages.isPending) return <Loading />;
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  const items = pages.data.pages.flatMap((page) => page.items);
  const unread = pages.data.pages[0]?.unread ?? 0;
  return (
    <div className="c-page c-narrow">
      <div className="c-queue-head c-plain-head">
        <h1 className="c-title">{t('notice.title')}</h1>
        {unread > 0 ? (
          <button type="button" className="k-button" onClick={() => void read()}>
            {t('notice.readAll', { n: unread })}
          </button>
        ) : null}
      </div>
      {items.length === 0 ? <Empty title={t('notice.none')}>{t('notice.noneLine')}</Empty> : null}
      {items.length > 0 ? (
        <ul className="c-card c-notice-list">
          {items.map((notice) => (
            <li key={notice.id} className={notice.read ? '' : 'c-unread'}>
              <a
                href={notice.link || '/console'}
                onClick={() => {
                  if (!notice.read) void read([notice.id]);
                }}
              >
                {notice.text}
              </a>
              <span className="k-hint">
                {notice.urgency === 'now' ? t('notice.now') : ''} <TimeText at={notice.at} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <MoreButton pages={pages} />
    </div>
  );
}
