import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, useMemo } from 'react';
import { ApiProblem } from '../kit/api.ts';
import { I18nProvider, useI18n } from '../kit/i18n.tsx';
import { ErrorState, Loading } from '../kit/States.tsx';
import { useRootFlag } from '../kit/Switches.tsx';
import { SessionProvider, useSession } from '../kit/session.tsx';
import { ToastProvider } from '../kit/Toast.tsx';
import { consoleMessages } from './messages.ts';
import { router } from './router.tsx';
import { NightContext } from './shell/night.ts';
import { ScopeProvider } from './shell/scope.tsx';
import { consoleTheme } from './theme.ts';

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: true,
        // The client already retries a lost network; a refusal stays a refusal.
        retry: (failures, error) =>
          failures < 1 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      },
    },
  });
}

export function App() {
  const client = useMemo(createClient, []);
  return (
    <I18nProvider messages={consoleMessages}>
      <QueryClientProvider client={client}>
        <SessionProvider>
          <Themed />
        </SessionProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}

function Themed() {
  const { locale } = useI18n();
  const night = useRootFlag('dark');
  const dark = night[0];
  const config = useMemo(() => consoleTheme(dark), [dark]);
  dayjs.locale(locale === 'zh-CN' ? 'zh-cn' : 'en');
  return (
    <ConfigProvider
      theme={config}
      locale={locale === 'zh-CN' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      <NightContext.Provider value={night}>
        <ToastProvider>
          <Gate />
        </ToastProvider>
      </NightContext.Provider>
    </ConfigProvider>
  );
}

/** Nobody sees a page of the console without a session: the sign-in page takes over and brings them back. */
function Gate() {
  const { session, reload } = useSession();
  const out = session.status === 'signed-out';
  const mustChange =
    session.me?.mustChangePassword === true && !location.pathname.startsWith('/console/account');
  useEffect(() => {
    // An initial password opens nothing but the page that replaces it.
    if (mustChange) location.replace('/console/account');
  }, [mustChange]);
  useEffect(() => {
    if (out) location.replace(`/login?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`);
  }, [out]);
  if (session.status === 'failed') return <ErrorState error={session.error} onRetry={() => void reload()} />;
  if (session.status !== 'signed-in' || mustChange) return <Loading />;
  return (
    <ScopeProvider me={session.me}>
      <RouterProvider router={router} />
    </ScopeProvider>
  );
}
