// The service worker of the app: registered once the page stands, and asked for a newer release now and then. A newer one waits; the
// person says when it takes over.
import { useSyncExternalStore } from 'react';

const LOOK_EVERY_MS = 3_600_000;

let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

function found(worker: ServiceWorker | null): void {
  waiting = worker;
  for (const listener of listeners) listener();
}

export function registerWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  addEventListener('load', () => {
    // The whole site is its scope, because the map draws in a worker of its own whose files lie elsewhere; it answers for the field only.
    navigator.serviceWorker.register('/field-worker.js', { scope: '/' }).then(watch, (error: unknown) => {
      console.warn('the app will not start without a network', error);
    });
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      // Without a controller it is the first one, which nobody has to wait for.
      if (installing.state === 'installed' && navigator.serviceWorker.controller) found(installing);
    });
  };
  if (registration.waiting && navigator.serviceWorker.controller) found(registration.waiting);
  registration.addEventListener('updatefound', look);
  // A failure is no network; the next look is in an hour.
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
}

/** Changes to the newer release; undefined while there is none. */
export function useUpdate(): (() => void) | undefined {
  const worker = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
  if (!worker) return undefined;
  return () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    worker.postMessage('take-over');
  };
}
