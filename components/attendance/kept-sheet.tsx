"use client";

import { useEffect, useState } from "react";
import { pageParts } from "#components/site/page-parts.ts";
import { Status } from "#components/ui/status.tsx";
import { useRenewal } from "#components/ui/use-renewal.ts";

const WORKER = "/sheet-worker.js";
const MINUTE_MS = 60_000;
const PARTS = /^\/_next\/static\/|\.svg$/;

type Props = {
  /** Where the sheets of this language are. */
  scope: string;
  /** After how many minutes without use a login ends, and with it what is kept. */
  minutes: number;
  /** When the sheet was drawn. */
  drawnAt: string;
  /** That it is the one of then, as there is no network. */
  words: string;
};

/**
 * Has the sheet open again without network, from now on, for as long as somebody uses it; and says
 * so of one that was opened that way, until it is drawn anew.
 */
export function KeptSheet({ scope, minutes, drawnAt, words }: Props) {
  const [copyOf, setCopyOf] = useState<string | null>(null);
  const { renew } = useRenewal();
  const isCopy = copyOf === drawnAt;

  // biome-ignore lint/correctness/useExhaustiveDependencies: kept anew whenever it is drawn anew
  useEffect(() => {
    const { dataset } = document.documentElement;
    if ("copy" in dataset) {
      delete dataset.copy;
      setCopyOf(drawnAt);
    } else keepSheet(scope, minutes).catch(() => {});
  }, [drawnAt]);

  useEffect(() => {
    let last = Date.now();
    const used = () => {
      if (Date.now() < last + MINUTE_MS) return;
      last = Date.now();
      navigator.serviceWorker?.controller?.postMessage({ until: untilAfter(minutes) });
    };
    for (const event of ["pointerdown", "keydown"]) addEventListener(event, used);
    return () => {
      for (const event of ["pointerdown", "keydown"]) removeEventListener(event, used);
    };
  }, [minutes]);

  useEffect(() => {
    if (!isCopy) return;
    addEventListener("online", renew);
    const timer = setInterval(renew, MINUTE_MS);
    return () => {
      removeEventListener("online", renew);
      clearInterval(timer);
    };
  }, [isCopy, renew]);

  return isCopy && <Status className="status lasting">{words}</Status>;
}

async function keepSheet(scope: string, minutes: number): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(WORKER, { scope });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({
    page: location.origin + location.pathname,
    parts: pageParts(PARTS),
    until: untilAfter(minutes),
  });
}

function untilAfter(minutes: number): number {
  return Date.now() + minutes * MINUTE_MS;
}
