// Where events go outside: addresses, what was sent to each, what failed for good and can be sent again. Secrets are shown once.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { CheckOptions } from '../../kit/CheckOptions.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { AskFirst } from '../shell/AskFirst.tsx';
import { ShownOnce } from '../shell/ShownOnce.tsx';
import { Deliveries } from './Deliveries.tsx';

const EVENTS = ['case.opened', 'case.state-changed', 'case.closed'] as const;
const QUERY = ['webhooks'];

type Webhook = {
  id: string;
  name: string;
  host: string;
  events: string[];
  enabled: boolean;
  offReason: 'by-hand' | 'failures' | null;
  failures: number;
  createdAt: number;
  sentAt: number | null;
  waiting: number;
  dead: number;
};

export function WebhooksPage() {
  const { t } = useI18n();
  const client = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const found = useQuery({
    queryKey: QUERY,
    queryFn: ({ signal }) => get<{ items: Webhook[] }>('/webhooks', undefined, signal),
  });
  const reload = () => void client.invalidateQueries({ queryKey: QUERY });
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.webhooks')}</h1>
      <p className="k-hint">{t('webhooks.line')}</p>
      {secret ? (
        <ShownOnce secret={secret} line={t('webhooks.once')} onKept={() => setSecret(undefined)} />
      ) : null}
      <Unread found={found} />
      {found.data?.items.length === 0 ? <Empty title={t('webhooks.none')} /> : null}
      {found.data?.items.map((one) => (
        <WebhookCard key={one.id} webhook={one} onSecret={setSecret} onChanged={reload} />
      ))}
      <NewWebhook
        onMade={(made) => {
          setSecret(made);
          reload();
        }}
      />
    </div>
  );
}

function WebhookCard({
  webhook,
  onSecret,
  onChanged,
}: {
  webhook: Webhook;
  onSecret(secret: string): void;
  onChanged(): void;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const [shown, setShown] = useState<'waiting' | 'sent' | 'dead'>();
  const [failure, setFailure] = useState<unknown>();
  const { id, name } = webhook;
  async function turn(on: boolean): Promise<void> {
    setFailure(undefined);
    try {
      await post(`/webhooks/${id}/switch`, { on });
      onChanged();
    } catch (error) {
      setFailure(error);
    }
  }
  async function renew(): Promise<void> {
    onSecret((await post<{ secret: string }>(`/webhooks/${id}/secret`, undefined)).secret);
  }
  async function remove(): Promise<void> {
    await post(`/webhooks/${id}/remove`, undefined);
    toast(t('webhooks.removed', { name }), { tone: 'good' });
    onChanged();
  }
  const state = webhook.enabled ? 'on' : (webhook.offReason ?? 'by-hand');
  const lists = { waiting: webhook.waiting, dead: webhook.dead } as const;
  return (
    <article className="c-card c-card-pad k-field" aria-label={name}>
      <div className="k-row">
        <h2 className="c-heading">{name}</h2>
        <span className="k-number">{webhook.host}</span>
      </div>
      <p>
        {t(`webhooks.state.${state}`)} ·{' '}
        {webhook.events.map((event) => t(`webhooks.event.${event}`)).join('、')}
      </p>
      <p className="k-hint">
        {webhook.sentAt === null ? (
          t('webhooks.neverSent')
        ) : (
          <>
            {t('webhooks.lastSent')} <TimeText at={webhook.sentAt} />
          </>
        )}
        {webhook.failures > 0 ? ` · ${t('webhooks.failures', { n: webhook.failures })}` : ''}
      </p>
      <FormProblem failure={failure} />
      <div className="k-row">
        {(['waiting', 'dead'] as const).map((list) => (
          <button
            key={list}
            type="button"
            className="k-button"
            aria-pressed={shown === list}
            onClick={() => setShown(shown === list ? undefined : list)}
          >
            {t(`webhooks.show.${list}`, { n: lists[list] })}
          </button>
        ))}
        <button
          type="button"
          className="k-button"
          aria-pressed={shown === 'sent'}
          onClick={() => setShown(shown === 'sent' ? undefined : 'sent')}
        >
          {t('webhooks.show.sent')}
        </button>
        <button type="button" className="k-button" onClick={() => void turn(!webhook.enabled)}>
          {t(webhook.enabled ? 'webhooks.off' : 'webhooks.on')}
        </button>
        <AskFirst
          words={t('webhooks.renew')}
          question={t('webhooks.renewSure')}
          yes={t('webhooks.renew')}
          no={t('webhooks.notNow')}
          onYes={renew}
        />
        <AskFirst
          words={t('webhooks.remove')}
          question={t('webhooks.removeSure', { name })}
          yes={t('webhooks.remove')}
          no={t('webhooks.notNow')}
          onYes={remove}
        />
      </div>
      {shown ? <Deliveries webhook={id} state={shown} onChanged={onChanged} /> : null}
    </article>
  );
}

function NewWebhook({ onMade }: { onMade(secret: string): void }) {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly string[]>(EVENTS);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    setFailure(undefined);
    setBusy(true);
    try {
      const { secret } = await post<{ secret: string }>('/webhooks', { name, url, events });
      setName('');
      setUrl('');
      onMade(secret);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      className="c-card c-card-pad k-form c-narrow"
      aria-labelledby="new-webhook"
      onSubmit={(event) => void add(event)}
    >
      <h2 id="new-webhook" className="c-heading">
        {t('webhooks.add')}
      </h2>
      <FormProblem failure={failure} />
      <Labelled id="webhook-name" label={t('webhooks.name')}>
        <input
          id="webhook-name"
          className="k-input"
          required
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Labelled>
      <Labelled id="webhook-url" label={t('webhooks.url')} hint={t('webhooks.urlHint')}>
        <input
          id="webhook-url"
          className="k-input"
          required
          maxLength={500}
          inputMode="url"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Labelled>
      <fieldset className="k-field">
        <legend className="k-label">{t('webhooks.events')}</legend>
        <CheckOptions
          options={EVENTS.map((value) => ({ value, label: t(`webhooks.event.${value}`) }))}
          chosen={events}
          onChange={setEvents}
          className="k-inline"
        />
      </fieldset>
      <div className="k-form-foot">
        <button type="submit" className="k-button k-button-primary" disabled={busy || events.length === 0}>
          {t('webhooks.add')}
        </button>
      </div>
    </form>
  );
}
