import type { Release } from "./queries.ts";

/** A release as the API answers with it. */
export function publicRelease({ createdAt, madeBy: _, ...release }: Release) {
  return { ...release, createdAt: createdAt.toString() };
}
