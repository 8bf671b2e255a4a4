import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { KEY_SCOPES, type KeyScope } from '../../../kernel/key-scopes.ts';
import { get, post } from '../../kit/api.ts';
import { CheckOptions } from '../../kit/CheckOptions.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { AskFirst } from '../shell/AskFirst.tsx';
import { ShownOnce } from '../shell/ShownOnce.tsx';

type Key = {
  id: string;
  name: string;
  scopes: KeyScope[];
  expiresAt: number;
  usedAt: number | null;
  state: 'in-force' | 'expired' | 'revoked';
};

const DAYS = [30, 90, 180, 365];
const QUERY = ['keys'];

/** Personal API keys: the list, a new one (shown once), and an end for each. */
export function KeysSection() {
  const { t } = useI18n();
  const client = useQueryClient();
  const [made, setMade] = useState<string>();
  const keys = useQuery({
    queryKey: QUERY,
    queryFn: ({ signal }) => get<{ items: Key[] }>('/keys', undefined, signal),
  });
  const reload = () => client.invalidateQueries({ queryKey: QUERY });
  return (
    <section className="c-card c-card-pad k-form" aria-labelledby="keys-title">
      <h2 id="keys-title">{t('apiKeys.title')}</h2>
      <p className="k-hint">{t('apiKeys.line')}</p>
      {made ? <ShownOnce secret={made} line={t('apiKeys.once')} onKept={() => setMade(undefined)} /> : null}
      {keys.isPending ? <Loading /> : null}
      {keys.isError ? <ErrorState error={keys.error} onRetry={() => void keys.refetch()} /> : null}
      {keys.data?.items.length === 0 ? <p>{t('apiKeys.none')}</p> : null}
      {keys.data && keys.data.items.length > 0 ? (
        <KeyTable keys={keys.data.items} onChanged={() => void reload()} />
      ) : null}
      <NewKeyForm
        onMade={(key) => {
          setMade(key);
          void reload();
        }}
      />
    </section>
  );
}

function KeyTable({ keys, onChanged }: { keys: readonly Key[]; onChanged: () => void }) {
  const { t } = useI18n();
  const toast = useToast();
  async function revoke(key: Key): Promise<void> {
    await post(`/keys/${key.id}/revoke`, {});
    toast(t('apiKeys.revoked', { name: key.name }), { tone: 'good' });
    onChanged();
  }
  return (
    <div className="c-table-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('apiKeys.name')}</th>
            <th scope="col">{t('apiKeys.scopes')}</th>
            <th scope="col">{t('apiKeys.until')}</th>
            <th scope="col">{t('apiKeys.used')}</th>
            <th scope="col">{t('apiKeys.state')}</th>
            <th scope="col">{t('apiKeys.do')}</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row">{key.name}</th>
              <td>{key.scopes.map((scope) => t(`apiKeys.scope.${scope}`)).join(' · ')}</td>
              <td>
                <TimeText at={key.expiresAt} as="exact" />
              </td>
              <td>{key.usedAt === null ? t('apiKeys.unused') : <TimeText at={key.usedAt} />}</td>
              <td>{t(`apiKeys.state.${key.state}`)}</td>
              <td>
                {key.state === 'in-force' ? (
                  <AskFirst
                    words={t('apiKeys.revoke')}
                    question={t('apiKeys.sure', { name: key.name })}
                    yes={t('apiKeys.sureYes')}
                    no={t('apiKeys.sureNo')}
                    onYes={() => revoke(key)}
                  />
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NewKeyForm({ onMade }: { onMade: (key: string) => void }) {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const [days, setDays] = useState(90);
  const [scopes, setScopes] = useState<readonly KeyScope[]>(['cases.read']);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    setFailure(undefined);
    setBusy(true);
    try {
      const { key } = await post<{ key: string }>('/keys', { name, scopes, days });
      setName('');
      onMade(key);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form className="k-form c-short-form" aria-labelledby="new-key" onSubmit={(event) => void make(event)}>
      <h3 id="new-key">{t('apiKeys.make')}</h3>
      <FormProblem failure={failure} />
      <Labelled id="key-name" label={t('apiKeys.name')} hint={t('apiKeys.nameHint')}>
        <input
          id="key-name"
          className="k-input"
          required
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Labelled>
      <fieldset className="k-field">
        <legend className="k-label">{t('apiKeys.scopes')}</legend>
        <CheckOptions
          options={KEY_SCOPES.map((value) => ({ value, label: t(`apiKeys.scope.${value}`) }))}
          chosen={scopes}
          onChange={setScopes}
          className="k-row"
        />
      </fieldset>
      <Labelled id="key-days" label={t('apiKeys.days')}>
        <select
          id="key-days"
          className="k-input"
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        >
          {DAYS.map((n) => (
            <option key={n} value={n}>
              {t('apiKeys.daysOf', { n })}
            </option>
          ))}
        </select>
      </Labelled>
      <div className="k-form-foot">
        <button type="submit" className="k-button k-button-primary" disabled={busy || scopes.length === 0}>
          {t('apiKeys.make')}
        </button>
      </div>
    </form>
  );
}
