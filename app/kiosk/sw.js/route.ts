import { FETCH_IN_TIME } from "#lib/foundation/platform/http/worker-script.ts";

/**
 * Keeps the kiosk's page and what it is made of, so that it opens without network. The page is
 * asked from the network first; what it is made of carries its content in its name, so that a kept
 * copy is never old. A tablet asks for one page in one language, so what an answer varies by does
 * not matter to its copy.
 */
const SCRIPT = `${FETCH_IN_TIME}
const KEPT = "trivium-kiosk-1";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page says what it is made of; what no page needs any more is let go.
self.addEventListener("message", (event) => {
  const { page, parts } = event.data;
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    const known = (await cache.keys()).map(({ url }) => url);
    const wanted = [page, ...parts];
    await Promise.all(known.filter((url) => !wanted.includes(url)).map((url) => cache.delete(url, { ignoreVary: true })));
    await cache.addAll(parts.filter((url) => !known.includes(url)));
    await cache.add(page);
    event.source.postMessage("kept");
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/_next/static/")) event.respondWith(part(request));
});

async function page(request) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetchInTime(request, PATIENCE_MS);
    if (answer.status < 500) return answer;
    return (await cache.match(request, { ignoreSearch: true, ignoreVary: true })) ?? answer;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

async function part(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}
`;

export function GET() {
  return new Response(SCRIPT, {
    headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" },
  });
}
