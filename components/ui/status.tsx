"use client";

import { type ReactNode, useEffect, useState } from "react";
import { useAnswered } from "./use-answered.ts";

/** How long a region stands before it says something that whoever hears the page is told of. */
const KNOWN_AFTER_MS = 150;

type Props = {
  className?: string;
  /** Several paragraphs, or something else than words. */
  isBlock?: boolean;
  /** What a form was answered with: it takes the focus; other than the last for each answer. */
  answer?: unknown;
  children: ReactNode;
};

/**
 * What a page says of itself without being asked: what was done, how many were found. A program
 * that reads pages aloud listens to a region that it knows, and not to one that comes together with
 * its words: these are put in once more, a moment after.
 */
export function Status({ className = "status", isBlock = false, answer, children }: Props) {
  const [Region, Words] = isBlock ? (["div", "div"] as const) : (["p", "span"] as const);
  const [isKnown, setKnown] = useState(false);
  const place = useAnswered<HTMLDivElement & HTMLParagraphElement>(answer);
  useEffect(() => {
    const known = setTimeout(() => setKnown(true), KNOWN_AFTER_MS);
    return () => clearTimeout(known);
  }, []);
  return (
    <Region
      className={className}
      role="status"
      ref={place}
      tabIndex={answer ? -1 : undefined}
      // Heeded where a browser reads the page, not where a script draws it.
      autoFocus={Boolean(answer)}
    >
      <Words key={String(isKnown)}>{children}</Words>
    </Region>
  );
}
