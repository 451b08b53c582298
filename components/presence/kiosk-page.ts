import { askApi } from "#components/api/ask.ts";
import { squareReader } from "#components/ui/square-reader.ts";
import type { DoorResponse } from "#lib/learning/visits/operations.ts";

const PATIENCE_MS = 3_000;

/** What the door shows now, or null without network. */
export async function freshState(): Promise<DoorResponse | null> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const reply = await askApi<DoorResponse>("/api/v1/kiosk", { signal });
  return reply.is === "answered" ? reply.body : null;
}

/**
 * Lets the page open without network, from the next time on, with all that it needs to read a card.
 */
export async function keepPage(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await squareReader();
  await navigator.serviceWorker.register("/kiosk/sw.js", { scope: "/kiosk/" });
  const { active } = await navigator.serviceWorker.ready;
  navigator.serviceWorker.addEventListener("message", () => {
    document.documentElement.dataset.kept = "yes";
  });
  const parts = performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => name.includes("/_next/static/"));
  active?.postMessage({ page: location.origin + location.pathname, parts: [...new Set(parts)] });
}
