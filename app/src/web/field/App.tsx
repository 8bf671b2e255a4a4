import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { captureMessages } from '../capture/messages.ts';
import { ApiProblem } from '../kit/api.ts';
import { I18nProvider, joinMessages } from '../kit/i18n.tsx';
import { kitMessages } from '../kit/messages.ts';
import { ErrorState, Loading } from '../kit/States.tsx';
import { SessionProvider, useSession } from '../kit/session.tsx';
import { ToastProvider } from '../kit/Toast.tsx';
import { patrolMessages } from '../patrol/messages.ts';
import { rhythmMessages } from '../rhythm/messages.ts';
import { visitMessages } from '../visits/messages.ts';
import { fieldMessages } from './messages.ts';
import { flagMessages } from './messages-admission.ts';
import { OutboxProvider } from './outbox/OutboxProvider.tsx';
import { router } from './router.tsx';

const messages = joinMessages(
  kitMessages,
  captureMessages,
  rhythmMessages,
  visitMessages,
  patrolMessages,
  fieldMessages,
  flagMessages,
);

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 60 * 60_000,
        refetchOnWindowFocus: true,
        // What was read stays readable without a network, and is asked for again when it is back.
        refetchOnReconnect: true,
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && !(error instanceof ApiProblem),
      },
    },
  });
}

export function App() {
  const client = useMemo(createClient, []);
  return (
    <I18nProvider messages={messages}>
      <QueryClientProvider client={client}>
        <SessionProvider>
          <ToastProvider>
            <Gate />
          </ToastProvider>
        </SessionProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}

/** Nobody sees the field shell without a session; the sign-in page brings them back to where they were. */
function Gate() {
  const { session, reload } = useSession();
  const out = session.status === 'signed-out';
  useEffect(() => {
    if (out) location.replace(`/login?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`);
  }, [out]);
  if (session.status === 'failed') return <ErrorState error={session.error} onRetry={() => void reload()} />;
  if (session.status !== 'signed-in') return <Loading />;
  return (
    <OutboxProvider owner={session.me.account.id}>
      <RouterProvider router={router} />
    </OutboxProvider>
  );
}
