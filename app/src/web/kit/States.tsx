// What a screen shows when it has nothing to show: every one says what to do next.
import type { ReactNode } from 'react';
import { ApiProblem } from './api.ts';
import { useI18n } from './i18n.tsx';
import { problemWords } from './problem-words.ts';

type PanelProps = { title: string; children?: ReactNode; action?: ReactNode; tone?: 'calm' | 'alert' };

export function Panel({ title, children, action, tone = 'calm' }: PanelProps) {
  return (
    <div className={`k-panel k-panel-${tone}`} role={tone === 'alert' ? 'alert' : undefined}>
      <p className="k-panel-title">{title}</p>
      {children ? <div className="k-panel-body">{children}</div> : null}
      {action ? <div className="k-panel-action">{action}</div> : null}
    </div>
  );
}

export function Loading({ label }: { label?: string }) {
  const { t } = useI18n();
  return (
    <div className="k-loading" role="status">
      <span className="k-loading-bar" aria-hidden="true" />
      {label ?? t('kit.loading')}
    </div>
  );
}

export function Empty({
  title,
  children,
  action,
}: {
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const { t } = useI18n();
  return (
    <Panel title={title ?? t('kit.state.emptyTitle')} action={action}>
      {children}
    </Panel>
  );
}

/** Any failure of reading: offline, no permission, not there, signed out, or broken. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useI18n();
  const status = error instanceof ApiProblem ? error.status : -1;
  const retry = onRetry ? (
    <button type="button" className="k-button" onClick={onRetry}>
      {t('kit.retry')}
    </button>
  ) : undefined;
  if (status === 0) {
    return (
      <Panel tone="alert" title={t('kit.state.offlineTitle')} action={retry}>
        {t('kit.state.offlineBody')}
      </Panel>
    );
  }
  if (status === 401) {
    const here = `${location.pathname}${location.search}`;
    return (
      <Panel
        tone="alert"
        title={t('kit.state.signInTitle')}
        action={
          <a className="k-button k-button-primary" href={`/login?next=${encodeURIComponent(here)}`}>
            {t('kit.state.signIn')}
          </a>
        }
      >
        {t('kit.state.signInBody')}
      </Panel>
    );
  }
  if (status === 403) {
    return (
      <Panel tone="alert" title={t('kit.state.forbiddenTitle')}>
        {t('kit.state.forbiddenBody')}
      </Panel>
    );
  }
  if (status === 404) {
    return (
      <Panel tone="alert" title={t('kit.state.notFoundTitle')} action={retry}>
        {t('kit.state.notFoundBody')}
      </Panel>
    );
  }
  const code = error instanceof ApiProblem ? error.code : error instanceof Error ? error.name : 'unknown';
  return (
    <Panel tone="alert" title={t('kit.state.errorTitle')} action={retry}>
      {error instanceof ApiProblem && error.title !== error.code
        ? problemWords(t, error)
        : t('kit.state.errorBody', { code })}
    </Panel>
  );
}

/** While a reading is under way, or when it failed; nothing once it is there. */
export function Unread({
  found,
}: {
  found: { isPending: boolean; isError: boolean; error: unknown; refetch(): unknown };
}) {
  if (found.isPending) return <Loading />;
  return found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null;
}
