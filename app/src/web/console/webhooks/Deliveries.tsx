import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { MoreButton } from '../../kit/MoreButton.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';

type Delivery = {
  id: string;
  event: string;
  state: 'waiting' | 'sent' | 'dead';
  madeAt: number;
  attempts: number;
  nextAt: number | null;
  sentAt: number | null;
  failure: string | null;
  body: { case?: { number?: string } };
};
type Page = { items: Delivery[]; next: string | null };

/** What went to an address, or still waits, or failed for good; the last can be sent again. */
export function Deliveries({
  webhook,
  state,
  onChanged,
}: {
  webhook: string;
  state: Delivery['state'];
  onChanged(): void;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>();
  const found = useInfiniteQuery({
    queryKey: ['webhook-deliveries', webhook, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      get<Page>(`/webhooks/${webhook}/deliveries`, { state, limit: 50, after: pageParam }, signal),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  async function again(delivery: string): Promise<void> {
    setFailure(undefined);
    try {
      await post(`/webhooks/${webhook}/deliveries/${delivery}/send`, undefined);
      await client.invalidateQueries({ queryKey: ['webhook-deliveries', webhook] });
      onChanged();
    } catch (error) {
      setFailure(error);
    }
  }
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Unread found={found} />
      <FormProblem failure={failure} />
      {found.data && items.length === 0 ? <Empty title={t(`webhooks.empty.${state}`)} /> : null}
      {items.length > 0 ? (
        <div className="c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('webhooks.what')}</th>
                <th scope="col">{t('webhooks.madeAt')}</th>
                <th scope="col">{t('webhooks.attempts')}</th>
                <th scope="col">{t('webhooks.result')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    {t(`webhooks.event.${one.event}`)}{' '}
                    <span className="k-number">{one.body.case?.number ?? ''}</span>
                  </th>
                  <td>
                    <TimeText at={one.madeAt} as="exact" />
                  </td>
                  <td>{one.attempts}</td>
                  <td>
                    {one.sentAt === null ? null : <TimeText at={one.sentAt} as="exact" />}
                    {one.nextAt === null ? null : (
                      <>
                        {t('webhooks.next')} <TimeText at={one.nextAt} as="exact" />{' '}
                      </>
                    )}
                    {one.failure ? <span className="k-hint">{one.failure} </span> : null}
                    {one.state === 'dead' ? (
                      <button type="button" className="k-button" onClick={() => void again(one.id)}>
                        {t('webhooks.again')}
                      </button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <MoreButton pages={found} />
    </>
  );
}
