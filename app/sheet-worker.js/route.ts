import { FETCH_IN_TIME } from "#lib/foundation/platform/http/worker-script.ts";

/**
 * Keeps the attendance sheet that was drawn last, so that it opens again without network: a tablet
 * that lost its page in a room without network would otherwise have an error in its place. It names
 * people, so that it is there for whoever is signed in alone: not once they are signed out, and no
 * longer than a login that nobody uses (components/attendance/kept-sheet.tsx).
 */
const SCRIPT = `${FETCH_IN_TIME}
const KEPT = "trivium-desk-1";
const UNTIL = "/until";
const PATIENCE_MS = 6000;
const SHEET = /^\\/(nl|fr|en)\\/desk\\/sessions\\/[^/]+\\/sheet$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// What was drawn and what it is made of, in place of the one before; or that it is still in use.
self.addEventListener("message", (event) => {
  const { page, parts, until } = event.data;
  event.waitUntil(page ? keep(page, parts, until) : prolong(until));
});

async function keep(page, parts, until) {
  const answer = await fetch(page);
  if (!answer.ok || answer.redirected) return caches.delete(KEPT);
  const cache = await caches.open(KEPT);
  const known = (await cache.keys()).map(({ url }) => url);
  const wanted = [page, ...parts];
  await Promise.all(known.filter((url) => !wanted.includes(url)).map((url) => cache.delete(url, { ignoreVary: true })));
  await cache.addAll(parts.filter((url) => !known.includes(url)));
  await cache.put(page, answer);
  await cache.put(UNTIL, new Response(String(until)));
}

async function prolong(until) {
  if (await caches.has(KEPT)) await (await caches.open(KEPT)).put(UNTIL, new Response(String(until)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (SHEET.test(url.pathname)) event.respondWith(sheet(request));
  } else if (url.pathname.startsWith("/_next/static/") || url.pathname.endsWith(".svg"))
    event.respondWith(part(request));
});

async function sheet(request) {
  try {
    const answer = await fetchInTime(request, PATIENCE_MS);
    // Led elsewhere: whoever is here is not signed in any more.
    if (answer.type === "opaqueredirect" || answer.status === 404) await caches.delete(KEPT);
    return answer.status < 500 ? answer : ((await keptSheet(request)) ?? answer);
  } catch (error) {
    const kept = await keptSheet(request);
    if (kept) return kept;
    throw error;
  }
}

async function keptSheet(request) {
  const look = (what) => caches.match(what, { cacheName: KEPT, ignoreSearch: true, ignoreVary: true });
  const [kept, until] = [await look(request), await look(UNTIL)];
  if (!kept || !until) return null;
  if (Number(await until.text()) < Date.now()) {
    await caches.delete(KEPT);
    return null;
  }
  // By this the page knows that it is a copy, and says so.
  const page = (await kept.text()).replace("<html ", '<html data-copy="" ');
  return new Response(page, { headers: kept.headers });
}

// Looked up without opening: what was removed is not made anew by a page that is still open.
async function part(request) {
  return (await caches.match(request, { cacheName: KEPT, ignoreVary: true })) ?? fetch(request);
}
`;

export function GET() {
  return new Response(SCRIPT, {
    headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" },
  });
}
