"use client";

import { useEffect } from "react";
import { localeOf } from "#lib/foundation/i18n/locales.ts";

const OWNER = "trivium-owner";
const SHEET = "trivium-sheet-";
/** The sheet that opens without network: it names people. */
const KEPT_SHEET = "trivium-desk-1";
/**
 * What pages keep on a device for whoever is signed in: sheets that were not sent, and what was
 * typed.
 */
const DRAFTS = [SHEET, "trivium-typed", OWNER];

/** Carried by the script: no page knows what a device has not sent. */
const UNSENT = {
  nl: "Een aanwezigheidslijst op dit toestel is nog niet verstuurd. Meld je je af, dan is ze weg. Toch afmelden?",
  fr: "Une feuille de présence n’est pas encore envoyée. Elle sera perdue. Vous déconnecter quand même ?",
  en: "An attendance sheet on this device was not sent yet. It will be lost. Sign out all the same?",
};

function forget(): void {
  for (const storage of [localStorage, sessionStorage])
    for (const key of Object.keys(storage))
      if (DRAFTS.some((draft) => key.startsWith(draft))) storage.removeItem(key);
  forgetSheet();
}

function forgetSheet(): void {
  if ("caches" in window) void caches.delete(KEPT_SHEET);
}

/**
 * Drafts end when their owner signs out, and before anybody else sees a page. Whoever has not sent
 * a sheet is asked first. What names others ends with their login, however that ended.
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
      // Without network a page may be a copy that was drawn for nobody.
      if (!owner && navigator.onLine) forgetSheet();
    } catch {
      // A browser that keeps nothing has no drafts.
    }
    const signingOut = (event: SubmitEvent) => {
      const { target } = event;
      if (!(target instanceof HTMLFormElement)) return;
      if (target.getAttribute("action") !== "/api/sign-out") return;
      const isUnsent = Object.keys(localStorage).some((key) => key.startsWith(SHEET));
      if (isUnsent && !confirm(UNSENT[localeOf(document.documentElement.lang)]))
        event.preventDefault();
      else forget();
    };
    document.addEventListener("submit", signingOut);
    return () => document.removeEventListener("submit", signingOut);
  }, [owner]);
  return null;
}
