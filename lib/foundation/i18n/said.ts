import { MESSAGES } from "./messages.ts";

/** A sentence that an action says once it is done, as a key of the messages `said`. */
export type Said = keyof typeof MESSAGES.en.said;

const NAME = "said";

/** The address of a page that says, when somebody is led to it, what was just done. */
export function saying(address: string, said: Said): string {
  const [path = "", anchor] = address.split("#");
  const query = `${path.includes("?") ? "&" : "?"}${NAME}=${said}`;
  return `${path}${query}${anchor === undefined ? "" : `#${anchor}`}`;
}

/** What an address says was just done; null for what is no sentence of ours. */
export function saidIn(address: string): Said | null {
  const said = new URL(address, "http://page").searchParams.get(NAME) ?? "";
  return Object.hasOwn(MESSAGES.en.said, said) ? (said as Said) : null;
}
