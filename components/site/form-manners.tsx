"use client";

import { useEffect } from "react";

/** A page that has not come by then was opened elsewhere, or never comes. */
const LONGEST_MS = 15_000;

/** The button of a form that asks for a page says that it is at work, until that page is there. */
export function FormManners() {
  useEffect(() => {
    const rest = () => {
      for (const button of document.querySelectorAll("button[aria-busy]"))
        button.removeAttribute("aria-busy");
    };
    let wait: ReturnType<typeof setTimeout>;
    const onSubmit = ({ target, submitter, defaultPrevented }: SubmitEvent) => {
      const isAsking =
        target instanceof HTMLFormElement && target.method === "get" && !defaultPrevented;
      if (!isAsking || !submitter?.matches("button")) return;
      submitter.setAttribute("aria-busy", "true");
      clearTimeout(wait);
      wait = setTimeout(rest, LONGEST_MS);
    };
    window.addEventListener("submit", onSubmit);
    // Back from that page: it stands here as it was left.
    window.addEventListener("pageshow", rest);
    return () => {
      clearTimeout(wait);
      window.removeEventListener("submit", onSubmit);
      window.removeEventListener("pageshow", rest);
    };
  }, []);
  return null;
}
