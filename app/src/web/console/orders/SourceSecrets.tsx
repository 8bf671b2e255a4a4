import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import type { Source } from './order-queries.ts';

/** The interface of a source: its address, its secret (shown once), and where our answers are posted. */
export function SourceSecrets({ source }: { source: Source }) {
  const { t } = useI18n();
  const { me } = useScope();
  const client = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const [url, setUrl] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const mayRenew = holdsDuty(me, 'manage-catalogue');
  const mayCall = holdsDuty(me, 'manage-security');
  if (!mayRenew && !mayCall) return null;
  async function run(work: () => Promise<void>): Promise<void> {
    setFailure(undefined);
    try {
      await work();
      await client.invalidateQueries({ queryKey: ['outside-sources'] });
    } catch (error) {
      setFailure(error);
    }
  }
  const callback = (on: boolean) =>
    run(async () => {
      await post(`/outside/sources/${source.id}/callback`, {
        url: url.trim() === '' ? null : url.trim(),
        on,
      });
    });
  return (
    <section className="c-card c-card-pad" aria-labelledby="secrets-title">
      <h3 id="secrets-title">{t('orders.interface')}</h3>
      <p className="k-hint">{t('orders.interfaceLine')}</p>
      <p className="k-number">POST /api/v1/outside/{source.code}/orders</p>
      <FormProblem failure={failure} />
      {mayRenew ? (
        <>
          {secret ? (
            <p role="status">
              {t('orders.secretOnce')} <code className="k-number">{secret}</code>
            </p>
          ) : null}
          <button
            type="button"
            className="k-button"
            onClick={() =>
              void run(async () => {
                const made = await post<{ secret: string }>(`/outside/sources/${source.id}/secret`, {});
                setSecret(made.secret);
              })
            }
          >
            {t(source.hasSecret ? 'orders.renewSecret' : 'orders.makeSecret')}
          </button>
        </>
      ) : null}
      {mayCall ? (
        <div className="k-field">
          <label className="k-label" htmlFor="orders-callback">
            {t('orders.callback')}
          </label>
          <input
            id="orders-callback"
            className="k-input"
            type="url"
            maxLength={500}
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
          <p className="k-hint">{t(source.callbackOn ? 'orders.callbackOn' : 'orders.callbackOff')}</p>
          <div className="k-row">
            <button
              type="button"
              className="k-button"
              disabled={url.trim() === ''}
              onClick={() => void callback(true)}
            >
              {t('orders.switchOn')}
            </button>
            <button
              type="button"
              className="k-button"
              disabled={!source.hasCallback}
              onClick={() => void callback(false)}
            >
              {t('orders.switchOff')}
            </button>
          </div>
        </div>
      ) : null}
    </section>
  );
}
