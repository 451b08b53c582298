// The web process: programs are answered by our routes directly, people by Next. Started by scripts/supervisor.ts.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { database } from "#lib/platform/database.ts";
import { log } from "#lib/platform/log.ts";
import { settings } from "#lib/platform/settings.ts";
import { isForPrograms, routesOf } from "./routes.ts";

const ROOT = join(import.meta.dirname, "..");
/** How long running answers may take when the process is told to stop; streams end then. */
const STOP_MS = 5_000;
/** Longer than a reverse proxy keeps its connections, so that it is never the one to find them closed. */
const KEEP_ALIVE_MS = 65_000;

// What Next reports goes to the same log: a failed statement stands there without people's words.
Object.assign(console, {
  error: (...said: unknown[]) =>
    log.error(
      { err: said.find((part) => part instanceof Error) },
      said
        .filter((part) => typeof part === "string")
        .join(" ")
        .trim() || "page failed",
    ),
});

const { host, port } = settings();
const pages = next({ dev: false, dir: ROOT, hostname: host, port });
// First: Next readies the process for what the routes import of it.
await pages.prepare();
const routes = await routesOf(join(ROOT, "app"));

const toPage = pages.getRequestHandler();
// Next lives in the same process and keeps its own Request and Response.
const toProgram = getRequestListener(routes.fetch, { overrideGlobalObjects: false });

const server = createServer((incoming, outgoing) => {
  const [pathname = "/"] = (incoming.url ?? "/").split("?", 1);
  return isForPrograms(pathname) ? answerProgram(incoming, outgoing) : toPage(incoming, outgoing);
});
server.keepAliveTimeout = KEEP_ALIVE_MS;
server.listen(port, host);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);

/** What `proxy.ts` does for pages: a name for the request that nobody outside chooses, and headers that keep answers to themselves. */
function answerProgram(incoming: IncomingMessage, outgoing: ServerResponse) {
  const requestId = randomUUID();
  incoming.rawHeaders = withoutHeader(incoming.rawHeaders, "x-request-id");
  incoming.rawHeaders.push("x-request-id", requestId);
  outgoing.setHeader("x-request-id", requestId);
  outgoing.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  outgoing.setHeader("referrer-policy", "same-origin");
  outgoing.setHeader("x-content-type-options", "nosniff");
  return toProgram(incoming, outgoing);
}

/** Names and values by turns, as they came. */
function withoutHeader(raw: string[], name: string): string[] {
  return raw.filter((_, at) => raw[at - (at % 2)]?.toLowerCase() !== name);
}

async function stop() {
  const cut = setTimeout(() => server.closeAllConnections(), STOP_MS);
  await new Promise((closed) => {
    server.close(closed);
    server.closeIdleConnections();
  });
  clearTimeout(cut);
  await pages.close();
  await database().close();
  log.debug("web stopped");
  process.exit(0);
}
