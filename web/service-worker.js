// Keeps the page's shell, so that it opens without a connection. Answers of the API and media are never stored: they may be
// private, and they would be stale.
const CACHE = "imagime-shell";
const SHELL = "/";
const PRIVATE = ["/api/", "/media/", "/health/"];
const isPrivate = (path) => PRIVATE.some((start) => path.startsWith(start));
// Names with a hash never change what they hold.
const isHashed = (path) => /-[0-9a-f]{16}(_bg)?\.(js|wasm|css|woff2)$/.test(path);

self.addEventListener("install", (event) => {
  // Chromium loses most of what a page sends while it is being left when it goes by this worker, even with keepalive. Browsers
  // without such routes ask the worker, which lets it pass.
  event.addRoutes?.(PRIVATE.map((start) => ({ condition: { urlPattern: { pathname: `${start}*` } }, source: "network" })));
  event.waitUntil(keepShell(fetch(SHELL)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || isPrivate(url.pathname)) return;
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (isHashed(url.pathname)) event.respondWith(asset(event.request));
});

// The network's page if there is one; every route is the same page.
async function page(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(keepShell(Promise.resolve(answer.clone())));
    return answer;
  } catch (error) {
    const kept = await caches.match(SHELL);
    if (kept) return kept;
    throw error;
  }
}

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(CACHE);
    await cache.put(request, answer.clone());
  }
  return answer;
}

// Stores the page and the code it names, and lets go of the code of older pages.
async function keepShell(fetched) {
  const answer = await fetched;
  if (!answer.ok) return;
  const html = await answer.clone().text();
  const cache = await caches.open(CACHE);
  const named = [...new Set([...html.matchAll(/\/[\w./-]+-[0-9a-f]{16}(?:_bg)?\.(?:js|wasm|css|woff2)/g)].map((match) => match[0]))];
  await cache.put(SHELL, answer);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== SHELL && !named.includes(pathname)) await cache.delete(request);
  }
  for (const path of named) if (!(await cache.match(path))) await cache.add(path);
}
