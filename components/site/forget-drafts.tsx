"use client";

import { useEffect } from "react";

const OWNER = "trivium-owner";
/**
 * What pages keep on a device for whoever is signed in: sheets that were not sent, and what was
 * typed.
 */
const DRAFTS = ["trivium-sheet-", "trivium-typed", OWNER];

function forget(): void {
  for (const storage of [localStorage, sessionStorage])
    for (const key of Object.keys(storage))
      if (DRAFTS.some((draft) => key.startsWith(draft))) storage.removeItem(key);
}

/**
 * Drafts end when their owner signs out, and before anybody else sees a page.
 *
 * @param owner who is signed in, if anybody
 */
export function ForgetDrafts({ owner }: { owner: string | null }) {
  useEffect(() => {
    try {
      if (owner && localStorage.getItem(OWNER) !== owner) {
        if (localStorage.getItem(OWNER)) forget();
        localStorage.setItem(OWNER, owner);
      }
    } catch {
      // A browser that keeps nothing has no drafts.
    }
    const signingOut = (event: SubmitEvent) => {
      const { target } = event;
      if (target instanceof HTMLFormElement && target.getAttribute("action") === "/api/sign-out")
        forget();
    };
    document.addEventListener("submit", signingOut);
    return () => document.removeEventListener("submit", signingOut);
  }, [owner]);
  return null;
}
