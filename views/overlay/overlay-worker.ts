// A service worker for /overlay/ alone: keeps the overlay's page and files, so that OBS, started while the server is away,
// shows the overlay as it was last seen, which then reconnects. The network always goes first; nothing else is kept.

const CACHE = 'overlay-1';
/** Pages and files kept at most; the oldest go first. */
const KEPT_MAX = 40;
const PAGE_WITHIN_MS = 6_000;

/** The few parts of a worker's world that are used here; the DOM's types do not have them. */
type LifeEvent = Event & { waitUntil(until: Promise<unknown>): void };
type FetchEvent = LifeEvent & { readonly request: Request; respondWith(response: Promise<Response>): void };
type KeepEvent = LifeEvent & { readonly data: unknown; readonly origin: string };
type Worker = {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: KeepEvent) => void): void;
};
const worker = self as unknown as Worker;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('message', (event) => {
  const urls = keepable(event.data);
  event.waitUntil(Promise.all(urls.map(keep)).then(forgetOldest));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (pathname.startsWith('/static/built/')) event.respondWith(builtFile(request));
});

/** The server's page; the kept one where no server answers or its proxy says that it is away. */
async function page(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PAGE_WITHIN_MS) });
    if (response.status < 500) return response;
    return (await kept(request)) ?? response;
  } catch (error) {
    const known = await kept(request);
    if (known !== undefined) return known;
    throw error;
  }
}

/** Named by their content: what is kept is right for ever. */
const builtFile = async (request: Request): Promise<Response> => (await kept(request)) ?? (await fetch(request));

const kept = async (request: Request): Promise<Response | undefined> =>
  await (await caches.open(CACHE)).match(request.url);

async function keep(url: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) return;
  const cache = await caches.open(CACHE);
  await cache.delete(url);
  await cache.put(url, response);
}

async function forgetOldest(): Promise<void> {
  const cache = await caches.open(CACHE);
  const requests = await cache.keys();
  await Promise.all(requests.slice(0, Math.max(0, requests.length - KEPT_MAX)).map((request) => cache.delete(request)));
}

function keepable(data: unknown): readonly string[] {
  const asked = typeof data === 'object' && data !== null && 'keep' in data ? data.keep : undefined;
  if (!Array.isArray(asked)) return [];
  return asked.filter((url): url is string => typeof url === 'string' && new URL(url).origin === location.origin);
}
