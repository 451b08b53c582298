import { askApi, type Reply } from "#components/api/ask.ts";
import { squareReader } from "#components/ui/square-reader.ts";
import type { DoorResponse } from "#lib/learning/visits/operations.ts";

const PATIENCE_MS = 10_000;
const DOOR = "trivium-kiosk";

/** What the door shows now. */
export async function askDoor(): Promise<Reply<DoorResponse>> {
  return askApi<DoorResponse>("/api/v1/kiosk", { signal: AbortSignal.timeout(PATIENCE_MS) });
}

/** What a door last showed, and how far our clock was ahead of the tablet's, in milliseconds. */
export type KnownDoor = { door: DoorResponse; ahead: number };

/** For a page that opens without network: the one that is kept was drawn when it last had it. */
export function keepDoor(known: KnownDoor): void {
  try {
    localStorage.setItem(DOOR, JSON.stringify(known));
  } catch {
    // A full disk: such a page shows what it was drawn with.
  }
}

export function keptDoor(): KnownDoor | null {
  try {
    return JSON.parse(localStorage.getItem(DOOR) ?? "null");
  } catch {
    return null;
  }
}

/** The tablet is put away. */
export function forgetDoor(): void {
  localStorage.removeItem(DOOR);
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
