"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { watchOccupancy } from "./live.ts";

/** Between two drawings of a page, however often people are counted. */
const REST_MS = 2_000;

/** Brings a page of staff up to date when somebody comes, goes or is counted. */
export function RefreshLive({ address }: { address: string }) {
  const router = useRouter();
  useEffect(() => {
    let isFirst = true;
    let resting: ReturnType<typeof setTimeout> | null = null;
    const leave = watchOccupancy(address, () => {
      // The first says how things are: so does the page.
      if (!isFirst)
        resting ??= setTimeout(() => {
          resting = null;
          router.refresh();
        }, REST_MS / 10);
      isFirst = false;
    });
    return () => {
      leave();
      if (resting) clearTimeout(resting);
    };
  }, [router, address]);
  return null;
}
