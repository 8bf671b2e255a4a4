// Where warnings are fetched from: how each goes, for everybody; entered and taken out by who manages security.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';

type Source = {
  id: string;
  name: string;
  url: string;
  everyMinutes: number;
  enabled: boolean;
  fetchedAt: number | null;
  failingSince: number | null;
  said: string;
};

export function Sources() {
  const { t } = useI18n();
  const { me } = useScope();
  const client = useQueryClient();
  const keeps = holdsDuty(me, 'manage-security');
  const key = ['warnings', 'sources'];
  const found = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<{ items: Source[] }>('/warning-sources', {}, signal),
  });
  const [id, setId] = useState(newCommandId);
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [every, setEvery] = useState('5');
  const [failure, setFailure] = useState<unknown>();
  async function send(path: string, body: unknown = {}): Promise<boolean> {
    setFailure(undefined);
    try {
      await post(path, body);
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: key });
    }
  }
  const items = found.data?.items ?? [];
  if (items.length === 0 && !keeps) return null;
  return (
    <section aria-labelledby="warning-sources">
      <h2 id="warning-sources" className="c-heading">
        {t('warning.sources')}
      </h2>
      {items.length === 0 ? <p className="k-hint">{t('warning.noSources')}</p> : null}
      <ul className="c-stack">
        {items.map((one) => (
          <li key={one.id}>
            <StateMark
              shape={!one.enabled ? 'paused' : one.failingSince ? 'late' : one.fetchedAt ? 'done' : 'todo'}
              label={one.enabled ? one.said || t('warning.notYetFetched') : t('warning.sourceOff')}
            />{' '}
            {one.name} <span className="k-hint w-text">{one.url}</span>{' '}
            {one.fetchedAt ? <TimeText at={one.fetchedAt} as="near" /> : null}
            {one.failingSince ? (
              <span className="k-error">
                {' '}
                {t('warning.failingSince')} <TimeText at={one.failingSince} as="near" />
              </span>
            ) : null}
            {keeps ? (
              <span className="k-row">
                <button
                  type="button"
                  className="k-button"
                  onClick={() => void send(`/warning-sources/${one.id}/switch`, { on: !one.enabled })}
                >
                  {t(one.enabled ? 'warning.sourceStop' : 'warning.sourceStart')}
                </button>
                <button
                  type="button"
                  className="k-button"
                  onClick={() => void send(`/warning-sources/${one.id}/remove`)}
                >
                  {t('warning.sourceRemove')}
                </button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <FormProblem failure={failure} />
      {keeps ? (
        <fieldset className="e-form">
          <legend>{t('warning.addSource')}</legend>
          <p className="k-hint">{t('warning.sourceHint')}</p>
          {(
            [
              ['name', name, setName],
              ['url', url, setUrl],
              ['every', every, setEvery],
            ] as const
          ).map(([code, value, set]) => (
            <Labelled key={code} id={`source-${code}`} label={t(`warning.source.${code}`)}>
              <input
                id={`source-${code}`}
                className="k-input"
                maxLength={500}
                inputMode={code === 'every' ? 'numeric' : code === 'url' ? 'url' : 'text'}
                value={value}
                onChange={(event) => set(event.target.value)}
              />
            </Labelled>
          ))}
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={name.trim().length < 2 || !URL.canParse(url) || !/^\d{1,4}$/.test(every)}
            onClick={() =>
              void send('/warning-sources', { id, name, url, everyMinutes: Number(every) }).then((done) => {
                if (!done) return;
                setId(newCommandId());
                setName('');
                setUrl('');
              })
            }
          >
            {t('warning.addSourceNow')}
          </button>
        </fieldset>
      ) : null}
    </section>
  );
}
