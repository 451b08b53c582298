import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { GET as kioskWorker } from "../kiosk/sw.js/route.ts";
import { GET as sheetWorker } from "../sheet-worker.js/route.ts";
import { GET as listWorker } from "./route.ts";

type Navigation = {
  request: { method: string; mode: string; url: string };
  respondWith: (answer: Promise<Response>) => void;
};

/** What a worker has kept: any page, and what else it keeps under a name. */
type Kept = { page?: string; [name: string]: string | undefined };

/** What a worker shows for a page while the network answers so. */
async function shown(
  worker: () => Response,
  path: string,
  network: () => Promise<Response>,
  { page = "kept", ...others }: Kept = {},
): Promise<string> {
  const handlers: Record<string, (event: Navigation) => void> = {};
  const match = async (what: unknown) => {
    const text = typeof what === "string" && what !== "/list" ? others[what] : page;
    return text === undefined ? undefined : new Response(text);
  };
  const kept = { match, delete: async () => true };
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

test("the sheet that is kept opens where the network has none, while it may, and says so", async () => {
  const sheet = "/nl/desk/sessions/1/sheet";
  const away = () => Promise.reject(new TypeError("away"));
  const until = (minutes: number) => ({ "/until": String(Date.now() + minutes * 60_000) });
  const page = '<html lang="nl">';
  expect(await shown(sheetWorker, sheet, away, { ...until(1), page })).toBe(
    '<html data-copy="" lang="nl">',
  );
  expect(await shown(sheetWorker, sheet, async () => new Response("new"), until(1))).toBe("new");
  for (const kept of [until(-1), {}])
    await expect(shown(sheetWorker, sheet, away, { ...kept, page })).rejects.toThrow("away");
});

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
