import type { Metadata } from "next";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";

/**
 * What the tab of a page says, the most particular first: tabs are narrow. What is not there is
 * left out.
 */
export function titleFrom(...parts: (string | null | undefined)[]): Metadata {
  return { title: parts.filter(Boolean).join(" – ") };
}

/**
 * A thing that a title names; null where there is none for this reader: the page itself says what
 * is the matter.
 */
export async function namedThing<T>(found: Promise<T>): Promise<T | null> {
  return found.catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
}
