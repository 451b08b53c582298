"use client";

/** How busy a place is, as everybody may know it. */
export type Live = {
  space: string;
  band: "quiet" | "busy" | "full" | null;
  observedAt?: string | null;
};

type Watched = { source: EventSource | null; hear: Set<(told: Live[]) => void>; last: Map<string, Live> };

/** Every place of the network. */
export const NETWORK = "/api/v1/occupancy/stream";

const watched = new Map<string, Watched>();

/**
 * Hears how busy places are, at once and after each change, until the answer is called. However many parts of a page ask,
 * there is one connection for each address, and none while nobody looks at the page.
 */
export function watchOccupancy(address: string, hear: (told: Live[]) => void): () => void {
  const watch = watched.get(address) ?? { source: null, hear: new Set(), last: new Map() };
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
  if (watch.source || document.hidden) return;
  watch.source = new EventSource(address);
  watch.source.addEventListener("occupancy", ({ data }) => {
    const told: Live[] = [JSON.parse(data)].flat();
    for (const one of told) watch.last.set(one.space, one);
    for (const hear of watch.hear) hear(told);
  });
}

function disconnect(watch: Watched): void {
  watch.source?.close();
  watch.source = null;
}
