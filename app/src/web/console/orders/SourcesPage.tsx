import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { ImportPanel } from './ImportPanel.tsx';
import { useSources } from './order-queries.ts';
import { SourceForm } from './SourceForm.tsx';
import { SourceSecrets } from './SourceSecrets.tsx';

/** The houses that send us work orders; beside the list the chosen one: its file to take in, and how its rows read. */
export function SourcesPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const [id, setId] = useState<string>();
  const [adding, setAdding] = useState(false);
  const found = useSources();
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const mayEdit = holdsDuty(me, 'manage-catalogue');
  const chosen = adding ? undefined : (found.data.find((one) => one.id === id) ?? found.data[0]);
  return (
    <div className="c-editor">
      <section className="c-editor-tree" aria-label={t('orders.sources')}>
        <header className="c-editor-head">
          <h1 className="c-title">{t('orders.sources')}</h1>
          <Link to="/orders">{t('orders.toOrders')}</Link>
          {mayEdit ? (
            <button type="button" className="k-button" onClick={() => setAdding(true)}>
              {t('orders.addSource')}
            </button>
          ) : null}
        </header>
        <ul>
          {found.data.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="c-cat-line"
                aria-current={one === chosen ? 'true' : undefined}
                onClick={() => {
                  setAdding(false);
                  setId(one.id);
                }}
              >
                <span>{one.name}</span>
                <span className="k-hint">
                  {one.enabled ? t(`orders.kind.${one.kind}`) : t('orders.disabled')}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {found.data.length === 0 ? (
          <Empty title={t('orders.noSources')}>{t('orders.noSourcesLine')}</Empty>
        ) : null}
      </section>
      <div className="c-editor-detail">
        {chosen && holdsDuty(me, 'hotline') && chosen.enabled ? (
          <ImportPanel key={chosen.id} source={chosen} />
        ) : null}
        {adding || (chosen && mayEdit) ? (
          <SourceForm
            key={chosen ? `${chosen.id}-${chosen.version}` : 'new'}
            source={chosen}
            onDone={(next) => {
              setAdding(false);
              setId(next);
            }}
          />
        ) : null}
        {chosen ? <SourceSecrets key={`secrets-${chosen.id}`} source={chosen} /> : null}
      </div>
    </div>
  );
}
