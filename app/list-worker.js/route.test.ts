import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { GET as kioskWorker } from "../kiosk/sw.js/route.ts";
import { GET as listWorker } from "./route.ts";

type Navigation = {
  request: { method: string; mode: string; url: string };
  respondWith: (answer: Promise<Response>) => void;
};

/** What a worker shows for a page while the network answers so; it has kept a page. */
async function shown(
  worker: () => Response,
  path: string,
  network: () => Promise<Response>,
): Promise<string> {
  const handlers: Record<string, (event: Navigation) => void> = {};
  const kept = { match: async () => new Response("kept") };
  const url = `https://trivium.test${path}`;
  runInNewContext(await worker().text(), {
    self: {
      addEventListener: (name: string, handle: (event: Navigation) => void) => {
        handlers[name] = handle;
      },
    },
    location: { origin: "https://trivium.test" },
    caches: { ...kept, open: async () => kept },
    fetch: network,
    ...{ AbortController, Response, URL, setTimeout, clearTimeout },
  });
  const answer = Promise.withResolvers<Response>();
  handlers.fetch?.({
    request: { method: "GET", mode: "navigate", url },
    respondWith: answer.resolve,
  });
  return (await answer.promise).text();
}

test.each([
  ["the list", listWorker, "/nl"],
  ["the kiosk", kioskWorker, "/kiosk/be-square"],
])("%s that is kept is shown where the network has none", async (_, worker, path) => {
  expect(await shown(worker, path, async () => new Response("new"))).toBe("new");
  expect(await shown(worker, path, async () => new Response("no", { status: 404 }))).toBe("no");
  const proxy = async () => new Response("Bad Gateway", { status: 502 });
  expect(await shown(worker, path, proxy)).toBe("kept");
  expect(await shown(worker, path, () => Promise.reject(new TypeError("away")))).toBe("kept");
});
