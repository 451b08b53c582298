"use client";

import { useEffect } from "react";
import { PATIENCE_MS, useRenewal } from "./use-renewal.ts";

/** Brings a page that nobody touches up to date, again and again. */
export function Renew({ seconds }: { seconds: number }) {
  const { renew, isOnItsWay } = useRenewal();
  useEffect(() => {
    const turn = setInterval(renew, isOnItsWay ? PATIENCE_MS : 1000 * seconds);
    return () => clearInterval(turn);
  }, [renew, isOnItsWay, seconds]);
  return null;
}
