import pino from "pino";
import { settings } from "./settings.ts";

/** Identifiers only, never names or addresses. */
export const log = pino({
  level: process.env.NODE_ENV === "test" ? "silent" : settings().logLevel,
  base: null,
});
