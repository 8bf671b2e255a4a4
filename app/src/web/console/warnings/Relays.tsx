// What of a warning goes out under our name: drafted by one, approved by another, updated or cancelled by a new one.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { WarningView } from './queries.ts';

type Relay = {
  id: string;
  msgType: 'Alert' | 'Update' | 'Cancel';
  formerId: string | null;
  identifier: string;
  sentAt: number | null;
  instruction: string;
  draftedAt: number;
  withdrawnAt: number | null;
  out: boolean;
  mine: boolean;
};

export function Relays({ view }: { view: WarningView }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const key = ['warnings', 'relays', view.id];
  const found = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<{ items: Relay[] }>(`/warnings/${view.id}/relays`, {}, signal),
  });
  const [words, setWords] = useState('');
  // The next one's id stays the same until it was taken: sent again, it is the same draft.
  const [id, setId] = useState(newCommandId);
  const [failure, setFailure] = useState<unknown>();
  const items = found.data?.items ?? [];
  const followed = new Set(items.filter((one) => one.withdrawnAt === null).map((one) => one.formerId));
  const enough = words.trim().length >= 2;
  async function send(path: string, body?: unknown): Promise<void> {
    setFailure(undefined);
    try {
      await post(path, body);
      setWords('');
      setId(newCommandId());
    } catch (error) {
      setFailure(error);
    } finally {
      await client.invalidateQueries({ queryKey: key });
    }
  }
  const follow = (relay: Relay, msgType: 'Update' | 'Cancel') =>
    void send(`/warnings/relays/${relay.id}/follow`, { id, msgType, instruction: words });
  return (
    <section aria-labelledby="warning-relays">
      <h2 id="warning-relays" className="c-heading">
        {t('warning.relays')}
      </h2>
      <p className="k-hint">{t('warning.relaysHint')}</p>
      {items.map((one) => (
        <div key={one.id} className="c-card c-card-pad c-stack">
          <div className="k-row">
            <strong>{t(`warning.relay.${one.msgType}`)}</strong>
            <span>
              {t(
                one.out
                  ? 'warning.relay.out'
                  : one.withdrawnAt
                    ? 'warning.relay.withdrawn'
                    : 'warning.relay.draft',
              )}
            </span>
            <TimeText at={one.sentAt ?? one.draftedAt} as="near" />
            {one.out ? <a href={`/api/v1/public/cap/${one.id}`}>CAP</a> : null}
          </div>
          <p className="w-text">{one.instruction}</p>
          {!one.out && one.withdrawnAt === null ? (
            <div className="k-row">
              {one.mine ? (
                <span className="k-hint">{t('warning.relay.waits')}</span>
              ) : (
                <button
                  type="button"
                  className="k-button k-button-primary"
                  onClick={() => void send(`/warnings/relays/${one.id}/approve`)}
                >
                  {t('warning.relay.approve')}
                </button>
              )}
              <button
                type="button"
                className="k-button"
                onClick={() => void send(`/warnings/relays/${one.id}/withdraw`)}
              >
                {t('warning.relay.withdraw')}
              </button>
            </div>
          ) : null}
          {one.out && one.msgType !== 'Cancel' && !followed.has(one.id) ? (
            <div className="k-row">
              <button
                type="button"
                className="k-button"
                disabled={!enough}
                onClick={() => follow(one, 'Update')}
              >
                {t('warning.relay.doUpdate')}
              </button>
              <button
                type="button"
                className="k-button"
                disabled={!enough}
                onClick={() => follow(one, 'Cancel')}
              >
                {t('warning.relay.doCancel')}
              </button>
            </div>
          ) : null}
        </div>
      ))}
      <div className="e-form">
        <Labelled
          id="warning-relay-words"
          label={t('warning.relay.words')}
          hint={t('warning.relay.wordsHint')}
        >
          <textarea
            id="warning-relay-words"
            className="k-input"
            rows={2}
            maxLength={2000}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </Labelled>
        <FormProblem failure={failure} />
        <button
          type="button"
          className="k-button"
          disabled={!enough}
          onClick={() => void send(`/warnings/${view.id}/relays`, { id, instruction: words })}
        >
          {t('warning.relay.doDraft')}
        </button>
      </div>
    </section>
  );
}
