import { QRCode } from 'antd';
import { type FormEvent, useState } from 'react';
import { ApiProblem, call } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { LanguageSwitch } from '../../kit/Switches.tsx';
import { useSession } from '../../kit/session.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useScope } from '../shell/scope.tsx';
import { KeysSection } from './KeysSection.tsx';

/** My posts, password, second factor and language. */
export function AccountPage() {
  const { t } = useI18n();
  const { me } = useScope();
  return (
    <div className="c-page c-narrow">
      <h1 className="c-title">{t('me.account')}</h1>
      {me.mustChangePassword ? <p className="c-effect">{t('account.mustChange')}</p> : null}
      <section className="c-card c-card-pad">
        <h2>
          {me.account.name} <span className="k-hint k-number">{me.account.login}</span>
        </h2>
        <ul className="c-history">
          {me.posts.map((post) => (
            <li key={post.postId}>
              <strong>{post.title}</strong>
              {post.acting ? t('me.acting') : ''} · {post.unit.name} · {post.area.name}
            </li>
          ))}
        </ul>
      </section>
      <PasswordForm />
      <SecondFactor on={me.totp} />
      {me.mustChangePassword ? null : <KeysSection />}
      <section className="c-card c-card-pad">
        <h2>{t('kit.language')}</h2>
        <LanguageSwitch />
      </section>
    </div>
  );
}

function PasswordForm() {
  const { t } = useI18n();
  const toast = useToast();
  const { reload } = useSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setFailure(undefined);
    if (next !== again) {
      setFailure(new ApiProblem({ status: 400, code: 'again', title: t('account.notSame') }));
      return;
    }
    setBusy(true);
    try {
      await call('POST', '/auth/password', { body: { current, next } });
      setCurrent('');
      setNext('');
      setAgain('');
      toast(t('account.passwordChanged'), { tone: 'good' });
      await reload();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const fields = [
    ['current', current, setCurrent, 'current-password'],
    ['next', next, setNext, 'new-password'],
    ['again', again, setAgain, 'new-password'],
  ] as const;
  return (
    <section className="c-card c-card-pad">
      <h2>{t('account.password')}</h2>
      <form className="k-form c-short-form" onSubmit={(event) => void save(event)}>
        <FormProblem failure={failure} />
        {fields.map(([name, value, set, complete]) => (
          <div key={name} className="k-field">
            <label className="k-label" htmlFor={`password-${name}`}>
              {t(`account.${name}`)}
            </label>
            <input
              id={`password-${name}`}
              className="k-input"
              type="password"
              required
              autoComplete={complete}
              value={value}
              onChange={(event) => set(event.target.value)}
            />
          </div>
        ))}
        <p className="k-hint">{t('account.passwordRule')}</p>
        <div className="k-form-foot">
          <button type="submit" className="k-button k-button-primary" disabled={busy}>
            {t('account.changePassword')}
          </button>
        </div>
      </form>
    </section>
  );
}

function SecondFactor({ on }: { on: boolean }) {
  const { t } = useI18n();
  const toast = useToast();
  const { reload } = useSession();
  const [secret, setSecret] = useState<{ secret: string; uri: string }>();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function run(work: () => Promise<void>): Promise<void> {
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
  }
  const start = () => run(async () => setSecret(await call('POST', '/auth/totp/start', { body: {} })));
  const confirm = () =>
    run(async () => {
      await call('POST', '/auth/totp/confirm', { body: { code: code.replace(/\s/g, '') } });
      setSecret(undefined);
      setCode('');
      toast(t('account.totpIsOn'), { tone: 'good' });
      await reload();
    });
  const disable = () =>
    run(async () => {
      await call('POST', '/auth/totp/disable', { body: { password } });
      setPassword('');
      toast(t('account.totpIsOff'), { tone: 'good' });
      await reload();
    });
  return (
    <section className="c-card c-card-pad">
      <h2>{t('account.totp')}</h2>
      <p>{t(on ? 'account.totpOnLine' : 'account.totpOffLine')}</p>
      <FormProblem failure={failure} />
      {on ? (
        <form
          className="k-form c-short-form"
          onSubmit={(event) => {
            event.preventDefault();
            void disable();
          }}
        >
          <Labelled id="totp-password" label={t('account.current')}>
            <input
              id="totp-password"
              className="k-input"
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Labelled>
          <div className="k-form-foot">
            <button type="submit" className="k-button k-button-danger">
              {t('account.totpDisable')}
            </button>
          </div>
        </form>
      ) : null}
      {!on && !secret ? (
        <button type="button" className="k-button" onClick={() => void start()}>
          {t('account.totpStart')}
        </button>
      ) : null}
      {secret ? (
        <form
          className="k-form c-short-form"
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          <p>{t('account.totpScan')}</p>
          <QRCode value={secret.uri} size={180} type="svg" />
          <p className="k-hint">
            {t('account.totpKey')} <code>{secret.secret}</code>
          </p>
          <Labelled id="totp-code" label={t('account.totpCode')}>
            <input
              id="totp-code"
              className="k-input"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Labelled>
          <div className="k-form-foot">
            <button type="submit" className="k-button k-button-primary">
              {t('account.totpConfirm')}
            </button>
          </div>
        </form>
      ) : null}
    </section>
  );
}
