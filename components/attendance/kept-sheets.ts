import { isUnsaved, type Queue, restored, sheetKey, together } from "./sheet-queue.ts";

/**
 * Gives a page a name of its own under which it keeps what the network does not have of a sheet.
 * For as long as the page is open nobody else touches it; afterwards, however the page went, the
 * next one takes it up.
 *
 * @param holds hears the name, once it is this page's
 * @returns ends it
 */
export function holdKept(sessionId: string, holds: (key: string) => void): () => void {
  const key = `${sheetKey(sessionId)}-${crypto.randomUUID()}`;
  const end = new AbortController();
  void navigator.locks.request(key, async () => {
    if (end.signal.aborted) return;
    holds(key);
    await new Promise((resolve) => end.signal.addEventListener("abort", resolve));
  });
  return () => end.abort();
}

type TakingUp = {
  /** Under which name this page keeps its own. */
  own: string;
  /** What this page has. */
  now: () => Queue;
  /** Keeps, and shows, both together. */
  keep: (both: Queue) => void;
};

/**
 * Takes up what other pages kept of a sheet, each once that page is gone: it is put together with
 * what this page has, kept under its name, and only then let go where it was.
 *
 * @returns ends it, whatever pages are still there
 */
export function takeUpLeft(sessionId: string, { own, now, keep }: TakingUp): () => void {
  const end = new AbortController();
  for (const key of keptKeys(sessionId).filter((one) => one !== own))
    navigator.locks
      .request(key, { signal: end.signal }, async () => {
        if (end.signal.aborted) return;
        const left = keptAs(key);
        const both = left && together(now(), left);
        if (both) keep(both);
        if (both || !left) localStorage.removeItem(key);
      })
      .catch(() => {
        // Ended before that page was gone.
      });
  return () => end.abort();
}

/** Whether any page of this browser has something of a sheet that the network lacks. */
export function hasUnsent(sessionId: string): boolean {
  return keptKeys(sessionId).some((key) => {
    const kept = keptAs(key);
    return kept !== null && isUnsaved(kept);
  });
}

function keptKeys(sessionId: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(sheetKey(sessionId)));
}

function keptAs(key: string): Queue | null {
  return restored(localStorage.getItem(key) ?? "");
}
