"use client";

import { type ReactNode, useEffect, useState } from "react";

/** How long a region stands before it says something that whoever hears the page is told of. */
const KNOWN_AFTER_MS = 150;

type Props = {
  className?: string;
  /** Several paragraphs, or something else than words. */
  isBlock?: boolean;
  children: ReactNode;
};

/**
 * What a page says of itself without being asked: what was done, how many were found. A program
 * that reads pages aloud listens to a region that it knows, and not to one that comes together with
 * its words: these are put in once more, a moment after.
 */
export function Status({ className = "status", isBlock = false, children }: Props) {
  const [Region, Words] = isBlock ? (["div", "div"] as const) : (["p", "span"] as const);
  const [isKnown, setKnown] = useState(false);
  useEffect(() => {
    const known = setTimeout(() => setKnown(true), KNOWN_AFTER_MS);
    return () => clearTimeout(known);
  }, []);
  return (
    <Region className={className} role="status">
      <Words key={String(isKnown)}>{children}</Words>
    </Region>
  );
}
