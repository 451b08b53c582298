"use client";

import { useEffect, useState } from "react";
import { PATIENCE_MS, useRenewal } from "#components/ui/use-renewal.ts";
import { watchOccupancy } from "./live.ts";

/** Many are counted at once: the page is drawn for them as one. */
const REST_MS = 300;

/** Brings a page of staff up to date when somebody comes, goes or is counted. */
export function RefreshLive({ address }: { address: string }) {
  const { renew, isOnItsWay } = useRenewal();
  const [isBehind, setIsBehind] = useState(false);
  // What is heard first may be newer than the page as well.
  useEffect(() => watchOccupancy(address, () => setIsBehind(true)), [address]);
  useEffect(() => {
    if (!isBehind) return;
    const turn = setTimeout(
      () => {
        setIsBehind(false);
        renew();
      },
      isOnItsWay ? PATIENCE_MS : REST_MS,
    );
    return () => clearTimeout(turn);
  }, [renew, isBehind, isOnItsWay]);
  return null;
}
