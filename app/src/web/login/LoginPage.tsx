import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiProblem, get, post } from '../kit/api.ts';
import type { DemoUser, Me } from '../kit/api-types.ts';
import { useI18n } from '../kit/i18n.tsx';
import { Labelled } from '../kit/Labelled.tsx';
import { problemWords } from '../kit/problem-words.ts';
import { Brand, LanguageSwitch } from '../kit/Switches.tsx';
import { nextPage } from './next-page.ts';

export function LoginPage() {
  const { t, locale } = useI18n();
  const [users, setUsers] = useState<readonly DemoUser[]>([]);
  const [me, setMe] = useState<Me>();
  const [failure, setFailure] = useState<unknown>();
  const [entering, setEntering] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the server describes the demo users in the language of the page
  useEffect(() => {
    get<DemoUser[] | { items: DemoUser[] }>('/demo/users')
      .then((answer) => setUsers(Array.isArray(answer) ? answer : answer.items))
      .catch(() => setUsers([]));
  }, [locale]);
  useEffect(() => {
    get<Me>('/auth/me')
      .then(setMe)
      .catch(() => setMe(undefined));
  }, []);
  function leave(who: Pick<Me, 'home'>): void {
    location.assign(nextPage(location.search, who));
  }
  async function enter(user: DemoUser): Promise<void> {
    setEntering(user.user);
    setFailure(undefined);
    try {
      await post<Me>('/demo/session', { user: user.user });
      // The wanted page belongs to whoever was signed in before; a demo role goes to its own home.
      location.assign(user.home === 'field' ? '/field' : '/console');
    } catch (error) {
      setFailure(error);
      setEntering('');
    }
  }
  return (
    <div className={`login${users.length > 0 ? ' login-wide' : ''}`}>
      <header className="login-head">
        <Brand line={t('kit.brandLine')} />
        <LanguageSwitch />
      </header>
      <main className="login-body">
        <section className="login-card" aria-labelledby="login-title">
          <h1 id="login-title">{t('login.title')}</h1>
          {me ? (
            <p className="login-me">
              {t('login.signedIn', { name: me.account.name })}{' '}
              <a href={nextPage(location.search, me)}>{t('login.continue')}</a>
            </p>
          ) : null}
          <SignInForm onDone={leave} />
          <p className="k-hint">{t('login.forgot')}</p>
          <p className="login-resident">
            <a href="/">{t('login.resident')}</a> <span className="k-hint">{t('login.residentLine')}</span>
          </p>
        </section>
        {users.length > 0 ? (
          <section className="login-demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{t('login.demoTitle')}</h2>
            <p className="k-hint">{t('login.demoLine')}</p>
            {failure ? (
              <p role="alert" className="k-error">
                {problemWords(t, failure)}
              </p>
            ) : null}
            <ul>
              {users.map((user) => (
                <li key={user.user}>
                  <button
                    type="button"
                    className="login-user"
                    disabled={entering !== ''}
                    onClick={() => void enter(user)}
                  >
                    <span className="login-user-title">
                      <strong>{user.title}</strong>
                      <span>{user.name}</span>
                      <span className="login-home">
                        {t(`login.home.${user.home === 'field' ? 'field' : 'console'}`)}
                      </span>
                    </span>
                    <span className="login-user-about">{user.about}</span>
                    <span className="k-hint">{t('login.where', { unit: user.unit, area: user.area })}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </main>
    </div>
  );
}

function SignInForm({ onDone }: { onDone(me: Me): void }) {
  const { t } = useI18n();
  const form = useRef<HTMLFormElement>(null);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState('');
  function focus(name: string): void {
    form.current?.querySelector<HTMLInputElement>(`[name="${name}"]`)?.focus();
  }
  useEffect(() => {
    if (needsCode) form.current?.querySelector<HTMLInputElement>('[name="code"]')?.focus();
  }, [needsCode]);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const missing =
      login.trim() === ''
        ? 'number'
        : password === ''
          ? 'password'
          : needsCode && code === ''
            ? 'code'
            : undefined;
    if (missing) {
      setWords(t('login.missing', { label: t(`login.${missing}`) }));
      focus(missing);
      return;
    }
    setBusy(true);
    setWords('');
    try {
      const body = { login: login.trim(), password, ...(needsCode ? { code: code.replace(/\s/g, '') } : {}) };
      onDone(await post<Me>('/auth/session', body));
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiProblem && error.code === 'auth.code-required') {
        setNeedsCode(true);
        return;
      }
      setWords(problemWords(t, error));
      focus(error instanceof ApiProblem && error.code === 'auth.code-invalid' ? 'code' : 'password');
    }
  }
  return (
    <form ref={form} className="k-form" noValidate onSubmit={(event) => void submit(event)}>
      {words ? (
        <div className="k-form-problem" role="alert">
          {words}
        </div>
      ) : null}
      <Labelled id="number" label={t('login.number')}>
        <input
          id="number"
          name="number"
          className="k-input"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
      </Labelled>
      <Labelled id="password" label={t('login.password')}>
        <input
          id="password"
          name="password"
          className="k-input"
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <label className="login-show">
          <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />{' '}
          {t('login.show')}
        </label>
      </Labelled>
      {needsCode ? (
        <div className="k-field">
          <label className="k-label" htmlFor="code">
            {t('login.code')}
          </label>
          <input
            id="code"
            name="code"
            className="k-input"
            inputMode="numeric"
            autoComplete="one-time-code"
            aria-describedby="code-hint"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
          <p className="k-hint" id="code-hint">
            {t('login.codeHint')}
          </p>
        </div>
      ) : null}
      <button type="submit" className="k-button k-button-primary k-button-wide" disabled={busy}>
        {t(busy ? 'login.busy' : 'login.submit')}
      </button>
    </form>
  );
}
