"use client";

import { useEffect, useState } from "react";
import { pageParts } from "#components/site/page-parts.ts";

const WORKER = "/list-worker.js";
const KEPT = "trivium-list-1";
/** Its styles, and the files of its drawings. */
const PARTS = /\.(css|svg)$/;

type Props = { words: Record<"keep" | "keeping" | "kept" | "forget" | "failed", string> };
type State = "unable" | "off" | "keeping" | "kept" | "failed";

/**
 * Keeps the list on the device, so that it opens without network: from the press on, the last one
 * that was looked at. Nothing is kept before, and nothing after it is removed: a phone may be
 * shared.
 */
export function KeepList({ words }: Props) {
  const [state, setState] = useState<State>("unable");
  const keep = async () => {
    setState("keeping");
    try {
      await navigator.serviceWorker.register(WORKER);
      const { active } = await navigator.serviceWorker.ready;
      const kept = new Promise<void>((resolve, reject) => {
        navigator.serviceWorker.addEventListener("message", () => resolve(), { once: true });
        setTimeout(reject, 15_000);
      });
      active?.postMessage({ page: location.pathname + location.search, parts: pageParts(PARTS) });
      await kept;
      setState("kept");
    } catch {
      setState("failed");
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the page opens
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.getRegistration("/").then(
      (known) => (known && navigator.onLine ? keep() : setState(known ? "kept" : "off")),
      () => {},
    );
  }, []);
  if (state === "unable") return null;
  const forget = async () => {
    await (await navigator.serviceWorker.getRegistration("/"))?.unregister();
    await caches.delete(KEPT);
    setState("off");
  };
  return (
    <>
      {state === "kept" || state === "keeping" ? (
        <>
          <span role="status">{words[state]}</span>
          {state === "kept" && (
            <button type="button" className="button plain" onClick={forget}>
              {words.forget}
            </button>
          )}
        </>
      ) : (
        <>
          {state === "failed" && <span role="alert">{words.failed}</span>}
          <button type="button" className="button plain" onClick={keep}>
            {words.keep}
          </button>
        </>
      )}
    </>
  );
}
