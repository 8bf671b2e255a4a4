import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { captureMessages } from '../capture/messages.ts';
import { ApiProblem } from '../kit/api.ts';
import type { Me } from '../kit/api-types.ts';
import { I18nProvider, joinMessages } from '../kit/i18n.tsx';
import { kitMessages } from '../kit/messages.ts';
import { ErrorState, Loading } from '../kit/States.tsx';
import { SessionProvider, useSession } from '../kit/session.tsx';
import { ToastProvider } from '../kit/Toast.tsx';
import { patrolMessages } from '../patrol/messages.ts';
import { rhythmMessages } from '../rhythm/messages.ts';
import { visitMessages } from '../visits/messages.ts';
import { CopyProvider } from './copy/CopyProvider.tsx';
import { LockProvider, type OpenShelf, useLock } from './lock/LockProvider.tsx';
import { SetPinPage } from './lock/SetPinPage.tsx';
import { loginAddress, SignInAgain } from './lock/SignInAgain.tsx';
import { UnlockPage } from './lock/UnlockPage.tsx';
import { fieldMessages } from './messages.ts';
import { flagMessages } from './messages-admission.ts';
import { fieldEmergencyMessages } from './messages-emergency.ts';
import { offlineMessages } from './messages-offline.ts';
import { transferFieldMessages } from './messages-transfers.ts';
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
  offlineMessages,
  fieldEmergencyMessages,
  transferFieldMessages,
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
            <LockProvider>
              <Gate />
            </LockProvider>
          </ToastProvider>
        </SessionProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}

/**
 * Who it is, and whether their shelf is open. The server says who is signed in; without a network whoever opened the shelf last can open
 * it again. A session that is over hides everything until its owner has signed in.
 */
function Gate() {
  const { session, reload } = useSession();
  const { door, lastOwner, open, cleared } = useLock();
  if (door === undefined) return <Loading />;
  if (session.status === 'signed-out') return lastOwner ? <SignInAgain owner={lastOwner} /> : <ToLogin />;
  const owner = session.me?.account.id ?? lastOwner;
  if (door === null)
    return session.me ? <Inside owner={session.me.account.id} /> : <Waiting onRetry={reload} />;
  if (open && open.owner === owner) return <Unlocked open={open} />;
  if (owner === undefined) return <Waiting onRetry={reload} />;
  return <Closed key={`${owner} ${cleared}`} owner={owner} />;
}

/** The shelf of this owner is not open: the PIN, or the first one. */
function Closed({ owner }: { owner: string }) {
  const { door } = useLock();
  const [has, setHas] = useState<boolean>();
  useEffect(() => {
    void door?.vault(owner).then((record) => setHas(record !== undefined));
  }, [door, owner]);
  if (has === undefined) return <Loading />;
  return has ? <UnlockPage owner={owner} /> : <SetPinPage owner={owner} />;
}

const ME = 'me';

/** Without an answer of the server the person is who they were last time. */
function Unlocked({ open: { owner, shelf } }: { open: OpenShelf }) {
  const { session, reload, setMe } = useSession();
  const { me, status } = session;
  const [without, setWithout] = useState(false);
  useEffect(() => {
    // A full phone keeps who it knew before; the server says it anew.
    if (me) void shelf.keep(ME, me).catch(() => undefined);
    else
      void shelf.kept<Me>(ME).then((kept) => {
        if (kept) setMe(kept);
        else setWithout(true);
      });
  }, [me, shelf, setMe]);
  // Whoever came in without a network shows who they are when it is back.
  useEffect(() => {
    const back = () => void reload();
    addEventListener('online', back);
    return () => removeEventListener('online', back);
  }, [reload]);
  if (me) return <Inside owner={owner} shelf={shelf} />;
  return without && status === 'failed' ? <Waiting onRetry={reload} /> : <Loading />;
}

function Inside({ owner, shelf }: { owner: string; shelf?: OpenShelf['shelf'] }) {
  return (
    <OutboxProvider owner={owner} shelf={shelf}>
      <CopyProvider shelf={shelf}>
        <RouterProvider router={router} />
      </CopyProvider>
    </OutboxProvider>
  );
}

function ToLogin(): ReactNode {
  useEffect(() => {
    location.replace(loginAddress());
  }, []);
  return <Loading />;
}

function Waiting({ onRetry }: { onRetry(): Promise<void> }) {
  const { session } = useSession();
  if (session.status === 'failed') return <ErrorState error={session.error} onRetry={() => void onRetry()} />;
  return <Loading />;
}
