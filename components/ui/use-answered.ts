import { type RefObject, useEffect, useRef } from "react";

/**
 * Where what a form was answered with stands: it has the focus and comes into sight with each
 * answer, unless whoever sent the form types elsewhere by then. The button that asked for it stays,
 * so that nothing else takes the focus along.
 *
 * @param answer other than the last for each answer; nothing for what stands there of itself
 */
export function useAnswered<E extends HTMLElement>(answer: unknown): RefObject<E | null> {
  const place = useRef<E>(null);
  useEffect(() => {
    const { current } = place;
    if (!answer || !current || typesElsewhere(current)) return;
    current.focus();
  }, [answer]);
  return place;
}

function typesElsewhere(place: HTMLElement): boolean {
  const { activeElement: active } = document;
  if (!active?.matches("input, textarea, select")) return false;
  const form = place.closest("form");
  return !form?.contains(active);
}
