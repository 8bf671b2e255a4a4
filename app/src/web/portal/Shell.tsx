import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useI18n } from '../kit/i18n.tsx';
import { Loading } from '../kit/States.tsx';
import { Brand, ElderSwitch, LanguageSwitch } from '../kit/Switches.tsx';

export function Shell() {
  const { t } = useI18n();
  return (
    <div className="p-shell">
      <a className="k-skip" href="#main">
        {t('kit.skip')}
      </a>
      <header className="p-head">
        <Link to="/" className="p-home" aria-label={t('portal.home')}>
          <Brand />
        </Link>
        <div className="p-switches">
          <LanguageSwitch />
          <ElderSwitch />
        </div>
      </header>
      <main id="main" className="p-main" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <footer className="p-foot">
        <p>{t('portal.foot')}</p>
        <a href="/login">{t('portal.staff')}</a>
      </footer>
    </div>
  );
}

let visited = false;

/** The heading of a page: it takes the focus when the page changes, so that a screen reader says where we are now. */
export function Heading({ children, progress }: { children: ReactNode; progress?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const href = useRouterState({ select: (state) => state.location.href });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is a new page
  useEffect(() => {
    // The first page keeps the browser's own focus at the top.
    if (visited) heading.current?.focus();
    visited = true;
    document.title = `${heading.current?.textContent ?? ''} · 韧邻`;
  }, [href]);
  return (
    <div className="p-heading">
      {progress ? <p className="p-progress">{progress}</p> : null}
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
    </div>
  );
}

/** The foot of a question: back on the left, on on the right, always at the same place. */
export function Steps({ children }: { children: ReactNode }) {
  return <div className="p-steps">{children}</div>;
}

export function Lost() {
  const { t } = useI18n();
  return (
    <div className="p-page">
      <Heading>{t('portal.lost')}</Heading>
      <p>{t('portal.lostLine')}</p>
      <Link to="/" className="k-button k-button-primary">
        {t('portal.toHome')}
      </Link>
    </div>
  );
}
