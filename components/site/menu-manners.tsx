"use client";

import { useEffect } from "react";

const FOLDED = "details.menu[open], details.drop[open], details.ways-more[open]";

/** The rail of staff opens where one is, in browsers whose style sheets cannot say so. */
function showWhereOneIs() {
  if (CSS.supports("scroll-initial-target", "nearest")) return;
  const ways = document.querySelector(".rail .ways");
  const here = [...(ways?.querySelectorAll("[aria-current]") ?? [])].at(-1);
  if (!ways || !here) return;
  const below = here.getBoundingClientRect().top - ways.getBoundingClientRect().top;
  ways.scrollTop += below - ways.clientHeight / 2;
}

/**
 * An open menu closes as menus do: with Escape, which gives the focus back, and when one goes on
 * elsewhere.
 */
export function MenuManners() {
  useEffect(showWhereOneIs, []);
  useEffect(() => {
    const open = () => document.querySelectorAll<HTMLDetailsElement>(FOLDED);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      for (const menu of open()) {
        const hadFocus = menu.contains(document.activeElement);
        menu.open = false;
        if (hadFocus) menu.querySelector("summary")?.focus();
      }
    };
    const onElsewhere = ({ target }: Event) => {
      for (const menu of open())
        if (!(target instanceof Node && menu.contains(target))) menu.open = false;
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("pointerdown", onElsewhere);
    document.addEventListener("focusin", onElsewhere);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("pointerdown", onElsewhere);
      document.removeEventListener("focusin", onElsewhere);
    };
  }, []);
  return null;
}
