import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { now } from '../kit/clock.ts';
import { nearDate } from '../kit/dates.ts';
import { useI18n } from '../kit/i18n.tsx';
import { Loading } from '../kit/States.tsx';
import { useSession } from '../kit/session.tsx';
import { useCopy } from './copy/CopyProvider.tsx';
import { useOutbox } from './outbox/OutboxProvider.tsx';

const TABS = [
  { to: '/', name: 'today', icon: 'M5 6h14v13H5zM5 10h14M9 4v4M15 4v4' },
  {
    to: '/report',
    name: 'report',
    icon: 'M4 8h3l1.6-2.4h6.8L17 8h3v11H4zM12 16.4a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
  },
  { to: '/map', name: 'map', icon: 'M9 5 4 7v13l5-2 6 2 5-2V5l-5 2zM9 5v13M15 7v13' },
] as const;

export function Shell() {
  const { t } = useI18n();
  const { session } = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <div className="f-shell">
      <a className="k-skip" href="#main">
        {t('kit.skip')}
      </a>
      <header className="f-head">
        <Connection />
        <Link to="/me" className="k-button f-me">
          {session.me?.account.name ?? ''}
          <span className="k-visually-hidden">{t('field.me.open')}</span>
        </Link>
      </header>
      <main id="main" className="f-main" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <nav className="f-tabs" aria-label={t('field.tabs')}>
        {TABS.map((tab) => {
          const here = tab.to === '/' ? path === '/' || path.startsWith('/cases/') : path.startsWith(tab.to);
          return (
            <Link
              key={tab.name}
              to={tab.to}
              className={`f-tab${here ? ' f-tab-here' : ''}`}
              aria-current={here ? 'page' : undefined}
            >
              <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
                <path
                  d={tab.icon}
                  fill="none"
                  stroke="currentColor"
                  strokeWidth="1.8"
                  strokeLinejoin="round"
                  strokeLinecap="round"
                />
              </svg>
              <span>{t(`field.tab.${tab.name}`)}</span>
            </Link>
          );
        })}
      </nav>
    </div>
  );
}

/** The line that says in words whether everything has left this phone, and how old is what one sees without a network. */
function Connection() {
  const { t } = useI18n();
  const { items, online, sending } = useOutbox();
  const copy = useCopy();
  const refused = items.filter((item) => item.refused).length;
  const waiting = items.length - refused;
  const photos = items.reduce((sum, item) => sum + item.photos.filter((photo) => !photo.ref).length, 0);
  const line = (): string => {
    if (refused > 0) return t('field.line.asks', { n: refused });
    if (waiting > 0) {
      const what = t(sending ? 'field.line.sending' : 'field.line.waiting', { n: waiting });
      return photos > 0 ? what + t('field.line.photos', { n: photos }) : what;
    }
    if (!copy.shelf) return t('field.line.noShelf');
    if (copy.full) return t('field.line.full');
    if (online) return t('field.line.good');
    return copy.at === null
      ? t('field.line.offline')
      : t('field.line.copy', { at: nearDate(t, copy.at, now()) });
  };
  const to = items.length > 0 ? '/unsent' : copy.full ? '/storage' : undefined;
  const tone = refused > 0 || copy.full ? 'bad' : waiting > 0 || !online ? 'wait' : 'good';
  return (
    <div className={`f-line f-line-${tone}`} role="status">
      {to ? <Link to={to}>{line()}</Link> : line()}
    </div>
  );
}

let visited = false;

export function Heading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const href = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is a new page
  useEffect(() => {
    if (visited) heading.current?.focus();
    visited = true;
    document.title = `${heading.current?.textContent ?? ''} · 韧邻`;
  }, [href]);
  return (
    <h1 ref={heading} tabIndex={-1} className="f-heading">
      {children}
    </h1>
  );
}

export function Lost() {
  const { t } = useI18n();
  return (
    <div className="f-page">
      <Heading>{t('kit.state.notFoundTitle')}</Heading>
      <Link to="/" className="k-button k-button-primary">
        {t('field.tab.today')}
      </Link>
    </div>
  );
}
