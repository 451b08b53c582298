import type { MESSAGES } from "./messages.ts";

/** A sentence that an action says once it is done, as a key of the messages `said`. */
export type Said = keyof typeof MESSAGES.en.said;

/** The address of a page that says, when somebody is led to it, what was just done. */
export function saying(address: string, said: Said): string {
  const [path = "", anchor] = address.split("#");
  const query = `${path.includes("?") ? "&" : "?"}said=${said}`;
  return `${path}${query}${anchor === undefined ? "" : `#${anchor}`}`;
}
