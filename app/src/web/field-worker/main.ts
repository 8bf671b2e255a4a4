// The service worker of the field app: the app itself starts without a network, and the kept tiles of the map answer. It never keeps
// an answer of the API: what is somebody's lies sealed on the shelf (`web/sync`). The build puts the list of files in front of this
// file (`renlinField`), so that any change of the app is a change of the worker, which the browser notices.
type Scope = ServiceWorkerGlobalScope & { renlinField: { version: string; files: readonly string[] } };
const worker = self as unknown as Scope;

const PAGE = '/field';
const TILES = '/api/v1/tiles/';
const CACHES = 'renlin-field-';
/** A network that keeps the map waiting longer is none, where there is a kept tile. */
const TILE_PATIENCE_MS = 3_000;

const { version, files } = worker.renlinField;
const current = CACHES + version;
const known = new Set(files);

worker.addEventListener('install', (event) => {
  event.waitUntil(keepApp());
});

/** All of it or nothing: a half app would start and then stop. */
async function keepApp(): Promise<void> {
  const cache = await caches.open(current);
  await cache.addAll([new Request(PAGE, { cache: 'reload' }), ...files]);
}

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith(CACHES) && name !== current) await caches.delete(name);
      await worker.clients.claim();
    })(),
  );
});

// The next release waits until no page of this one is open, or until the person asks for it.
worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === PAGE || pathname.startsWith(`${PAGE}/`)) event.respondWith(kept(PAGE, request));
  } else if (known.has(pathname)) event.respondWith(kept(pathname, request));
  else if (pathname.startsWith(TILES)) event.respondWith(tile(request));
});

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(current);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

/** From the network, and from the phone where that does not answer. */
async function tile(request: Request): Promise<Response> {
  const fresh = fetch(request);
  const own = await caches.match(request, { ignoreVary: true });
  if (!own) return fresh;
  const late = new Promise<Response>((resolve) => {
    setTimeout(() => resolve(own.clone()), TILE_PATIENCE_MS);
  });
  return Promise.race([fresh.catch(() => own), late]);
}
