// Messages to residents about a warning: written, seen with the grids it would reach, let out by another person; counted by grid, never by person.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { WarningView } from './queries.ts';

type Part = {
  areaId: string;
  areaName: string;
  gatewayId: string;
  gateway: string;
  state: 'waiting' | 'sent' | 'failed';
  addressed: number | null;
  received: number | null;
};
type Message = {
  id: string;
  text: string;
  draftedAt: number;
  sentAt: number | null;
  withdrawnAt: number | null;
  mine: boolean;
  addressed: number;
  received: number;
  parts: Part[];
};
type View = {
  grids: { id: string; name: string; people: number | null }[];
  gateways: { id: string; name: string }[];
  items: Message[];
};

const EVERY_MS = 15_000;

export function Residents({ view }: { view: WarningView }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const key = ['warnings', 'messages', view.id];
  const found = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<View>(`/warnings/${view.id}/messages`, {}, signal),
    refetchInterval: EVERY_MS,
  });
  const [text, setText] = useState('');
  const [id, setId] = useState(newCommandId);
  const [failure, setFailure] = useState<unknown>();
  if (!found.data) return <Unread found={found} />;
  const { grids, gateways, items } = found.data;
  async function send(path: string, body: unknown = {}): Promise<void> {
    setFailure(undefined);
    try {
      await post(path, body);
      setText('');
      setId(newCommandId());
    } catch (error) {
      setFailure(error);
    } finally {
      await client.invalidateQueries({ queryKey: key });
    }
  }
  const open = ['in-force', 'coming'].includes(view.state.code);
  const people = grids.reduce((sum, one) => sum + (one.people ?? 0), 0);
  return (
    <section className="w-calls" aria-labelledby="warning-residents">
      <h2 id="warning-residents" className="c-heading">
        {t('warning.residents')}
      </h2>
      <p className="k-hint">{t('warning.residentsHint')}</p>
      <p>
        {grids.length === 0
          ? t('warning.residentsNoGrid')
          : t('warning.residentsReach', {
              grids: grids.length,
              names: grids.map((one) => one.name).join('、'),
            })}{' '}
        {people > 0 ? t('warning.residentsPeople', { n: people }) : ''}
      </p>
      <p className={gateways.length === 0 ? 'k-error' : 'k-hint'}>
        {gateways.length === 0
          ? t('warning.residentsNoGateway')
          : t('warning.residentsThrough', { names: gateways.map((one) => one.name).join('、') })}
      </p>
      {items.map((one) => (
        <article key={one.id} className="c-card c-card-pad c-stack">
          <p className="w-text">{one.text}</p>
          {one.sentAt !== null ? (
            <>
              <p>
                {t('warning.residentsSent')} <TimeText at={one.sentAt} as="near" /> ·{' '}
                {t('warning.residentsCounts', { addressed: one.addressed, received: one.received })}
              </p>
              <details>
                <summary>{t('warning.residentsByGrid')}</summary>
                <ul>
                  {one.parts.map((part) => (
                    <li key={`${part.areaId}${part.gatewayId}`}>
                      {part.areaName} · {part.gateway} · {t(`warning.residentsState.${part.state}`)}
                      {part.addressed === null
                        ? ''
                        : ` · ${t('warning.residentsCounts', { addressed: part.addressed, received: part.received ?? 0 })}`}
                    </li>
                  ))}
                </ul>
              </details>
            </>
          ) : one.withdrawnAt !== null ? (
            <p className="k-hint">{t('warning.residentsWithdrawn')}</p>
          ) : (
            <div className="k-row">
              {one.mine ? (
                <span className="k-hint">{t('warning.residentsWaits')}</span>
              ) : (
                <button
                  type="button"
                  className="k-button k-button-primary"
                  disabled={grids.length === 0 || gateways.length === 0}
                  onClick={() => void send(`/warnings/messages/${one.id}/approve`)}
                >
                  {t('warning.residentsApprove', { n: grids.length })}
                </button>
              )}
              <button
                type="button"
                className="k-button"
                onClick={() => void send(`/warnings/messages/${one.id}/withdraw`)}
              >
                {t('warning.residentsWithdraw')}
              </button>
            </div>
          )}
        </article>
      ))}
      <FormProblem failure={failure} />
      {open && grids.length > 0 ? (
        <>
          <Labelled
            id="residents-text"
            label={t('warning.residentsText')}
            hint={t('warning.residentsTextHint')}
          >
            <textarea
              id="residents-text"
              className="k-input"
              rows={3}
              maxLength={200}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Labelled>
          <button
            type="button"
            className="k-button w-answer"
            disabled={text.trim().length < 5}
            onClick={() => void send(`/warnings/${view.id}/messages`, { id, text })}
          >
            {t('warning.residentsDraft')}
          </button>
        </>
      ) : null}
    </section>
  );
}
