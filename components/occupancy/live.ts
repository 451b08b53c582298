"use client";

/** How busy a place is, as everybody may know it. */
export type Live = {
  space: string;
  band: "quiet" | "busy" | "full" | null;
  observedAt?: string | null;
};

type Watched = {
  source: EventSource | null;
  waiting: ReturnType<typeof setTimeout> | null;
  hear: Set<(bands: Live[]) => void>;
  last: Map<string, Live>;
};

/** The page itself comes first, and who only passes by opens no connection. */
const SETTLE_MS = 2_000;
/** After "not now": not all at once, when a server has come back. */
const AGAIN_MS = 10_000;

/** Every place of the network. */
export const NETWORK = "/api/v1/occupancy/stream";

const watched = new Map<string, Watched>();

/**
 * Hears how busy places are, at once and after each change, until the answer is called. However
 * many parts of a page ask, there is one connection for each address, and none while nobody looks
 * at the page.
 */
export function watchOccupancy(address: string, hear: (bands: Live[]) => void): () => void {
  const watch = watched.get(address) ?? {
    source: null,
    waiting: null,
    hear: new Set(),
    last: new Map(),
  };
  watched.set(address, watch);
  watch.hear.add(hear);
  if (watch.last.size > 0) hear([...watch.last.values()]);
  connect(address, watch);
  const look = () => (document.hidden ? disconnect(watch) : connect(address, watch));
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    watch.hear.delete(hear);
    if (watch.hear.size > 0) return;
    disconnect(watch);
    watched.delete(address);
  };
}

function connect(address: string, watch: Watched): void {
  if (watch.source || watch.waiting || document.hidden) return;
  watch.waiting = setTimeout(() => {
    watch.waiting = null;
    watch.source = new EventSource(address);
    watch.source.addEventListener("error", () => {
      // A browser asks again by itself when a stream breaks off, and never again after "not now".
      if (watch.source?.readyState !== EventSource.CLOSED) return;
      watch.source = null;
      watch.waiting = setTimeout(() => {
        watch.waiting = null;
        if (watched.get(address) === watch) connect(address, watch);
      }, AGAIN_MS);
    });
    watch.source.addEventListener("occupancy", ({ data }) => {
      const bands: Live[] = [JSON.parse(data)].flat();
      for (const one of bands) watch.last.set(one.space, one);
      for (const hear of watch.hear) hear(bands);
    });
  }, SETTLE_MS);
}

function disconnect(watch: Watched): void {
  if (watch.waiting) clearTimeout(watch.waiting);
  watch.waiting = null;
  watch.source?.close();
  watch.source = null;
}
