import { FETCH_IN_TIME } from "#lib/foundation/platform/http/worker-script.ts";

/**
 * Keeps one list of places, as a visitor sees it, so that it opens without network. It is there
 * only where somebody asked for it (components/spaces/keep-list.tsx). The page is asked for without
 * cookies: nothing of who looks at it is kept.
 */
const SCRIPT = `${FETCH_IN_TIME}
const KEPT = "trivium-list-1";
const PATIENCE_MS = 6000;
const LIST = /^\\/(nl|fr|en)?\\/?$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The list that is looked at, with what it is drawn with: the one before it is let go. */
self.addEventListener("message", (event) => {
  const { page, parts } = event.data;
  event.waitUntil(
    (async () => {
      const answer = await fetch(page, { credentials: "omit" });
      if (!answer.ok) return;
      const cache = await caches.open(KEPT);
      for (const request of await cache.keys()) await cache.delete(request, { ignoreVary: true });
      await cache.put("/list", answer);
      await cache.addAll(parts);
      event.source.postMessage("kept");
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (LIST.test(url.pathname)) event.respondWith(list(request));
  } else if (/\\.(css|svg)$/.test(url.pathname)) event.respondWith(part(request));
});

async function list(request) {
  try {
    const answer = await fetchInTime(request, PATIENCE_MS);
    return answer.status < 500 ? answer : ((await keptList()) ?? answer);
  } catch (error) {
    const kept = await keptList();
    if (kept) return kept;
    throw error;
  }
}

async function keptList() {
  const kept = await caches.match("/list", { cacheName: KEPT, ignoreVary: true });
  if (!kept) return null;
  // The page carries the sentence that says from when it is.
  const page = (await kept.text()).replace('class="kept-list" hidden=""', 'class="kept-list"');
  return new Response(page, { headers: kept.headers });
}

// Looked up without opening: what was removed is not made anew by a page that is still open.
async function part(request) {
  return (await caches.match(request, { cacheName: KEPT, ignoreVary: true, ignoreSearch: true })) ?? fetch(request);
}
`;

export function GET() {
  return new Response(SCRIPT, {
    headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" },
  });
}
