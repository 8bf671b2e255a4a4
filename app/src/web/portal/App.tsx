import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useMemo } from 'react';
import { captureMessages } from '../capture/messages.ts';
import { ApiProblem } from '../kit/api.ts';
import { I18nProvider, joinMessages } from '../kit/i18n.tsx';
import { kitMessages } from '../kit/messages.ts';
import { portalMessages } from './messages.ts';
import { portalCallMessages } from './messages-call.ts';
import { portalNearbyMessages } from './messages-nearby.ts';
import { portalNeedMessages } from './messages-need.ts';
import { portalServiceMessages } from './messages-service.ts';
import { router } from './router.tsx';

const messages = joinMessages(
  kitMessages,
  captureMessages,
  portalMessages,
  portalCallMessages,
  portalNearbyMessages,
  portalNeedMessages,
  portalServiceMessages,
);

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        // The client of the API already tries a lost network again; a refusal stays a refusal.
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
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>
  );
}
