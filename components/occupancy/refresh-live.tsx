"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { watchOccupancy } from "./live.ts";

/** Many are counted at once: the page is drawn for them as one. */
const REST_MS = 300;

/** Brings a page of staff up to date when somebody comes, goes or is counted. */
export function RefreshLive({ address }: { address: string }) {
  const router = useRouter();
  useEffect(() => {
    let resting: ReturnType<typeof setTimeout> | null = null;
    // What is heard first may be newer than the page as well.
    const leave = watchOccupancy(address, () => {
      resting ??= setTimeout(() => {
        resting = null;
        router.refresh();
      }, REST_MS);
    });
    return () => {
      leave();
      if (resting) clearTimeout(resting);
    };
  }, [router, address]);
  return null;
}
