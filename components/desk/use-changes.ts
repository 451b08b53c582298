"use client";

import { useEffect, useEffectEvent } from "react";

const AGAIN_MS = 10_000;

/**
 * Calls back as soon as the server says that something was booked, moved or cancelled in one of
 * these spaces; and when a stream is there again that was not, as nobody said what changed
 * meanwhile.
 *
 * @param slugs of the spaces, with spaces between them
 */
export function useChanges(slugs: string, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    const streams = new Map<string, EventSource>();
    const again = new Set<ReturnType<typeof setTimeout>>();
    const listen = (space: string, isFirst: boolean) => {
      const source = new EventSource(`/api/v1/spaces/${space}/events/stream`);
      streams.set(space, source);
      source.addEventListener("changed", () => changed());
      let isAgain = !isFirst;
      source.addEventListener("open", () => {
        if (isAgain) changed();
        isAgain = true;
      });
      // A browser asks again by itself when a stream breaks off, and never again after "not now".
      source.addEventListener("error", () => {
        if (source.readyState === EventSource.CLOSED)
          again.add(setTimeout(() => listen(space, false), AGAIN_MS));
      });
    };
    for (const slug of slugs.split(" ")) listen(slug, true);
    return () => {
      for (const wait of again) clearTimeout(wait);
      for (const source of streams.values()) source.close();
    };
  }, [slugs]);
}
