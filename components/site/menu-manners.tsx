"use client";

import { useEffect } from "react";

const FOLDED = "details.menu[open], details.drop[open], details.ways-more[open]";

/**
 * An open menu closes as menus do: with Escape, which gives the focus back, and when one goes on
 * elsewhere.
 */
export function MenuManners() {
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
