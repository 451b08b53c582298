import { squareReader } from "./card-reader.ts";

/** As lib/learning/visits/door-state.ts tells it. */
export type DoorState = {
  /** What the service's clock says. */
  now: string;
  sessions: { id: string; titles: Record<string, string>; start: string; end: string }[];
  code: { digits: string; until: string; address: string; qr: string };
};

const PATIENCE_MS = 3_000;

/** What the door shows now, or null without network. */
export async function freshState(): Promise<DoorState | null> {
  try {
    const answer = await fetch("/api/v1/kiosk", { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
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
