import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useState } from 'react';
import { now } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { MoreButton } from '../../kit/MoreButton.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { Empty, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useScope } from '../shell/scope.tsx';
import { downloadReplies, type OrderLine, type OrderView, useOrders, useSources } from './order-queries.ts';

const VIEWS: readonly OrderView[] = ['all', 'reply', 'late', 'attention'];

/** Work orders of other houses: what waits for its reply, what is past their deadline, and the file that goes back. */
export function OrdersPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const toast = useToast();
  const client = useQueryClient();
  const [view, setView] = useState<OrderView>('all');
  const [source, setSource] = useState('');
  const [q, setQ] = useState('');
  const [busy, setBusy] = useState(false);
  const sources = useSources();
  const pages = useOrders({ source: source || undefined, view, q });
  const chosen =
    sources.data?.find((one) => one.id === source) ??
    (sources.data?.length === 1 ? sources.data[0] : undefined);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];

  async function exportReplies(): Promise<void> {
    if (!chosen) return;
    setBusy(true);
    try {
      toast(t('orders.exported', { n: await downloadReplies(chosen) }), { tone: 'good' });
      void client.invalidateQueries({ queryKey: ['outside-orders'] });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.orders')}</h1>
      <div className="k-row">
        <Segmented
          aria-label={t('orders.view')}
          value={view}
          onChange={setView}
          options={VIEWS.map((value) => ({ value, label: t(`orders.view.${value}`) }))}
        />
        <select
          className="k-input k-input-short"
          aria-label={t('orders.source')}
          value={source}
          onChange={(event) => setSource(event.target.value)}
        >
          <option value="">{t('orders.everySource')}</option>
          {sources.data?.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        <input
          className="k-input k-input-short"
          type="search"
          aria-label={t('orders.search')}
          placeholder={t('orders.search')}
          maxLength={60}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        {holdsDuty(me, 'hotline') ? (
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={busy || !chosen}
            title={chosen ? undefined : t('orders.chooseSource')}
            onClick={() => void exportReplies()}
          >
            {chosen ? t('orders.exportFor', { name: chosen.name }) : t('orders.export')}
          </button>
        ) : null}
        <Link className="k-button" to="/orders/sources">
          {t('orders.toSources')}
        </Link>
      </div>
      <p className="k-hint">{t(`orders.line.${view}`)}</p>
      <Unread found={pages} />
      {pages.isSuccess && items.length === 0 ? (
        <Empty title={t('orders.none')}>{t('orders.noneLine')}</Empty>
      ) : null}
      {items.length > 0 ? <OrderTable items={items} /> : null}
      <MoreButton pages={pages} />
    </div>
  );
}

function OrderTable({ items }: { items: readonly OrderLine[] }) {
  const { t } = useI18n();
  return (
    <table className="c-table">
      <thead>
        <tr>
          <th scope="col">{t('orders.number')}</th>
          <th scope="col">{t('orders.case')}</th>
          <th scope="col">{t('orders.deadline')}</th>
          <th scope="col">{t('orders.ours')}</th>
          <th scope="col">{t('orders.theirs')}</th>
          <th scope="col">{t('orders.reply')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <td>
              <span className="k-number">{one.number}</span>
              <div className="k-hint">{one.sourceName}</div>
            </td>
            <td>
              <Link to="/cases/$caseId" params={{ caseId: one.caseId }}>
                {one.headline}
              </Link>{' '}
              <span className="k-hint k-number">{one.caseNumber}</span>
              {one.joined ? <span className="k-hint"> · {t('orders.joined')}</span> : null}
              {one.attention ? (
                <div className="c-vacant">{t(`orders.attention.${one.attention}`)}</div>
              ) : null}
            </td>
            <td className="c-nowrap">
              {one.deadline === null ? (
                <span className="k-hint">{t('orders.noDeadline')}</span>
              ) : (
                <span className={one.deadline < now() && one.closedAt === null ? 'c-vacant' : undefined}>
                  <TimeText at={one.deadline} as="near" />
                </span>
              )}
            </td>
            <td>{one.state}</td>
            <td>{one.theirs ? t(`orders.state.${one.theirs}`) : t('orders.theirsUnknown')}</td>
            <td>
              {one.waiting > 0 ? (
                t('orders.waiting', { n: one.waiting })
              ) : one.replied === null ? (
                <span className="k-hint">{t('orders.noReply')}</span>
              ) : (
                <TimeText at={one.replied} as="near" />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
