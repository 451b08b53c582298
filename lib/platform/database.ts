import { type Connection, connect } from "#db/client.ts";
import { settings } from "./settings.ts";

// Next evaluates a module once per bundle; the pool is one per process.
const shared = globalThis as { triviumConnection?: Connection };

/** This process's connection. */
export function database(): Connection {
  const { databaseUrl } = settings();
  if (!databaseUrl)
    throw new Error("DATABASE_URL is not set: `npm start` sets it for the processes it starts");
  shared.triviumConnection ??= connect(databaseUrl);
  return shared.triviumConnection;
}
