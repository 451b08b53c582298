"use client";

import { useEffect } from "react";
import { isLocale } from "#lib/foundation/i18n/locales.ts";

/** A page that has not come by then never comes. */
const LONGEST_MS = 30_000;

/**
 * While another page is on its way: a line at the top of this one, and a ring on the button whose
 * form asked for it. Both show only after a moment (button.css). A second press does not send a
 * form again whose first is under way.
 */
export function WaitManners() {
  useEffect(() => {
    const { dataset } = document.documentElement;
    let wait: ReturnType<typeof setTimeout>;
    const rest = () => {
      clearTimeout(wait);
      delete dataset.going;
      for (const button of document.querySelectorAll("button[aria-busy]"))
        button.removeAttribute("aria-busy");
    };
    const restInTheEnd = () => {
      clearTimeout(wait);
      wait = setTimeout(rest, LONGEST_MS);
    };
    const onSubmit = (submit: SubmitEvent) => {
      const { target, submitter, defaultPrevented } = submit;
      // A form that prevents it is sent by a script, which says how it goes.
      if (defaultPrevented || !(target instanceof HTMLFormElement)) return;
      if (target.method === "post" && target.querySelector("button[aria-busy]"))
        submit.preventDefault();
      submitter?.setAttribute("aria-busy", "true");
      restInTheEnd();
    };
    const onNavigate = ({ destination, downloadRequest, signal }: NavigateEvent) => {
      const { origin, pathname } = new URL(destination.url);
      // A file, which comes beside this page, has no language first.
      const isPage = origin === location.origin && isLocale(pathname.split("/")[1] ?? "");
      if (destination.sameDocument || !isPage || downloadRequest !== null) return;
      dataset.going = "";
      restInTheEnd();
      signal.addEventListener("abort", rest);
    };
    window.addEventListener("submit", onSubmit);
    // Few browsers have none; there a page comes without a line.
    window.navigation?.addEventListener("navigate", onNavigate);
    // Back from that page: it stands here as it was left.
    window.addEventListener("pageshow", rest);
    return () => {
      clearTimeout(wait);
      window.removeEventListener("submit", onSubmit);
      window.navigation?.removeEventListener("navigate", onNavigate);
      window.removeEventListener("pageshow", rest);
    };
  }, []);
  return null;
}
